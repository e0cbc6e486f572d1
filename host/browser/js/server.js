import { GuestpassError } from "./error.js";
import { eventsOf } from "./events.js";

/** The server gives a sign of life every 15 seconds; after this many milliseconds without one it is taken for gone. */
const SILENCE_MS_MAX = 45_000;

/** What a page asks a Guestpass server about its policy. */
export class Server {
  #base;
  #headers;
  #stopped;

  /** `stopped` is a signal that ends every connection. */
  constructor({ server, key, headers }, stopped) {
    const base = new URL(server, globalThis.location?.href);
    // Paths are taken as below the server's own.
    this.#base = base.pathname.endsWith("/") ? base : new URL(`${base.pathname}/`, base);
    this.#headers = async () => {
      const all = new Headers(typeof headers === "function" ? await headers() : headers);
      if (key !== undefined) all.set("authorization", `Bearer ${key}`);
      return all;
    };
    this.#stopped = stopped;
  }

  /** The active policy. */
  async active() {
    const response = await this.#get("policy/v1/active", { cache: "no-store" });
    return activeOf(await read(response.text()));
  }

  /** The active policy now, and again each time that it is another one. */
  async *events() {
    const silent = new AbortController();
    let timer;
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE_MS_MAX);
    };
    try {
      heard();
      const signal = AbortSignal.any([this.#stopped, silent.signal]);
      const response = await this.#get("operations/v1/policy/events", { cache: "no-store", signal });
      for await (const { name, data } of eventsOf(response.body, heard)) {
        if (name === "active") yield activeOf(data);
      }
    } catch (error) {
      throw unreachable(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The bytes of a component. */
  async component(digest) {
    const response = await this.#get(`policy/v1/components/${digest}`);
    return new Uint8Array(await read(response.arrayBuffer()));
  }

  /** The signed manifest of a component, as it was signed last: the same component may be signed anew. */
  async manifest(digest) {
    const response = await this.#get(`policy/v1/manifests/${digest}`, { cache: "no-cache" }, [404]);
    // Without a manifest: whoever asks for one refuses that.
    return response.status === 404 ? new Uint8Array() : new Uint8Array(await read(response.arrayBuffer()));
  }

  async #get(path, options = {}, allowed = []) {
    const address = new URL(path, this.#base);
    const headers = await this.#headers();
    const response = await read(fetch(address, { signal: this.#stopped, headers, ...options }));
    if (response.ok || allowed.includes(response.status)) return response;
    throw new GuestpassError("server-refused", `${address}: the server answered ${response.status}`);
  }
}

/** What the server says is active. */
function activeOf(text) {
  let said;
  try {
    said = JSON.parse(text);
  } catch {
    said = null;
  }
  const { digest = null, generation = null } = said ?? {};
  const named = digest === null || /^sha256:[0-9a-f]{64}$/.test(digest);
  const numbered = generation === null || Number.isSafeInteger(generation);
  if (said !== null && named && numbered) return Object.freeze({ digest, generation });
  const shown = text.slice(0, 200);
  throw new GuestpassError("server-unreadable", `the server does not say which policy is active: ${shown}`);
}

async function read(promise) {
  try {
    return await promise;
  } catch (error) {
    throw unreachable(error);
  }
}

function unreachable(error) {
  if (error instanceof GuestpassError) return error;
  const why = error.name === "AbortError" ? "it has fallen silent" : error.message;
  return new GuestpassError("server-unreachable", `the server cannot be reached: ${why}`);
}
