import type { Decision, Facts, Policy, Request } from "guestpass";

/** Questions that a policy takes at once. */
const AT_ONCE_MAX = 4096;

/** Decides any number of requests against the same facts, in their order. Throws when there is no answer. */
export function checkAll(policy: Policy, facts: Facts, requests: readonly Request[]): Decision[] {
  const decisions: Decision[] = [];
  for (let start = 0; start < requests.length; start += AT_ONCE_MAX) {
    decisions.push(...policy.checkAll(facts, requests.slice(start, start + AT_ONCE_MAX)));
  }
  return decisions;
}
