import type { Decision, Facts, Policy, PolicyInfo, Request } from "guestpass";
import { checkAll } from "../../policy/check-all";
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

/** Somebody who holds a role, and what the policy answers to everything as it is. */
export interface Holder extends Known {
  asked: readonly Question[];
  was: readonly Decision[];
}

/** Asks the policy for everything as each holder of the role. Throws when there is no answer. */
export function holdersOf(policy: Policy, known: readonly Known[], role: string, now: string): Holder[] {
  const info = policy.describe();
  return known
    .filter(({ facts }) => holds(facts, role))
    .map(({ subject, facts }) => {
      const asked = questions(info, facts, role, now);
      return { subject, facts, asked, was: checkAll(policy, facts, requestsOf(asked)) };
    });
}

/** Asks the policy the same of each holder as it would be. Throws when there is no answer. */
export function consequencesOf(
  policy: Policy,
  holders: readonly Holder[],
  changed: (facts: Facts) => Facts,
): Consequence[] {
  const info = policy.describe();
  return holders.map(({ subject, facts, asked, was }) => {
    const is = checkAll(policy, changed(facts), requestsOf(asked));
    return { subject, ...difference(info, asked, was, is) };
  });
}

/** A question, what it is about in words, and where. */
export interface Question {
  words: string;
  /** Null for the organisation as a whole. */
  resource: string | null;
  request: Request;
}

function requestsOf(asked: readonly Question[]): Request[] {
  return asked.map(({ request }) => request);
}

function difference(
  info: PolicyInfo,
  asked: readonly Question[],
  was: readonly Decision[],
  is: readonly Decision[],
): { gains: string[]; loses: string[] } {
  // Several operations can be called alike, and show the same fields.
  const [gains, loses] = [new Set<string>(), new Set<string>()];
  asked.forEach(({ words, resource }, index) => {
    const [old, fresh] = [was[index], is[index]];
    if (old === undefined || fresh === undefined) {
      return;
    }
    if (old.effect !== fresh.effect) {
      (fresh.effect === "allow" ? gains : loses).add(words);
    } else if (fresh.effect === "allow") {
      const [hidden, shown] = [old.hidden_field_groups, fresh.hidden_field_groups];
      without(hidden, shown).forEach((group) => gains.add(wordsOfFields(info, group, resource)));
      without(shown, hidden).forEach((group) => loses.add(wordsOfFields(info, group, resource)));
    }
  });
  return { gains: [...gains], loses: [...loses] };
}

function without(names: readonly string[], others: readonly string[]): string[] {
  return names.filter((name) => !others.includes(name));
}

function wordsOfFields(info: PolicyInfo, group: string, resource: string | null): string {
  const summary = info.field_groups.find(({ name }) => name === group)?.summary ?? group;
  return placed(`Fields shown: ${summary}`, resource);
}

function placed(words: string, resource: string | null): string {
  return resource === null ? words : `${words} (${resource})`;
}

/**
 * Every operation and every privilege, since changes and other programs ask for those: on the organisation as a whole,
 * and on each thing that the role is held on.
 */
function questions(info: PolicyInfo, facts: Facts, role: string, now: string): Question[] {
  const on = (facts.role_grants ?? []).flatMap((grant) =>
    grant.role === role && grant.on_resource ? [grant.on_resource] : [],
  );
  return [null, ...new Set(on)].flatMap((resource) => {
    const details = { now, ...(resource === null ? {} : { on_resource: resource }) };
    const question = (words: string, request: Request) => ({ words: placed(words, resource), resource, request });
    return [
      ...info.apis.map(({ name, summary }) => question(summary, { api: name, ...details })),
      ...info.privileges.map(({ name, summary }) =>
        question(`${summary} (${name})`, { privileges: name, ...details }),
      ),
    ];
  });
}
