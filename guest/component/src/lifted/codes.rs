//! Enumerations that several answers share. A match, and no cast: a case more or less on either side does not compile.

use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::{AppLevel, Gate, Obligations, Reason, RoleKind, RoleReference};

pub(super) fn reason(reason: Reason) -> wit::Reason {
    match reason {
        Reason::Granted => wit::Reason::Granted,
        Reason::NoRoleRequired => wit::Reason::NoRoleRequired,
        Reason::NotIdentified => wit::Reason::NotIdentified,
        Reason::MalformedFacts => wit::Reason::MalformedFacts,
        Reason::MalformedRequest => wit::Reason::MalformedRequest,
        Reason::MalformedExpression => wit::Reason::MalformedExpression,
        Reason::UnknownApi => wit::Reason::UnknownApi,
        Reason::LimitExceeded => wit::Reason::LimitExceeded,
        Reason::NotEntitled => wit::Reason::NotEntitled,
        Reason::NoRelationship => wit::Reason::NoRelationship,
        Reason::RelationshipEnded => wit::Reason::RelationshipEnded,
        Reason::PartnerNotAccredited => wit::Reason::PartnerNotAccredited,
        Reason::DomainNotEnabled => wit::Reason::DomainNotEnabled,
        Reason::NoPartnerServiceLayer => wit::Reason::NoPartnerServiceLayer,
        Reason::NoOwnSystemAccess => wit::Reason::NoOwnSystemAccess,
        Reason::NotAuthorised => wit::Reason::NotAuthorised,
        Reason::SsoNotEnabled => wit::Reason::SsoNotEnabled,
        Reason::DualListed => wit::Reason::DualListed,
        Reason::NoExternalAccess => wit::Reason::NoExternalAccess,
        Reason::AccessDisabled => wit::Reason::AccessDisabled,
        Reason::WindowNotStarted => wit::Reason::WindowNotStarted,
        Reason::WindowEnded => wit::Reason::WindowEnded,
        Reason::NoRoleAssigned => wit::Reason::NoRoleAssigned,
        Reason::RoleDisabled => wit::Reason::RoleDisabled,
        Reason::NoAccessGrant => wit::Reason::NoAccessGrant,
        Reason::RequestPending => wit::Reason::RequestPending,
        Reason::GrantRevoked => wit::Reason::GrantRevoked,
        Reason::HolderNotEligible => wit::Reason::HolderNotEligible,
        Reason::ConditionNotMet => wit::Reason::ConditionNotMet,
        Reason::AttributeMissing => wit::Reason::AttributeMissing,
        Reason::NoPrivilege => wit::Reason::NoPrivilege,
        Reason::RuleError => wit::Reason::RuleError,
    }
}

pub(crate) fn gate(gate: Gate) -> wit::Gate {
    match gate {
        Gate::WellFormed => wit::Gate::WellFormed,
        Gate::Identification => wit::Gate::Identification,
        Gate::Entitlement => wit::Gate::Entitlement,
        Gate::Relationship => wit::Gate::Relationship,
        Gate::Accreditation => wit::Gate::Accreditation,
        Gate::Domain => wit::Gate::Domain,
        Gate::PartnerServiceLayer => wit::Gate::PartnerServiceLayer,
        Gate::OwnSystemAccess => wit::Gate::OwnSystemAccess,
        Gate::Authorisation => wit::Gate::Authorisation,
        Gate::Sso => wit::Gate::Sso,
        Gate::DualListing => wit::Gate::DualListing,
        Gate::AccessMode => wit::Gate::AccessMode,
        Gate::Privilege => wit::Gate::Privilege,
    }
}

pub(super) fn role_reference(role: RoleReference) -> wit::RoleReference {
    match role {
        RoleReference::Policy(index) => wit::RoleReference::Policy(index.0),
        RoleReference::Custom(index) => wit::RoleReference::Custom(index.0),
    }
}

/// The bits are the same on both sides: those of the order in which the contract declares the flags.
pub(super) fn obligations(obligations: Obligations) -> wit::Obligations {
    let [flags, _] = obligations.bits().to_le_bytes();
    wit::Obligations::from_bits_retain(flags)
}

pub(crate) fn role_kind(kind: RoleKind) -> wit::RoleKind {
    match kind {
        RoleKind::User => wit::RoleKind::User,
        RoleKind::Account => wit::RoleKind::Account,
        RoleKind::App => wit::RoleKind::App,
    }
}

pub(crate) fn app_level(level: AppLevel) -> wit::AppLevel {
    match level {
        AppLevel::None => wit::AppLevel::None,
        AppLevel::View => wit::AppLevel::View,
        AppLevel::Edit => wit::AppLevel::Edit,
        AppLevel::Full => wit::AppLevel::Full,
    }
}
