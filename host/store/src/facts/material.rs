//! What the directory knows of one person in one organisation, at one moment.

use sqlx::{AnyConnection, Row};

use super::FactsQuestion;
use crate::body;
use crate::directory::one_person_in_one_organisation;
use crate::errors::StoreError;
use crate::identifiers::{GroupId, OrganisationId, PersonId};
use crate::model::{
    AccessRequest, AuthorisedUser, CustomRole, Entity, ExternalAccess, GroupMember, Holder, Organisation,
    PartnerListing, Person, Relationship, Resource, RoleAssignment,
};
use crate::revision::Revision;

/// Bytes of text of a material that counts once among those that are kept in memory: of most there is less.
const BYTES_OF_ONE: usize = 4 * 1024;

/// What facts are made of. All of it was read in one statement, and so holds at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    pub(super) revision: Revision,
    pub(super) depends_on: Vec<OrganisationId>,
    pub(super) organisation: Option<Organisation>,
    pub(super) person: Option<Person>,
    pub(super) home: Option<Organisation>,
    pub(super) groups: Vec<GroupId>,
    pub(super) assignments: Vec<RoleAssignment>,
    pub(super) custom_roles: Vec<CustomRole>,
    /// Of the person's own organisation, when it is another one: those of its own roles that the person holds there.
    pub(super) home_roles: Vec<CustomRole>,
    pub(super) relationship: Option<Relationship>,
    pub(super) has_domain_enabled: bool,
    pub(super) external_access: Option<ExternalAccess>,
    pub(super) is_authorised: bool,
    pub(super) listed: Vec<Person>,
    pub(super) requests: Vec<AccessRequest>,
    pub(super) resource: Option<Resource>,
    pub(super) named_person: Option<Person>,
    /// Bytes of text of the rows that it was read from.
    pub(super) bytes: usize,
}

impl Material {
    /// The revision that it was read at.
    #[must_use]
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// The organisations whose changes it may change with.
    #[must_use]
    pub fn organisations(&self) -> &[OrganisationId] {
        &self.depends_on
    }

    /// The organisation; none when nobody knows it.
    #[must_use]
    pub fn organisation(&self) -> Option<&Organisation> {
        self.organisation.as_ref()
    }

