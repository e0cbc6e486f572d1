//! Makes a policy, and refuses one that breaks a rule.

mod condition_types;
mod references;

use super::names::NameIndex;
use super::{
    Api, AssignmentRules, AttributeDeclaration, ChangeRule, Condition, EntryRules, FieldGroup, Limit, Policy,
    PolicyHeader, Privilege, Role, Suite,
};
use crate::gate::Gate;
use crate::identifiers::RoleIndex;
use crate::limits::{ATTRIBUTES_MAX, CATALOGUE_ENTRIES_MAX, FIELD_GROUPS_MAX, NAME_BYTES_MAX, SUITES_MAX};
use crate::order::sort;
use crate::privilege::PrivilegeName;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Collects the parts of a policy; [`PolicyBuilder::build`] checks them together.
#[derive(Debug, Clone, Default)]
pub struct PolicyBuilder {
    /// Which policy it is.
    pub header: PolicyHeader,
    /// Suites in byte order of their names, one for each first segment that a privilege has.
    pub suites: Vec<Suite>,
    /// Privileges in byte order of their names.
    pub privileges: Vec<Privilege>,
    /// Roles in the order in which people should see them.
    pub roles: Vec<Role>,
    /// Operations in the order in which people should see them.
    pub apis: Vec<Api>,
    /// How people from outside get in.
    pub entry: EntryRules,
    /// Limits.
    pub limits: Vec<Limit>,
    /// Attributes in the order of entity and name.
    pub attributes: Vec<AttributeDeclaration>,
    /// Conditions of role privileges and of holders.
    pub conditions: Vec<Condition>,
    /// Field groups in the order in which people should see them.
    pub field_groups: Vec<FieldGroup>,
    /// Changes in the order of their kinds.
    pub changes: Vec<ChangeRule>,
    /// How roles are assigned.
    pub assignment: AssignmentRules,
}

