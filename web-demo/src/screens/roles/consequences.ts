import type { ApiInfo, Facts, Policy, Request } from "guestpass";
import { ask, ofOrganisation } from "../../server/client";
import type { Subject } from "../../server/subjects";

/** What somebody may do that was not allowed before, and the other way round. */
export interface Consequence {
  subject: Subject;
  gains: string[];
  loses: string[];
}

/** What is known of one person. */
export interface Known {
  subject: Subject;
  facts: Facts;
}

/** The facts of everybody, a few at a time. `onProgress` hears how many are there. */
export async function factsOfAll(
  organisation: string,
  subjects: readonly Subject[],
  signal: AbortSignal,
  onProgress: (count: number) => void,
): Promise<Known[]> {
  const known: Known[] = [];
  const waiting = [...subjects];
  const work = async () => {
    for (let subject = waiting.shift(); subject !== undefined; subject = waiting.shift()) {
      const query = new URLSearchParams({ person: subject.id });
      const { facts } = await ask<{ facts: Facts }>(ofOrganisation(organisation, `facts?${query}`), { signal });
      known.push({ subject, facts });
      onProgress(known.length);
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return known;
}

/** Whether a person holds a role in any way that is in the facts. */
export function holds(facts: Facts, role: string): boolean {
  return (facts.role_grants ?? []).some((grant) => grant.role === role);
}

/** Asks the policy for everything as each holder of the role, as it is and as it would be. */
export function consequencesOf(
  policy: Policy,
  operations: readonly ApiInfo[],
  known: readonly Known[],
  role: string,
  changed: (facts: Facts) => Facts,
  now: string,
): Consequence[] {
  return known
    .filter(({ facts }) => holds(facts, role))
    .map(({ subject, facts }) => ({ subject, ...difference(policy, operations, facts, changed(facts), role, now) }));
}

function difference(
  policy: Policy,
  operations: readonly ApiInfo[],
  before: Facts,
  after: Facts,
  role: string,
  now: string,
): { gains: string[]; loses: string[] } {
  const asked = questions(operations, before, role, now);
  const requests = asked.map(({ request }) => request);
  const [was, is] = [policy.checkAll(before, requests), policy.checkAll(after, requests)];
  const [gains, loses]: [string[], string[]] = [[], []];
  asked.forEach(({ words }, index) => {
    const [old, fresh] = [was[index]?.effect, is[index]?.effect];
    if (old !== fresh) {
      (fresh === "allow" ? gains : loses).push(words);
    }
  });
  return { gains, loses };
}

/** Every operation on the organisation as a whole, and on each thing that the role is held on. */
function questions(operations: readonly ApiInfo[], facts: Facts, role: string, now: string) {
  const on = (facts.role_grants ?? []).flatMap((grant) =>
    grant.role === role && grant.on_resource ? [grant.on_resource] : [],
  );
  return [null, ...new Set(on)].flatMap((resource) =>
    operations.map(({ name, summary }): { words: string; request: Request } => ({
      words: resource === null ? summary : `${summary} (${resource})`,
      request: { api: name, now, ...(resource === null ? {} : { on_resource: resource }) },
    })),
  );
}
