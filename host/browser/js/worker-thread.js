// What runs in the Worker of a `PolicyWorker`. It fetches nothing: everything comes by message.
import { initSync } from "./guestpass_browser.js";
import { load } from "./load.js";

let policy;

const actions = {
  start: ({ module }) => void initSync({ module }),
  async load({ bytes, digest }) {
    policy = await load(bytes, { digest });
    return policy.digest;
  },
  ask: ({ method, given }) => policy[method](...JSON.parse(given)),
};

globalThis.onmessage = async ({ data }) => {
  try {
    postMessage({ value: await actions[data.action](data) });
  } catch (error) {
    postMessage({ problem: { code: error.code ?? "worker-failed", message: String(error.message ?? error) } });
  }
};
