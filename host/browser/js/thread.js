import { GuestpassError } from "./error.js";

/** How long a message that is there already may take to be seen, in milliseconds, when this page was busy. */
const GRACE_MS = 20;

/** One Worker that answers one message at a time, and is ended when an answer takes too long. */
export class Thread {
  #worker;
  #asked = null;

  constructor(worker) {
    this.#worker = worker;
    this.ended = false;
    worker.onmessage = ({ data }) => this.#settle(data);
    worker.onmessageerror = () => this.end("worker-failed", "the worker's answer cannot be read");
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.end("worker-failed", `the worker failed: ${event.message ?? "its script does not load"}`);
    };
  }

  /** Sends a message; the answer, or a `GuestpassError`. */
  ask(message, timeMsMax, transfer = []) {
    return new Promise((resolve, reject) => {
      // The answer may wait behind what kept this page busy: it is let in before the time counts.
      const timer = setTimeout(() => {
        this.#asked.timer = setTimeout(() => {
          this.end("time-exceeded", `the policy gave no answer within ${timeMsMax} ms and was ended`);
        }, GRACE_MS);
      }, timeMsMax);
      this.#asked = { resolve, reject, timer };
      this.#worker.postMessage(message, transfer);
    });
  }

  /** Ends the worker in the middle of whatever it does. */
  end(code, message) {
    this.ended = true;
    this.#worker.terminate();
    this.#settle({ problem: { code, message } });
  }

  #settle({ value, problem }) {
    const asked = this.#asked;
    this.#asked = null;
    if (asked === null) return;
    clearTimeout(asked.timer);
    if (problem) asked.reject(new GuestpassError(problem.code, problem.message));
    else asked.resolve(value);
  }
}
