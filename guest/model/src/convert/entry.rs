//! How people from outside get in.

use super::convert;
use crate::wire::{EntryModel, GateModel};
use guestpass_rules::Gate;
use guestpass_rules::policy::{EntryRules, SamePersonRule};

impl From<EntryModel> for EntryRules {
    fn from(entry: EntryModel) -> Self {
        Self {
            partner_gates: convert(entry.partner_gates),
            vendor_gates: convert(entry.vendor_gates),
            full_access_suites: entry.full_access_suites,
            same_person: SamePersonRule {
                by_email: entry.same_person.by_email,
                by_identity: entry.same_person.by_identity,
            },
        }
    }
}

impl From<GateModel> for Gate {
    fn from(gate: GateModel) -> Self {
        match gate {
            GateModel::Relationship => Self::Relationship,
            GateModel::Accreditation => Self::Accreditation,
            GateModel::Domain => Self::Domain,
            GateModel::PartnerServiceLayer => Self::PartnerServiceLayer,
            GateModel::OwnSystemAccess => Self::OwnSystemAccess,
            GateModel::Authorisation => Self::Authorisation,
            GateModel::Sso => Self::Sso,
            GateModel::DualListing => Self::DualListing,
            GateModel::AccessMode => Self::AccessMode,
        }
    }
}
