// What a project in TypeScript says of the package; the compiler alone reads it.
import {
  type Decision,
  type Facts,
  type Following,
  type FollowSnapshot,
  follow,
  GuestpassError,
  Policy,
  PolicyWorker,
  type Request,
  type Trust,
  type Verdict,
  type Verified,
  verify,
} from "guestpass";
import { usePolicy } from "guestpass/react";
import { PolicyWorker as FromWorker } from "guestpass/worker";

const facts: Facts = { organisation: "initech", principal: { kind: "member", id: "ada" } };
const request: Request = { privileges: "saas:application:view", now: new Date() };

export const following: Following<Policy> = follow({ server: "/", key: "a-key" });
export const snapshot: FollowSnapshot<Policy> = usePolicy(following);
export const decision: Decision | undefined = following.policy?.check(facts, request);
export const effect: "allow" | "deny" | undefined = decision?.effect;
export const inWorker: Following<PolicyWorker> = follow({
  server: "/",
  load: (bytes, options) => FromWorker.load(bytes, { ...options, timeMsMax: 200 }),
});
export const asked: Promise<Decision> | undefined = usePolicy(inWorker).policy?.check(facts, request);
export const verdict: Verdict | undefined = following.policy?.review(facts, {
  change: { "end-relationship": { customer: "initech" } },
  now: new Date(),
});
const trust: Trust = { policy: "sample", target: "t", threshold: 1, keys: [] };
export const trusted: Promise<Verified> = verify(new Uint8Array(), new Uint8Array(), trust);
export const code = (error: unknown): string | null => (error instanceof GuestpassError ? error.code : null);

// @ts-expect-error A request without its instant is none.
export const wrong = following.policy?.check(facts, { privileges: "saas:application:view" });
