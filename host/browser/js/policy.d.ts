/** An instant: RFC 3339 text with an offset, such as `2026-11-22T11:00:00+01:00`, or a `Date`. */
export type Instant = string | Date;

/** Half-open span of time: it holds its start and not its end. */
export interface Window {
  start: Instant;
  /** Later than `start`. */
  end: Instant;
}

/** Who is asking. */
export type Principal =
  | { kind: "unidentified"; id?: string | null; email?: string | null; identity?: string | null }
  | { kind: "member" | "vendor-employee"; id: string; email?: string | null; identity?: string | null }
  | {
      kind: "partner-user";
      id: string;
      email?: string | null;
      identity?: string | null;
      partner: PartnerStanding;
    };

/** What is true of the partner's organisation and of its user, each a condition of entry. */
export interface PartnerStanding {
  /** The partner is accredited. */
  accredited: boolean;
  /** The partner's domain is enabled in the customer's product. */
  domain_enabled: boolean;
  /** The person has access to the partner service layer. */
  partner_service_layer: boolean;
  /** The person has access to the partner's own system. */
  own_system_access: boolean;
  /** The partner has authorised the person for this customer. */
  authorised: boolean;
  /** A single sign-on provider is enabled in the partner's own system. */
  sso_enabled: boolean;
}

/** The customer's relationship with the partner that the person belongs to. */
export interface Relationship {
  status: "none" | "established" | "ended";
  /** The partner fully manages the customer's product. */
  managed: boolean;
}

/** What the customer has set up for the vendor, or for the partner asking. */
export interface ExternalAccess {
  mode: "continuous" | "disabled" | { period: Window };
  /** True: the roles assigned to the person count and nothing else. False: full access. */
  role_management: boolean;
}

/** A user that the customer itself lists. */
export type ListedUser =
  | { email: string; identity?: string | null }
  | { email?: string | null; identity: string };

/** A role held by the person or by a group. */
export interface RoleGrant {
  role: string;
  /** The organisation that it was granted in; the one asked about when left out. */
  organisation?: string | null;
  /** The group that holds it; left out when the person does. */
  group?: string | null;
  /** The one resource that it is limited to; left out for all of the organisation. */
  on_resource?: string | null;
  /** When it holds; left out for always. */
  window?: Window | null;
}

/** A role that the organisation made for itself. */
export interface CustomRole {
  /** Unique among the organisation's custom roles and the policy's own. */
  name: string;
  privileges: string[];
}

/** Everything that the rules may look at for one person in one organisation. */
export interface Facts {
  /** The organisation that is being asked about. */
  organisation: string;
  /** What the organisation has bought. At most 100. */
  entitlements?: string[];
  principal: Principal;
  /** Left out for members and vendor employees. */
  relationship?: Relationship | null;
  /** Left out when the customer has set up none. */
  external_access?: ExternalAccess | null;
  /** Users of the customer that may be this person. At most 100. */
  listed_users?: ListedUser[];
  /** Groups that the person is a member of, one level deep. At most 1000. */
  groups?: string[];
  /** Roles granted to the person or to those groups. At most 1000. */
  role_grants?: RoleGrant[];
  /** The organisation's own roles, at least all that `role_grants` names. At most 1000. */
  custom_roles?: CustomRole[];
  /** Names of switchable roles that the organisation has switched off. At most 100. */
  disabled_roles?: string[];
}

interface RequestDetails {
  /** The resource it is wanted on; left out for the organisation as a whole. */
  on_resource?: string | null;
  /** The instant that is asked about. */
  now: Instant;
  /** True: the decision explains itself gate by gate. */
  explain?: boolean;
}

/** One question about the facts: a privilege expression, or an operation of the policy. */
export type Request =
  | (RequestDetails & {
      /** Names joined by `||` or `+`, both meaning "or". */
      privileges: string;
      api?: null;
    })
  | (RequestDetails & {
      /** An operation of the policy. */
      api: string;
      privileges?: null;
    });

/** Why a decision is what it is. */
export type Reason =
  | "granted"
  | "no-role-required"
  | "not-identified"
  | "malformed-facts"
  | "malformed-request"
  | "malformed-expression"
  | "unknown-api"
  | "limit-exceeded"
  | "not-entitled"
  | "no-relationship"
  | "relationship-ended"
  | "partner-not-accredited"
  | "domain-not-enabled"
  | "no-partner-service-layer"
  | "no-own-system-access"
  | "not-authorised"
  | "sso-not-enabled"
  | "dual-listed"
  | "no-external-access"
  | "access-disabled"
  | "window-not-started"
  | "window-ended"
  | "no-role-assigned"
  | "role-disabled"
  | "no-privilege"
  | "rule-error";

