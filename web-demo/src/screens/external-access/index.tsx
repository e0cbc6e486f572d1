import { Screen } from "../../parts/screen";
import type { ScreenProps } from "../../screens";

export function ExternalAccess(props: ScreenProps) {
  return <Screen title="External access">{props.organisation.name}</Screen>;
}
