import { GuestpassError } from "./error.js";
import { Policy } from "./policy.js";
import { Server } from "./server.js";
import { verify } from "./verify.js";

/** How long to wait before the first new try, in milliseconds; it doubles from try to try. */
const PAUSE_MS_MIN = 500;
const PAUSE_MS_MAX = 30_000;

export function follow(options) {
  return new Following(options);
}

class Following {
  #options;
  #server;
  #stop = new AbortController();
  #listeners = new Set();
  #snapshot = Object.freeze({ policy: null, active: null, trouble: null });
  #ready = Promise.withResolvers?.() ?? withResolvers();

  constructor(options) {
    this.#options = { pauseMsMin: PAUSE_MS_MIN, pauseMsMax: PAUSE_MS_MAX, ...options };
    this.#server = new Server(options, this.#stop.signal);
    // Whoever never waits for it must not hear of an error that nobody caught.
    this.#ready.promise.catch(() => {});
    this.#run();
  }

  get policy() {
    return this.#snapshot.policy;
  }

  get active() {
    return this.#snapshot.active;
  }

  get trouble() {
    return this.#snapshot.trouble;
  }

  get ready() {
    return this.#ready.promise;
  }

  // Bound to this object, so that hooks can take them as they are.
  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = () => this.#snapshot;

  stop() {
    this.#stop.abort();
    this.#ready.reject(new GuestpassError("closed", "the server is not followed any more"));
  }

  [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
    this.stop();
  }

  async #run() {
    const { signal } = this.#stop;
    let { pauseMsMin, pauseMsMax } = this.#options;
    let pauseMs = pauseMsMin;
    while (!signal.aborted) {
      try {
        await this.#switchTo(await this.#server.active());
        for await (const active of this.#server.events()) {
          pauseMs = pauseMsMin;
          await this.#switchTo(active);
        }
      } catch (error) {
        this.#tell(error);
      }
      await passed(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, pauseMsMax);
    }
  }

  /** The policy that is there goes on deciding until the other one is ready, and for good if it never is. */
  async #switchTo(active) {
    const { policy: old, active: before, trouble } = this.#snapshot;
    if (active.digest === null) {
      this.#tell(new GuestpassError("no-active-policy", "no policy is active on the server"));
    } else if (active.digest !== old?.digest) {
      await this.#load(active);
    } else if (trouble !== null || active.generation !== before.generation) {
      this.#show({ policy: old, active, trouble: null });
    }
  }

  async #load(active) {
    const { digest } = active;
    const { trust, load = Policy.load } = this.#options;
    const bytes = await this.#server.component(digest);
    const manifest = trust && (await this.#server.manifest(digest));
    let policy;
    try {
      const verified = trust && (await verify(bytes, manifest, trust));
      policy = await load(bytes, { digest });
      verified?.checkDescription(await policy.describe());
    } catch (error) {
      policy?.retire?.();
      // Of no use to ask the server again before it says something else.
      return this.#tell(error);
    }
    if (this.#stop.signal.aborted) return policy.retire?.();
    const { policy: old } = this.#snapshot;
    this.#show({ policy, active, trouble: null });
    this.#ready.resolve(policy);
    this.#call(this.#options.onChange, policy, active);
    old?.retire?.();
  }

  #tell(error) {
    if (this.#stop.signal.aborted) return;
    const trouble =
      error instanceof GuestpassError ? error : new GuestpassError("component-does-not-start", String(error?.message));
    this.#show({ ...this.#snapshot, trouble });
    this.#call(this.#options.onTrouble, trouble);
  }

  #show(snapshot) {
    this.#snapshot = Object.freeze(snapshot);
    this.#listeners.forEach((listener) => this.#call(listener));
  }

  /** What the page does with the news must not end the following. */
  #call(listener, ...news) {
    try {
      listener?.(...news);
    } catch (error) {
      globalThis.reportError?.(error);
    }
  }
}

/** A pause, somewhat shorter by chance so that not all pages come at once. A connection that is back ends it. */
function passed(pauseMs, signal) {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const waking = new AbortController();
    const wake = () => {
      clearTimeout(timer);
      waking.abort();
      resolve();
    };
    const timer = setTimeout(wake, pauseMs * (1 - Math.random() / 2));
    signal.addEventListener("abort", wake, { signal: waking.signal });
    globalThis.addEventListener?.("online", wake, { signal: waking.signal });
  });
}

function withResolvers() {
  let functions;
  const promise = new Promise((resolve, reject) => (functions = { resolve, reject }));
  return { promise, ...functions };
}
