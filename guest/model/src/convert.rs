//! From the binary form to the rules' own types.

use crate::wire::{ApiModel, EntryModel, GateModel, LimitModel, PolicyModel, PrivilegeModel, RoleModel, SuiteModel};
use alloc::vec::Vec;
use guestpass_rules::{
    Api, EntryRules, Gate, InvalidPolicy, Limit, Policy, PolicyBuilder, PolicyHeader, Privilege, PrivilegeIndex, Role,
    SamePersonRule, Suite,
};

impl PolicyModel {
    /// The policy that the model describes, checked.
    ///
    /// # Errors
    /// [`InvalidPolicy`] names the first rule that it breaks.
    pub fn into_policy(self) -> Result<Policy, InvalidPolicy> {
        let builder = PolicyBuilder {
            header: PolicyHeader { name: self.name, version: self.version, source_digest: self.source_digest },
            suites: convert(self.suites),
            privileges: convert(self.privileges),
            roles: convert(self.roles),
            apis: convert(self.apis),
            entry: self.entry.into(),
            limits: convert(self.limits),
        };
        builder.build()
    }
}

fn convert<From, To: core::convert::From<From>>(list: Vec<From>) -> Vec<To> {
    list.into_iter().map(To::from).collect()
}

fn privilege_indices(positions: Vec<u16>) -> Vec<PrivilegeIndex> {
    positions.into_iter().map(PrivilegeIndex).collect()
}

impl From<SuiteModel> for Suite {
    fn from(suite: SuiteModel) -> Self {
        Self { name: suite.name, entitlement: suite.entitlement }
    }
}

impl From<PrivilegeModel> for Privilege {
    fn from(privilege: PrivilegeModel) -> Self {
        Self { name: privilege.name, summary: privilege.summary }
    }
}

impl From<RoleModel> for Role {
    fn from(role: RoleModel) -> Self {
        Self {
            name: role.name,
            title: role.title,
            summary: role.summary,
            privileges: privilege_indices(role.privileges),
            switchable: role.switchable,
            deprecated: role.deprecated,
        }
    }
}

impl From<ApiModel> for Api {
    fn from(api: ApiModel) -> Self {
        Self { name: api.name, summary: api.summary, privileges: privilege_indices(api.privileges) }
    }
}

impl From<LimitModel> for Limit {
    fn from(limit: LimitModel) -> Self {
        Self { name: limit.name, maximum: limit.maximum }
    }
}

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
