import { signal } from "@preact/signals";
import init, { Policy } from "guestpass";
import { ask, bytesOf } from "../server/client";
import { Problem } from "../server/problem";
import type { ActivePolicy } from "../server/shapes";

/** The policy that decides in this page: the same bytes that decide in the server. */
export interface PagePolicy {
  policy: Policy;
  active: ActivePolicy;
}

/** Null until it is there. An answer of the page is advice; the server decides again. */
export const pagePolicy = signal<PagePolicy | null>(null);

/** Why the page does not have the active policy. */
export const policyTrouble = signal<Problem | null>(null);

/** Fetches the active policy, verifies it against the digest that the server names, and starts it. */
export async function loadPolicy(): Promise<void> {
  try {
    await init();
    const active = await ask<ActivePolicy>("/policy/v1/active");
    const bytes = await bytesOf(`/policy/v1/components/${active.digest}`);
    pagePolicy.value = { policy: await Policy.load(bytes, { digest: active.digest }), active };
    policyTrouble.value = null;
  } catch (error) {
    policyTrouble.value = Problem.from(error);
  }
}
