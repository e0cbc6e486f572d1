// Support staff may view tickets on weekdays of an approved window: the rule of the example in Rust.

const PRIVILEGE = "desk:ticket:view";
const ROLE = "support-viewer";

const piece = (text, { start, length }) => new TextDecoder().decode(new TextEncoder().encode(text).slice(start, start + length));

function reasonOf(facts, requests, request) {
  const { principal } = facts;
  if (principal.kind === "unidentified") return "not-identified";
  const windows = facts.accessGrants.filter((grant) => grant.status === "granted" && !grant.onResource);
  if (windows.length === 0) return "no-access-grant";
  const open = windows.some(({ window }) => window.start <= request.now && request.now < window.end);
  if (!open) return windows.some(({ window }) => request.now < window.start) ? "window-not-started" : "window-ended";
  if ([0, 6].includes(new Date(Number(request.now)).getUTCDay())) return "condition-not-met";
  const organisation = piece(facts.text, facts.organisation);
  const holds = facts.roleGrants.some(
    (grant) =>
      !grant.group && !grant.onResource && !grant.window &&
      piece(facts.text, grant.role) === ROLE && piece(facts.text, grant.organisation) === organisation,
  );
  if (principal.kind !== "vendor-employee" || !holds) return "no-role-assigned";
  const { tag, val } = request.target;
  return tag === "privileges" && piece(requests.text, val) === PRIVILEGE ? "granted" : "no-privilege";
}

function decide(facts, requests, request) {
  const reason = reasonOf(facts, requests, request);
  const granted = reason === "granted";
  return {
    effect: granted ? "allow" : "deny",
    reason,
    grantedBy: granted ? { role: { tag: "policy", val: 0 }, held: "access-grant", privilege: 0 } : undefined,
    // No longer than this instant: a shorter time than the true one is safe.
    validFrom: request.now,
    validUntil: request.now + 1n,
    hiddenFieldGroups: 0n,
    obligations: {},
    factsRead: { principal: true, roleGrants: true, accessGrants: true },
    explanation: request.explain ? { gates: [], remedies: [] } : undefined,
  };
}

export const evaluation = {
  describe: () => ({
    name: "support-weekdays-in-javascript",
    version: "1.0.0",
    sourceDigest: "0".repeat(64),
    contractVersion: "0.2.0",
    roles: [
      {
        name: ROLE,
        title: "Support viewer",
        summary: "Views a customer's tickets on the weekdays of a window that the customer approved.",
        functions: [],
        designedFor: [],
        constraints: [],
        kind: "user",
        level: "none",
        automatic: undefined,
        privileges: [{ privilege: 0, reach: "with-grant", condition: undefined }],
        assignedBy: undefined,
        holderCondition: undefined,
        runScoped: false,
        switchable: false,
        deprecated: false,
      },
    ],
    privileges: [{ name: PRIVILEGE, summary: "View the tickets of a customer." }],
    apis: [],
    fieldGroups: [],
    conditions: [],
    attributes: [],
    changes: [],
    limits: [],
    settings: [],
  }),
  check: (facts, requests) => requests.items.map((request) => decide(facts, requests, request)),
  review: () => ({ tag: "refused", val: { refusals: ["unsupported-change"], denial: undefined } }),
  init() {
    throw "already-initialised";
  },
};
