//! Decisions: their reasons, their gates, and what the caller owes.

use guestpass_contract::{Gate, Obligations, Reason};

/// Why a decision is what it is.
pub(crate) const fn of_reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Granted => "a role, or full access, gives the privilege",
        Reason::NoRoleRequired => "the operation needs no role",
        Reason::NotIdentified => "nobody was identified",
        Reason::MalformedFacts => "the facts break a rule of the contract",
        Reason::MalformedRequest => "the request breaks a rule of the contract",
        Reason::MalformedExpression => "the privilege expression cannot be read",
        Reason::UnknownApi => "the policy has no operation of that name",
        Reason::LimitExceeded => "there is more of something than the contract allows",
        Reason::NotEntitled => "the organisation is not entitled to the product",
        Reason::NoRelationship => "the organisation has no relationship with the partner",
        Reason::RelationshipEnded => "the relationship with the partner has ended",
        Reason::PartnerNotAccredited => "the partner is not accredited",
        Reason::DomainNotEnabled => "the partner's domain is not enabled in the product",
        Reason::NoPartnerServiceLayer => "the person has no access to the partner service layer",
        Reason::NoOwnSystemAccess => "the person has no access to the partner's own system",
        Reason::NotAuthorised => "the partner has not authorised the person for this customer",
        Reason::SsoNotEnabled => "the partner's own system has no single sign-on enabled",
        Reason::DualListed => "the person is also listed as a user of the customer",
        Reason::NoExternalAccess => "the customer has set up no external access for the person",
        Reason::AccessDisabled => "external access is switched off",
        Reason::WindowNotStarted => "external access, or every role that would do, begins later",
        Reason::WindowEnded => "external access, or every role that would do, has ended",
        Reason::NoRoleAssigned => "the person holds no role",
        Reason::RoleDisabled => "a role that would do is switched off",
        Reason::NoAccessGrant => "nobody has granted the person's organisation access here",
        Reason::RequestPending => "access has been asked for and is not granted yet",
        Reason::GrantRevoked => "access was granted and has been revoked",
        Reason::HolderNotEligible => "the person is not what a role that would do asks of its holders",
        Reason::ConditionNotMet => "a role that would do gives the privilege on a condition that does not hold",
        Reason::AttributeMissing => "a role that would do asks about something that the facts do not say",
        Reason::NoPrivilege => "no role that the person holds gives the privilege",
        Reason::RuleError => "a rule could not be evaluated",
    }
}

/// What holds when a gate is passed.
pub(crate) const fn of_gate(gate: Gate) -> &'static str {
    match gate {
        Gate::WellFormed => "facts and request keep the contract",
        Gate::Identification => "the person is identified",
        Gate::Entitlement => "the organisation is entitled to the product",
        Gate::Relationship => "the relationship with the partner stands",
        Gate::Accreditation => "the partner is accredited",
        Gate::Domain => "the partner's domain is enabled",
        Gate::PartnerServiceLayer => "the person has access to the partner service layer",
        Gate::OwnSystemAccess => "the person has access to the partner's own system",
        Gate::Authorisation => "the partner has authorised the person",
        Gate::Sso => "the partner has single sign-on",
        Gate::DualListing => "the person is not also listed by the customer",
        Gate::AccessMode => "external access is on at this instant",
        Gate::Privilege => "a role, or full access, gives the privilege",
    }
}

/// What the caller owes when it acts on a decision or a verdict.
pub(crate) fn of_obligations(obligations: Obligations) -> impl Iterator<Item = (&'static str, &'static str)> {
    obligations.names().map(|name| {
        let sentence = match name {
            "data-protection-agreement" => "have data protection agreements with the third party in place",
            "name-the-person" => "record the person behind the action by name",
            _ => "see the contract",
        };
        (name, sentence)
    })
}

#[cfg(test)]
mod tests {
    use super::of_obligations;
    use guestpass_contract::Obligations;

    #[test]
    fn every_obligation_has_its_sentence() {
        let all = Obligations::all();
        let sentences: Vec<_> = of_obligations(all).collect();
        assert_eq!(sentences.len(), Obligations::NAMES.len());
        assert!(sentences.iter().all(|(_, sentence)| *sentence != "see the contract"));
    }
}