    /// Who asks; none when nobody knows them.
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        self.person.as_ref()
    }

    /// What is acted upon; none when nobody knows it, or nothing was named.
    #[must_use]
    pub fn resource(&self) -> Option<&Resource> {
        self.resource.as_ref()
    }

    /// With all custom roles of the organisation, as the review of a change needs them.
    #[must_use]
    pub fn with_custom_roles(&self, custom_roles: Vec<CustomRole>) -> Self {
        Self { custom_roles, ..self.clone() }
    }

    /// As a policy sees it that has roles of its own by some of the names (R3): without the custom roles of those
    /// names, and without what is held by them. They were there before the policy was, and whoever holds such a role
    /// holds what the organisation made, which is not what the policy means; so they hold nothing by that name.
    ///
    /// None when no name is taken, so that it is what it was.
    #[must_use]
    pub fn without_taken(&self, is_taken: impl Fn(&str) -> bool) -> Option<Self> {
        let taken = |role: &CustomRole| is_taken(role.name.as_str());
        if !self.custom_roles.iter().chain(&self.home_roles).any(taken) {
            return None;
        }
        let mut seen = self.clone();
        seen.assignments.retain(|assignment| {
            let own = |role: &CustomRole| {
                role.organisation == assignment.organisation && role.name == assignment.role && taken(role)
            };
            !self.custom_roles.iter().chain(&self.home_roles).any(own)
        });
        seen.custom_roles.retain(|role| !taken(role));
        Some(seen)
    }

    /// With somebody who asks as a person of the organisation and is not kept yet: whoever arrives by themselves (P17).
    /// Somebody who is kept stays who they are.
    #[must_use]
    pub fn with_newcomer(&self, id: PersonId) -> Self {
        match (&self.person, &self.organisation) {
            (None, Some(organisation)) => Self {
                person: Some(Person::new(id, organisation.id.clone())),
                home: Some(organisation.clone()),
                ..self.clone()
            },
            _ => self.clone(),
        }
    }

    /// With the person that a change names, whose attributes the review of it needs.
    #[must_use]
    pub fn with_named_person(&self, person: Person) -> Self {
        Self { named_person: Some(person), ..self.clone() }
    }

    /// How many it counts as among those that are kept in memory.
    pub(super) fn weight(&self) -> u32 {
        u32::try_from(self.bytes / BYTES_OF_ONE).map_or(u32::MAX, |further| further.saturating_add(1))
    }

    pub(super) fn of_nothing(question: &FactsQuestion) -> Self {
        Self {
            revision: Revision::NONE,
            depends_on: vec![question.organisation.clone()],
            organisation: None,
            person: None,
            home: None,
            groups: Vec::new(),
            assignments: Vec::new(),
            custom_roles: Vec::new(),
            home_roles: Vec::new(),
            relationship: None,
            has_domain_enabled: false,
            external_access: None,
            is_authorised: false,
            listed: Vec::new(),
            requests: Vec::new(),
            resource: None,
            named_person: None,
            bytes: 0,
        }
    }

    /// Adds one row. `part` is what the statement calls it.
    fn add(&mut self, part: &str, row: &RowText<'_>, doors: &mut Doors) -> Result<(), serde_json::Error> {
        match part {
            "organisation" => self.organisation = Some(row.read()?),
            "person" => self.person = Some(row.read()?),
            "home" => self.home = Some(row.read()?),
            "member" => {
                let member: GroupMember = row.read()?;
                self.groups.push(member.group.clone());
                doors.members.push(member);
            }
            "assignment" => self.assignments.push(row.read()?),
            "custom-role" => self.custom_roles.push(row.read()?),
            "home-role" => self.home_roles.push(row.read()?),
            "relationship" => self.relationship = Some(row.read()?),
            "listing" => {
                self.has_domain_enabled = true;
                doors.listings.push(row.read()?);
            }
            "external-access" => self.external_access = Some(row.read()?),
            "authorised" => {
                self.is_authorised = true;
                doors.authorised.push(row.read()?);
            }
            "listed" => self.listed.push(row.read()?),
            "request" => self.requests.push(row.read()?),
            "resource" => self.resource = Some(row.read()?),
            other => return Err(serde::de::Error::custom(format_args!("`{other}` is no part of facts"))),
        }
        Ok(())
    }

    /// What is of somebody or something else than was asked about, if anything: a damaged index finds such rows, and a
    /// role of somebody else must not count.
    fn misplaced(&self, question: &FactsQuestion, doors: &Doors) -> Option<&'static str> {
        let (here, who) = (&question.organisation, &question.person);
        let is_home = |id: &OrganisationId| self.person.as_ref().is_some_and(|person| person.home == *id);
        let holds = |assignment: &RoleAssignment| match &assignment.holder {
            Holder::Person(person) => {
                person == who && (assignment.organisation == *here || is_home(&assignment.organisation))
            }
            Holder::Group(group) => assignment.organisation == *here && self.groups.contains(group),
        };
        let asked = |resource: &Resource| {
            let named = question.resource.as_ref();
            resource.organisation == *here
                && named.is_some_and(|named| named.kind == resource.kind && named.id == resource.id)
        };
        let places = [
            ("organisation", self.organisation.iter().all(|found| found.id == *here)),
            ("person", self.person.iter().all(|found| found.id == *who)),
            ("home", self.home.iter().all(|found| is_home(&found.id))),
            ("member", doors.members.iter().all(|found| found.organisation == *here && found.person == *who)),
            ("listing", doors.listings.iter().all(|found| found.customer == *here && is_home(&found.partner))),
            (
                "authorised",
                doors
                    .authorised
                    .iter()
                    .all(|found| found.customer == *here && found.person == *who && is_home(&found.partner)),
            ),
            ("assignment", self.assignments.iter().all(holds)),
            ("custom-role", self.custom_roles.iter().all(|found| found.organisation == *here)),
            ("home-role", self.home_roles.iter().all(|found| is_home(&found.organisation))),
            ("relationship", self.relationship.iter().all(|found| found.customer == *here && is_home(&found.partner))),
            (
                "external-access",
                self.external_access.iter().all(|found| found.customer == *here && is_home(&found.grantee)),
            ),
            ("request", self.requests.iter().all(|found| found.account == *here)),
            ("resource", self.resource.iter().all(asked)),
        ];
        places.into_iter().find_map(|(part, is_in_place)| (!is_in_place).then_some(part))
    }
}

/// Rows of which the material keeps only that they are there: each opens a door by being there.
#[derive(Default)]
struct Doors {
    members: Vec<GroupMember>,
    listings: Vec<PartnerListing>,
    authorised: Vec<AuthorisedUser>,
}

/// A row's text, and the revision it was written at.
struct RowText<'r> {
    revision: Revision,
    body: &'r str,
}

impl RowText<'_> {
    fn read<E: Entity>(&self) -> Result<E, serde_json::Error> {
        body::read(self.body, self.revision)
    }
}

/// Reads all of it, by one query.
pub(crate) async fn material(connection: &mut AnyConnection, question: &FactsQuestion) -> Result<Material, StoreError> {
    let (kind, id) = match &question.resource {
        Some(resource) => (resource.kind.to_string(), resource.id.to_string()),
        // No identifier is empty, so that this finds nothing.
        None => (String::new(), String::new()),
    };
    let rows = sqlx::query(one_person_in_one_organisation())
        .bind(question.organisation.to_string())
        .bind(question.person.to_string())
        .bind(kind)
        .bind(id)
        .fetch_all(connection)
        .await?;
    let (mut material, mut doors) = (Material::of_nothing(question), Doors::default());
    for row in &rows {
        let (part, revision, body): (String, i64, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        if part == "revision" {
            material.revision = Revision::from_number(revision);
            continue;
        }
        material.bytes = material.bytes.saturating_add(body.len());
        let row = RowText { revision: Revision::from_number(revision), body: &body };
        material.add(&part, &row, &mut doors).map_err(|cause| damaged(&part, question, cause))?;
    }
    if let Some(part) = material.misplaced(question, &doors) {
        return Err(damaged(part, question, serde::de::Error::custom("it belongs elsewhere")));
    }
    let home = material.person.as_ref().map(|person| person.home.clone());
    material.depends_on.extend(home.filter(|home| *home != question.organisation));
    Ok(material)
}

fn damaged(part: &str, question: &FactsQuestion, cause: serde_json::Error) -> StoreError {
    StoreError::Damaged { what: format!("the {part} of `{}` in `{}`", question.person, question.organisation), cause }
}
