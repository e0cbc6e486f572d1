import type { Decision, FactsGroup, Gate, GrantedBy, Remedy } from "guestpass";

/** What is asked at each gate. */
const GATES: Record<Gate, string> = {
  "well-formed": "The question can be read",
  identification: "The person is identified",
  entitlement: "The organisation has bought the product",
  relationship: "The relationship with the partner stands",
  accreditation: "The partner is accredited",
  domain: "The partner's domain is enabled",
  "partner-service-layer": "The person has the partner service layer",
  "own-system-access": "The person has access to the partner's own system",
  authorisation: "The partner has authorised the person",
  sso: "The partner has single sign-on",
  "dual-listing": "The customer does not list the person too",
  "access-mode": "External access is on at this time",
  privilege: "A role, or full access, gives it",
};

const HELD: Record<GrantedBy["held"], string> = {
  direct: "held by the person",
  group: "held through a group",
  "app-role": "held on this app",
  automatic: "held automatically",
  external: "given by the customer",
  "third-party": "held in the person's own organisation",
  "access-grant": "through granted access",
  "full-access": "full access",
};

const FACTS: Record<FactsGroup, string> = {
  principal: "who the person is",
  entitlements: "what the organisation has bought",
  relationship: "the relationship",
  "partner-standing": "the partner and its user",
  "listed-users": "the customer's own users",
  "external-access": "external access",
  "role-grants": "roles held",
  groups: "groups",
  "custom-roles": "custom roles",
  "disabled-roles": "roles switched off",
  "access-grants": "granted access",
  attributes: "attributes",
};

type PlainRemedy = Exclude<
  Remedy["remedy"],
  "enable-role" | "advance-role" | "extend-role" | "assign-role" | "buy-entitlement"
>;

const REMEDIES: Record<PlainRemedy, string> = {
  "establish-relationship": "establish the relationship between customer and partner",
  "accredit-partner": "accredit the partner",
  "enable-domain": "enable the partner's domain",
  "give-partner-service-layer": "give the person the partner service layer",
  "give-own-system-access": "give the person access to the partner's own system",
  "authorise-user": "authorise the person",
  "enable-sso": "enable single sign-on at the partner",
  "remove-listing": "take the person off the customer's list of users",
  "enable-access": "set external access to continuous",
  "advance-access": "begin external access earlier",
  "extend-access": "end external access later",
  "disable-role-management": "switch role management off",
  "obtain-access-grant": "ask for access, and have it granted",
  "grant-request": "grant the pending request",
  "advance-access-grant": "begin the granted access earlier",
  "extend-access-grant": "end the granted access later",
};

export const sentenceOfGate = (gate: Gate): string => GATES[gate] ?? gate;
export const sentenceOfFacts = (group: FactsGroup): string => FACTS[group] ?? group;

/** One change, as a thing to do. `titleOf` names roles for people. */
export function sentenceOfRemedy(remedy: Remedy, titleOf: (role: string) => string): string {
  switch (remedy.remedy) {
    case "assign-role":
      return `assign the role ${titleOf(remedy.role)}`;
    case "enable-role":
      return `switch the role ${titleOf(remedy.role)} on`;
    case "advance-role":
      return `begin the role ${titleOf(remedy.role)} earlier`;
    case "extend-role":
      return `end the role ${titleOf(remedy.role)} later`;
    case "buy-entitlement":
      return `buy what ${remedy.privilege} needs`;
    default:
      return REMEDIES[remedy.remedy] ?? remedy.remedy;
  }
}

/** What gave it, such as `SaaS viewer, given by the customer`; null for a denial or where no role is needed. */
export function sentenceOfGrant(decision: Decision, titleOf: (role: string) => string): string | null {
  const grant = decision.granted_by;
  if (!grant) {
    return null;
  }
  return grant.role ? `${titleOf(grant.role)}, ${HELD[grant.held] ?? grant.held}` : "Full access: no role restricts it";
}
