import { Screen } from "../../parts/screen";
import type { ScreenProps } from "../../screens";

export function Roles(props: ScreenProps) {
  return <Screen title="Roles">{props.organisation.name}</Screen>;
}