/// Why the parts do not make a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPolicy {
    /// More than an index of 16 bits, or a host, should have to carry.
    #[error("there are more than {maximum} {what}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many are allowed.
        maximum: usize,
    },
    /// A name is empty or longer than 256 bytes.
    #[error("the name `{name}` of a {what} is empty or longer than 256 bytes")]
    Name {
        /// What is named so.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// Two things of one kind share a name, or a list that must be in byte order is not (R3).
    #[error("the {what} `{name}` is declared twice or out of order")]
    DuplicateOrUnordered {
        /// What is declared.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A privilege's name breaks the grammar (R5).
    #[error("`{name}` is not a privilege: {reason}")]
    PrivilegeName {
        /// The name.
        name: String,
        /// Which rule it breaks.
        reason: crate::PrivilegeNameError,
    },
    /// A privilege's suite, or a suite of full access, is not declared.
    #[error("the suite `{name}` is not declared")]
    UnknownSuite {
        /// The suite.
        name: String,
    },
    /// A role or an operation names a privilege that is not there, or not in rising order.
    #[error("`{name}` names a privilege that is not declared, or names its privileges out of order")]
    PrivilegeIndex {
        /// The role or the operation.
        name: String,
    },
    /// A role names a condition or a role that is not there, or names its parts out of order.
    #[error("the role `{name}` names something that is not there, or names its parts out of order")]
    RoleReference {
        /// The role.
        name: String,
    },
    /// A condition is empty, refers forward, or compares values of different types.
    #[error("the condition `{source_text}` does not fit together")]
    Condition {
        /// The condition as it was written.
        source_text: String,
    },
    /// What a role asks of its holders is asked about a resource, an action or the circumstances of a request.
    #[error("the condition `{source_text}` asks more of the holders of a role than who they are and where")]
    HolderCondition {
        /// The condition as it was written.
        source_text: String,
    },
    /// Changes or attributes stand twice or out of order, or a change asks for entry only.
    #[error("the {what} stand twice or out of order, or ask for something that they cannot")]
    List {
        /// Which list.
        what: &'static str,
    },
    /// The gates of entry are out of order, repeated, or not gates of entry (S22).
    #[error("the gates for {who} are repeated, out of order, or not gates of entry")]
    Gates {
        /// Whose gates.
        who: &'static str,
    },
}

impl PolicyBuilder {
    /// The policy.
    ///
    /// # Errors
    /// [`InvalidPolicy`] names the first rule that the parts break.
    pub fn build(self) -> Result<Policy, InvalidPolicy> {
        self.check_counts()?;
        check_names("suite", self.suites.iter().map(|suite| suite.name.as_str()), true)?;
        check_names("privilege", self.privileges.iter().map(|privilege| privilege.name.as_str()), true)?;
        check_names("role", self.roles.iter().map(|role| role.name.as_str()), false)?;
        check_names("operation", self.apis.iter().map(|api| api.name.as_str()), false)?;
        check_names("limit", self.limits.iter().map(|limit| limit.name.as_str()), false)?;
        check_names("field group", self.field_groups.iter().map(|group| group.name.as_str()), false)?;
        check_gates("partner users", &self.entry.partner_gates)?;
        check_gates("vendor employees", &self.entry.vendor_gates)?;

        let privilege_suites = self.privilege_suites()?;
        let full_access_suites = self.full_access_suites()?;
        let count = self.privileges.len();
        for role in &self.roles {
            references::check_role(role, &self)?;
        }
        for api in &self.apis {
            references::check_requirement(&api.name, &api.requirement, count)?;
            references::check_api_gates(api)?;
        }
        for group in &self.field_groups {
            references::check_privileges(&group.name, &group.shown_by, count)?;
            references::check_privileges(&group.name, &group.on, count)?;
        }
        references::check_changes(&self.changes, count)?;
        references::check_attributes(&self.attributes)?;
        for condition in &self.conditions {
            condition_types::check(condition, &self.attributes)?;
        }
        self.check_holder_conditions()?;
        let is_automatic = |(role, index): (&Role, u16)| role.automatic.is_some().then_some(RoleIndex(index));
        let automatic_roles = self.roles.iter().zip(0..).filter_map(is_automatic).collect();
        Ok(Policy {
            header: self.header,
            suites: self.suites,
            privileges_by_name: NameIndex::of(self.privileges.iter().map(|privilege| privilege.name.as_str())),
            roles_by_name: NameIndex::of(self.roles.iter().map(|role| role.name.as_str())),
            apis_by_name: NameIndex::of(self.apis.iter().map(|api| api.name.as_str())),
            privileges: self.privileges,
            privilege_suites,
            roles: self.roles,
            automatic_roles,
            apis: self.apis,
            entry: self.entry,
            full_access_suites,
            limits: self.limits,
            attributes: self.attributes,
            conditions: self.conditions,
            field_groups: self.field_groups,
            changes: self.changes,
            assignment: self.assignment,
        })
    }

    fn check_counts(&self) -> Result<(), InvalidPolicy> {
        let counts = [
            ("suites", self.suites.len(), SUITES_MAX),
            ("privileges", self.privileges.len(), CATALOGUE_ENTRIES_MAX),
            ("roles", self.roles.len(), CATALOGUE_ENTRIES_MAX),
            ("operations", self.apis.len(), CATALOGUE_ENTRIES_MAX),
            ("conditions", self.conditions.len(), CATALOGUE_ENTRIES_MAX),
            ("field groups", self.field_groups.len(), FIELD_GROUPS_MAX),
            ("attributes", self.attributes.len(), ATTRIBUTES_MAX),
        ];
        for (what, count, maximum) in counts {
            if count > maximum {
                return Err(InvalidPolicy::TooMany { what, maximum });
            }
        }
        Ok(())
    }

    fn check_holder_conditions(&self) -> Result<(), InvalidPolicy> {
        for index in self.roles.iter().filter_map(|role| role.holder_condition) {
            let condition = self.conditions.get(usize::from(index.0));
            if let Some(condition) = condition.filter(|one| !condition_types::suits_holders(one, &self.attributes)) {
                return Err(InvalidPolicy::HolderCondition { source_text: condition.source.clone() });
            }
        }
        Ok(())
    }

    fn privilege_suites(&self) -> Result<Vec<u16>, InvalidPolicy> {
        let mut positions = Vec::with_capacity(self.privileges.len());
        for privilege in &self.privileges {
            let name = PrivilegeName::parse(&privilege.name)
                .map_err(|reason| InvalidPolicy::PrivilegeName { name: privilege.name.clone(), reason })?;
            positions.push(self.suite_position(name.suite())?);
        }
        Ok(positions)
    }

    fn full_access_suites(&self) -> Result<Vec<bool>, InvalidPolicy> {
        for name in &self.entry.full_access_suites {
            self.suite_position(name)?;
        }
        Ok(self.suites.iter().map(|suite| self.entry.full_access_suites.contains(&suite.name)).collect())
    }

    fn suite_position(&self, name: &str) -> Result<u16, InvalidPolicy> {
        let position = self.suites.binary_search_by(|suite| suite.name.as_str().cmp(name)).ok();
        position
            .and_then(|position| u16::try_from(position).ok())
            .ok_or_else(|| InvalidPolicy::UnknownSuite { name: name.to_string() })
    }
}

/// Names must be present, short and unique; where `ordered`, in byte order as well.
fn check_names<'a>(
    what: &'static str,
    names: impl Iterator<Item = &'a str>,
    ordered: bool,
) -> Result<(), InvalidPolicy> {
    let mut names: Vec<_> = names.collect();
    if let Some(name) = names.iter().find(|name| name.is_empty() || name.len() > NAME_BYTES_MAX) {
        return Err(InvalidPolicy::Name { what, name: (*name).to_string() });
    }
    if !ordered {
        sort(&mut names);
    }
    let mut neighbours = names.iter().zip(names.iter().skip(1));
    match neighbours.find(|(earlier, later)| earlier >= later) {
        Some((_, name)) => Err(InvalidPolicy::DuplicateOrUnordered { what, name: (*name).to_string() }),
        None => Ok(()),
    }
}

fn check_gates(who: &'static str, gates: &[Gate]) -> Result<(), InvalidPolicy> {
    let rising = gates.iter().zip(gates.iter().skip(1)).all(|(earlier, later)| earlier < later);
    if rising && gates.iter().all(|gate| Gate::OF_ENTRY.contains(gate)) {
        Ok(())
    } else {
        Err(InvalidPolicy::Gates { who })
    }
}
