/** Why a component is not loaded. Nothing of it has been evaluated. */
export type LoadErrorCode =
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

/** What every function of this package throws. */
export class GuestpassError extends Error {
  constructor(code: LoadErrorCode | EvaluateErrorCode, message: string);
  /** Stable, for programs. */
  readonly code: LoadErrorCode | EvaluateErrorCode;
}
