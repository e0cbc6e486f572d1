import { GuestpassError } from "./error.js";
import { hostModule } from "./host.js";
import { Thread } from "./thread.js";

/** How long one question may take unless the page says otherwise. */
const TIME_MS_MAX = 1_000;
/** How long a component may take to be compiled and to say what it is. */
const LOAD_MS_MAX = 5_000;
/** How long the worker's script may take to load, from a server perhaps. */
const START_MS_MAX = 30_000;

export class PolicyWorker {
  #bytes;
  #options;
  #thread = null;
  #waiting = [];
  #busy = false;
  #retired = false;
  #closed = false;

  /** Of `PolicyWorker.load` only. */
  constructor(bytes, options) {
    this.#bytes = bytes;
    this.#options = { timeMsMax: TIME_MS_MAX, loadMsMax: LOAD_MS_MAX, ...options };
  }

  static async load(source, options = {}) {
    const bytes = source instanceof Uint8Array ? source.slice() : await fetched(source);
    const policy = new PolicyWorker(bytes, options);
    await policy.#enqueue("start");
    return policy;
  }

  get digest() {
    return this.#options.digest;
  }

  describe() {
    return this.#ask("describe");
  }

  check(facts, request) {
    return this.#ask("check", facts, request);
  }

  checkAll(facts, requests) {
    return this.#ask("checkAll", facts, requests);
  }

  explain(facts, request) {
    return this.#ask("explain", facts, request);
  }

  timeline(facts, request, until) {
    return this.#ask("timeline", facts, request, until);
  }

  review(facts, change) {
    return this.#ask("review", facts, change);
  }

  retire() {
    this.#retired = true;
    this.#rest();
  }

  close() {
    this.#closed = true;
    this.#waiting.splice(0).forEach(({ reject }) => reject(closed()));
    this.#thread?.end("closed", closed().message);
    this.#thread = null;
  }

  [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
    this.close();
  }

  async #ask(method, ...given) {
    return this.#enqueue(method, written(given));
  }

  #enqueue(method, given) {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(closed());
      this.#waiting.push({ method, given, resolve, reject });
      if (!this.#busy) this.#work();
    });
  }

  /** One question after the other: the time of each counts from when the policy gets it. */
  async #work() {
    this.#busy = true;
    for (let question = this.#waiting.shift(); question; question = this.#waiting.shift()) {
      await this.#answer(question).then(question.resolve, question.reject);
    }
    this.#busy = false;
    this.#rest();
  }

  async #answer({ method, given }) {
    if (this.#thread === null || this.#thread.ended) await this.#start();
    if (method === "start") return undefined;
    return this.#thread.ask({ action: "ask", method, given }, this.#options.timeMsMax);
  }

  /** A fresh thread, in which the component has said what it is. */
  async #start() {
    const { digest, loadMsMax, thread: newThread = ownThread } = this.#options;
    const module = await hostModule();
    if (this.#closed) throw closed();
    const thread = new Thread(newThread());
    this.#thread = thread;
    try {
      await thread.ask({ action: "start", module }, START_MS_MAX);
      await thread.ask({ action: "load", bytes: this.#bytes, digest }, loadMsMax);
    } catch (error) {
      thread.end("worker-failed", "the policy does not load");
      throw error;
    }
  }

  /** Ends the thread of a retired policy that has nothing to do. The next question starts another. */
  #rest() {
    if (!this.#retired || this.#busy) return;
    this.#thread?.end("closed", closed().message);
    this.#thread = null;
  }
}

function ownThread() {
  return new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module", name: "guestpass" });
}

async function fetched(source) {
  let response;
  try {
    response = await fetch(source);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new GuestpassError("server-unreachable", `${source}: ${error.message}`);
  }
  throw new GuestpassError("server-refused", `${source}: the server answered ${response.status}`);
}

/** The parameters as text, which keeps what `Policy` would see: an object may say itself how it is written. */
function written(given) {
  try {
    return JSON.stringify(given);
  } catch (error) {
    throw new GuestpassError("json-syntax", error.message);
  }
}

function closed() {
  return new GuestpassError("closed", "the policy was closed");
}
