export * from "./guestpass_browser.js";
export { default } from "./guestpass_browser.js";
export * from "./error.js";
