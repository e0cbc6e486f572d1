// A project as anybody begins one: Vite without a configuration, React, and the package from npm.
import { createRoot } from "react-dom/client";
import { follow, PolicyWorker, verify } from "guestpass";
import { usePolicy } from "guestpass/react";

const facts = { organisation: "initech", principal: { kind: "member", id: "ada" } };
const request = { privileges: "saas:application:view", now: "2026-11-22T10:00:00Z" };
const following = follow({ server: "/", key: "a-key", pauseMsMin: 20, pauseMsMax: 100 });

// Counts who listens, and is the following otherwise.
let listeners = 0;
const counted = {
  subscribe(listener) {
    const end = following.subscribe(listener);
    listeners += 1;
    return () => {
      listeners -= 1;
      end();
    };
  },
  snapshot: following.snapshot,
};

function Save() {
  const { policy } = usePolicy(counted);
  return <button disabled={policy?.check(facts, request).effect !== "allow"}>{policy?.digest ?? "no policy"}</button>;
}

const root = createRoot(document.getElementById("root"));
root.render(<Save />);

globalThis.project = {
  following,
  listeners: () => listeners,
  unmount: () => root.unmount(),

  /** The answer of a Worker, whose script the bundler has to find. */
  async inWorker(address, digest) {
    const worker = await PolicyWorker.load(address, { digest });
    const { effect } = await worker.check(facts, request);
    worker.close();
    return effect;
  },

  /** Why an unsigned policy is refused, by code that is downloaded only now. */
  verified() {
    const trust = { policy: "sample", target: "t", threshold: 1, keys: [] };
    return verify(new Uint8Array(8), new Uint8Array(2), trust);
  },
};
