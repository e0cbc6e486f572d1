//! What a policy holds once it has been checked.

mod builder;
mod privilege_set;

pub use builder::{InvalidPolicy, PolicyBuilder};
pub(crate) use privilege_set::PrivilegeSet;

use crate::gate::Gate;
use crate::identifiers::{PrivilegeIndex, RoleIndex, RoleName};
use alloc::string::String;
use alloc::vec::Vec;

/// Which policy it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyHeader {
    /// Name of the policy, the same for all of its versions.
    pub name: String,
    /// Version of the policy document, by its author.
    pub version: String,
    /// SHA-256 of the policy document, 64 lower-case hexadecimal digits.
    pub source_digest: String,
}

/// A family of privileges: the first segment of their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suite {
    /// The first segment.
    pub name: String,
    /// What an organisation must have bought before any privilege of the suite counts (F1).
    pub entitlement: Option<String>,
}

/// A privilege that the policy declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Privilege {
    /// `suite:resource:action` (R5).
    pub name: String,
    /// One sentence on what it allows.
    pub summary: String,
}

/// A role of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Unique within the policy (R3).
    pub name: String,
    /// For people.
    pub title: String,
    /// One sentence on what it is for.
    pub summary: String,
    /// What it gives (R4), in rising order without repeats.
    pub privileges: Vec<PrivilegeIndex>,
    /// Whether an organisation may switch it off (P4).
    pub switchable: bool,
    /// Still evaluated, no longer meant to be assigned (P11).
    pub deprecated: bool,
}

/// An operation of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Api {
    /// Unique within the policy.
    pub name: String,
    /// One sentence on what it does.
    pub summary: String,
    /// Any one of these is enough (R9); empty: no role is required (R10).
    pub privileges: Vec<PrivilegeIndex>,
}

/// What makes a listed user the same person as the one asking (S11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SamePersonRule {
    /// The same e-mail address, whatever its case.
    pub by_email: bool,
    /// The same identity of the sign-in system.
    pub by_identity: bool,
}

/// How people from outside get in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EntryRules {
    /// The gates that a partner's user must pass, in the order of [`Gate`]; empty lets none in.
    pub partner_gates: Vec<Gate>,
    /// The gates that an employee of the vendor must pass, in the order of [`Gate`]; empty lets none in.
    pub vendor_gates: Vec<Gate>,
    /// Suites whose privileges full access gives: the data of that product only (F8, F33).
    pub full_access_suites: Vec<String>,
    /// When a listed user is the same person (S11).
    pub same_person: SamePersonRule,
}

/// A number that an organisation may not exceed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// What is limited.
    pub name: String,
    /// The largest number allowed; none for no limit.
    pub maximum: Option<u32>,
}

/// A policy that has been checked: every index in it is in range and every name unique.
#[derive(Debug, Clone)]
pub struct Policy {
    header: PolicyHeader,
    suites: Vec<Suite>,
    privileges: Vec<Privilege>,
    /// For each privilege, the position of its suite.
    privilege_suites: Vec<u16>,
    roles: Vec<Role>,
    /// For each role, its privileges as a set.
    role_privileges: Vec<PrivilegeSet>,
    /// Positions of `roles` in the byte order of their names.
    roles_by_name: Vec<RoleIndex>,
    apis: Vec<Api>,
    /// Positions of `apis` in the byte order of their names.
    apis_by_name: Vec<u16>,
    entry: EntryRules,
    /// For each suite, whether full access gives its privileges.
    full_access_suites: Vec<bool>,
    limits: Vec<Limit>,
}

impl Policy {
    /// Which policy it is.
    #[must_use]
    pub fn header(&self) -> &PolicyHeader {
        &self.header
    }

    /// Its suites, in byte order of their names.
    #[must_use]
    pub fn suites(&self) -> &[Suite] {
        &self.suites
    }

    /// Its privileges, in byte order; [`PrivilegeIndex`] counts here.
    #[must_use]
    pub fn privileges(&self) -> &[Privilege] {
        &self.privileges
    }

    /// Its roles; [`RoleIndex`] counts here.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// Its operations.
    #[must_use]
    pub fn apis(&self) -> &[Api] {
        &self.apis
    }

    /// How people from outside get in.
    #[must_use]
    pub fn entry(&self) -> &EntryRules {
        &self.entry
    }

    /// Its limits.
    #[must_use]
    pub fn limits(&self) -> &[Limit] {
        &self.limits
    }

    /// The name of a privilege; none when the index is another policy's.
    #[must_use]
    pub fn privilege_name(&self, index: PrivilegeIndex) -> Option<&str> {
        self.privileges.get(index.as_usize()).map(|privilege| privilege.name.as_str())
    }

    /// The privilege of that name; none when the policy declares none (R16).
    #[must_use]
    pub fn privilege_index(&self, name: &str) -> Option<PrivilegeIndex> {
        let position = self.privileges.binary_search_by(|privilege| privilege.name.as_str().cmp(name)).ok()?;
        u16::try_from(position).ok().map(PrivilegeIndex)
    }

    /// The role of that name; none when the policy has none (R16).
    #[must_use]
    pub fn role_index(&self, name: RoleName<'_>) -> Option<RoleIndex> {
        let name_at = |index: &RoleIndex| self.roles.get(index.as_usize()).map(|role| role.name.as_str());
        let position = self.roles_by_name.binary_search_by(|index| name_at(index).cmp(&Some(name.0))).ok()?;
        self.roles_by_name.get(position).copied()
    }

    /// The operation of that name.
    #[must_use]
    pub fn api(&self, name: &str) -> Option<&Api> {
        let name_at = |index: &u16| self.apis.get(usize::from(*index)).map(|api| api.name.as_str());
        let position = self.apis_by_name.binary_search_by(|index| name_at(index).cmp(&Some(name))).ok()?;
        self.apis.get(usize::from(*self.apis_by_name.get(position)?))
    }

    /// What a role gives.
    pub(crate) fn role_gives(&self, role: RoleIndex, privilege: PrivilegeIndex) -> bool {
        self.role_privileges.get(role.as_usize()).is_some_and(|set| set.contains(privilege))
    }

    /// What an organisation must have bought before this privilege counts (F1).
    pub(crate) fn entitlement_for(&self, privilege: PrivilegeIndex) -> Option<&str> {
        self.suite_position(privilege).and_then(|suite| self.suites.get(suite))?.entitlement.as_deref()
    }

    /// Whether full access gives this privilege (F8, F33).
    pub(crate) fn full_access_gives(&self, privilege: PrivilegeIndex) -> bool {
        self.suite_position(privilege).and_then(|suite| self.full_access_suites.get(suite)).copied().unwrap_or(false)
    }

    fn suite_position(&self, privilege: PrivilegeIndex) -> Option<usize> {
        self.privilege_suites.get(privilege.as_usize()).copied().map(usize::from)
    }
}
