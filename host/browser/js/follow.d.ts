import type { GuestpassError } from "./error.js";
import type { Policy, PolicyInfo } from "./guestpass_browser.js";
import type { Trust } from "./verify.js";

/** A policy as it can be followed: `Policy`, `PolicyWorker`, or what a page makes of them. */
export interface Followable {
  readonly digest: string;
  /** What the policy is; compared with its manifest, if it must have one. */
  describe(): PolicyInfo | Promise<PolicyInfo>;
  /** Called when another policy has taken its place. */
  retire?(): void;
}

/** Which policy the server says is active. */
export interface Active {
  /** Digest of the component; null when none is active. */
  readonly digest: string | null;
  /** Rises with each activation on that server. */
  readonly generation: number | null;
}

/** What is followed, and who hears of it. */
export interface FollowOptions<P extends Followable = Policy> {
  /** Address of the server; `/` for the one that the page is from. */
  server: string | URL;
  /** A key of the scope `decide`. Whoever sees the page sees it too. */
  key?: string;
  /** Sent with every request, in place of a key; a function is asked each time. */
  headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>);
  /**
   * Whom the page believes. Every policy must then come with a manifest that enough of these keys signed. What is
   * needed for that is downloaded only then. A page that has seen a version refuses lower ones: after a rollback on the
   * server, sign the old policy again with a higher version. When the manifest expires and the server has no newer one,
   * no policy decides any more until it has.
   */
  trust?: Trust;
  /**
   * Makes the policy from the component's bytes; `Policy.load` unless it is given. For a Worker:
   * `(bytes, options) => PolicyWorker.load(bytes, { ...options, timeMsMax: 500 })`.
   */
  load?: (bytes: Uint8Array, options: { digest: string }) => Promise<P>;
  /** Called with each policy that begins to decide, the first one too. */
  onChange?: (policy: P, active: Active) => void;
  /**
   * Called when the server cannot be reached or its policy is refused. The policy that is there goes on deciding, until
   * its manifest expires.
   */
  onTrouble?: (trouble: GuestpassError) => void;
  /** How long to wait before the first new try, in milliseconds; 500 unless given. It doubles from try to try. */
  pauseMsMin?: number;
  /** How long to wait at most, in milliseconds; 30000 unless given. */
  pauseMsMax?: number;
}

/** The state of a following at one moment; another object after every change. */
export interface FollowSnapshot<P extends Followable = Policy> {
  /** What decides; null until the first one is ready, and while its manifest has expired. */
  readonly policy: P | null;
  /** Which one that is, as the server told; null when there is none. */
  readonly active: Active | null;
  /** What went wrong since `policy` was last known to be the active one; null when nothing did. */
  readonly trouble: GuestpassError | null;
}

/** A page's policy that follows the server's. */
export interface Following<P extends Followable = Policy> extends FollowSnapshot<P> {
  /** The first policy. It waits for as long as the server cannot be reached; it rejects after `stop` only. */
  readonly ready: Promise<P>;
  /** Calls `listener` after every change, until the function that it gives is called. Bound, as is `snapshot`. */
  subscribe(listener: () => void): () => void;
  /** The state now. */
  snapshot(): FollowSnapshot<P>;
  /** Ends it. The policy stays usable. */
  stop(): void;
  [Symbol.dispose](): void;
}

/**
 * Loads the active policy of a server and switches when the server does, without a reload. The old policy goes on
 * deciding until the new one is ready, or its own manifest expires; one that is refused changes nothing and is told to
 * `onTrouble`. A connection that ends is made again.
 */
export function follow<P extends Followable = Policy>(options: FollowOptions<P>): Following<P>;
