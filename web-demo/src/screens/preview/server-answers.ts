import type { Decision, Facts, Policy, Timeline } from "guestpass";
import { ask, ofOrganisation } from "../../server/client";
import { iso } from "./moment";

/** The server's own answer to one operation at one instant: the beginning of a timeline. */
export async function serverAnswer(
  organisation: string,
  person: string,
  operation: string,
  at_ms: number,
  signal: AbortSignal,
): Promise<Decision | null> {
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
  /** Digests that the server named. */
  digests: string[];
}

interface Evaluated {
  evaluations: { decision: boolean; context?: Decision }[];
}

/** Puts every operation to the server in one request, and then the same to the page for the same instant. */
export async function compareAll(
  policy: Policy,
  operations: readonly string[],
  organisation: string,
  person: string,
  facts: Facts,
): Promise<Compared> {
  const body = {
    subject: { type: "user", id: person },
    resource: { type: "organisation", id: organisation },
    options: { explain: true },
    evaluations: operations.map((name) => ({ action: { name } })),
  };
  const { evaluations } = await ask<Evaluated>("/access/v1/evaluations", { method: "POST", body });
  const unequal = operations.filter((operation, index) => {
    const server = evaluations[index]?.context;
    if (!server?.now) {
      return true;
    }
    const page = policy.check(facts, { api: operation, now: server.now });
    return differences(page, server).length > 0;
  });
  const contexts = evaluations.flatMap(({ context }) => (context ? [context] : []));
  return {
    questions: operations.length,
    unequal,
    at: contexts[0]?.now ?? "",
    digests: [...new Set(contexts.map((context) => context.policy.digest))],
  };
}
