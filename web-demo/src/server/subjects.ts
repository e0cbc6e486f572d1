import { useMemo } from "preact/hooks";
import { ofOrganisation } from "./client";
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
}

interface ExternalAccessListing {
  instances: { grantee: { id: string }; users: { id: string; name: string }[] }[];
}

/**
 * Those of the organisation and those whom it lets in, as far as the person who looks may list them; and always that
 * person. The first is the one to begin with: somebody from outside, if there is anybody.
 */
export function useSubjects(organisation: string, me: Me): { subjects: Subject[]; isLoading: boolean } {
  const [people] = useAnswer<People>(ofOrganisation(organisation, "people"));
  const [external] = useAnswer<ExternalAccessListing>(ofOrganisation(organisation, "external-access"));
  const subjects = useMemo(() => {
    const found = new Map<string, Subject>();
    for (const { grantee, users } of external.value?.instances ?? []) {
      users.forEach(({ id, name }) => found.set(id, { id, name, home: grantee.id }));
    }
    if (me.person && !found.has(me.person.id)) {
      found.set(me.person.id, me.person);
    }
    for (const { id, name } of people.value?.people ?? []) {
      if (!found.has(id)) {
        found.set(id, { id, name, home: organisation });
      }
    }
    return [...found.values()];
  }, [organisation, me, people.value, external.value]);
  return { subjects, isLoading: people.state === "loading" || external.state === "loading" };
}
