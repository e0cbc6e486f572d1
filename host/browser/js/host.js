import glueInit, { initSync } from "./guestpass_browser.js";
import { GuestpassError } from "./error.js";

let compiled;
let started;

/**
 * The host's own WebAssembly, compiled once for this page and all its workers. It is fetched from beside this file
 * unless `source` says where it is.
 */
export function hostModule(source) {
  compiled ??= compile(source ?? new URL("./guestpass_browser_bg.wasm", import.meta.url)).catch((error) => {
    // The next call tries again: a connection may be back by then.
    compiled = undefined;
    throw new GuestpassError("host-does-not-start", `the host of policies does not start: ${error.message}`);
  });
  return compiled;
}

/** Starts the host. Whatever loads a policy does so by itself. */
export function init(source) {
  started ??= hostModule(source)
    .then((module) => glueInit({ module_or_path: module }))
    .catch((error) => {
      started = undefined;
      throw error;
    });
  return started;
}

async function compile(source) {
  const given = await source;
  if (given instanceof WebAssembly.Module) return given;
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return WebAssembly.compile(given);
  const response = given instanceof Response ? given : await fetch(given);
  if (!response.ok) throw new Error(`${response.url}: the server answered ${response.status}`);
  // A server that does not know the type cannot be streamed from.
  const streamed = response.headers.get("content-type")?.startsWith("application/wasm");
  return streamed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

export { initSync };
