/** `GET /operations/v1/policy` and what belongs to it. */

export interface Generation {
  /** Rises with each activation on this server. */
  generation: number;
  digest: string;
  policy: string;
  version: string;
  /** RFC 3339. */
  activated: string | null;
}

export interface Source {
  standing: "missing" | "current" | "behind" | "expired";
  last_check: string | null;
  last_success: string | null;
  trouble: { at: string | null; code: string; message: string } | null;
}

/** What has come of asking a candidate beside the active policy. */
export interface Shadow {
  digest: string;
  compared: number;
  /** Questions that cannot be compared, since they rest on something that the two policies have not in common. */
  left_out: number;
  /** Questions to which the candidate gave no answer. */
  errors: number;
  /** It failed so often that it is not asked any more. */
  given_up: boolean;
  /** How many answers differ, by the kind of the difference. */
  disagreements: Record<string, number>;
  samples: ShadowSample[];
  last_error: string | null;
}

export interface ShadowSample {
  kind: string;
  organisation: string;
  principal: string;
  asked: string;
  at: string | null;
  /** Such as `deny: window-ended`. */
  active: string;
  shadow: string;
}

export interface PolicyStatus {
  active: Generation | null;
  previous: Generation[] | null;
  shadow: Shadow | null;
  /** Generations that requests still use. */
  live: number | null;
  /** Digest of the package that was proposed last. */
  candidate: string | null;
  source: Source | null;
}

/** `POST /operations/v1/policy/candidate`. */
export interface Proposed {
  digest: string;
  policy: string;
  version: string;
}

/** Answers of two policies that differ in one way. */
export interface Difference {
  kind: string;
  sentence: string;
  answers: number;
}

/** `POST /operations/v1/policy/impact`. */
export interface Impact {
  /** Digest of the policy that decided when both were compared. */
  active: string;
  /** Digest of the one that would. */
  candidate: string;
  differences: Difference[];
  /** What the policies say differently of themselves. */
  described: string[];
  not_covered: string[];
  questions: number;
  /** For each kind of difference the people of the directory, and for each of them what it is about. */
  people: { people: Record<string, Record<string, string[]>> };
  /** Whose access changes of those in the directory, a sentence for each kind of change. */
  people_in_words: string[];
  /** People who were not asked about, because there are too many. */
  people_left_out: number;
  /** Custom roles whose names the candidate has taken for roles of its own; no more than a thousand. */
  custom_roles_taken: { organisation: string; role: string }[];
}

/** `POST /operations/v1/policy/rollback`. */
export interface RolledBack {
  /** Digest of the policy that decides again. */
  active: string;
  /** Those before it that could not be used any more; left out when there are none. */
  passed_over?: { digest: string; cause: string; detail: string }[];
}
