//! Assembles facts.

use super::names::Names;
use super::{
    AccessGrantDraft, AttributeDraft, CustomRoleDraft, PrincipalDraft, RoleGrantDraft, SubjectDraft, UnfitFacts,
    ValueDraft,
};
use crate::{
    AccessGrant, Attribute, AttributeSubject, AttributeValue, CustomRole, ExternalAccess, Facts, ListedUser, NameSpan,
    Principal, Relationship, RoleGrant, TextRange,
};

/// Collects what is true about one person in one organisation.
///
/// ```
/// use guestpass_contract::{
///     AccessMode, ExternalAccess, FactsBuilder, PartnerStanding, PrincipalDraft, Relationship, RelationshipStatus,
///     RoleGrantDraft,
/// };
///
/// # fn main() -> Result<(), guestpass_contract::UnfitFacts> {
/// let mut facts = FactsBuilder::new("initech")?;
/// facts.entitlement("flexera-one-saas-management")?;
/// facts.principal(&PrincipalDraft::partner_user("dana@partner.example", PartnerStanding::all()))?;
/// facts.relationship(Relationship { status: RelationshipStatus::Established, managed: false });
/// facts.external_access(ExternalAccess { mode: AccessMode::Continuous, role_management: true });
/// facts.role_grant(&RoleGrantDraft::of("saas-viewer", "initech"))?;
/// let facts = facts.build();
/// assert_eq!(facts.role_grants.len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct FactsBuilder {
    facts: Facts,
    names: Names,
    /// The lists that grow one name at a time: they can only be laid out at the end.
    entitlements: Vec<TextRange>,
    groups: Vec<TextRange>,
    disabled_roles: Vec<TextRange>,
}

