import type { Facts } from "guestpass";
import { ofOrganisation } from "../../server/client";
import { type Answer, useAnswer } from "../../server/use-answer";

/** What the server knows of one person in one organisation, as the page's policy takes it. */
export interface KnownFacts {
  person: string;
  revision: number;
  facts: Facts;
}

export function useFacts(organisation: string, person: string | null): [Answer<KnownFacts>, () => void] {
  const query = person === null ? null : new URLSearchParams({ person });
  return useAnswer<KnownFacts>(query && ofOrganisation(organisation, `facts?${query}`));
}
