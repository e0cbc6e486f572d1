// Loads one engine, as the address says, and measures it. Times are in microseconds unless the name says otherwise.
const BATCH = 1_000;
/** Calls between two looks at the clock, which is coarse in a page. */
const CALLS = 200;
const ROUNDS = 25;

const text = async (path) => (await fetch(path)).text();
const json = async (path) => (await fetch(path)).json();

const engines = {
  async guestpass() {
    const [{ Policy }, { facts, requests, digest }, component] = await Promise.all([
      import("/package/index.js"),
      json("/case.json"),
      fetch("/policy.wasm").then((response) => response.arrayBuffer()),
    ]);
    const policy = await Policy.load(new Uint8Array(component), { digest });
    const many = Array.from({ length: BATCH }, (_, position) => requests[position % requests.length]);
    return {
      check: (position) => policy.check(facts, requests[position % requests.length]).effect,
      batch: () => policy.checkAll(facts, many).map((decision) => decision.effect),
    };
  },

  async cedar() {
    const [cedar, { facts, requests }, staticPolicies] = await Promise.all([
      import("/cedar/cedar_wasm.js"),
      json("/case.json"),
      text("/policies.cedar"),
    ]);
    await cedar.default({ module_or_path: "/cedar/cedar_wasm_bg.wasm" });
    const parsed = cedar.preparsePolicySet("case", { staticPolicies });
    if (parsed.type !== "success") throw new Error(JSON.stringify(parsed));
    const calls = requests.map((request) => cedarCall(facts, request));
    const check = (position) => {
      const answer = cedar.statefulIsAuthorized(calls[position % calls.length]);
      if (answer.type !== "success") throw new Error(JSON.stringify(answer));
      return answer.response.decision;
    };
    // It has no question of many parts.
    return { check, batch: () => Array.from({ length: BATCH }, (_, position) => check(position)) };
  },
};

/** The same person, organisation and request as entities. */
function cedarCall({ organisation, principal, relationship, external_access, role_grants }, { privileges, now }) {
  const uid = (type, id) => ({ type, id });
  const roles = role_grants.map(({ role }) => uid("Role", role));
  const { start, end } = external_access.mode.period;
  const access = { access_start: Date.parse(start), access_end: Date.parse(end) };
  const resource = { relationship: relationship.status, managed: relationship.managed, ...access };
  return {
    principal: uid("User", principal.id),
    action: uid("Action", privileges),
    resource: uid("Organisation", organisation),
    context: { now: Date.parse(now) },
    preparsedPolicySetId: "case",
    entities: [
      { uid: uid("User", principal.id), attrs: principal.partner, parents: roles },
      { uid: uid("Organisation", organisation), attrs: resource, parents: [] },
    ],
  };
}

function median(times) {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

function timed(calls, rounds, body) {
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    for (let call = 0; call < calls; call += 1) body(call);
    times.push(((performance.now() - began) * 1_000) / calls);
  }
  return median(times);
}

const ready = (async () => {
  const engine = await engines[new URLSearchParams(location.search).get("engine")]();
  const effect = engine.check(0);
  // Since the browser set out for this page.
  return { engine, effect, first_ms: performance.now() };
})();

globalThis.measure = async () => {
  const { engine, effect, first_ms } = await ready;
  const effects = [effect, engine.check(1)];
  const one = timed(CALLS, ROUNDS, engine.check);
  const batch = timed(1, ROUNDS, engine.batch);
  return { first_ms, effects, one, batch, batched: engine.batch().slice(0, 2) };
};

globalThis.first = async () => (await ready).first_ms;