impl FactsBuilder {
    /// Facts about `organisation`, with nobody identified and nothing granted yet.
    ///
    /// # Errors
    /// [`UnfitFacts`], as every method here, when the names outgrow what the contract can carry.
    pub fn new(organisation: &str) -> Result<Self, UnfitFacts> {
        let mut names = Names::default();
        let facts = Facts { organisation: names.name(organisation)?, ..Facts::default() };
        let (entitlements, groups, disabled_roles) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { facts, names, entitlements, groups, disabled_roles })
    }

    /// Something that the organisation has bought (F1).
    ///
    /// # Errors
    /// [`UnfitFacts`].
    pub fn entitlement(&mut self, name: &str) -> Result<&mut Self, UnfitFacts> {
        self.entitlements.push(self.names.name(name)?);
        Ok(self)
    }

    /// Who is asking; a second call replaces the first.
    ///
    /// # Errors
    /// [`UnfitFacts`].
    pub fn principal(&mut self, draft: &PrincipalDraft<'_>) -> Result<&mut Self, UnfitFacts> {
        let id = self.names.name(draft.id)?;
        let email = if draft.email == draft.id { id } else { self.names.name(draft.email)? };
        let identity = self.names.name(draft.identity)?;
        let home = self.names.name(draft.home)?;
        let PrincipalDraft { kind, login, partner, .. } = *draft;
        self.facts.principal = Principal { kind, login, id, email, identity, home, partner };
        Ok(self)
    }

    /// The relationship with the person's partner; a second call replaces the first.
    pub fn relationship(&mut self, relationship: Relationship) -> &mut Self {
        self.facts.relationship = Some(relationship);
        self
    }

    /// The instance that lets the person in; a second call replaces the first.
    pub fn external_access(&mut self, external_access: ExternalAccess) -> &mut Self {
        self.facts.external_access = Some(external_access);
        self
    }

    /// A user of the customer who may be the same person (S11).
    ///
    /// # Errors
    /// [`UnfitFacts`].
    pub fn listed_user(&mut self, email: &str, identity: &str) -> Result<&mut Self, UnfitFacts> {
        let email = self.names.name(email)?;
        let identity = self.names.name(identity)?;
        self.facts.listed_users.push(ListedUser { email, identity });
        Ok(self)
    }

    /// A group that the person is a member of (R2).
    ///
    /// # Errors
    /// [`UnfitFacts`].
    pub fn group(&mut self, id: &str) -> Result<&mut Self, UnfitFacts> {
        self.groups.push(self.names.name(id)?);
        Ok(self)
    }

    /// A role granted to the person or to one of the groups.
    ///
    /// # Errors
    /// [`UnfitFacts`].
    pub fn role_grant(&mut self, draft: &RoleGrantDraft<'_>) -> Result<&mut Self, UnfitFacts> {
        let role = self.names.name(draft.role)?;
        let organisation = self.organisation_range(draft.organisation)?;
        let group = self.names.optional(draft.group)?;
        let on_resource = self.names.optional(draft.on_resource)?;
        self.facts.role_grants.push(RoleGrant { role, organisation, group, on_resource, window: draft.window });
        Ok(self)
    }

    /// A role of the organisation's own. The order of its privileges does not matter, nor do repeats.
    ///
    /// # Errors
    /// [`UnfitFacts`], also for a privilege that no name can be.
    pub fn custom_role(&mut self, draft: &CustomRoleDraft<'_>) -> Result<&mut Self, UnfitFacts> {
        let name = self.names.name(draft.name)?;
        let privileges = self.names.privileges(draft.privileges)?;
        self.facts.custom_roles.push(CustomRole { name, kind: draft.kind, level: draft.level, privileges });
        Ok(self)
    }

    /// A switchable role that the organisation has switched off (P4).
    ///
    /// # Errors
    /// [`UnfitFacts`].
    pub fn disabled_role(&mut self, name: &str) -> Result<&mut Self, UnfitFacts> {
        self.disabled_roles.push(self.names.name(name)?);
        Ok(self)
    }

    /// A request for access here by a third party's own organisation (C25).
    ///
    /// # Errors
    /// [`UnfitFacts`].
    pub fn access_grant(&mut self, draft: &AccessGrantDraft<'_>) -> Result<&mut Self, UnfitFacts> {
        let on_resource = self.names.optional(draft.on_resource)?;
        self.facts.access_grants.push(AccessGrant { status: draft.status, on_resource, window: draft.window });
        Ok(self)
    }

    /// Something that a condition may ask about.
    ///
    /// # Errors
    /// [`UnfitFacts`].
    pub fn attribute(&mut self, draft: &AttributeDraft<'_>) -> Result<&mut Self, UnfitFacts> {
        let subject = match draft.subject {
            SubjectDraft::Principal => AttributeSubject::Principal,
            SubjectDraft::Organisation => AttributeSubject::Organisation,
            SubjectDraft::Resource(id) => AttributeSubject::Resource(self.names.name(id)?),
            SubjectDraft::Context => AttributeSubject::Context,
            SubjectDraft::Person => AttributeSubject::Person,
        };
        let name = self.names.name(draft.name)?;
        let value = match draft.value {
            ValueDraft::Text(text) => AttributeValue::Text(self.names.name(text)?),
            ValueDraft::Texts(texts) => AttributeValue::Texts(self.names.list(texts.iter().copied())?),
            ValueDraft::Integer(integer) => AttributeValue::Integer(integer),
            ValueDraft::Boolean(boolean) => AttributeValue::Boolean(boolean),
            ValueDraft::Timestamp(instant) => AttributeValue::Timestamp(instant),
        };
        self.facts.attributes.push(Attribute { subject, name, value });
        Ok(self)
    }

    /// The facts.
    #[must_use]
    pub fn build(self) -> Facts {
        let Self { facts, mut names, entitlements, groups, disabled_roles } = self;
        // More than 2^32 names do not fit into memory. If they did, this span would leave the list, which denies.
        let nowhere = NameSpan { start: u32::MAX, length: u32::MAX };
        let mut span = |ranges: &[TextRange]| names.span(ranges).unwrap_or(nowhere);
        let (entitlements, groups) = (span(&entitlements), span(&groups));
        let disabled_roles = span(&disabled_roles);
        Facts { text: names.text, names: names.ranges, entitlements, groups, disabled_roles, ..facts }
    }

    /// Most grants name the organisation that the facts are about: its text is there already.
    fn organisation_range(&mut self, name: &str) -> Result<TextRange, UnfitFacts> {
        let own = self.facts.organisation;
        if own.of(&self.names.text) == Some(name) { Ok(own) } else { self.names.name(name) }
    }
}
