import { signal } from "@preact/signals";
import { type Active, type Following, follow, type Policy } from "guestpass";
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
    onChange: (policy, active) => {
      pagePolicy.value = { policy, active: named(policy, active) };
      policyTrouble.value = null;
    },
    onTrouble: (trouble) => {
      policyTrouble.value = new Problem(
        trouble.code,
        "The page cannot follow the policy of the server",
        trouble.message,
      );
    },
  });
}

function named(policy: Policy, active: Active): ActivePolicy {
  const { name, version } = policy.describe();
  return { digest: policy.digest, policy: name, version, generation: active.generation ?? 0 };
}
