import { Screen } from "../../parts/screen";
import type { ScreenProps } from "../../screens";

export function Requests(props: ScreenProps) {
  return <Screen title="Requests">{props.organisation.name}</Screen>;
}
