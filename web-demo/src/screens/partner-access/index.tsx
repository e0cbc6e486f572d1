import { Screen } from "../../parts/screen";
import type { ScreenProps } from "../../screens";

export function PartnerAccess(props: ScreenProps) {
  return <Screen title="Partner access">{props.organisation.name}</Screen>;
}
