// What the tests call in the page. Everything goes through the package, as in any other page.
import init, { GuestpassError, Policy } from "/package/index.js";

const ready = init();
let policy;

async function componentAt(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function problem(error) {
  const typed = error instanceof GuestpassError && error instanceof Error && error.name === "GuestpassError";
  return { code: typed ? error.code : "not-a-guestpass-error", message: String(error.message ?? error) };
}

globalThis.harness = {
  Policy,

  /** Loads the component and keeps it. */
  async load(path, digest) {
    await ready;
    policy = await Policy.load(await componentAt(path), { digest });
    return policy.digest;
  },

  /** Text in, text out; a case that fails gives its problem. */
  async checkMany(cases) {
    return cases.map(([facts, requests]) => {
      try {
        return { lines: policy.checkText(facts, requests) };
      } catch (error) {
        return { problem: problem(error) };
      }
    });
  },

  /** Any other use of the kept policy. */
  async use(body, ...values) {
    return body(policy, ...values);
  },

  problem,
};
