//! What a policy says about itself must keep the contract, or its indices mean nothing.

use std::collections::BTreeSet;

use crate::limits::{
    MAX_ATTRIBUTES, MAX_FIELD_GROUPS, MAX_POLICY_APIS, MAX_POLICY_CONDITIONS, MAX_POLICY_PRIVILEGES, MAX_POLICY_ROLES,
};
use crate::{CONTRACT_VERSION, PolicyInfo};

/// A policy that breaks the contract. No host may load it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnfitPolicy {
    /// The component holds no policy, or one without a name.
    #[error("the component holds no policy: its name is empty")]
    NoPolicy,
    /// Made for another version of the contract.
    #[error("the component was made for version `{0}` of the contract, this host speaks `{CONTRACT_VERSION}`")]
    ContractVersion(String),
    /// The digest of the policy document is not 64 lower-case hexadecimal digits.
    #[error("the digest of the policy document is not 64 lower-case hexadecimal digits")]
    SourceDigest,
    /// More of something than the contract allows.
    #[error("the policy has {count} {what}, the contract allows {maximum}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        maximum: usize,
    },
    /// Something has no name.
    #[error("one of the policy's {what} has no name")]
    NoName {
        /// Among what.
        what: &'static str,
    },
    /// Two things have the same name.
    #[error("two of the policy's {what} are named `{name}`")]
    DuplicateName {
        /// Among what.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A privilege's name is not `suite:resource:action` (R5).
    #[error("the policy's privilege `{0}` is not of the form `suite:resource:action`")]
    PrivilegeName(String),
    /// The privileges are not in byte order. The name is the first that stands too late.
    #[error("the policy's privileges are out of byte order at `{0}`")]
    PrivilegeOrder(String),
    /// A role gives a privilege that is not there.
    #[error("the policy's role `{0}` gives a privilege that the policy does not have")]
    RolePrivilege(String),
    /// A role's privileges are not in rising order of reach, privilege and condition.
    #[error("the privileges of the policy's role `{0}` are not in rising order")]
    RolePrivilegeOrder(String),
    /// A role has a condition that is not there.
    #[error("the policy's role `{0}` has a condition that the policy does not have")]
    RoleCondition(String),
    /// A role may be assigned by a role that is not there.
    #[error("the policy's role `{0}` may be assigned by a role that the policy does not have")]
    RoleAssigner(String),
    /// A role that is no app role has a level.
    #[error("the policy's role `{0}` has a level and is not an app role")]
    RoleLevel(String),
    /// A field group names a privilege that is not there.
    #[error("the policy's field group `{0}` names a privilege that the policy does not have")]
    FieldGroupPrivilege(String),
}

impl PolicyInfo {
    /// Checks what a component says about its policy. Hosts call it once, when they load the component.
    ///
    /// # Errors
    /// The first thing that breaks the contract.
    pub fn verify(&self) -> Result<(), UnfitPolicy> {
        if self.name.is_empty() {
            return Err(UnfitPolicy::NoPolicy);
        }
        if !speaks_this_contract(&self.contract_version) {
            return Err(UnfitPolicy::ContractVersion(self.contract_version.clone()));
        }
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if self.source_digest.len() != 64 || !self.source_digest.bytes().all(is_digit) {
            return Err(UnfitPolicy::SourceDigest);
        }
        at_most("roles", self.roles.len(), MAX_POLICY_ROLES)?;
        at_most("privileges", self.privileges.len(), MAX_POLICY_PRIVILEGES)?;
        at_most("operations", self.apis.len(), MAX_POLICY_APIS)?;
        at_most("field groups", self.field_groups.len(), MAX_FIELD_GROUPS)?;
        at_most("conditions", self.conditions.len(), MAX_POLICY_CONDITIONS)?;
        at_most("attributes", self.attributes.len(), MAX_ATTRIBUTES)?;
        self.verify_privileges()?;
        self.roles.iter().try_for_each(|role| self.verify_role(role))?;
        self.verify_field_groups()?;
        self.verify_names()
    }

    fn verify_names(&self) -> Result<(), UnfitPolicy> {
        distinct("roles", self.roles.iter().map(|role| &role.name))?;
        distinct("operations", self.apis.iter().map(|api| &api.name))?;
        distinct("field groups", self.field_groups.iter().map(|group| &group.name))?;
        distinct("attributes", self.attributes.iter().map(|attribute| &attribute.name))?;
        distinct("changes", self.changes.iter().map(|change| &change.name))?;
        distinct("limits", self.limits.iter().map(|limit| &limit.name))?;
        distinct("settings", self.settings.iter())
    }

    fn verify_privileges(&self) -> Result<(), UnfitPolicy> {
        let mut previous: Option<&str> = None;
        for privilege in &self.privileges {
            let name = privilege.name.as_str();
            if !is_privilege_name(name) {
                return Err(UnfitPolicy::PrivilegeName(name.to_owned()));
            }
            match previous {
                Some(previous) if previous == name => {
                    return Err(UnfitPolicy::DuplicateName { what: "privileges", name: name.to_owned() });
                }
                Some(previous) if previous > name => return Err(UnfitPolicy::PrivilegeOrder(name.to_owned())),
                _ => previous = Some(name),
            }
        }
        Ok(())
    }

    fn verify_field_groups(&self) -> Result<(), UnfitPolicy> {
        let is_unknown = |index: &u16| usize::from(*index) >= self.privileges.len();
        match self.field_groups.iter().find(|group| group.shown_by.iter().chain(&group.on).any(is_unknown)) {
            Some(group) => Err(UnfitPolicy::FieldGroupPrivilege(group.name.clone())),
            None => Ok(()),
        }
    }
}

fn at_most(what: &'static str, count: usize, maximum: usize) -> Result<(), UnfitPolicy> {
    if count > maximum { Err(UnfitPolicy::TooMany { what, count, maximum }) } else { Ok(()) }
}

fn distinct<'n>(what: &'static str, names: impl Iterator<Item = &'n String>) -> Result<(), UnfitPolicy> {
    let mut seen = BTreeSet::new();
    for name in names {
        if name.is_empty() {
            return Err(UnfitPolicy::NoName { what });
        }
        if !seen.insert(name.as_str()) {
            return Err(UnfitPolicy::DuplicateName { what, name: name.clone() });
        }
    }
    Ok(())
}

/// Three segments of letters, digits, `_`, `.` and `-` (R5).
fn is_privilege_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    let is_segment = |segment: &str| !segment.is_empty() && segment.bytes().all(is_allowed);
    name.split(':').count() == 3 && name.split(':').all(is_segment)
}

/// Versions of one minor version speak to each other; the third number is for repairs.
fn speaks_this_contract(version: &str) -> bool {
    let is_number = |segment: &str| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
    let given: Vec<&str> = version.split('.').collect();
    let own: Vec<&str> = CONTRACT_VERSION.split('.').collect();
    given.len() == 3 && given.iter().all(|segment| is_number(segment)) && given.get(..2) == own.get(..2)
}
