//! Verdicts on changes.

use super::codes::{obligations, reason};
use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::change::{Acceptance, Refusal, Rejection, Warning};
use guestpass_rules::{RoleName, Verdict, Window};

pub(crate) fn verdict(verdict: Verdict<'_>) -> wit::Verdict {
    match verdict {
        Verdict::Accepted(acceptance) => wit::Verdict::Accepted(accepted(acceptance)),
        Verdict::Refused(rejection) => wit::Verdict::Refused(rejected(rejection)),
    }
}

/// A change that the rules could not look at, refused for one reason.
pub(crate) fn refused(refusal: wit::Refusal) -> wit::Verdict {
    wit::Verdict::Refused(wit::Rejection { refusals: vec![refusal], denial: None })
}

fn accepted(acceptance: Acceptance<'_>) -> wit::Acceptance {
    wit::Acceptance {
        warnings: acceptance.warnings.into_iter().map(warning).collect(),
        obligations: obligations(acceptance.obligations),
        roles: acceptance.roles.into_iter().map(|RoleName(name)| name.to_owned()).collect(),
        access: acceptance.access.map(window),
    }
}

fn window(window: Window) -> wit::Window {
    wit::Window { start: window.start().0, end: window.end().0 }
}

fn rejected(rejection: Rejection) -> wit::Rejection {
    wit::Rejection {
        refusals: rejection.refusals.into_iter().map(refusal).collect(),
        denial: rejection.denial.map(reason),
    }
}

fn warning(warning: Warning) -> wit::Warning {
    match warning {
        Warning::DualListed => wit::Warning::DualListed,
        Warning::DeprecatedRole => wit::Warning::DeprecatedRole,
        Warning::NoDefaultRole => wit::Warning::NoDefaultRole,
        Warning::UndeclaredPrivilege => wit::Warning::UndeclaredPrivilege,
        Warning::RoleManagementOff => wit::Warning::RoleManagementOff,
        Warning::NoChange => wit::Warning::NoChange,
    }
}

fn refusal(refusal: Refusal) -> wit::Refusal {
    match refusal {
        Refusal::Malformed => wit::Refusal::Malformed,
        Refusal::UnsupportedChange => wit::Refusal::UnsupportedChange,
        Refusal::NotPermitted => wit::Refusal::NotPermitted,
        Refusal::NotAnAssigner => wit::Refusal::NotAnAssigner,
        Refusal::ManagedCustomer => wit::Refusal::ManagedCustomer,
        Refusal::VendorInstance => wit::Refusal::VendorInstance,
        Refusal::NotFound => wit::Refusal::NotFound,
        Refusal::AlreadyExists => wit::Refusal::AlreadyExists,
        Refusal::PartnerNotAccredited => wit::Refusal::PartnerNotAccredited,
        Refusal::DomainNotEnabled => wit::Refusal::DomainNotEnabled,
        Refusal::NoRelationship => wit::Refusal::NoRelationship,
        Refusal::ExclusiveRelationship => wit::Refusal::ExclusiveRelationship,
        Refusal::NoOwnSystemAccess => wit::Refusal::NoOwnSystemAccess,
        Refusal::LimitExceeded => wit::Refusal::LimitExceeded,
        Refusal::InvalidPeriod => wit::Refusal::InvalidPeriod,
        Refusal::ReservedName => wit::Refusal::ReservedName,
        Refusal::MalformedPrivilege => wit::Refusal::MalformedPrivilege,
        Refusal::UnknownRole => wit::Refusal::UnknownRole,
        Refusal::RoleNotSwitchable => wit::Refusal::RoleNotSwitchable,
        Refusal::RoleDisabled => wit::Refusal::RoleDisabled,
        Refusal::RoleDeprecated => wit::Refusal::RoleDeprecated,
        Refusal::RoleAutomatic => wit::Refusal::RoleAutomatic,
        Refusal::WrongHolder => wit::Refusal::WrongHolder,
        Refusal::HolderNotEligible => wit::Refusal::HolderNotEligible,
        Refusal::AttributeMissing => wit::Refusal::AttributeMissing,
        Refusal::RoleNotRunScoped => wit::Refusal::RoleNotRunScoped,
        Refusal::RoleRequired => wit::Refusal::RoleRequired,
        Refusal::RoleNotChosen => wit::Refusal::RoleNotChosen,
        Refusal::ArrivalDisabled => wit::Refusal::ArrivalDisabled,
        Refusal::MissingAccount => wit::Refusal::MissingAccount,
        Refusal::MissingCompany => wit::Refusal::MissingCompany,
        Refusal::MissingRequestedBy => wit::Refusal::MissingRequestedBy,
        Refusal::MissingValidFrom => wit::Refusal::MissingValidFrom,
        Refusal::MissingValidTo => wit::Refusal::MissingValidTo,
        Refusal::CompanyNotInAccount => wit::Refusal::CompanyNotInAccount,
        Refusal::RequesterNotEligible => wit::Refusal::RequesterNotEligible,
        Refusal::SelfGrant => wit::Refusal::SelfGrant,
        Refusal::RequestExpired => wit::Refusal::RequestExpired,
        Refusal::RequestNotPending => wit::Refusal::RequestNotPending,
        Refusal::GrantNotActive => wit::Refusal::GrantNotActive,
        Refusal::NotTheRequester => wit::Refusal::NotTheRequester,
    }
}
