//! What a policy holds once it has been checked.

mod builder;
mod condition;
mod names;
mod operation;
mod role;

pub use builder::{InvalidPolicy, PolicyBuilder};
pub use condition::{
    AttributeDeclaration, AttributeEntity, AttributeIndex, AttributeType, BuiltIn, Comparison, Condition,
    ConditionIndex, ConditionNode, NodeIndex, Operand,
};
pub use operation::{Api, ChangeRule, FieldGroup, Requirement};
pub use role::{Assigner, Automatic, Reach, Role, RolePrivilege};

use crate::change::ChangeKind;
use crate::facts::AttributeSubject;
use crate::gate::Gate;
use crate::identifiers::{PrivilegeIndex, RoleIndex, RoleName};
use alloc::string::String;
use alloc::vec::Vec;
use names::NameIndex;
pub(crate) use names::hash_of;

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
    /// Suites that external access is for: full access gives all of their privileges, and no role gives an outsider any
    /// other (F8, F9, F33).
    pub full_access_suites: Vec<String>,
    /// When a listed user is the same person (S11).
    pub same_person: SamePersonRule,
}

/// How roles are assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AssignmentRules {
    /// A new assignment of a deprecated role is refused; otherwise it is accepted with a warning (P11).
    pub refuse_deprecated: bool,
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
    privileges_by_name: NameIndex,
    /// For each privilege, the position of its suite.
    privilege_suites: Vec<u16>,
    roles: Vec<Role>,
    roles_by_name: NameIndex,
    /// Positions of the roles that are held without a grant: few among many.
    automatic_roles: Vec<RoleIndex>,
    apis: Vec<Api>,
    apis_by_name: NameIndex,
    entry: EntryRules,
    /// For each suite, whether external access is for it.
    full_access_suites: Vec<bool>,
    limits: Vec<Limit>,
    attributes: Vec<AttributeDeclaration>,
    conditions: Vec<Condition>,
    field_groups: Vec<FieldGroup>,
    changes: Vec<ChangeRule>,
    assignment: AssignmentRules,
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

    /// The attributes that it declares, in the order of entity and name; [`AttributeIndex`] counts here.
    #[must_use]
    pub fn attributes(&self) -> &[AttributeDeclaration] {
        &self.attributes
    }

    /// Its conditions; [`ConditionIndex`] counts here.
    #[must_use]
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// Its field groups, at most 64.
    #[must_use]
    pub fn field_groups(&self) -> &[FieldGroup] {
        &self.field_groups
    }

    /// The changes that it lets people make, in the order of their kinds.
    #[must_use]
    pub fn changes(&self) -> &[ChangeRule] {
        &self.changes
    }

    /// How roles are assigned.
    #[must_use]
    pub fn assignment(&self) -> AssignmentRules {
        self.assignment
    }

    /// The role at an index; none when the index is another policy's.
    #[must_use]
    pub fn role(&self, index: RoleIndex) -> Option<&Role> {
        self.roles.get(index.as_usize())
    }

    /// The condition at an index; none when the index is another policy's.
    #[must_use]
    pub fn condition(&self, index: ConditionIndex) -> Option<&Condition> {
        self.conditions.get(usize::from(index.0))
    }

    /// The largest number that the policy allows of something; none for no limit.
    #[must_use]
    pub fn limit(&self, name: &str) -> Option<u32> {
        self.limits.iter().find(|limit| limit.name == name)?.maximum
    }

    /// What a change of this kind asks for; none when the policy lets nobody make it.
    #[must_use]
    pub fn change_requirement(&self, kind: ChangeKind) -> Option<&Requirement> {
        let position = self.changes.binary_search_by_key(&kind, |rule| rule.kind).ok()?;
        self.changes.get(position).map(|rule| &rule.requirement)
    }

    /// What a declared attribute may hold; none when the policy declares none of that name about that subject.
    #[must_use]
    pub fn attribute_type(&self, subject: AttributeSubject<'_>, name: &str) -> Option<AttributeType> {
        let index = self.attribute_index(subject, name)?;
        self.attributes.get(usize::from(index.0)).map(|declared| declared.holds)
    }

    /// The declared attribute of that name about that subject. What is true of the person that a change names is
    /// declared as what is true of the principal.
    pub(crate) fn attribute_index(&self, subject: AttributeSubject<'_>, name: &str) -> Option<AttributeIndex> {
        let entity = match subject {
            AttributeSubject::Principal | AttributeSubject::Person => AttributeEntity::Principal,
            AttributeSubject::Organisation => AttributeEntity::Organisation,
            AttributeSubject::Resource(_) => AttributeEntity::Resource,
            AttributeSubject::Context => AttributeEntity::Context,
        };
        let key = |declared: &AttributeDeclaration| (declared.entity, declared.name.as_str()).cmp(&(entity, name));
        let position = self.attributes.binary_search_by(key).ok()?;
        u16::try_from(position).ok().map(AttributeIndex)
    }

    /// The name of a privilege; none when the index is another policy's.
    #[must_use]
    pub fn privilege_name(&self, index: PrivilegeIndex) -> Option<&str> {
        self.privileges.get(index.as_usize()).map(|privilege| privilege.name.as_str())
    }

    /// The privilege of that name; none when the policy declares none (R16).
    #[must_use]
    pub fn privilege_index(&self, name: &str) -> Option<PrivilegeIndex> {
        let name_at = |position: usize| self.privileges.get(position).map(|privilege| privilege.name.as_str());
        self.privileges_by_name.position(name, name_at).map(PrivilegeIndex)
    }

    /// The role of that name; none when the policy has none (R16).
    #[must_use]
    pub fn role_index(&self, name: RoleName<'_>) -> Option<RoleIndex> {
        let name_at = |position: usize| self.roles.get(position).map(|role| role.name.as_str());
        self.roles_by_name.position(name.0, name_at).map(RoleIndex)
    }

    /// The operation of that name.
    #[must_use]
    pub fn api(&self, name: &str) -> Option<&Api> {
        let name_at = |position: usize| self.apis.get(position).map(|api| api.name.as_str());
        self.apis.get(usize::from(self.apis_by_name.position(name, name_at)?))
    }

    /// The roles that are held without a grant (C17).
    pub(crate) fn automatic_roles(&self) -> &[RoleIndex] {
        &self.automatic_roles
    }

    /// What an organisation must have bought before this privilege counts (F1).
    pub(crate) fn entitlement_for(&self, privilege: PrivilegeIndex) -> Option<&str> {
        self.suite_position(privilege).and_then(|suite| self.suites.get(suite))?.entitlement.as_deref()
    }

    /// Whether full access gives this privilege, and a role may give it to an outsider (F8, F9, F33).
    pub(crate) fn full_access_gives(&self, privilege: PrivilegeIndex) -> bool {
        self.suite_position(privilege).and_then(|suite| self.full_access_suites.get(suite)).copied().unwrap_or(false)
    }

    /// Whether the privilege is asked for by whoever opens, changes or closes external access (F2).
    pub(crate) fn opens_doors(&self, privilege: PrivilegeIndex) -> bool {
        use ChangeKind::{CreateExternalAccess, DeleteExternalAccess, EditExternalAccess};
        [CreateExternalAccess, EditExternalAccess, DeleteExternalAccess].into_iter().any(|kind| {
            let requirement = self.change_requirement(kind);
            matches!(requirement, Some(Requirement::AnyOf(privileges)) if privileges.contains(&privilege))
        })
    }

    /// The position of the privilege's suite.
    pub(crate) fn suite_position(&self, privilege: PrivilegeIndex) -> Option<usize> {
        self.privilege_suites.get(privilege.as_usize()).copied().map(usize::from)
    }
}
