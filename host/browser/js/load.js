import { Candidate } from "./guestpass_browser.js";
import { GuestpassError } from "./error.js";

/**
 * Loads a component into a host that has started. The bytes are checked before the browser sees any of them, and the
 * policy is asked what it is before the page gets it.
 */
export async function load(bytes, options) {
  const candidate = Candidate.of(bytes, options);
  const { module, instance } = await instantiated(candidate.core);
  return candidate.start(module, instance);
}

async function instantiated(core) {
  try {
    const module = await WebAssembly.compile(core);
    // There is nothing to import from, should the walk over the bytes ever have missed an import.
    return { module, instance: await WebAssembly.instantiate(module, {}) };
  } catch (error) {
    throw new GuestpassError("component-does-not-compile", `the browser refuses the component: ${error.message}`);
  }
}
