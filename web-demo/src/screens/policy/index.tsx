import { Screen } from "../../parts/screen";
import type { ScreenProps } from "../../screens";

export function PolicyScreen(props: ScreenProps) {
  return <Screen title="Policy">{props.organisation.name}</Screen>;
}
