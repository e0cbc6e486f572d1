import { fileURLToPath } from "node:url";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

/** The npm package, as `cargo xtask package` makes it. */
const guestpass = fileURLToPath(new URL("../target/npm/", import.meta.url));
/** Where `npm run dev` finds a server. */
const server = process.env["GUESTPASS_SERVER"] ?? "http://127.0.0.1:8080";

/** What the server answers, and not vite. */
const SERVED = ["/api", "/access", "/operations", "/policy", "/console/demo.json", "/health", "/ready"];

export default defineConfig({
  // The server has the console under `/console/`; relative addresses let it stand anywhere.
  base: "./",
  plugins: [preact()],
  resolve: { alias: { guestpass: `${guestpass}index.js` } },
  build: {
    target: "es2023",
    // The policy of the page forbids `data:`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    fs: { allow: [".", guestpass] },
    proxy: Object.fromEntries(SERVED.map((path) => [path, server])),
  },
});
