import type { ComponentType } from "preact";
import { ExternalAccess } from "./screens/external-access";
import { PartnerAccess } from "./screens/partner-access";
import { PolicyScreen } from "./screens/policy";
import { Preview } from "./screens/preview";
import { Requests } from "./screens/requests";
import { Roles } from "./screens/roles";
import type { Me, OrganisationKind, OrganisationName } from "./server/shapes";

/** What every screen is given. */
export interface ScreenProps {
  me: Me;
  organisation: OrganisationName;
}

/** A screen and where it stands: `#/ORGANISATION/PATH`. */
export interface ScreenEntry {
  path: string;
  title: string;
  /** The kinds of organisations that have it. */
  kinds: readonly OrganisationKind[];
  component: ComponentType<ScreenProps>;
}

const EVERY: readonly OrganisationKind[] = ["vendor", "partner", "customer", "account"];

export const SCREENS: readonly ScreenEntry[] = [
  { path: "external-access", title: "External access", kinds: ["customer"], component: ExternalAccess },
  { path: "partner-access", title: "Partner access", kinds: ["partner"], component: PartnerAccess },
  { path: "requests", title: "Requests", kinds: ["account"], component: Requests },
  { path: "roles", title: "Roles", kinds: EVERY, component: Roles },
  { path: "preview", title: "Preview", kinds: EVERY, component: Preview },
  { path: "policy", title: "Policy", kinds: EVERY, component: PolicyScreen },
];
