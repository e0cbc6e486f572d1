import type { Followable, Following, FollowSnapshot } from "./follow.js";
import type { Policy } from "./guestpass_browser.js";

/**
 * The state of a following, in a component that is drawn again when it changes. For React 18 and later, and for Preact
 * by `preact/compat`. Make the following outside of components: `const following = follow({ … })`.
 */
export function usePolicy<P extends Followable = Policy>(following: Following<P>): FollowSnapshot<P>;
