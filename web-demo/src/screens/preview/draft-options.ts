import type { Facts, PartnerStanding, PolicyInfo, Relationship } from "guestpass";
import { CONDITIONS } from "./draft-words";
import { type FactsDraft, isOwn } from "./drafts";

export type DraftKind = FactsDraft["kind"];

const RELATIONSHIPS: readonly [label: string, relationship: Relationship][] = [
  ["Ended", { status: "ended", managed: false }],
  ["Established", { status: "established", managed: false }],
  ["Established, and the partner manages the customer", { status: "established", managed: true }],
];

/** What can be otherwise for a person of this kind. */
export function kindsFor(facts: Facts, info: PolicyInfo): DraftKind[] {
  const roles: DraftKind[] = ["assign-role", "unassign-role", "switch-role"];
  const all: Record<Facts["principal"]["kind"], DraftKind[]> = {
    "partner-user": ["external-access", ...roles, "standing", "relationship", "listing"],
    "vendor-employee": ["external-access", ...roles],
    "third-party": ["access-grant", ...roles],
    member: roles,
    unidentified: [],
  };
  return all[facts.principal.kind].filter(
    (kind) => kind === "external-access" || optionsFor(kind, facts, info).length > 0,
  );
}

export interface DraftOption {
  key: string;
  label: string;
  draft: FactsDraft;
}

export function keyOf(draft: FactsDraft | null): string {
  return JSON.stringify(draft);
}

export function optionsFor(kind: DraftKind, facts: Facts, info: PolicyInfo): DraftOption[] {
  const own = [
    ...new Set((facts.role_grants ?? []).filter((grant) => isOwn(grant, grant.role)).map(({ role }) => role)),
  ];
  const title = (name: string) => info.roles.find((role) => role.name === name)?.title ?? name;
  switch (kind) {
    case "assign-role":
      return assignable(facts, info)
        .filter((role) => !own.includes(role))
        .map((role) => option(title(role), { kind, role }));
    case "unassign-role":
      return own.map((role) => option(title(role), { kind, role }));
    case "switch-role":
      return info.roles
        .filter((role) => role.switchable)
        .map((role) => {
          const enabled = (facts.disabled_roles ?? []).includes(role.name);
          return option(`${role.title}: ${enabled ? "on" : "off"}`, { kind, role: role.name, enabled });
        });
    case "standing":
      return standings(facts).map(([condition, holds]) =>
        option(CONDITIONS[condition][holds ? 0 : 1], { kind, condition, holds }),
      );
    case "relationship":
      return RELATIONSHIPS.map(([label, relationship]) => option(label, { kind, relationship })).filter(
        ({ draft }) => draft.kind === kind && !isSame(draft.relationship, facts.relationship),
      );
    case "listing":
      return [
        option("The customer lists the person too", { kind, listed: true }),
        option("The customer does not list the person", { kind, listed: false }),
      ].filter(({ draft }) => draft.kind === kind && draft.listed !== (facts.listed_users ?? []).length > 0);
    case "access-grant":
      return [7, 28].map((days) => option(`Granted for ${days} days from now`, { kind, ...daysFromNow(days) }));
    default:
      return [];
  }
}

function option(label: string, draft: FactsDraft): DraftOption {
  return { key: keyOf(draft), label, draft };
}

/** The roles that can be given by hand for all of an organisation. */
function assignable(facts: Facts, info: PolicyInfo): string[] {
  const policy = info.roles.filter((role) => role.kind !== "app" && role.automatic === null).map(({ name }) => name);
  return [...policy, ...(facts.custom_roles ?? []).map(({ name }) => name)];
}

function isSame(draft: Relationship, known: Relationship | null | undefined): boolean {
  return draft.status === known?.status && draft.managed === known.managed;
}

/** What holds may cease to hold, and the other way round. */
function standings(facts: Facts): [keyof PartnerStanding, boolean][] {
  const { principal } = facts;
  if (principal.kind !== "partner-user") {
    return [];
  }
  const conditions = Object.keys(CONDITIONS) as (keyof PartnerStanding)[];
  return conditions.map((condition) => [condition, !principal.partner[condition]]);
}

function daysFromNow(days: number): { start: string; end: string } {
  const today = new Date();
  today.setHours(0, 0, 0, 0);
  const start = today.getTime();
  return { start: today.toISOString(), end: new Date(start + days * 24 * 3_600_000).toISOString() };
}
