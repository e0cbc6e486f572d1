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
  /** What the server said last. */
  #told = null;
  /** When the manifest of the policy expires, in milliseconds since the epoch. */
  #expires = Infinity;
  #timer;
  #judging = Promise.resolve();

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
    clearTimeout(this.#timer);
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
    this.#told = active;
    this.#expire();
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
    let policy, verified;
    try {
      verified = trust && (await this.#verify(bytes, manifest));
      policy = await load(bytes, { digest });
      verified?.checkDescription(await policy.describe());
    } catch (error) {
      policy?.retire?.();
      // Of no use to ask the server again before it says something else; but that it was signed anew, it does not say.
      if (this.#told === active) this.#tell(error);
      if (this.#snapshot.policy === null && error.code === "manifest::expired") this.#expires = -Infinity;
      return this.#lookLater();
    }
    // Meanwhile it may have said something else.
    if (this.#stop.signal.aborted || this.#told !== active) return policy.retire?.();
    const { policy: old } = this.#snapshot;
    this.#expires = Number(verified?.expires ?? Infinity);
    this.#lookLater();
    this.#show({ policy, active, trouble: null });
    this.#ready.resolve(policy);
    this.#call(this.#options.onChange, policy, active);
    old?.retire?.();
  }

  /** One after the other: each goes by what the one before it has kept. */
  #verify(bytes, manifest) {
    const judged = this.#judging.then(() => verify(bytes, manifest, this.#options.trust));
    this.#judging = judged.catch(() => {});
    return judged;
  }

  #leftMs() {
    return this.#expires - Number(this.#options.trust?.now ?? Date.now());
  }

  /** What has expired decides no more, whether or not the server can be asked. */
  #expire() {
    const { policy } = this.#snapshot;
    if (policy === null || this.#leftMs() > 0) return;
    this.#snapshot = Object.freeze({ policy: null, active: null, trouble: null });
    this.#tell(new GuestpassError("manifest::expired", "the manifest of the policy has expired"));
    policy.retire?.();
  }

  /** Not all the time that is left at once: timers stand still while a computer sleeps. */
  #lookLater() {
    clearTimeout(this.#timer);
    if (this.#stop.signal.aborted || this.#expires === Infinity) return;
    const leftMs = this.#leftMs();
    const { pauseMsMax } = this.#options;
    this.#timer = setTimeout(() => this.#look(), leftMs > 0 ? Math.min(leftMs, pauseMsMax) : pauseMsMax);
  }

  /** Asks for a newer manifest shortly before that of the policy expires, and from then on until there is one. */
  async #look() {
    const leftMs = this.#leftMs();
    const { policy } = this.#snapshot;
    if (policy !== null && leftMs > 0) {
      // It goes on deciding until then, and is not waited for: the server may never answer.
      if (leftMs <= this.#options.pauseMsMax) this.#renew(policy).catch(() => {});
      return this.#lookLater();
    }
    this.#expire();
    const active = this.#told;
    try {
      if (active.digest !== null) await this.#load(active);
    } catch (error) {
      if (this.#told === active) this.#tell(error);
    }
    this.#lookLater();
  }

  async #renew(policy) {
    const { digest } = policy;
    const manifest = await this.#server.manifest(digest);
    const { expires } = await this.#verify(await this.#server.component(digest), manifest);
    if (this.#snapshot.policy === policy) this.#expires = Number(expires);
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
