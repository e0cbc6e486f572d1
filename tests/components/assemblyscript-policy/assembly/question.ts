// What was asked, read from the records of the contract. What cannot be read is denied, and never skipped.

import { KIND_VENDOR_EMPLOYEE, Reason, STATUS_GRANTED, TARGET_API } from "./codes";
import { AccessGrant, Facts, Request, RoleGrant } from "./layout";
import { piece } from "./memory";

export const PRIVILEGE = "desk:ticket:view";
export const ROLE = "support-viewer";

/** Whether the person holds the role here, or that it cannot be told. */
export class Held {
  constructor(public malformed: bool, public holds: bool) {}
}

/** Only a grant to the person, for all of the organisation and without an end of its own, counts. */
export function heldBy(facts: usize): Held {
  const text = facts + Facts.TEXT;
  const organisation = piece(text, facts + Facts.ORGANISATION);
  if (organisation === null) return new Held(true, false);
  let holds = false;
  const count = <usize>load<u32>(facts + Facts.ROLE_GRANTS, 4);
  let grant = <usize>load<u32>(facts + Facts.ROLE_GRANTS);
  for (let at: usize = 0; at < count; at++, grant += RoleGrant.SIZE) {
    const role = piece(text, grant + RoleGrant.ROLE);
    const given = piece(text, grant + RoleGrant.ORGANISATION);
    if (role === null || given === null) return new Held(true, false);
    const limited =
      load<u8>(grant + RoleGrant.HAS_GROUP) | load<u8>(grant + RoleGrant.HAS_RESOURCE) | load<u8>(grant + RoleGrant.HAS_WINDOW);
    if (!limited && role == ROLE && given == organisation) holds = true;
  }
  return new Held(false, holds && load<u8>(facts + Facts.PRINCIPAL_KIND) == KIND_VENDOR_EMPLOYEE);
}

/** Whether the request is about tickets: `GRANTED`, or what speaks against it. */
export function about(facts: usize, request: usize): u8 {
  if (load<u8>(request + Request.TARGET_KIND) == TARGET_API) return Reason.UNKNOWN_API;
  const wanted = piece(facts + Facts.REQUESTS_TEXT, request + Request.TARGET);
  if (wanted === null) return Reason.MALFORMED_REQUEST;
  // This policy reads no expressions: what is not the one privilege is one that nobody has.
  return wanted == PRIVILEGE ? Reason.GRANTED : Reason.NO_PRIVILEGE;
}

/** The windows that the customer approved, and how one instant stands to them. */
export class Windows {
  wellFormed: bool = true;
  /** The first instant of the answer, when `hasFrom`. */
  from: i64 = 0;
  hasFrom: bool = false;
  /** The first instant behind it, when `hasUntil`. */
  until: i64 = 0;
  hasUntil: bool = false;
  reason: u8 = Reason.NO_ACCESS_GRANT;

  constructor(private facts: usize, now: i64) {
    this.reason = this.at(now);
    const count = <usize>load<u32>(facts + Facts.ACCESS_GRANTS, 4);
    for (let at: usize = 0; at < count; at++) {
      if (this.start(at) >= this.end(at)) this.wellFormed = false;
      this.edge(this.start(at), now);
      this.edge(this.end(at), now);
    }
  }

  /** An instant at which a window opens or closes ends the answer when it changes it. */
  private edge(edge: i64, now: i64): void {
    if (edge > now) {
      if (this.at(edge) != this.reason && (!this.hasUntil || edge < this.until)) {
        this.until = edge;
        this.hasUntil = true;
      }
    } else if (edge > i64.MIN_VALUE && this.at(edge - 1) != this.reason && (!this.hasFrom || edge > this.from)) {
      this.from = edge;
      this.hasFrom = true;
    }
  }

  private at(now: i64): u8 {
    let reason: u8 = Reason.NO_ACCESS_GRANT;
    const count = <usize>load<u32>(this.facts + Facts.ACCESS_GRANTS, 4);
    for (let at: usize = 0; at < count; at++) {
      const grant = this.grant(at);
      // One for a part of the organisation opens nothing here.
      if (load<u8>(grant + AccessGrant.STATUS) != STATUS_GRANTED || load<u8>(grant + AccessGrant.HAS_RESOURCE)) continue;
      if (this.start(at) <= now && now < this.end(at)) return Reason.GRANTED;
      if (now < this.start(at)) reason = Reason.WINDOW_NOT_STARTED;
      else if (reason == Reason.NO_ACCESS_GRANT) reason = Reason.WINDOW_ENDED;
    }
    return reason;
  }

  private grant(at: usize): usize {
    return <usize>load<u32>(this.facts + Facts.ACCESS_GRANTS) + at * AccessGrant.SIZE;
  }

  private start(at: usize): i64 {
    return load<i64>(this.grant(at) + AccessGrant.START);
  }

  private end(at: usize): i64 {
    return load<i64>(this.grant(at) + AccessGrant.END);
  }
}
