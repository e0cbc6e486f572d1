// A policy of one's own, in AssemblyScript: support staff may view tickets while a window that the customer approved is
// open.
//
// AssemblyScript compiles to a core module without imports. No generator writes the canonical ABI for it, so `layout`
// says by hand where the fields of the contract stand; `codes` has its enumerations, `memory` its texts and lists. What
// remains is the rule: `question` reads, and this file answers.

import {
  EFFECT_ALLOW, FACTS_READ, Gate, HOLDING_ACCESS_GRANT, INIT_ERROR_ALREADY_INITIALISED, KIND_UNIDENTIFIED,
  OUTCOME_FAILED, REACH_WITH_GRANT, REFUSAL_UNSUPPORTED_CHANGE, Reason, VERDICT_REFUSED,
} from "./codes";
import {
  Decision, Facts, GateResult, PolicyInfo, PrivilegeInfo, Request, RoleInfo, RolePrivilege, Verdict,
} from "./layout";
import { setList, setText, zeroed } from "./memory";
import { PRIVILEGE, ROLE, Windows, about, heldBy } from "./question";

/** Where the host puts parameters. The second call for the same memory, which texts in UTF-8 never need, is refused. */
export function cabi_realloc(old: usize, oldBytes: usize, align: usize, bytes: usize): usize {
  if (old != 0 || align > 16) unreachable();
  return zeroed(bytes);
}

/** One role, which gives one privilege. */
export function describe(): usize {
  const info = zeroed(PolicyInfo.SIZE);
  setText(info + PolicyInfo.NAME, "support-window");
  setText(info + PolicyInfo.VERSION, "1.0.0");
  // There is no policy document. What the policy is, the digest of the component says.
  setText(info + PolicyInfo.SOURCE_DIGEST, "0".repeat(64));
  setText(info + PolicyInfo.CONTRACT_VERSION, "0.2.0");

  const privilege = zeroed(PrivilegeInfo.SIZE);
  setText(privilege + PrivilegeInfo.NAME, PRIVILEGE);
  setText(privilege + PrivilegeInfo.SUMMARY, "View the tickets of a customer.");
  setList(info + PolicyInfo.PRIVILEGES, privilege, 1);

  const given = zeroed(RolePrivilege.SIZE);
  store<u8>(given + RolePrivilege.REACH, REACH_WITH_GRANT);
  const role = zeroed(RoleInfo.SIZE);
  setText(role + RoleInfo.NAME, ROLE);
  setText(role + RoleInfo.TITLE, "Support viewer");
  setText(role + RoleInfo.SUMMARY, "Views a customer's tickets while a window that the customer approved is open.");
  setList(role + RoleInfo.PRIVILEGES, given, 1);
  setList(info + PolicyInfo.ROLES, role, 1);
  return info;
}

/** As many decisions as requests, in their order. The parameters stand one after another at this address. */
export function check(parameters: usize): usize {
  const count = <usize>load<u32>(parameters + Facts.REQUESTS_ITEMS, 4);
  let request = <usize>load<u32>(parameters + Facts.REQUESTS_ITEMS);
  const decisions = zeroed(count * Decision.SIZE);
  for (let at: usize = 0; at < count; at++, request += Request.SIZE) {
    decide(parameters, request, decisions + at * Decision.SIZE);
  }
  const answer = zeroed(8);
  setList(answer, decisions, count);
  return answer;
}

/** Nobody changes anything by this policy. */
export function review(_parameters: usize): usize {
  const refusal = zeroed(1);
  store<u8>(refusal, REFUSAL_UNSUPPORTED_CHANGE);
  const verdict = zeroed(Verdict.SIZE);
  store<u8>(verdict + Verdict.KIND, VERDICT_REFUSED);
  setList(verdict + Verdict.REFUSALS, refusal, 1);
  return verdict;
}

/** The rule is in the code; there is no model to take in. */
export function init(_model: usize, _bytes: usize): usize {
  const result = zeroed(2);
  store<u8>(result, 1);
  store<u8>(result, INIT_ERROR_ALREADY_INITIALISED, 1);
  return result;
}

function decide(facts: usize, request: usize, decision: usize): void {
  const windows = new Windows(facts, load<i64>(request + Request.NOW));
  const held = heldBy(facts);
  const wanted = about(facts, request);

  // Each gate in the order of the contract; the first that is shut names the reason.
  let wellFormed: u8 = Reason.GRANTED;
  if (held.malformed || !windows.wellFormed) wellFormed = Reason.MALFORMED_FACTS;
  else if (wanted == Reason.MALFORMED_REQUEST || wanted == Reason.UNKNOWN_API) wellFormed = wanted;
  const identified = load<u8>(facts + Facts.PRINCIPAL_KIND) != KIND_UNIDENTIFIED;
  const gates = zeroed(4 * GateResult.SIZE);
  let reason = judge(gates, 0, Gate.WELL_FORMED, wellFormed, Reason.GRANTED);
  reason = judge(gates, 1, Gate.IDENTIFICATION, identified ? Reason.GRANTED : Reason.NOT_IDENTIFIED, reason);
  reason = judge(gates, 2, Gate.ACCESS_MODE, windows.reason, reason);
  reason = judge(gates, 3, Gate.PRIVILEGE, held.holds ? wanted : Reason.NO_ROLE_ASSIGNED, reason);

  store<u8>(decision + Decision.REASON, reason);
  store<u16>(decision + Decision.FACTS_READ, FACTS_READ);
  if (reason == Reason.GRANTED) {
    // The one role and the one privilege stand at position 0, and so does the kind of a policy's own role.
    store<u8>(decision + Decision.EFFECT, EFFECT_ALLOW);
    store<u8>(decision + Decision.HAS_GRANTED_BY, 1);
    store<u8>(decision + Decision.HAS_ROLE, 1);
    store<u8>(decision + Decision.HELD, HOLDING_ACCESS_GRANT);
    store<u8>(decision + Decision.HAS_PRIVILEGE, 1);
  }
  // Only the windows know the time: behind an earlier gate that is shut, nothing ever changes.
  if (wellFormed == Reason.GRANTED && identified) {
    store<u8>(decision + Decision.HAS_VALID_FROM, windows.hasFrom ? 1 : 0);
    store<i64>(decision + Decision.VALID_FROM, windows.from);
    store<u8>(decision + Decision.HAS_VALID_UNTIL, windows.hasUntil ? 1 : 0);
    store<i64>(decision + Decision.VALID_UNTIL, windows.until);
  }
  if (load<u8>(request + Request.EXPLAIN)) {
    store<u8>(decision + Decision.HAS_EXPLANATION, 1);
    setList(decision + Decision.GATES, gates, 4);
  }
}

/** Writes one gate, and gives the reason so far: this gate's, if it is the first that is shut. */
function judge(gates: usize, at: usize, gate: u8, outcome: u8, before: u8): u8 {
  const result = gates + at * GateResult.SIZE;
  store<u8>(result + GateResult.GATE, gate);
  if (outcome == Reason.GRANTED) return before;
  store<u8>(result + GateResult.OUTCOME, OUTCOME_FAILED);
  store<u8>(result + GateResult.FAILED_FOR, outcome);
  return before == Reason.GRANTED ? outcome : before;
}
