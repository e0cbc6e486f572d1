import type { ExternalAccess, Facts, Grantee, PartnerStanding, Relationship, RoleGrant } from "guestpass";
import type { ChangeBody } from "../../server/changes";
import type { Subject } from "../../server/subjects";

/** Something that is not so yet, tried out in the page. */
export type FactsDraft =
  | { kind: "external-access"; access: ExternalAccess }
  | { kind: "assign-role"; role: string }
  | { kind: "unassign-role"; role: string }
  | { kind: "switch-role"; role: string; enabled: boolean }
  | { kind: "standing"; condition: keyof PartnerStanding; holds: boolean }
  | { kind: "relationship"; relationship: Relationship }
  | { kind: "listing"; listed: boolean }
  | { kind: "access-grant"; start: string; end: string };

/** The facts as they would be. */
export function drafted(facts: Facts, drafts: readonly FactsDraft[]): Facts {
  return drafts.reduce(withDraft, facts);
}

function withDraft(facts: Facts, draft: FactsDraft): Facts {
  const grants = facts.role_grants ?? [];
  const disabled = facts.disabled_roles ?? [];
  switch (draft.kind) {
    case "external-access":
      return { ...facts, external_access: draft.access };
    case "assign-role":
      return { ...facts, role_grants: [...grants, { role: draft.role }] };
    case "unassign-role":
      return { ...facts, role_grants: grants.filter((grant) => !isOwn(grant, draft.role)) };
    case "switch-role": {
      const others = disabled.filter((role) => role !== draft.role);
      return { ...facts, disabled_roles: draft.enabled ? others : [...others, draft.role] };
    }
    case "standing":
      return withStanding(facts, draft.condition, draft.holds);
    case "relationship":
      return { ...facts, relationship: draft.relationship };
    case "listing":
      return { ...facts, listed_users: draft.listed ? listing(facts) : [] };
    case "access-grant": {
      const window = { start: draft.start, end: draft.end };
      return { ...facts, access_grants: [...(facts.access_grants ?? []), { status: "granted", window }] };
    }
  }
}

/** What is held through a group, or on one resource only, stays. */
export function isOwn(grant: RoleGrant, role: string): boolean {
  return grant.role === role && !grant.group && !grant.on_resource;
}

function withStanding(facts: Facts, condition: keyof PartnerStanding, holds: boolean): Facts {
  const { principal } = facts;
  if (principal.kind !== "partner-user") {
    return facts;
  }
  return { ...facts, principal: { ...principal, partner: { ...principal.partner, [condition]: holds } } };
}

/** The customer lists the very person. */
function listing(facts: Facts): NonNullable<Facts["listed_users"]> {
  const { email, identity } = facts.principal;
  if (identity) {
    return [{ identity }];
  }
  return [{ email: email ?? facts.principal.id ?? "" }];
}

/** The draft as a change that this organisation can make; null for what others have to do. */
export function changeOf(draft: FactsDraft, subject: Subject, facts: Facts): ChangeBody | null {
  switch (draft.kind) {
    case "external-access": {
      const kind = facts.external_access ? "edit-external-access" : "create-external-access";
      const { mode, role_management } = draft.access;
      return { [kind]: { grantee: granteeOf(subject, facts), mode, role_management } };
    }
    case "assign-role":
      return { "assign-role": { holder: holderOf(subject, facts), role: draft.role } };
    case "unassign-role":
      return { "unassign-role": { holder: holderOf(subject, facts), role: draft.role } };
    case "switch-role":
      return { "switch-role": { role: draft.role, enabled: draft.enabled } };
    default:
      return null;
  }
}

function granteeOf(subject: Subject, facts: Facts): Grantee {
  return facts.principal.kind === "vendor-employee" ? "vendor" : { partner: subject.home };
}

function holderOf(subject: Subject, facts: Facts): Record<string, string> {
  if (facts.principal.kind === "partner-user" || facts.principal.kind === "vendor-employee") {
    return { external_person: subject.id };
  }
  return facts.principal.login === "account" ? { account: subject.id } : { person: subject.id };
}
