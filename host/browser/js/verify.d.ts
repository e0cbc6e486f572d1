import type { PolicyInfo } from "./guestpass_browser.js";

/** Whom a page believes, for which policy and target: what the trust file of a server says, in the same words. */
export interface Trust {
  /** The policy that is trusted. */
  policy: string;
  /** The place that the policy must have been signed for, such as `production`. */
  target: string;
  /** How many of the keys must have signed. */
  threshold: number;
  /** ed25519 public keys, in PEM as `guestpass keys generate` writes them. */
  keys: { name: string; public: string }[];
  /** 1 unless it is given. Raise it to forget the versions and times that were seen. */
  epoch?: number;
  /** How far a version may lie above the highest one seen; 1000000 unless it is given. */
  version_step_max?: number;
  /** Where it is kept what was seen; the `localStorage` of the page unless it is given. */
  state?: TrustedState;
  /** What the clock shows; the page's own clock unless it is given. */
  now?: Date | number;
}

/** Where a page keeps which versions it has seen, so that it never goes back behind them. */
export interface TrustedState {
  /** What was written last for this policy and target; null when nothing was. */
  read(trust: Trust): string | null | Promise<string | null>;
  /** It must be kept when this returns or resolves: the policy is used afterwards. */
  write(trust: Trust, text: string): void | Promise<void>;
}

/** A component that its manifest speaks for. */
export interface Verified {
  /** Digest of the component, for `Policy.load`. */
  readonly digest: string;
  /** The manifest's rising version. */
  readonly version: number;
  /** From when on the component may no longer be used. */
  readonly expires: Date;
  /** Throws a `GuestpassError` when the component says of itself what its manifest does not. Call it once loaded. */
  checkDescription(description: PolicyInfo): void;
}

/**
 * Judges a component by its signed manifest as servers do, with their codes: signatures, policy, target, contract,
 * times, a version not lower than any seen, and the digest. Rejects with a `GuestpassError` when it must not be used.
 */
export function verify(bytes: Uint8Array, manifest: Uint8Array, trust: Trust): Promise<Verified>;
