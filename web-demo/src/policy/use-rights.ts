import type { ChangeFacts, Facts } from "guestpass";
import type { ChangeBody } from "../server/changes";
import { ofOrganisation } from "../server/client";
import type { Me } from "../server/shapes";
import { useAnswer } from "../server/use-answer";
import { pagePolicy } from "./active";
import { reviewInPage } from "./use-review";

/** `GET .../facts`. */
interface PersonFacts {
  facts: Facts;
}

/** Whether the person who sits before the page may make changes like this one; null while nobody can tell. */
export type Rights = (change: ChangeBody, changeFacts?: ChangeFacts) => boolean | null;

/**
 * What the person may change in an organisation, as the policy in the page sees it: good for showing or hiding a
 * button. Where it cannot tell, the button is shown and the server decides.
 */
export function useRights(me: Me, organisation: string): Rights {
  const person = me.person && `facts?person=${encodeURIComponent(me.person.id)}`;
  const [answer] = useAnswer<PersonFacts>(person && ofOrganisation(organisation, person));
  const page = pagePolicy.value;
  return (change, changeFacts = {}) => {
    if (page === null || answer.state !== "ready") {
      return null;
    }
    const verdict = reviewInPage(page.policy, answer.value.facts, changeFacts, change);
    if (verdict === null) {
      return null;
    }
    return verdict.verdict === "accepted" || !verdict.refusals.includes("not-permitted");
  };
}
