// The contract's enumerations, by their position. Only what this policy speaks of is listed.

export namespace Reason {
  export const GRANTED: u8 = 0;
  export const NOT_IDENTIFIED: u8 = 2;
  export const MALFORMED_FACTS: u8 = 3;
  export const MALFORMED_REQUEST: u8 = 4;
  export const UNKNOWN_API: u8 = 6;
  export const WINDOW_NOT_STARTED: u8 = 20;
  export const WINDOW_ENDED: u8 = 21;
  export const NO_ROLE_ASSIGNED: u8 = 22;
  export const NO_ACCESS_GRANT: u8 = 24;
  export const NO_PRIVILEGE: u8 = 30;
}

export namespace Gate {
  export const WELL_FORMED: u8 = 0;
  export const IDENTIFICATION: u8 = 1;
  export const ACCESS_MODE: u8 = 11;
  export const PRIVILEGE: u8 = 12;
}

export const EFFECT_ALLOW: u8 = 1;
export const HOLDING_ACCESS_GRANT: u8 = 6;
export const KIND_UNIDENTIFIED: u8 = 0;
export const KIND_VENDOR_EMPLOYEE: u8 = 3;
export const OUTCOME_FAILED: u8 = 2;
export const REACH_WITH_GRANT: u8 = 2;
export const STATUS_GRANTED: u8 = 1;
export const TARGET_API: u8 = 1;
export const VERDICT_REFUSED: u8 = 1;
export const REFUSAL_UNSUPPORTED_CHANGE: u8 = 1;
export const INIT_ERROR_ALREADY_INITIALISED: u8 = 0;
/** Bits of `facts-read`: the principal, role grants and access grants. */
export const FACTS_READ: u16 = (1 << 0) | (1 << 6) | (1 << 10);
