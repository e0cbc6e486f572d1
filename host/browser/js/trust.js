// Loaded only by pages that say whom they trust.
import glueInit, { VerifiedPolicy } from "./guestpass_browser_trust.js";
import { GuestpassError } from "./error.js";

let started;

/**
 * Judges a component by its manifest. What was seen is kept before anybody uses the component, so that nobody can bring
 * an older one by a reload of the page.
 */
export async function verify(bytes, manifest, { state = pageState(), now = new Date(), ...trust }) {
  await start();
  const seen = await state.read(trust);
  const verified = VerifiedPolicy.judge(manifest, bytes, JSON.stringify(trust), seen ?? undefined, Number(now));
  await state.write(trust, verified.state);
  return {
    digest: verified.digest,
    version: Number(verified.version),
    expires: new Date(Number(verified.expiresMs)),
    checkDescription: ({ name, contract_version }) => verified.checkDescription(name, contract_version),
  };
}

function start() {
  const address = new URL("./guestpass_browser_trust_bg.wasm", import.meta.url);
  started ??= glueInit({ module_or_path: address }).catch((error) => {
    started = undefined;
    throw new GuestpassError("host-does-not-start", `the judge of manifests does not start: ${error.message}`);
  });
  return started;
}

/** What this origin has seen of a policy at a target. */
function pageState() {
  const name = ({ policy, target }) => `guestpass trusted state of ${policy} at ${target}`;
  return {
    read: (trust) => localStorage.getItem(name(trust)),
    write: (trust, text) => localStorage.setItem(name(trust), text),
  };
}
