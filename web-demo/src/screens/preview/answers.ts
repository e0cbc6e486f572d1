import type { Decision, Facts, Policy, Request } from "guestpass";
import { checkAll } from "../../policy/check-all";
import { iso } from "./moment";
import type { Resource } from "./resource";

/** The answer of the page to one operation: as things are, and with the drafts. */
export interface PageAnswer {
  operation: string;
  asIs: Decision;
  drafted: Decision;
}

/** The answers, by operation. */
export type Answers = ReadonlyMap<string, PageAnswer>;

export type Change = "allowed" | "denied" | "other" | null;

/** Whether the drafts make a difference to the answer, and which: `other` is not about whether it is allowed. */
export function changeBetween(answer: PageAnswer): Change {
  const { asIs, drafted } = answer;
  if (asIs.effect !== drafted.effect) {
    return drafted.effect === "allow" ? "allowed" : "denied";
  }
  const said = ({ reason, granted_by, valid_until, hidden_field_groups, obligations }: Decision) =>
    JSON.stringify([reason, granted_by, valid_until, hidden_field_groups, obligations]);
  return said(asIs) === said(drafted) ? null : "other";
}

/** The question whether an operation is allowed, on one resource or on the organisation as a whole. */
export function requestOf(operation: string, at_ms: number, resource: Resource | null): Request {
  return { api: operation, now: iso(at_ms), ...(resource ? { on_resource: resource.id } : {}) };
}

/** Every operation of the policy, answered by the page. */
export function answersOf(
  policy: Policy,
  operations: readonly string[],
  facts: Facts,
  draftedFacts: Facts,
  at_ms: number,
  resource: Resource | null,
): Answers {
  const requests = operations.map((operation) => requestOf(operation, at_ms, resource));
  const asIs = checkAll(policy, facts, requests);
  const drafted = facts === draftedFacts ? asIs : checkAll(policy, draftedFacts, requests);
  const answers = new Map<string, PageAnswer>();
  operations.forEach((operation, index) => {
    const [before, after] = [asIs[index], drafted[index]];
    if (before && after) {
      answers.set(operation, { operation, asIs: before, drafted: after });
    }
  });
  return answers;
}
