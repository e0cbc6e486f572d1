//! Assembles what a change is judged by besides the facts.

use super::names::Names;
use super::{ListedUserDraft, UnfitFacts};
use crate::{
    ChangeFacts, ChangePerson, ExternalAccess, KeptRequest, ListedUser, Login, PartnerStanding, Relationship,
    RequestStatus, Window,
};

/// The person that a change names, with names in place of text ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangePersonDraft<'a> {
    /// What the person signs in with.
    pub login: Login,
    /// E-mail address; empty when unknown.
    pub email: &'a str,
    /// Identity that the sign-in system gave; empty when unknown.
    pub identity: &'a str,
    /// Who may be the same person on the other list (S9, S10).
    pub counterparts: &'a [ListedUserDraft<'a>],
    /// The roles that the person holds in the person's own organisation (C25).
    pub roles: &'a [&'a str],
    /// The person, or the group, holds the very role that the change names, on the same resource.
    pub holds_role: bool,
}

/// Somebody of whom nothing is known but that there is such a person.
impl Default for ChangePersonDraft<'_> {
    fn default() -> Self {
        Self { login: Login::User, email: "", identity: "", counterparts: &[], roles: &[], holds_role: false }
    }
}

/// A request for access as it is kept, with names in place of text ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptRequestDraft<'a> {
    /// How far it has come.
    pub status: RequestStatus,
    /// The account that it is for.
    pub account: &'a str,
    /// The company that it is for.
    pub company: &'a str,
    /// Who is responsible for it (C30).
    pub requested_by: &'a str,
    /// Who submitted it.
    pub created_by: &'a str,
    /// When access is asked for.
    pub window: Window,
}

/// Collects what is true of the things that a change names. What is not said is not true: no instance, no person, no
/// request, none of the standing.
///
/// ```
/// use guestpass_contract::{ChangeFactsBuilder, ChangePersonDraft, PartnerStanding};
///
/// # fn main() -> Result<(), guestpass_contract::UnfitFacts> {
/// let mut facts = ChangeFactsBuilder::new();
/// facts.partner(PartnerStanding::all()).instances(3);
/// facts.person(&ChangePersonDraft { email: "dana@partner.example", ..ChangePersonDraft::default() })?;
/// assert_eq!(facts.build().instances, 3);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct ChangeFactsBuilder {
    facts: ChangeFacts,
    names: Names,
}

impl ChangeFactsBuilder {
    /// Nothing is known of what a change may name.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether a partner fully manages the organisation (F6, S14).
    pub fn customer_managed(&mut self, managed: bool) -> &mut Self {
        self.facts.customer_managed = managed;
        self
    }

    /// The instance of the grantee that the change names, or that lets the external person in.
    pub fn instance(&mut self, instance: ExternalAccess) -> &mut Self {
        self.facts.instance = Some(instance);
        self
    }

    /// How many external-access instances the organisation has (F25, F27).
    pub fn instances(&mut self, count: u32) -> &mut Self {
        self.facts.instances = count;
        self
    }

    /// How many pairs of an external person and a role the organisation has (F26).
    pub fn role_assignments(&mut self, count: u32) -> &mut Self {
        self.facts.role_assignments = count;
        self
    }

    /// What holds of the partner that the change names, and of its person.
    pub fn partner(&mut self, standing: PartnerStanding) -> &mut Self {
        self.facts.partner = standing;
        self
    }

    /// The relationship between that partner and the customer that the change names.
    pub fn relationship(&mut self, relationship: Relationship) -> &mut Self {
        self.facts.relationship = Some(relationship);
        self
    }

    /// How many other partners have an established relationship with that customer (S15).
    pub fn other_relationships(&mut self, count: u32) -> &mut Self {
        self.facts.other_relationships = count;
        self
    }

    /// Whether another partner manages that customer (S15).
    pub fn managed_elsewhere(&mut self, managed: bool) -> &mut Self {
        self.facts.managed_elsewhere = managed;
        self
    }

    /// The person, or the group, that the change names; a second call replaces the first.
    ///
    /// # Errors
    /// [`UnfitFacts`] when the names outgrow what the contract can carry.
    pub fn person(&mut self, draft: &ChangePersonDraft<'_>) -> Result<&mut Self, UnfitFacts> {
        let names = &mut self.names;
        let (email, identity) = (names.name(draft.email)?, names.name(draft.identity)?);
        let counterparts = draft.counterparts.iter().map(|counterpart| {
            Ok(ListedUser { email: names.name(counterpart.email)?, identity: names.name(counterpart.identity)? })
        });
        let counterparts = counterparts.collect::<Result<Vec<_>, UnfitFacts>>()?;
        let roles = names.list(draft.roles.iter().copied())?;
        let ChangePersonDraft { login, holds_role, .. } = *draft;
        self.facts.person = Some(ChangePerson { login, email, identity, counterparts, roles, holds_role });
        Ok(self)
    }

    /// Whether people may arrive by single sign-on (P17).
    pub fn sso_arrivals(&mut self, allowed: bool) -> &mut Self {
        self.facts.sso_arrivals = allowed;
        self
    }

    /// Whether people may arrive by account requests (P17).
    pub fn account_requests(&mut self, allowed: bool) -> &mut Self {
        self.facts.account_requests = allowed;
        self
    }

    /// The role of people who arrive by themselves (P17).
    ///
    /// # Errors
    /// [`UnfitFacts`] when the names outgrow what the contract can carry.
    pub fn default_role(&mut self, name: &str) -> Result<&mut Self, UnfitFacts> {
        self.facts.default_role = self.names.name(name)?;
        Ok(self)
    }

    /// The request that the change names; a second call replaces the first.
    ///
    /// # Errors
    /// [`UnfitFacts`] when the names outgrow what the contract can carry.
    pub fn request(&mut self, draft: &KeptRequestDraft<'_>) -> Result<&mut Self, UnfitFacts> {
        let names = &mut self.names;
        self.facts.request = Some(KeptRequest {
            status: draft.status,
            account: names.name(draft.account)?,
            company: names.name(draft.company)?,
            requested_by: names.name(draft.requested_by)?,
            created_by: names.name(draft.created_by)?,
            window: draft.window,
        });
        Ok(self)
    }

    /// Whether the company that the change names belongs to the account that it names (C28).
    pub fn company_in_account(&mut self, belongs: bool) -> &mut Self {
        self.facts.company_in_account = belongs;
        self
    }

    /// The facts.
    #[must_use]
    pub fn build(self) -> ChangeFacts {
        ChangeFacts { text: self.names.text, names: self.names.ranges, ..self.facts }
    }
}
