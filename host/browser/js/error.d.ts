/** Why a component is not loaded. Nothing of it has been evaluated. */
export type LoadErrorCode =
  | "host-does-not-start"
  | "bytes-malformed"
  | "component-truncated"
  | "component-not-a-component"
  | "component-two-modules"
  | "component-no-module"
  | "component-imports"
  | "component-too-large"
  | "component-malformed"
  | "component-feature"
  | "component-does-not-compile"
  | "component-missing-export"
  | "component-does-not-start"
  | "component-without-policy"
  | "component-description"
  | "digest-malformed"
  | "digest-mismatch";

/** Why a question got no decision, or a change no verdict. Treat it as a denial. */
export type EvaluateErrorCode =
  | "json-syntax"
  | "json-unknown-key"
  | "json-duplicate-key"
  | "json-missing-key"
  | "json-wrong-type"
  | "json-wrong-value"
  | "json-too-large"
  | "json-unprintable"
  | "trap"
  | "policy-answer-unreadable"
  | "policy-answer-count"
  | "policy-answer-untrue";

/** Why a Worker gave no answer. Treat it as a denial. */
export type WorkerErrorCode = "time-exceeded" | "worker-failed" | "closed";

/** Why the policy of a server is not taken over. The one that is there goes on deciding. */
export type FollowErrorCode = "server-unreachable" | "server-refused" | "server-unreadable" | "no-active-policy";

/** Why a component's manifest is not believed; the codes of servers. The component must not be used. */
export type ManifestErrorCode =
  | "manifest::missing"
  | "manifest::too-large"
  | "manifest::malformed"
  | "manifest::payload-type"
  | "manifest::too-many-signatures"
  | "manifest::unsigned"
  | "manifest::duplicate-signature"
  | "manifest::wrong-signature"
  | "manifest::threshold"
  | "manifest::payload"
  | "manifest::wrong-policy"
  | "manifest::wrong-target"
  | "manifest::wrong-contract"
  | "manifest::clock-stepped-back"
  | "manifest::not-yet-valid"
  | "manifest::expired"
  | "manifest::epoch-stepped-back"
  | "manifest::rollback"
  | "manifest::equivocation"
  | "manifest::fast-forward"
  | "manifest::state-full"
  | "manifest::empty-component"
  | "manifest::wrong-size"
  | "manifest::wrong-digest"
  | "manifest::wrong-description";

/** Why nobody can tell whether a manifest is to be believed: what the page trusts, or has seen, cannot be read. */
export type TrustErrorCode =
  | "trust::malformed"
  | "trust::wrong-value"
  | "trust::key"
  | "trust::duplicate-key"
  | "trust::duplicate-name"
  | "trust::no-keys"
  | "trust::too-many-keys"
  | "trust::threshold"
  | "trusted-state::malformed";

/** Every code. */
export type ErrorCode =
  | LoadErrorCode
  | EvaluateErrorCode
  | WorkerErrorCode
  | FollowErrorCode
  | ManifestErrorCode
  | TrustErrorCode;

/** What every function of this package throws. */
export class GuestpassError extends Error {
  constructor(code: ErrorCode, message: string);
  /** Stable, for programs. */
  readonly code: ErrorCode;
}
