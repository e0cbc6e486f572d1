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
  /** What it allows, in the words of the policy's author. */
  functions: string[];
  /** Whom it is designed for. */
  designed_for: string[];
  /** What binds its holders, in words. */
  constraints: string[];
  /** Who may hold it. */
  kind: RoleKind;
  /** For an app role; `none` for others. */
  level: AppLevel;
  /** Who holds it without a grant; null for a role that is granted. */
  automatic: "everyone" | "user-login" | "account-login" | "app-role" | null;
  /** What it gives. */
  privileges: RolePrivilege[];
  /** Holders of these roles may assign it, and nobody else; null when a privilege decides that. */
  assigned_by: { role: string; needs_grant: boolean }[] | null;
  /** What must be true of its holder; null for nothing. */
  holder_condition: string | null;
  /** Workflow runs can be opened to it. */
  run_scoped: boolean;
  /** Whether an organisation may switch it off. */
  switchable: boolean;
  /** Still evaluated, no longer meant to be assigned. */
  deprecated: boolean;
}

/** A privilege that a role gives. */
export interface RolePrivilege {
  privilege: string;
  /** Where: in the organisation that it was granted in, in every other one, or there while an access grant holds. */
  reach: "own" | "third-party" | "with-grant";
  /** When this holds; null for always. */
  condition: string | null;
}

/**
 * What an operation or a change asks for: an identified person, to get past the gates of entry, any role,
 * or any one of these privileges.
 */
export type Requirement = "nothing" | "entry" | "any-role" | { privileges: string[] };

/** An operation of the policy. */
export interface ApiInfo extends Named {
  requirement: Requirement;
  /** The gates of entry that stand before it; null for all that the policy has. */
  gates: Gate[] | null;
}

/** A group of fields that is shown or hidden as a whole. */
export interface FieldGroupInfo extends Named {
  fields: string[];
  /** Any one of these privileges, held on the same resource, shows them. */
  shown_by: string[];
  /** The privileges whose use can show them. */
  on: string[];
}

/** An attribute that conditions of the policy may ask about. */
export interface AttributeInfo {
  /** Its full name, such as `principal.named`. */
  name: string;
  holds: "text" | "texts" | "integer" | "boolean" | "timestamp";
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
  field_groups: FieldGroupInfo[];
  /** The conditions as they were written. */
  conditions: string[];
  attributes: AttributeInfo[];
  /** The changes that the policy lets people make, and what it asks of them. */
  changes: { name: string; requirement: Requirement }[];
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
   * the component when the bytes are others, when they are damaged, or when it imports anything or holds other than
   * one core module.
   */
  static load(bytes: Uint8Array, options: { digest: string }): Promise<Policy>;

  /** Digest of the component, `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;

  /** What the policy is and holds. */
  describe(): PolicyInfo;

  /** Decides one request. */
  check(facts: Facts, request: Request): Decision;

  /**
   * Decides many requests against the same facts, in their order; each decision is the same as if it had been asked
   * alone. At most 4096.
   */
  checkAll(facts: Facts, requests: Request[]): Decision[];

  /** Decides one request and says why, gate by gate; a denial also with what would flip it. */
  explain(facts: Facts, request: Request): Decision;

  /** How the decision on one request changes from its instant up to `until`. */
  timeline(facts: Facts, request: Request, until: Instant): Timeline;

  /** May the principal of the facts make this change, and is it valid? Every reason against it is named. */
  review(facts: Facts, change: Change): Verdict;

  /** As `checkAll`, from JSON text to one decision a line. */
  checkText(factsJson: string, requestsJson: string): string;

  /** As `review`, from JSON text to JSON text. */
  reviewText(factsJson: string, changeJson: string): string;
}
