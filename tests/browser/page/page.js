// What the tests call in the page. Everything goes through the package, as in any other page.
import * as guestpass from "/package/index.js";

const { GuestpassError, Policy } = guestpass;
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

const answers = {
  check: (facts, requests) => policy.checkText(facts, requests),
  review: (facts, change) => policy.reviewText(facts, change),
  // A parsed text keeps the order of its keys, so that this is what the policy printed.
  describe: () => JSON.stringify(policy.describe()),
};

globalThis.harness = {
  Policy,
  guestpass,

  /** Loads the component and keeps it. */
  async load(path, digest) {
    policy = await Policy.load(await componentAt(path), { digest });
    return policy.digest;
  },

  /** Text in, text out; a question that fails gives its problem. */
  async answerMany(questions) {
    return questions.map(([kind, ...texts]) => {
      try {
        return { lines: answers[kind](...texts) };
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
