export { default, initSync, Policy } from "./guestpass_browser.js";
export { GuestpassError } from "./error.js";
