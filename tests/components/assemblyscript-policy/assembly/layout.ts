// Where the fields of the contract's records stand in memory, by the canonical ABI: each at the next multiple of its
// own alignment. Only what this policy reads or writes is listed. A number that is wrong is found by the tests.

/** The parameters of `check`: the facts, and behind them the requests. */
export namespace Facts {
  export const TEXT: usize = 0;
  export const ORGANISATION: usize = 16;
  export const PRINCIPAL_KIND: usize = 48;
  export const ROLE_GRANTS: usize = 144;
  export const ACCESS_GRANTS: usize = 160;
  export const REQUESTS_TEXT: usize = 176;
  export const REQUESTS_ITEMS: usize = 184;
}

export namespace RoleGrant {
  export const ROLE: usize = 0;
  export const ORGANISATION: usize = 8;
  export const HAS_GROUP: usize = 16;
  export const HAS_RESOURCE: usize = 28;
  export const HAS_WINDOW: usize = 40;
  export const SIZE: usize = 64;
}

export namespace AccessGrant {
  export const STATUS: usize = 0;
  export const HAS_RESOURCE: usize = 4;
  export const START: usize = 16;
  export const END: usize = 24;
  export const SIZE: usize = 32;
}

export namespace Request {
  export const TARGET_KIND: usize = 0;
  export const TARGET: usize = 4;
  export const NOW: usize = 24;
  export const EXPLAIN: usize = 32;
  export const SIZE: usize = 40;
}

export namespace Decision {
  export const EFFECT: usize = 0;
  export const REASON: usize = 1;
  export const HAS_GRANTED_BY: usize = 2;
  export const HAS_ROLE: usize = 4;
  export const HELD: usize = 10;
  export const HAS_PRIVILEGE: usize = 12;
  export const HAS_VALID_FROM: usize = 16;
  export const VALID_FROM: usize = 24;
  export const HAS_VALID_UNTIL: usize = 32;
  export const VALID_UNTIL: usize = 40;
  export const FACTS_READ: usize = 58;
  export const HAS_EXPLANATION: usize = 60;
  export const GATES: usize = 64;
  export const SIZE: usize = 80;
}

export namespace GateResult {
  export const GATE: usize = 0;
  export const OUTCOME: usize = 1;
  export const FAILED_FOR: usize = 2;
  export const SIZE: usize = 3;
}

export namespace PolicyInfo {
  export const NAME: usize = 0;
  export const VERSION: usize = 8;
  export const SOURCE_DIGEST: usize = 16;
  export const CONTRACT_VERSION: usize = 24;
  export const ROLES: usize = 32;
  export const PRIVILEGES: usize = 40;
  export const SIZE: usize = 104;
}

export namespace RoleInfo {
  export const NAME: usize = 0;
  export const TITLE: usize = 8;
  export const SUMMARY: usize = 16;
  export const PRIVILEGES: usize = 52;
  export const SIZE: usize = 80;
}

export namespace RolePrivilege {
  export const REACH: usize = 2;
  export const SIZE: usize = 8;
}

export namespace PrivilegeInfo {
  export const NAME: usize = 0;
  export const SUMMARY: usize = 8;
  export const SIZE: usize = 16;
}

export namespace Verdict {
  export const KIND: usize = 0;
  export const REFUSALS: usize = 8;
  export const SIZE: usize = 56;
}
