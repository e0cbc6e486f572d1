// Makes a component of `policy.js`: `npm ci && npm run build`, or with the name of a file to write.
import { componentize } from "@bytecodealliance/componentize-js";
import { readFile, writeFile } from "node:fs/promises";

const { component, imports } = await componentize(await readFile("policy.js", "utf8"), {
  witPath: "../../../wit",
  worldName: "policy",
  // Whatever would import something from outside.
  disableFeatures: ["random", "stdio", "clocks", "http", "fetch-event"],
});
await writeFile(process.argv[2] ?? "policy.wasm", component);
console.log(`${component.length} bytes, ${imports.length} imports`);
