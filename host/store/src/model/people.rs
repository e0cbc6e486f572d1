//! People, account logins and groups.

use serde::{Deserialize, Serialize};

use super::{Attributes, Entity, Table};
use crate::identifiers::{GroupId, OrganisationId, PersonId};

/// How somebody signs in (C2, C5, C6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Login {
    /// As a person.
    #[default]
    User,
    /// As the administrator of an account.
    Account,
}

/// Somebody who may ask: a person, or an account login.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The identifier, one for the whole store.
    pub id: PersonId,
    /// The organisation that lists the person as its own.
    pub home: OrganisationId,
    /// How they sign in.
    #[serde(default)]
    pub login: Login,
    /// Their e-mail address; empty when there is none. It tells whether two are the same person (S11).
    #[serde(default)]
    pub email: String,
    /// Their identity with the sign-on provider; empty when there is none (S11).
    #[serde(default)]
    pub identity: String,
    /// What they are called (X7).
    #[serde(default)]
    pub name: String,
    /// A partner's user: access to the partner's own system (S8).
    #[serde(default)]
    pub own_system_access: bool,
    /// A partner's user: access to the partner service layer (F15).
    #[serde(default)]
    pub partner_service_layer: bool,
    /// What conditions may ask about them.
    #[serde(default)]
    pub attributes: Attributes,
}

impl Person {
    /// Somebody of an organisation, of whom nothing else is known.
    #[must_use]
    pub fn new(id: PersonId, home: OrganisationId) -> Self {
        Self {
            id,
            home,
            login: Login::User,
            email: String::new(),
            identity: String::new(),
            name: String::new(),
            own_system_access: false,
            partner_service_layer: false,
            attributes: Attributes::new(),
        }
    }

    /// What an address is found by: everything that the rules take for equal has one key (S11). Neither case nor
    /// surrounding blanks tell two addresses apart.
    #[must_use]
    pub fn email_key(email: &str) -> String {
        let small = email.trim().chars().flat_map(char::to_lowercase);
        small.map(|letter| if letter == 'ς' { 'σ' } else { letter }).collect()
    }
}

impl Entity for Person {
    const TABLE: Table = Table { name: "people", columns: &["id", "home", "email_key", "identity"], key_columns: 1 };

    fn columns(&self) -> Vec<String> {
        vec![self.id.to_string(), self.home.to_string(), Self::email_key(&self.email), self.identity.clone()]
    }

    fn organisations(&self) -> Vec<OrganisationId> {
        vec![self.home.clone()]
    }
}

/// A group of people of one organisation (R2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The organisation that has it.
    pub organisation: OrganisationId,
    /// Its identifier there.
    pub id: GroupId,
    /// What people call it.
    #[serde(default)]
    pub name: String,
}

impl Entity for Group {
    const TABLE: Table = Table { name: "user_groups", columns: &["organisation", "id"], key_columns: 2 };

    fn columns(&self) -> Vec<String> {
        vec![self.organisation.to_string(), self.id.to_string()]
    }

    fn organisations(&self) -> Vec<OrganisationId> {
        vec![self.organisation.clone()]
    }
}

/// That somebody is in a group (R2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupMember {
    /// The organisation that has the group.
    pub organisation: OrganisationId,
    /// The group.
    pub group: GroupId,
    /// Who is in it.
    pub person: PersonId,
}

impl Entity for GroupMember {
    const TABLE: Table =
        Table { name: "group_members", columns: &["organisation", "group_id", "person"], key_columns: 3 };

    fn columns(&self) -> Vec<String> {
        vec![self.organisation.to_string(), self.group.to_string(), self.person.to_string()]
    }

    fn organisations(&self) -> Vec<OrganisationId> {
        vec![self.organisation.clone()]
    }
}
