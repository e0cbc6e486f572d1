export * from "./guestpass_browser.js";
export { init as default } from "./host.js";
export type { HostSource } from "./host.js";
export * from "./error.js";
export * from "./worker.js";
export * from "./follow.js";
export * from "./verify.js";
