//! Why changes are refused.

use guestpass_contract::Refusal;

/// Why a change is refused.
pub(crate) const fn of_refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Malformed => "the facts or the change break a rule of the contract",
        Refusal::UnsupportedChange => "the policy lets nobody make changes of this kind",
        Refusal::NotPermitted => "the person may not make this change",
        Refusal::NotAnAssigner => "no role that the person holds is one of those that may assign this role",
        Refusal::ManagedCustomer => "a partner fully manages the customer",
        Refusal::VendorInstance => "the vendor's external access cannot be deleted; it can be disabled",
        Refusal::NotFound => "what the change names does not exist",
        Refusal::AlreadyExists => "there is one already",
        Refusal::PartnerNotAccredited => "the partner is not accredited",
        Refusal::DomainNotEnabled => "the partner's domain is not enabled in the customer's product",
        Refusal::NoRelationship => "there is no established relationship with the partner",
        Refusal::ExclusiveRelationship => "a managed customer has one partner and no other",
        Refusal::NoOwnSystemAccess => "the person has no access to the partner's own system",
        Refusal::LimitExceeded => "there would be more than the policy's limit",
        Refusal::InvalidPeriod => "the period is empty or runs backward",
        Refusal::ReservedName => "the name is that of one of the policy's own roles",
        Refusal::MalformedPrivilege => {
            "a privilege is not of the form `suite:resource:action` that all privileges have"
        }
        Refusal::UnknownRole => "neither the policy nor the organisation has a role of that name",
        Refusal::RoleNotSwitchable => "the role cannot be switched on and off",
        Refusal::RoleDisabled => "the role is switched off",
        Refusal::RoleDeprecated => "the role is deprecated, and the policy refuses new assignments of it",
        Refusal::RoleAutomatic => "the role is held automatically and by no other way",
        Refusal::WrongHolder => "the role is not for holders of this kind, or not for one resource, or only for one",
        Refusal::HolderNotEligible => "the holder is not what the role asks of its holders",
        Refusal::AttributeMissing => "the facts do not say what the role asks of its holders",
        Refusal::RoleNotRunScoped => "workflow runs cannot be opened to the role",
        Refusal::RoleRequired => "a person who is added by hand needs a role",
        Refusal::RoleNotChosen => "a person who arrives without being added gets the default role and chooses none",
        Refusal::ArrivalDisabled => "people do not arrive in this way",
        Refusal::MissingAccount => "the request names no account",
        Refusal::MissingCompany => "the request names no company",
        Refusal::MissingRequestedBy => "the request names no person who is responsible for it",
        Refusal::MissingValidFrom => "the request does not say when access is to begin",
        Refusal::MissingValidTo => "the request does not say when access is to end",
        Refusal::CompanyNotInAccount => "the company does not belong to the account",
        Refusal::RequesterNotEligible => "the person responsible may not ask for access",
        Refusal::SelfGrant => "nobody grants access to oneself",
        Refusal::RequestExpired => "the time that was asked for is over",
        Refusal::RequestNotPending => "the request has been answered, or taken back",
        Refusal::GrantNotActive => "nothing is granted that could be revoked",
        Refusal::NotTheRequester => "only whoever asked may take the request back",
    }
}
