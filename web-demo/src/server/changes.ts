import type { ChangeFacts, Facts, Verdict } from "guestpass";
import { ask, ofOrganisation } from "./client";

/** A change as the server takes it: one key, the kind of the change. `guestpass schema change` has all of them. */
export type ChangeBody = Record<string, unknown>;

/** What the server says of a change that was made. */
export interface Made {
  verdict: "accepted";
  warnings: string[];
  obligations: string[];
  revision: number;
  created?: Record<string, string>;
}

/** What the server says of a change that was not made yet, and what it looked at. */
export interface Reviewed {
  verdict: Verdict;
  /** Left out, with those about the change, for who may not make changes of this kind at all. */
  facts?: Facts;
  change_facts?: ChangeFacts;
}

/**
 * Makes a change. `revision` is that of what is changed, as the person saw it; null for whatever is there. The same
 * change is made once under the same `idempotencyKey`, and answered alike each time: see `useSending`.
 * Throws a `Problem`: `refused` with every reason, `precondition-failed` when somebody was faster.
 */
export function makeChange(
  organisation: string,
  change: ChangeBody,
  revision: number | null,
  idempotencyKey: string,
): Promise<Made> {
  const headers: Record<string, string> = { "idempotency-key": idempotencyKey };
  if (revision !== null) {
    headers["if-match"] = `"${revision}"`;
  }
  return ask<Made>(ofOrganisation(organisation, "changes"), { method: "POST", body: { change }, headers });
}

/** Judges a change and makes nothing of it. */
export function reviewChange(organisation: string, change: ChangeBody, signal?: AbortSignal): Promise<Reviewed> {
  return ask<Reviewed>(ofOrganisation(organisation, "reviews"), {
    method: "POST",
    isQuestion: true,
    body: { change },
    ...(signal ? { signal } : {}),
  });
}
