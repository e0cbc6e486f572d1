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

/** Every code. */
export type ErrorCode = LoadErrorCode | EvaluateErrorCode | WorkerErrorCode | FollowErrorCode;

/** What every function of this package throws. */
export class GuestpassError extends Error {
  constructor(code: ErrorCode, message: string);
  /** Stable, for programs. */
  readonly code: ErrorCode;
}
