import type { ListedPerson } from "../../parts/people-list";
import type { OrganisationKind } from "../../server/shapes";

/** Half-open: it holds its start and not its end. In milliseconds since 1970-01-01T00:00:00Z. */
export interface PeriodMs {
  start_ms: number;
  end_ms: number;
}

export type KeptMode = "continuous" | "disabled" | { period: PeriodMs };

export interface Grantee {
  id: string;
  kind: OrganisationKind;
  name: string;
  domain: string;
  accredited: boolean;
}

/** Somebody who is let in. */
export interface ExternalUser extends ListedPerson {
  roles: string[];
  /** Whether they get in now; null when that is not known. */
  sign_in: boolean | null;
  /** Why, or why not; null with `sign_in`. */
  sign_in_reason: string | null;
}

export interface Instance {
  grantee: Grantee;
  /** Null for a partner that is let in because it manages the customer. */
  mode: KeptMode | null;
  role_management: boolean;
  /** What the mode says of this moment. Who gets in now is said of each of `users`. */
  status: "enabled" | "not-started" | "ended" | "disabled";
  /** Null when there is nothing to change. */
  revision: number | null;
  users: ExternalUser[];
}

export interface Limit {
  used: number;
  /** Null for no limit. */
  allowed: number | null;
}

/** `GET .../external-access`. */
export interface ExternalAccessListing {
  managed: boolean;
  instances: Instance[];
  selectable: Grantee[];
  limits: { instances: Limit; role_assignments: Limit };
}

/** The grantee as changes name it. */
export function named(grantee: Grantee): "vendor" | { partner: string } {
  return grantee.kind === "vendor" ? "vendor" : { partner: grantee.id };
}
