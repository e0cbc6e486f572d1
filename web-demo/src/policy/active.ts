import { signal } from "@preact/signals";
import { type Active, type Following, type FollowSnapshot, follow, type Policy } from "guestpass";
import { callerHeaders } from "../server/client";
import { Problem } from "../server/problem";
import type { ActivePolicy } from "../server/shapes";

/** The policy that decides in this page: the same bytes that decide in the server. */
export interface PagePolicy {
  policy: Policy;
  active: ActivePolicy;
}

/** Null until it is there. An answer of the page is advice; the server decides again. */
export const pagePolicy = signal<PagePolicy | null>(null);

/** Why the page does not have the active policy, or cannot tell whether it still is the active one. */
export const policyTrouble = signal<Problem | null>(null);

let following: Following<Policy> | null = null;

/** Follows the server's policy from now on: the page switches when the server does, without a reload. */
export function loadPolicy(): void {
  if (following !== null) {
    return;
  }
  following = follow({
    server: "/",
    // Asked each time, since in the demonstration one may become somebody else.
    headers: callerHeaders,
  });
  const { subscribe, snapshot } = following;
  subscribe(() => show(snapshot()));
  show(snapshot());
}

/** Takes over what has changed: a connection that is back ends the trouble, and changes no policy. */
function show({ policy, active, trouble }: FollowSnapshot<Policy>): void {
  const before = pagePolicy.value;
  const isSame = before?.policy === policy && before?.active.generation === generationOf(active);
  if (policy !== null && active !== null && !isSame) {
    pagePolicy.value = { policy, active: named(policy, active) };
  }
  policyTrouble.value =
    trouble && new Problem(trouble.code, "The page cannot follow the policy of the server", trouble.message);
}

function generationOf(active: Active | null): number {
  return active?.generation ?? 0;
}

function named(policy: Policy, active: Active): ActivePolicy {
  const { name, version } = policy.describe();
  return { digest: policy.digest, policy: name, version, generation: generationOf(active) };
}