/** What granted an allowed request. */
export interface GrantedBy {
  /** Absent for full access. */
  role?: string;
  /** Whether the role is the policy's own or the organisation's; absent for full access. */
  role_kind?: "policy" | "custom";
  held: "direct" | "group" | "app-role" | "automatic" | "external" | "full-access";
  /** The privilege of the request that it gave. */
  privilege: string;
}

/** A step that a request must pass. */
export type Gate =
  | "well-formed"
  | "identification"
  | "entitlement"
  | "relationship"
  | "accreditation"
  | "domain"
  | "partner-service-layer"
  | "own-system-access"
  | "authorisation"
  | "sso"
  | "dual-listing"
  | "access-mode"
  | "privilege";

/** What became of a gate. */
export type GateResult =
  | { gate: Gate; outcome: "passed" | "skipped" | "not-reached" }
  | { gate: Gate; outcome: "failed"; reason: Reason };

/** A group of facts that a decision can rest on. */
export type FactsGroup =
  | "principal"
  | "entitlements"
  | "relationship"
  | "partner-standing"
  | "listed-users"
  | "external-access"
  | "role-grants"
  | "groups"
  | "custom-roles"
  | "disabled-roles";

/** The answer to one request. */
export interface Decision {
  effect: "allow" | "deny";
  reason: Reason;
  /** Present exactly when `reason` is `granted`. */
  granted_by?: GrantedBy;
  /** The instant that was asked about, in UTC. */
  now: string;
  /** The first instant from which the same facts give this decision; null when they always did. */
  valid_from: string | null;
  /** The first instant after `now` at which they give another one; null when they never do. */
  valid_until: string | null;
  /** Groups of fields that must not be shown. */
  hidden_field_groups: string[];
  /** What the caller owes when it acts on the decision. */
  obligations: ("data-protection-agreement" | "name-the-person")[];
  /** What the decision rests on: it is only as good as these. */
  facts_read: FactsGroup[];
  /** Present exactly when the request asked for it. */
  explanation?: { gates: GateResult[] };
  /** Which policy decided. */
  policy: { name: string; version: string; digest: string };
}

/** Something with a name. */
export interface Named {
  name: string;
  /** One sentence on what it is. */
  summary: string;
}

/** A role of the policy. */
export interface RoleInfo extends Named {
  /** For people. */
  title: string;
  /** What it gives. */
  privileges: string[];
  /** Whether an organisation may switch it off. */
  switchable: boolean;
  /** Still evaluated, no longer meant to be assigned. */
  deprecated: boolean;
}

/** An operation of the policy. */
export interface ApiInfo extends Named {
  /** Any one of these is enough; empty: no role is required. */
  privileges: string[];
}

/** What a policy is and holds. */
export interface PolicyInfo {
  /** The same for all versions of the policy. */
  name: string;
  version: string;
  /** Digest of the component, `sha256:` and 64 hexadecimal digits. */
  digest: string;
  /** Digest of the policy document, `sha256:` and 64 hexadecimal digits. */
  source_digest: string;
  contract_version: string;
  roles: RoleInfo[];
  privileges: Named[];
  apis: ApiInfo[];
  field_groups: Named[];
  /** `maximum` is null for no limit. */
  limits: { name: string; maximum: number | null }[];
  /** Names of the settings that an organisation may change. */
  settings: string[];
}

/**
 * A policy component, running in this page: the same bytes that the server runs, so the same answers.
 *
 * An answer of the page is advice, good for showing and greying out; the server decides again.
 * Every function throws a `GuestpassError` when there is no answer; treat that as a denial.
 */
export class Policy {
  private constructor();
  free(): void;
  [Symbol.dispose](): void;

  /**
   * Loads a component. `digest` says which bytes are meant, as `sha256:` and 64 hexadecimal digits;
   * it must come from somewhere that the page trusts. Rejects with a `GuestpassError` without having run any of
   * the component when the bytes are others, when they are damaged, or when it imports anything or holds other than one core module.
   */
  static load(bytes: Uint8Array, options: { digest: string }): Promise<Policy>;

  /** Digest of the component, `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;

  /** What the policy is and holds. */
  describe(): PolicyInfo;

  /** Decides one request. */
  check(facts: Facts, request: Request): Decision;

  /**
   * Decides many requests against the same facts, in their order; each decision is the same as if it had been asked alone.
   * At most 4096.
   */
  checkAll(facts: Facts, requests: Request[]): Decision[];

  /** Decides one request and says why, gate by gate. */
  explain(facts: Facts, request: Request): Decision;

  /** As `checkAll`, from JSON text to one decision a line. */
  checkText(factsJson: string, requestsJson: string): string;
}
