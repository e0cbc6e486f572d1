import type { ChangeFacts, Facts } from "guestpass";
import type { ChangeBody } from "../server/changes";
import { ofOrganisation } from "../server/client";
import type { Me } from "../server/shapes";
import { type Answer, useAnswer } from "../server/use-answer";
import { pagePolicy, policyTrouble } from "./active";
import { reviewInPage } from "./use-review";

/** `GET .../facts`. */
interface PersonFacts {
  facts: Facts;
}

/**
 * Whether the person who sits before the page may make changes like this one; null while that is not known yet. Good
 * for showing or hiding a button. Where the page cannot tell, it says yes, and the server decides.
 */
export type Rights = (change: ChangeBody, changeFacts?: ChangeFacts) => boolean | null;

/** What is known of the person in an organisation. */
export function useOwnFacts(me: Me, organisation: string): Answer<PersonFacts> {
  const person = me.person && `facts?person=${encodeURIComponent(me.person.id)}`;
  const [answer] = useAnswer<PersonFacts>(person && ofOrganisation(organisation, person));
  return answer;
}

/** What the person may change in an organisation, as the policy in the page sees it. */
export function useRights(me: Me, organisation: string): Rights {
  return rightsFrom(useOwnFacts(me, organisation));
}

/** What somebody may change of whom these are the facts. */
export function rightsFrom(answer: Answer<PersonFacts>): Rights {
  const page = pagePolicy.value;
  const cannotTell = answer.state === "failed" || policyTrouble.value !== null;
  return (change, changeFacts = {}) => {
    if (page === null || answer.state !== "ready") {
      return cannotTell ? true : null;
    }
    const verdict = reviewInPage(page.policy, answer.value.facts, changeFacts, change);
    return verdict?.verdict !== "refused" || !verdict.refusals.includes("not-permitted");
  };
}
