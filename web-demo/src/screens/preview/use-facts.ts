import type { Facts } from "guestpass";
import { ofOrganisation } from "../../server/client";
import type { Resource } from "./resource";
import { type Answer, useAnswer } from "../../server/use-answer";

/** What the server knows of one person in one organisation, as the page's policy takes it. */
export interface KnownFacts {
  person: string;
  revision: number;
  facts: Facts;
}

export function useFacts(
  organisation: string,
  person: string | null,
  resource: Resource | null,
): [Answer<KnownFacts>, () => void] {
  const on = resource ? { resource_kind: resource.kind, resource: resource.id } : {};
  const query = person === null ? null : new URLSearchParams({ person, ...on });
  return useAnswer<KnownFacts>(query && ofOrganisation(organisation, `facts?${query}`));
}
