import type { Decision, Facts, Policy, Timeline } from "guestpass";
import { ask, ofOrganisation } from "../../server/client";
import { requestOf } from "./answers";
import { iso } from "./moment";
import type { Resource } from "./resource";

/** A question as the server is asked it. */
export interface ServerQuestion {
  organisation: string;
  person: string;
  resource: Resource | null;
}

/**
 * The server's own answer to one operation: at any instant, as the beginning of a timeline; on a resource for the
 * server's own time only, since timelines are about the organisation as a whole.
 */
export async function serverAnswer(
  question: ServerQuestion,
  operation: string,
  at_ms: number,
  signal: AbortSignal,
): Promise<Decision | null> {
  const { organisation, person, resource } = question;
  if (resource !== null) {
    const [evaluated] = await evaluate(question, [operation], signal);
    return evaluated?.context ?? null;
  }
  const query = new URLSearchParams({ person, api: operation, from: iso(at_ms), until: iso(at_ms + 1) });
  const timeline = await ask<Timeline>(ofOrganisation(organisation, `timeline?${query}`), { signal });
  return timeline.segments[0]?.decision ?? null;
}

/** What differs between two answers, by the names of the fields. The explanation is left out: nobody asked for it. */
export function differences(page: Decision, server: Decision): string[] {
  const fields = new Set([...Object.keys(page), ...Object.keys(server)]);
  fields.delete("explanation");
  return [...fields].filter((field) => said(page, field) !== said(server, field));
}

function said(decision: Decision, field: string): string {
  const value: unknown = (decision as unknown as Record<string, unknown>)[field] ?? null;
  return JSON.stringify(value, (_, inner: unknown) => (isPlain(inner) ? sorted(inner) : inner));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What came of asking the server everything and the page the same. */
export interface Compared {
  questions: number;
  /** Operations that were answered otherwise. */
  unequal: string[];
  /** When the server was asked, by its own clock. */
  at: string;
}

interface Evaluated {
  decision: boolean;
  context?: Decision;
}

/** Operations in one request, each answered with its whole decision. */
async function evaluate(
  question: ServerQuestion,
  operations: readonly string[],
  signal?: AbortSignal,
): Promise<Evaluated[]> {
  const { organisation, person, resource } = question;
  const body = {
    subject: { type: "user", id: person },
    resource: resource ? { type: resource.kind, id: resource.id } : { type: "organisation", id: organisation },
    context: { organisation },
    options: { explain: true },
    evaluations: operations.map((name) => ({ action: { name } })),
  };
  const asked = { method: "POST" as const, isQuestion: true, body, ...(signal ? { signal } : {}) };
  return (await ask<{ evaluations: Evaluated[] }>("/access/v1/evaluations", asked)).evaluations;
}

/** Puts every operation to the server in one request, and then the same to the page for the same instant. */
export async function compareAll(
  policy: Policy,
  operations: readonly string[],
  question: ServerQuestion,
  facts: Facts,
): Promise<Compared> {
  const evaluated = await evaluate(question, operations);
  const unequal = operations.filter((operation, index) => {
    const server = evaluated[index]?.context;
    if (!server?.now) {
      return true;
    }
    const page = policy.check(facts, requestOf(operation, new Date(server.now).getTime(), question.resource));
    return differences(page, server).length > 0;
  });
  const contexts = evaluated.flatMap(({ context }) => (context ? [context] : []));
  return { questions: operations.length, unequal, at: contexts[0]?.now ?? "" };
}
