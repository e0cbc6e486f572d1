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
  | "no-access-grant"
  | "request-pending"
  | "grant-revoked"
  | "holder-not-eligible"
  | "condition-not-met"
  | "attribute-missing"
  | "no-privilege"
  | "rule-error";

/** What granted an allowed request. */
export interface GrantedBy {
  /** Absent for full access. */
  role?: string;
  /** Whether the role is the policy's own or the organisation's; absent for full access. */
  role_kind?: "policy" | "custom";
  held:
    | "direct"
    | "group"
    | "app-role"
    | "automatic"
    | "external"
    | "third-party"
    | "access-grant"
    | "full-access";
  /** The privilege of the request that it gave; absent when any role was enough. */
  privilege?: string;
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

/** A single change of the facts. */
export type Remedy =
  | {
      remedy:
        | "establish-relationship"
        | "accredit-partner"
        | "enable-domain"
        | "give-partner-service-layer"
        | "give-own-system-access"
        | "authorise-user"
        | "enable-sso"
        | "remove-listing"
        | "enable-access"
        | "advance-access"
        | "extend-access"
        | "disable-role-management"
        | "obtain-access-grant"
        | "grant-request"
        | "advance-access-grant"
        | "extend-access-grant";
    }
  | { remedy: "enable-role" | "advance-role" | "extend-role" | "assign-role"; role: string }
  | {
      remedy: "buy-entitlement";
      /** The organisation buys what the suite of this privilege needs. */
      privilege: string;
    };

/** Why a decision is what it is. */
export interface Explanation {
  /** Every gate that applies to this kind of person, in order. */
  gates: GateResult[];
  /** For a denial: the smallest sets of changes that would flip it, when all of its changes are made. At most 8. */
  remedies: Remedy[][];
}

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
  | "disabled-roles"
  | "access-grants"
  | "attributes";

/** What the caller owes when it acts on a decision or a verdict. */
export type Obligation = "data-protection-agreement" | "name-the-person";

/** Which policy answered. */
export interface PolicyReference {
  name: string;
  version: string;
  /** Digest of the component, `sha256:` and 64 hexadecimal digits. */
  digest: string;
}

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
  obligations: Obligation[];
  /** What the decision rests on: it is only as good as these. */
  facts_read: FactsGroup[];
  /** Present exactly when the request asked for it. */
  explanation?: Explanation;
  /** Which policy decided. */
  policy: PolicyReference;
}

/** How the decision on one request changes as time goes by. */
export interface Timeline {
  /** The first instant asked about. */
  from: string;
  /** The first instant no longer asked about. */
  until: string;
  /** One behind the other, without a gap, from `from` on. At most 1000. */
  segments: Segment[];
  /** The first instant that is not answered because there are too many segments; null when all are. */
  cut_at: string | null;
}

/** A span of time with one decision: it holds its start and not its end. */
export interface Segment {
  start: string;
  end: string;
  /** As it is at `start`; the same all the time but for `now`. */
  decision: Decision;
}
