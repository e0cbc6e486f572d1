/** What is true of the things that a change names. What is left out is not true, or is not there. */
export interface ChangeFacts {
  /** A partner fully manages the organisation. */
  customer_managed?: boolean;
  /** The instance of the grantee that the change names, or that lets the external person in. */
  instance?: ExternalAccess | null;
  /** How many external-access instances the organisation has. */
  instances?: number;
  /** How many pairs of an external person and a role the organisation has. */
  role_assignments?: number;
  /** What holds of the partner that the change names, and of its person. */
  partner?: Partial<PartnerStanding> | null;
  /** The relationship between that partner and the customer that the change names. */
  relationship?: Relationship | null;
  /** How many other partners have an established relationship with that customer. */
  other_relationships?: number;
  /** Another partner manages that customer. */
  managed_elsewhere?: boolean;
  /** The person, or the group, that the change names; left out when there is no such person. */
  person?: NamedPerson | null;
  /** People may arrive by single sign-on. */
  sso_arrivals?: boolean;
  /** People may arrive by account requests. */
  account_requests?: boolean;
  /** The role of people who arrive by themselves; left out for none. */
  default_role?: string | null;
  /** The request that the change names; left out when there is no such request. */
  request?: KeptRequest | null;
  /** The company that the change names belongs to the account that it names. */
  company_in_account?: boolean;
}

/** The person, or the group, that a change names. */
export interface NamedPerson {
  /** `user` when left out. */
  login?: Login | null;
  email?: string | null;
  identity?: string | null;
  /** Who may be the same person on the other list. At most 100. */
  counterparts?: ListedUser[];
  /** Names of the roles that the person holds in the person's own organisation. At most 1000. */
  roles?: string[];
  /** The person, or the group, holds the very role that the change names, on the same resource. */
  holds_role?: boolean;
}

/** A request for access, as it is kept. */
export interface KeptRequest {
  status: RequestStatus;
  account: string;
  company: string;
  /** Who is responsible for it. */
  requested_by: string;
  /** Who submitted it. */
  created_by: string;
  /** When access is asked for. */
  window: Window;
}

/** Whom an external-access instance lets in: the vendor's employees, or the authorised users of one partner. */
export type Grantee = "vendor" | { partner: string };

/** An external-access instance and what it is to be. */
export interface ExternalAccessEdit {
  grantee: Grantee;
  /** A period that ends before it begins is refused, with `invalid-period`. */
  mode: "continuous" | "disabled" | { period: Window };
  role_management: boolean;
}

/** A partner's customer and a person of the partner. */
export interface Authorisation {
  customer: string;
  person: string;
}

/** Who is to hold a role. */
export type RoleHolder = { person: string } | { group: string } | { account: string } | { external_person: string };

/** A role and who is to hold it, or no longer. */
export interface RoleAssignment {
  holder: RoleHolder;
  role: string;
  /** The one resource that it is limited to, as app roles are; left out for all of the organisation. */
  on_resource?: string | null;
}

/** A person to be added. */
export interface NewPerson {
  email: string;
  arrival: "manual" | "sso" | "account-request";
  /** The roles named for the person; required for `manual`, refused for the others. */
  roles?: string[];
}

/** A workflow run opened or closed to a role. */
export interface RunGrant {
  run: string;
  role: string;
}

/** A request for access. What is required and missing is refused, with a reason for each. */
export interface AccessRequest {
  account?: string | null;
  company?: string | null;
  /** Optional free text. */
  description?: string | null;
  /** The person responsible. */
  requested_by?: string | null;
  /** The first instant of access. */
  valid_from?: Instant | null;
  /** The first instant without it. */
  valid_to?: Instant | null;
}

/** A change: an object with one key, which is its kind. */
export type ChangeKind =
  | { "create-external-access": ExternalAccessEdit }
  | { "edit-external-access": ExternalAccessEdit }
  | { "delete-external-access": { grantee: Grantee } }
  | { "establish-relationship": { customer: string } }
  | { "make-customer-managed": { customer: string } }
  | { "end-relationship": { customer: string } }
  | { "authorise-user": Authorisation }
  | { "withdraw-user-authorisation": Authorisation }
  | { "create-custom-role": CustomRole }
  | { "edit-custom-role": CustomRole }
  | { "delete-custom-role": { name: string } }
  | { "switch-role": { role: string; enabled: boolean } }
  | { "assign-role": RoleAssignment }
  | { "unassign-role": RoleAssignment }
  | { "add-person": NewPerson }
  | { "set-default-role": { role?: string | null } }
  | { "grant-run": RunGrant }
  | { "withdraw-run": RunGrant }
  | { "submit-request": AccessRequest }
  | { "grant-request": { request: string } }
  | { "reject-request": { request: string } }
  | { "withdraw-request": { request: string } }
  | { "revoke-grant": { request: string } };

/** A change that the principal of the facts wants to make. */
export interface Change {
  change: ChangeKind;
  /** The instant that is asked about. */
  now: Instant;
}

/** Why a change is refused. */
export type Refusal =
  | "malformed"
  | "unsupported-change"
  | "not-permitted"
  | "not-an-assigner"
  | "managed-customer"
  | "vendor-instance"
  | "not-found"
  | "already-exists"
  | "partner-not-accredited"
  | "domain-not-enabled"
  | "no-relationship"
  | "exclusive-relationship"
  | "no-own-system-access"
  | "limit-exceeded"
  | "invalid-period"
  | "reserved-name"
  | "malformed-privilege"
  | "unknown-role"
  | "role-not-switchable"
  | "role-disabled"
  | "role-deprecated"
  | "role-automatic"
  | "wrong-holder"
  | "holder-not-eligible"
  | "attribute-missing"
  | "role-not-run-scoped"
  | "role-required"
  | "role-not-chosen"
  | "arrival-disabled"
  | "missing-account"
  | "missing-company"
  | "missing-requested-by"
  | "missing-valid-from"
  | "missing-valid-to"
  | "company-not-in-account"
  | "requester-not-eligible"
  | "self-grant"
  | "request-expired"
  | "request-not-pending"
  | "grant-not-active"
  | "not-the-requester";

/** What an accepted change should be warned of. */
export type Warning =
  | "dual-listed"
  | "deprecated-role"
  | "no-default-role"
  | "undeclared-privilege"
  | "role-management-off"
  | "no-change";

/** The answer to a change. */
export type Verdict =
  | {
      verdict: "accepted";
      warnings: Warning[];
      /** What the person owes who makes the change. */
      obligations: Obligation[];
      /** The roles that a new person gets; empty for other changes. */
      roles: string[];
      /** When the access that is granted holds; null for other changes. */
      access: { start: string; end: string } | null;
      /** The instant that was asked about, in UTC. */
      now: string;
      /** Which policy judged. */
      policy: PolicyReference;
    }
  | {
      verdict: "refused";
      /** Every reason. */
      refusals: Refusal[];
      /** Why the person may not make the change; present exactly when `not-permitted` is among the reasons. */
      denial?: Reason;
      /** The instant that was asked about, in UTC. */
      now: string;
      /** Which policy judged. */
      policy: PolicyReference;
    };
