// Asks Guestpass as a page does: the npm package, the same component, facts and questions as objects. Arguments: the
// folder of the package, and a folder with `policy.wasm` and `case.json`. Each line of the input is answered by one
// line: `ask` by the number of questions that are allowed, `time` by the milliseconds that so many passes took.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [pack, folder] = process.argv.slice(2).map((path) => resolve(path));
const { default: init, Policy } = await import(pathToFileURL(join(pack, "index.js")).href);
await init(readFileSync(join(pack, "guestpass_browser_bg.wasm")));
const { digest, facts, requests } = JSON.parse(readFileSync(join(folder, "case.json"), "utf8"));
const policy = await Policy.load(readFileSync(join(folder, "policy.wasm")), { digest });

const isAllowed = ({ effect }) => effect === "allow";
const ask = (position) => isAllowed(policy.check(facts, requests[position]));
const questions = {
  one: (position) => Number(ask(position)),
  batched: (position) => Number(isAllowed(policy.checkAll(facts, requests)[position])),
  each: () => requests.reduce((allowed, _, position) => allowed + Number(ask(position)), 0),
  batch: () => policy.checkAll(facts, requests).filter(isAllowed).length,
};

const answers = {
  ask: (question, position) => questions[question](position),
  time: (question, passes) => {
    const begin = performance.now();
    for (let pass = 0; pass < passes; pass += 1) questions[question]();
    return performance.now() - begin;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [what, question, number] = line.split(" ");
  process.stdout.write(`${answers[what](question, Number(number))}\n`);
}
