import type { Obligation, Reason, Refusal, Warning } from "guestpass";

/** Why a change is refused, and what to do about it. */
const REFUSALS: Record<Refusal, string> = {
  malformed: "This cannot be read as a change.",
  "unsupported-change": "The policy lets nobody make changes of this kind.",
  "not-permitted": "You may not make this change.",
  "not-an-assigner": "None of your roles may assign this role.",
  "managed-customer": "A partner fully manages this product, so its external access cannot be changed.",
  "vendor-instance": "The vendor's access cannot be deleted. It can be disabled.",
  "not-found": "There is no such thing here, or you may not know of it.",
  "already-exists": "There is one already.",
  "partner-not-accredited": "The partner is not accredited.",
  "domain-not-enabled": "The partner's domain is not enabled in your product. Ask the partner to have it enabled.",
  "no-relationship": "There is no established relationship with this customer.",
  "exclusive-relationship": "A managed customer has a relationship with one partner and no other.",
  "no-own-system-access": "This person has no access to your own system, and needs it first.",
  "limit-exceeded": "This would be more than the limit allows.",
  "invalid-period": "The period has to end after it begins.",
  "reserved-name": "One of the policy's own roles has this name.",
  "malformed-privilege": "A privilege has the form `suite:resource:action`, of letters, digits, `_`, `.` and `-`.",
  "unknown-role": "There is no role of this name.",
  "role-not-switchable": "This role cannot be switched on and off.",
  "role-disabled": "This role is switched off.",
  "role-deprecated": "This role is deprecated and is not assigned any more.",
  "role-automatic": "This role is held automatically, and cannot be given or taken by hand.",
  "wrong-holder": "This role is not for holders of this kind.",
  "holder-not-eligible": "The holder is not what the role asks of its holders.",
  "attribute-missing": "It is not known whether the holder is what the role asks of its holders.",
  "role-not-run-scoped": "Workflow runs cannot be opened to this role.",
  "role-required": "Choose a role: a person who is added by hand needs one.",
  "role-not-chosen": "Whoever arrives without being added gets the default role, and chooses none.",
  "arrival-disabled": "People do not arrive in this way.",
  "missing-account": "Say which account you want access to.",
  "missing-company": "Say which company you want access to.",
  "missing-requested-by": "Say who is responsible for the request.",
  "missing-valid-from": "Say when access is to begin.",
  "missing-valid-to": "Say when access is to end.",
  "company-not-in-account": "The account has no company of this name.",
  "requester-not-eligible":
    "This person may not be responsible for a request: only an account with the role CONSULTANT or SUPPORT may.",
  "self-grant": "You are responsible for this request; somebody else has to grant it.",
  "request-expired": "The time that is asked for is over.",
  "request-not-pending": "The request has been answered, or taken back.",
  "grant-not-active": "There is no access that could be revoked.",
  "not-the-requester": "Only whoever asked may take the request back.",
};

/** Why a decision is what it is, about a person who may be somebody else. */
const REASONS: Record<Reason, string> = {
  granted: "A role, or full access, gives it.",
  "no-role-required": "No role is needed.",
  "not-identified": "Nobody was identified.",
  "malformed-facts": "What is known of the person cannot be read.",
  "malformed-request": "The question cannot be read.",
  "malformed-expression": "The privilege expression cannot be read.",
  "unknown-api": "The policy has no such operation.",
  "limit-exceeded": "There is more of something than can be judged.",
  "not-entitled": "The organisation is not entitled to the product.",
  "no-relationship": "There is no relationship between the customer and the partner.",
  "relationship-ended": "The relationship between the customer and the partner has ended.",
  "partner-not-accredited": "The partner is not accredited.",
  "domain-not-enabled": "The partner's domain is not enabled in the customer's product.",
  "no-partner-service-layer": "The person has no access to the partner service layer.",
  "no-own-system-access": "The person has no access to the partner's own system.",
  "not-authorised": "The partner has not authorised the person for this customer.",
  "sso-not-enabled": "Single sign-on is not enabled in the partner's own system.",
  "dual-listed": "The customer lists the person as a user too. One of the two has to go.",
  "no-external-access": "The customer has set up no access.",
  "access-disabled": "The customer has disabled the access.",
  "window-not-started": "The access begins later.",
  "window-ended": "The access has ended.",
  "no-role-assigned": "The customer has assigned the person no role.",
  "role-disabled": "The role that would give it is switched off.",
  "no-access-grant": "Nobody has granted access.",
  "request-pending": "Access has been asked for, and is not granted yet.",
  "grant-revoked": "Access was granted, and has been revoked.",
  "holder-not-eligible": "The person is not what the role asks of its holders.",
  "condition-not-met": "The role gives it on a condition that does not hold.",
  "attribute-missing": "It is not known whether a condition of the role holds.",
  "no-privilege": "No role of the person gives it.",
  "rule-error": "A rule could not be evaluated.",
};

const WARNINGS: Record<Warning, string> = {
  "dual-listed":
    "The customer lists this person as a user too. Until one of the two is gone, the person cannot sign in there.",
  "deprecated-role": "This role is deprecated. Choose another one for new holders.",
  "no-default-role": "There is no default role that would do, so whoever arrives cannot log in.",
  "undeclared-privilege": "A privilege that the policy does not declare gives nothing.",
  "role-management-off": "Role management is off. The assignment is kept, and has no effect until it is on.",
  "no-change": "It is so already; nothing would change.",
};

const OBLIGATIONS: Record<Obligation, string> = {
  "data-protection-agreement": "Have data protection agreements with the third party in place.",
  "name-the-person": "Record the person behind the action by name.",
};

/** A code of a newer server is shown as it is. */
function sentence(sentences: Readonly<Record<string, string>>, code: string): string {
  return sentences[code] ?? code;
}

export const sentenceOfRefusal = (code: Refusal | string): string => sentence(REFUSALS, code);
export const sentenceOfReason = (code: Reason | string): string => sentence(REASONS, code);
export const sentenceOfWarning = (code: Warning | string): string => sentence(WARNINGS, code);
export const sentenceOfObligation = (code: Obligation | string): string => sentence(OBLIGATIONS, code);
