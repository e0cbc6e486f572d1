//! What was tried.

use std::collections::BTreeMap;

use guestpass_contract::Change;
use serde::{Deserialize, Serialize};

use super::digest::Fields;
use super::text::AuditText;
use crate::model::Entity;

/// Names that an action is about at most.
const ABOUT_MAX: usize = 8;

/// A closed list with a stable name for each, which is what is hashed and stored.
macro_rules! closed_list {
    ($(#[$doc:meta])* $list:ident { $($(#[$item_doc:meta])* $item:ident => $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $list {
            $($(#[$item_doc])* #[serde(rename = $name)] $item,)+
        }

        impl $list {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$item,)+];

            /// Its stable name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$item => $name,)+ }
            }
        }
    };
}

closed_list!(
    /// Kinds of actions. Those that a policy reviews have the names that the contract gives them.
    Deed {
        /// A value of the directory was written.
        Put => "put",
        /// A value of the directory was taken away.
        Delete => "delete",
        /// External access was set up (F4).
        CreateExternalAccess => "create-external-access",
        /// Its mode, period or role management was changed.
        EditExternalAccess => "edit-external-access",
        /// It was removed.
        DeleteExternalAccess => "delete-external-access",
        /// A relationship with a customer was established.
        EstablishRelationship => "establish-relationship",
        /// The customer became a managed one.
        MakeCustomerManaged => "make-customer-managed",
        /// The relationship ended.
        EndRelationship => "end-relationship",
        /// A partner's user was authorised for a customer.
        AuthoriseUser => "authorise-user",
        /// The authorisation was taken away.
        WithdrawUserAuthorisation => "withdraw-user-authorisation",
        /// A role was made.
        CreateCustomRole => "create-custom-role",
        /// Its privileges were changed.
        EditCustomRole => "edit-custom-role",
        /// It was removed.
        DeleteCustomRole => "delete-custom-role",
        /// A role was switched on or off.
        SwitchRole => "switch-role",
        /// A role was given to somebody.
        AssignRole => "assign-role",
        /// It was taken away.
        UnassignRole => "unassign-role",
        /// A person was added.
        AddPerson => "add-person",
        /// The role of people who arrive by themselves was chosen.
        SetDefaultRole => "set-default-role",
        /// A workflow run was opened to a role.
        GrantRun => "grant-run",
        /// It was closed again.
        WithdrawRun => "withdraw-run",
        /// Somebody asked for access (C27).
        SubmitRequest => "submit-request",
        /// It was granted.
        GrantRequest => "grant-request",
        /// It was rejected.
        RejectRequest => "reject-request",
        /// It was taken back.
        WithdrawRequest => "withdraw-request",
        /// What was granted was taken away before its time (C37).
        RevokeGrant => "revoke-grant",
        /// A policy was handed in, to be looked at.
        ProposePolicy => "propose-policy",
        /// A policy was put beside the active one.
        ShadowPolicy => "shadow-policy",
        /// It is no longer beside it.
        EndShadow => "end-shadow",
        /// A policy became the active one.
        ActivatePolicy => "activate-policy",
        /// The policy before became the active one again.
        RollBackPolicy => "roll-back-policy",
        /// A key for programs was made; only its name is logged.
        IssueKey => "issue-key",
        /// It was taken back.
        RevokeKey => "revoke-key",
        /// The log was written to a file.
        ExportAudit => "export-audit",
    }
);

closed_list!(
    /// What else is said of an action. Names, e-mail addresses, descriptions and attributes of people have no place.
    Detail {
        /// The table of the value.
        Table => "table",
        /// The kind of organisation or role.
        Kind => "kind",
        /// The organisation somebody belongs to.
        Home => "home",
        /// How somebody signs in.
        Login => "login",
        /// How far a request or a relationship has come.
        Status => "status",
        /// Whether a customer is a managed one.
        Managed => "managed",
        /// What external access lets in, and when.
        Mode => "mode",
        /// Whether the grantee manages roles.
        RoleManagement => "role_management",
        /// A role, or several.
        Role => "role",
        /// The resource that it is limited to.
        OnResource => "on_resource",
        /// The period, in milliseconds since 1970-01-01T00:00:00Z.
        Window => "window",
        /// How much an app role lets its holder do.
        Level => "level",
        /// The privileges of a role.
        Privileges => "privileges",
        /// What an organisation has bought.
        Entitlements => "entitlements",
        /// Who asked.
        RequestedBy => "requested_by",
        /// Who wrote it down.
        CreatedBy => "created_by",
        /// Who decided.
        DecidedBy => "decided_by",
        /// Who gave the role.
        AssignedBy => "assigned_by",
        /// Whether it is switched on.
        Enabled => "enabled",
        /// How a person arrived.
        Arrival => "arrival",
        /// The role of people who arrive by themselves.
        DefaultRole => "default_role",
        /// Roles that are switched off.
        DisabledRoles => "disabled_roles",
        /// The digest of a policy.
        Digest => "digest",
        /// The version of a policy.
        Version => "version",
        /// The stable code of why it was refused.
        Refusal => "refusal",
    }
);

/// What was tried: its kind, the names of what it is about, and a closed list of details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct Action {
    deed: Deed,
    about: Vec<AuditText>,
    details: BTreeMap<Detail, AuditText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    deed: Deed,
    about: Vec<AuditText>,
    details: BTreeMap<Detail, AuditText>,
}

