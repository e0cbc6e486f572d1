import type { ExternalAccess, Facts, Remedy } from "guestpass";
import type { FactsDraft } from "./drafts";
import { iso } from "./moment";

/** How far something is extended when it is tried out. */
const EXTENSION_MS = 28 * 24 * 3_600_000;

/** Remedies as drafts, so that they can be tried out; null when one of them cannot be. */
export function draftsOf(remedies: readonly Remedy[], facts: Facts, at_ms: number): FactsDraft[] | null {
  const drafts: FactsDraft[] = [];
  for (const remedy of remedies) {
    const draft = draftOf(remedy, facts, at_ms);
    if (draft === null) {
      return null;
    }
    drafts.push(draft);
  }
  return drafts;
}

function draftOf(remedy: Remedy, facts: Facts, at_ms: number): FactsDraft | null {
  switch (remedy.remedy) {
    case "assign-role":
      return { kind: "assign-role", role: remedy.role };
    case "enable-role":
      return { kind: "switch-role", role: remedy.role, enabled: true };
    case "establish-relationship":
      return { kind: "relationship", relationship: { status: "established", managed: false } };
    case "accredit-partner":
      return { kind: "standing", condition: "accredited", holds: true };
    case "enable-domain":
      return { kind: "standing", condition: "domain_enabled", holds: true };
    case "give-partner-service-layer":
      return { kind: "standing", condition: "partner_service_layer", holds: true };
    case "give-own-system-access":
      return { kind: "standing", condition: "own_system_access", holds: true };
    case "authorise-user":
      return { kind: "standing", condition: "authorised", holds: true };
    case "enable-sso":
      return { kind: "standing", condition: "sso_enabled", holds: true };
    case "remove-listing":
      return { kind: "listing", listed: false };
    case "enable-access":
      return accessDraft(facts, { mode: "continuous" });
    case "disable-role-management":
      return accessDraft(facts, { role_management: false });
    case "advance-access":
    case "extend-access":
      return periodDraft(facts, at_ms);
    case "obtain-access-grant":
    case "grant-request":
    case "advance-access-grant":
    case "extend-access-grant":
      return { kind: "access-grant", start: iso(at_ms), end: iso(at_ms + EXTENSION_MS) };
    default:
      // The window of one role, or what the organisation buys: nothing here changes only that.
      return null;
  }
}

function accessDraft(facts: Facts, change: Partial<ExternalAccess>): FactsDraft {
  const access = facts.external_access ?? { mode: "disabled", role_management: false };
  return { kind: "external-access", access: { ...access, ...change } };
}

/** The period, made just long enough. */
function periodDraft(facts: Facts, at_ms: number): FactsDraft | null {
  const mode = facts.external_access?.mode;
  if (typeof mode !== "object") {
    return null;
  }
  const [start, end] = [new Date(mode.period.start).getTime(), new Date(mode.period.end).getTime()];
  const period = {
    start: iso(Math.min(start, at_ms)),
    end: iso(end > at_ms ? end : at_ms + EXTENSION_MS),
  };
  return accessDraft(facts, { mode: { period } });
}
