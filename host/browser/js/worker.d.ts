import type {
  Change, Decision, Facts, Instant, PolicyInfo, Request, Timeline, Verdict,
} from "./guestpass_browser.js";

/** What a component in a Worker must be, and how long it may take. */
export interface WorkerOptions {
  /** Says which bytes are meant, as `sha256:` and 64 hexadecimal digits; from somewhere that the page trusts. */
  digest: string;
  /** How long one question may take, in milliseconds; 1000 unless given. A timeline and a batch are one question. */
  timeMsMax?: number;
  /** How long the component may take to be compiled and to say what it is, in milliseconds; 5000 unless it is given. */
  loadMsMax?: number;
  /**
   * Makes the Worker that runs `guestpass/worker-thread`, for pages whose scripts come from another origin.
   * It must be a module worker.
   */
  thread?: () => Worker;
}

/**
 * A policy component in a Worker of its own: the same answers as a `Policy`, by promise. What never returns is ended
 * after `timeMsMax`; the question is answered with a `GuestpassError` of the code `time-exceeded`, which is a denial,
 * and the next question gets a fresh Worker. Questions are answered one after the other, in their order.
 */
export class PolicyWorker {
  private constructor();

  /**
   * Loads a component from its bytes or from an address. Rejects with a `GuestpassError`, as `Policy.load` does, and
   * also when the address cannot be read or the Worker does not start.
   */
  static load(source: Uint8Array | string | URL, options: WorkerOptions): Promise<PolicyWorker>;

  /** Digest of the component, `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;

  /** What the policy is and holds. */
  describe(): Promise<PolicyInfo>;

  /** Decides one request. */
  check(facts: Facts, request: Request): Promise<Decision>;

  /** Decides many requests against the same facts, in their order. At most 4096. */
  checkAll(facts: Facts, requests: Request[]): Promise<Decision[]>;

  /** Decides one request and says why, gate by gate; a denial also with what would flip it. */
  explain(facts: Facts, request: Request): Promise<Decision>;

  /** How the decision on one request changes from its instant up to `until`. */
  timeline(facts: Facts, request: Request, until: Instant): Promise<Timeline>;

  /** May the principal of the facts make this change, and is it valid? Every reason against it is named. */
  review(facts: Facts, change: Change): Promise<Verdict>;

  /** Ends the Worker as soon as it has answered. Later questions are answered still, each by a Worker of its own. */
  retire(): void;

  /** Ends the Worker at once. Questions that wait, and those after it, are rejected with the code `closed`. */
  close(): void;
  [Symbol.dispose](): void;
}