impl TryFrom<Parts> for Action {
    type Error = &'static str;

    fn try_from(parts: Parts) -> Result<Self, &'static str> {
        let Parts { deed, about, details } = parts;
        if about.len() > ABOUT_MAX {
            Err("an action is about at most 8 things")
        } else {
            Ok(Self { deed, about, details })
        }
    }
}

impl Action {
    /// An action of a kind, about nothing yet.
    #[must_use]
    pub fn new(deed: Deed) -> Self {
        Self { deed, about: Vec::new(), details: BTreeMap::new() }
    }

    /// Names one more thing that it is about; at most 8, what is more is left out.
    #[must_use]
    pub fn about(mut self, name: &str) -> Self {
        if self.about.len() < ABOUT_MAX {
            self.about.push(AuditText::of(name));
        }
        self
    }

    /// Adds a detail, in place of the one of the same kind.
    #[must_use]
    pub fn with(mut self, detail: Detail, text: &str) -> Self {
        self.details.insert(detail, AuditText::of(text));
        self
    }

    /// That a value was written: its key, and what of it may be logged.
    #[must_use]
    pub fn put<E: Entity>(entity: &E) -> Self {
        let mut action = Self::of_table::<E>(Deed::Put, entity.columns().iter().map(String::as_str));
        let value = serde_json::to_value(entity).unwrap_or_default();
        for (detail, found) in Detail::ALL.iter().filter_map(|detail| Some((*detail, value.get(detail.name())?))) {
            match found {
                serde_json::Value::Null => {}
                serde_json::Value::String(text) => action = action.with(detail, text),
                other => action = action.with(detail, &other.to_string()),
            }
        }
        action
    }

    /// That a value was taken away.
    #[must_use]
    pub fn delete<E: Entity>(key: &[&str]) -> Self {
        Self::of_table::<E>(Deed::Delete, key.iter().copied())
    }

    fn of_table<'a, E: Entity>(deed: Deed, key: impl Iterator<Item = &'a str>) -> Self {
        let action = Self::new(deed).with(Detail::Table, E::TABLE.name);
        key.take(E::TABLE.key_columns).fold(action, Self::about)
    }

    /// A change that a policy reviews.
    #[must_use]
    pub fn proposed(change: &Change) -> Self {
        super::changes::action(change)
    }

    /// Its kind.
    #[must_use]
    pub fn deed(&self) -> Deed {
        self.deed
    }

    /// The names of what it is about.
    #[must_use]
    pub fn names(&self) -> &[AuditText] {
        &self.about
    }

    /// A detail.
    #[must_use]
    pub fn detail(&self, detail: Detail) -> Option<&AuditText> {
        self.details.get(&detail)
    }

    /// All details.
    pub fn details(&self) -> impl Iterator<Item = (Detail, &AuditText)> {
        self.details.iter().map(|(detail, text)| (*detail, text))
    }

    pub(super) fn hashed(&self, mut fields: Fields) -> Fields {
        fields = fields.field(self.deed.name().as_bytes()).count(self.about.len());
        for name in &self.about {
            fields = fields.field(name.as_str().as_bytes());
        }
        fields = fields.count(self.details.len());
        for (detail, text) in &self.details {
            fields = fields.field(detail.name().as_bytes()).field(text.as_str().as_bytes());
        }
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Deed, Detail};
    use crate::model::{Login, Organisation, OrganisationKind, Person};
    use std::collections::BTreeSet;

    #[test]
    fn names_are_stable_and_each_is_of_one_thing() {
        let deeds: BTreeSet<_> = Deed::ALL.iter().map(|deed| deed.name()).collect();
        let details: BTreeSet<_> = Detail::ALL.iter().map(|detail| detail.name()).collect();
        assert_eq!((deeds.len(), details.len()), (Deed::ALL.len(), Detail::ALL.len()));
        for deed in Deed::ALL {
            assert_eq!(serde_json::to_value(deed).unwrap(), deed.name());
        }
        for detail in Detail::ALL {
            assert_eq!(serde_json::to_value(detail).unwrap(), detail.name());
        }
    }

    #[test]
    fn a_written_value_is_logged_without_what_is_personal() {
        let mut person = Person::new("dana".parse().unwrap(), "initech".parse().unwrap());
        person.login = Login::Account;
        person.email = "canary-email@initech.example".to_owned();
        person.name = "canary-name".to_owned();
        person.identity = "canary-identity".to_owned();
        let action = Action::put(&person);
        let text = serde_json::to_string(&action).unwrap();
        assert!(!text.contains("canary"), "{text}");
        assert_eq!(action.names().iter().map(super::AuditText::as_str).collect::<Vec<_>>(), ["dana"]);
        let detail = |detail| action.detail(detail).map(super::AuditText::as_str);
        assert_eq!(detail(Detail::Login), Some("account"));
        assert_eq!(detail(Detail::Table), Some("people"));

        let initech = Organisation::new("initech".parse().unwrap(), OrganisationKind::Customer);
        assert_eq!(Action::put(&initech).detail(Detail::Kind).map(super::AuditText::as_str), Some("customer"));
        assert_eq!(Action::delete::<Organisation>(&["initech"]).deed(), Deed::Delete);
    }
}
