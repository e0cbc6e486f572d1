import { Policy } from "./guestpass_browser.js";
import { init } from "./host.js";
import { load } from "./load.js";

Policy.load = async function (bytes, options) {
  await init();
  return load(bytes, options);
};

export { Policy };
