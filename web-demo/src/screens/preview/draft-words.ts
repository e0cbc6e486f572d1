import type { ExternalAccess, PartnerStanding, Refusal } from "guestpass";
import type { FactsDraft } from "./drafts";

export const CONDITIONS: Record<keyof PartnerStanding, [holds: string, doesNot: string]> = {
  authorised: ["The partner has authorised the person", "The partner has withdrawn the authorisation"],
  sso_enabled: ["Single sign-on is enabled at the partner", "Single sign-on is off at the partner"],
  own_system_access: ["The person has access to the partner's own system", "The person has left the partner's system"],
  partner_service_layer: ["The person has the partner service layer", "The person lacks the partner service layer"],
  accredited: ["The partner is accredited", "The partner has lost its accreditation"],
  domain_enabled: ["The partner's domain is enabled", "The partner's domain is no longer enabled"],
};

/** A draft in one sentence. `titleOf` names roles for people. */
export function sentenceOfDraft(draft: FactsDraft, titleOf: (role: string) => string): string {
  switch (draft.kind) {
    case "external-access":
      return `External access is ${modeInWords(draft.access)}`;
    case "assign-role":
      return `The person holds the role ${titleOf(draft.role)}`;
    case "unassign-role":
      return `The person no longer holds the role ${titleOf(draft.role)}`;
    case "switch-role":
      return `The role ${titleOf(draft.role)} is switched ${draft.enabled ? "on" : "off"}`;
    case "standing":
      return CONDITIONS[draft.condition][draft.holds ? 0 : 1];
    case "relationship":
      return relationshipInWords(draft.relationship.status, draft.relationship.managed);
    case "listing":
      return draft.listed ? "The customer lists the person as a user too" : "The customer does not list the person";
    case "access-grant":
      return `Access is granted from ${local(draft.start)} to ${local(draft.end)}`;
  }
}

/** A part of a change, and the reasons against the change that concern it. */
export interface DraftPart {
  label: string;
  value: string;
  concerns: readonly Refusal[];
}

const ABOUT_PERSON: readonly Refusal[] = ["wrong-holder", "holder-not-eligible", "attribute-missing", "not-found"];
const ABOUT_ROLE: readonly Refusal[] = [
  "unknown-role",
  "role-not-switchable",
  "role-disabled",
  "role-deprecated",
  "role-automatic",
  "not-an-assigner",
];
const ABOUT_PARTNER: readonly Refusal[] = [
  "partner-not-accredited",
  "domain-not-enabled",
  "no-relationship",
  "managed-customer",
  "already-exists",
  "not-found",
];

/** The parts of a draft that can be made so; `person` is whom it is about. */
export function partsOf(draft: FactsDraft, person: string, titleOf: (role: string) => string): DraftPart[] {
  switch (draft.kind) {
    case "external-access":
      return [
        { label: "For", value: `all who get in as ${person} does`, concerns: ABOUT_PARTNER },
        { label: "Access", value: modeInWords(draft.access), concerns: ["invalid-period"] },
      ];
    case "assign-role":
    case "unassign-role":
      return [
        { label: "Person", value: person, concerns: ABOUT_PERSON },
        { label: "Role", value: titleOf(draft.role), concerns: ABOUT_ROLE },
      ];
    case "switch-role":
      return [
        { label: "Role", value: titleOf(draft.role), concerns: ABOUT_ROLE },
        { label: "Switched", value: draft.enabled ? "on" : "off", concerns: [] },
      ];
    default:
      return [];
  }
}

function modeInWords(access: ExternalAccess): string {
  const roles = access.role_management ? "with role management" : "without role management";
  if (typeof access.mode === "object") {
    const { start, end } = access.mode.period;
    return `enabled from ${local(start)} to ${local(end)}, ${roles}`;
  }
  return access.mode === "disabled" ? "disabled" : `continuous, ${roles}`;
}

function relationshipInWords(status: string, isManaged: boolean): string {
  if (status === "established") {
    return isManaged ? "The partner manages the customer" : "The relationship with the partner stands";
  }
  return "The relationship with the partner has ended";
}

function local(instant: string | Date): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(new Date(instant));
}
