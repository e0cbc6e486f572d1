export { init as default, initSync } from "./host.js";
export { GuestpassError } from "./error.js";
export { Policy } from "./policy.js";
export { PolicyWorker } from "./worker.js";
export { follow } from "./follow.js";
export { verify } from "./verify.js";
