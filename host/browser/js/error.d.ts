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
  | "component-unsupported"
  | "component-refused"
  | "component-missing-export"
  | "component-description"
  | "digest-malformed"
  | "digest-mismatch";

/** Why a question got no decision. Treat it as a denial. */
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
  | "answer-malformed"
  | "answer-too-large"
  | "answer-contradiction";

/** What every function of this package throws. */
export class GuestpassError extends Error {
  constructor(code: LoadErrorCode | EvaluateErrorCode, message: string);
  /** Stable, for programs. */
  readonly code: LoadErrorCode | EvaluateErrorCode;
}
