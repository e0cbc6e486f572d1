import type { Decision, Facts, Policy, Request } from "guestpass";
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

/** Whether the drafts make a difference to the answer, and which. */
export function changeBetween(answer: PageAnswer): Change {
  const { asIs, drafted } = answer;
  if (asIs.effect !== drafted.effect) {
    return drafted.effect === "allow" ? "allowed" : "denied";
  }
  const said = (decision: Decision) => JSON.stringify([decision.reason, decision.granted_by, decision.valid_until]);
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
  const asIs = policy.checkAll(facts, requests);
  const drafted = facts === draftedFacts ? asIs : policy.checkAll(draftedFacts, requests);
  const answers = new Map<string, PageAnswer>();
  operations.forEach((operation, index) => {
    const [before, after] = [asIs[index], drafted[index]];
    if (before && after) {
      answers.set(operation, { operation, asIs: before, drafted: after });
    }
  });
  return answers;
}
