/** Where the host's own WebAssembly is: its address, an answer that holds it, its bytes, or compiled already. */
export type HostSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/**
 * Starts the host. Whatever loads a policy does so by itself; call it to start early, or to say where
 * `guestpass_browser_bg.wasm` is when it does not stand beside the scripts.
 */
export function init(source?: HostSource | Promise<HostSource>): Promise<unknown>;
