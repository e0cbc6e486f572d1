import { useEffect, useMemo, useState } from "preact/hooks";
import { ask, ofOrganisation } from "./client";
import type { Me } from "./shapes";
import { useAnswer } from "./use-answer";

/** Somebody whose view can be looked at. */
export interface Subject {
  id: string;
  name: string;
  /** The organisation that the person belongs to. */
  home: string;
}

interface People {
  people: { id: string; name: string }[];
  next: string | null;
}

interface ExternalAccessListing {
  instances: { grantee: { id: string }; users: { id: string; name: string }[] }[];
}

interface RequestsListing {
  requests: { requested_by: string; requested_by_name?: string | null }[];
}

/** Parts of the people that are asked for at most, a hundred in each. */
const PARTS_MAX = 20;

/**
 * Those of the organisation and those whom it lets in, as far as the person who looks may list them; and always that
 * person. The first is the one to begin with: somebody from outside, if there is anybody.
 */
export function useSubjects(organisation: string, me: Me): { subjects: Subject[]; isLoading: boolean } {
  const people = usePeople(organisation, me);
  const kind = me.organisations.find(({ id }) => id === organisation)?.kind;
  const [isCustomer, isAccount] = [kind === "customer", kind === "account"];
  const path = (list: string) => ofOrganisation(organisation, list);
  const [external] = useAnswer<ExternalAccessListing>(isCustomer ? path("external-access") : null);
  const [requests] = useAnswer<RequestsListing>(isAccount ? path("access-requests") : null);
  const subjects = useMemo(() => {
    const found = new Map<string, Subject>();
    const add = (subject: Subject) => found.has(subject.id) || found.set(subject.id, subject);
    for (const { grantee, users } of external.value?.instances ?? []) {
      users.forEach(({ id, name }) => add({ id, name, home: grantee.id }));
    }
    for (const { requested_by: id, requested_by_name: name } of requests.value?.requests ?? []) {
      add({ id, name: name ?? id, home: "elsewhere" });
    }
    if (me.person) {
      add(me.person);
    }
    people?.forEach(({ id, name }) => add({ id, name, home: organisation }));
    return [...found.values()];
  }, [organisation, me, people, external.value, requests.value]);
  const isWaiting = (isAsked: boolean, state: string) => isAsked && state === "loading";
  const isLoading = people === null || isWaiting(isCustomer, external.state) || isWaiting(isAccount, requests.state);
  return { subjects, isLoading };
}

/** Everybody of the organisation; nobody when they may not be listed; null while it is being asked. */
function usePeople(organisation: string, me: Me): People["people"] | null {
  const [people, setPeople] = useState<People["people"] | null>(null);
  const person = me.person?.id;
  useEffect(() => {
    const abort = new AbortController();
    setPeople(null);
    allPeople(organisation, abort.signal).then(setPeople, () => {
      if (!abort.signal.aborted) {
        setPeople([]);
      }
    });
    return () => abort.abort();
  }, [organisation, person]);
  return people;
}

async function allPeople(organisation: string, signal: AbortSignal): Promise<People["people"]> {
  const all: People["people"] = [];
  let after: string | null = null;
  for (let part = 0; part < PARTS_MAX; part += 1) {
    const query: string = after === null ? "people" : `people?after=${encodeURIComponent(after)}`;
    const { people, next }: People = await ask<People>(ofOrganisation(organisation, query), { signal });
    all.push(...people);
    if (next === null) {
      break;
    }
    after = next;
  }
  return all;
}
