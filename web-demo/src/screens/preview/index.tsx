import { Screen } from "../../parts/screen";
import type { ScreenProps } from "../../screens";

export function Preview(props: ScreenProps) {
  return <Screen title="Preview">{props.organisation.name}</Screen>;
}
