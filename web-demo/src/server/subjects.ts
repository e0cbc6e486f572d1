import { useMemo } from "preact/hooks";
import { ofOrganisation } from "./client";
import type { Problem } from "./problem";
import type { Me } from "./shapes";
import { type Answer, useAnswer, useAsked } from "./use-answer";
import { type Part, partsOf } from "./use-parts";

/** Somebody whose view can be looked at. */
export interface Subject {
  id: string;
  name: string;
  /** The organisation that the person belongs to. */
  home: string;
}

/** Those whom the person who looks may list. */
export interface Subjects {
  subjects: Subject[];
  isLoading: boolean;
  /** Whether these are all of them. */
  isWhole: boolean;
  /** Why they are not all, if something went wrong. */
  problem: Problem | null;
}

interface PeopleListing extends Part {
  people: { id: string; name: string }[];
}

interface ExternalAccessListing {
  instances: { grantee: { id: string }; users: { id: string; name: string }[] }[];
}

interface RequestsListing extends Part {
  requests: { requested_by: string; requested_by_name?: string | null }[];
}

/** Parts of a list that are asked for at most, a hundred in each. */
const PARTS_MAX = 20;

/**
 * Those of the organisation and those whom it lets in, as far as the person who looks may list them; and always that
 * person. The first is the one to begin with: somebody from outside, if there is anybody.
 */
export function useSubjects(organisation: string, me: Me): Subjects {
  const kind = me.organisations.find(({ id }) => id === organisation)?.kind;
  const [isCustomer, isAccount] = [kind === "customer", kind === "account"];
  const path = (list: string) => ofOrganisation(organisation, list);
  const people = useAllParts<PeopleListing>(path("people"));
  const [external] = useAnswer<ExternalAccessListing>(isCustomer ? path("external-access") : null);
  const requests = useAllParts<RequestsListing>(isAccount ? path("access-requests") : null);
  const subjects = useMemo(() => {
    const found = new Map<string, Subject>();
    const add = (subject: Subject) => found.has(subject.id) || found.set(subject.id, subject);
    for (const { grantee, users } of external.value?.instances ?? []) {
      users.forEach(({ id, name }) => add({ id, name, home: grantee.id }));
    }
    const asking = requests.value?.flatMap((part) => part.requests) ?? [];
    for (const { requested_by: id, requested_by_name: name } of asking) {
      add({ id, name: name ?? id, home: "elsewhere" });
    }
    if (me.person) {
      add(me.person);
    }
    people.value?.flatMap((part) => part.people).forEach(({ id, name }) => add({ id, name, home: organisation }));
    return [...found.values()];
  }, [organisation, me, people.value, external.value, requests.value]);
  const holders = [people, ...(isCustomer ? [external] : [])];
  const asked = [...holders, ...(isAccount ? [requests] : [])];
  const problem = asked.map(problemOf).find((found) => found !== null) ?? null;
  return {
    subjects,
    isLoading: asked.some(({ state }) => state === "loading"),
    isWhole:
      problem === null &&
      holders.every(({ state }) => state !== "failed") &&
      [people, requests].every(({ value }) => !value?.at(-1)?.next),
    problem,
  };
}

/** The parts of a list, as many as are asked for. */
function useAllParts<L extends Part>(path: string | null): Answer<L[]> {
  const [answer] = useAsked<L[]>(path, async (wanted, signal) => {
    const { first, further } = await partsOf<L>(wanted, PARTS_MAX, signal);
    return [first, ...further];
  });
  return answer;
}

/** What went wrong with a list. That somebody may not see it is no failure; then nobody on it was looked at. */
function problemOf(answer: Answer<unknown>): Problem | null {
  const hasFailed = answer.state === "failed" && !["forbidden", "not-found"].includes(answer.problem.code);
  return hasFailed ? answer.problem : null;
}
