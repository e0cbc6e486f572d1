//! Assembles [`Facts`] from names, so that nobody counts bytes by hand.

use crate::text::append;
use crate::{
    AccessMode, CustomRole, ExternalAccess, Facts, ListedUser, PartnerStanding, Principal, PrincipalKind, Relationship,
    RoleGrant, TextRange, TextTooLong, Window,
};

/// Collects what is true about one person in one organisation.
///
/// ```
/// use guestpass_contract::{
///     AccessMode, ExternalAccess, FactsBuilder, PartnerStanding, PrincipalDraft, Relationship, RelationshipStatus,
///     RoleGrantDraft,
/// };
///
/// # fn main() -> Result<(), guestpass_contract::TextTooLong> {
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
}

/// Who is asking, with names in place of text ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrincipalDraft<'a> {
    /// How the person stands to the organisation.
    pub kind: PrincipalKind,
    /// Who it is.
    pub id: &'a str,
    /// E-mail address; empty when unknown.
    pub email: &'a str,
    /// Identity that the sign-in system gave; empty when unknown.
    pub identity: &'a str,
    /// What holds of a partner's user; ignored for other kinds.
    pub partner: PartnerStanding,
}

impl<'a> PrincipalDraft<'a> {
    /// Nobody: every request is denied (R7).
    #[must_use]
    pub fn unidentified() -> Self {
        Self { kind: PrincipalKind::Unidentified, id: "", email: "", identity: "", partner: PartnerStanding::default() }
    }

    /// A user of the organisation itself.
    #[must_use]
    pub fn member(id: &'a str) -> Self {
        Self { kind: PrincipalKind::Member, id, ..Self::unidentified() }
    }

    /// A partner's user whose id is also the e-mail address.
    #[must_use]
    pub fn partner_user(email: &'a str, partner: PartnerStanding) -> Self {
        Self { kind: PrincipalKind::PartnerUser, id: email, email, identity: "", partner }
    }

    /// An employee of the vendor.
    #[must_use]
    pub fn vendor_employee(id: &'a str) -> Self {
        Self { kind: PrincipalKind::VendorEmployee, id, ..Self::unidentified() }
    }
}

impl PartnerStanding {
    /// Every condition of entry is met.
    #[must_use]
    pub fn all() -> Self {
        Self {
            accredited: true,
            domain_enabled: true,
            partner_service_layer: true,
            own_system_access: true,
            authorised: true,
            sso_enabled: true,
        }
    }
}

/// A role grant, with names in place of text ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleGrantDraft<'a> {
    /// Which role.
    pub role: &'a str,
    /// The organisation that it was granted in.
    pub organisation: &'a str,
    /// The group that holds it; none when the person does.
    pub group: Option<&'a str>,
    /// The one resource that it is limited to.
    pub on_resource: Option<&'a str>,
    /// When it holds; none for always.
    pub window: Option<Window>,
}

impl<'a> RoleGrantDraft<'a> {
    /// The role, held by the person in the whole organisation, for as long as the grant stands.
    #[must_use]
    pub fn of(role: &'a str, organisation: &'a str) -> Self {
        Self { role, organisation, group: None, on_resource: None, window: None }
    }
}

impl FactsBuilder {
    /// Facts about `organisation`, with nobody identified and nothing granted yet.
    ///
    /// # Errors
    /// [`TextTooLong`], as every method here, when the names outgrow 4 GiB.
    pub fn new(organisation: &str) -> Result<Self, TextTooLong> {
        let mut facts = Facts::default();
        facts.organisation = append(&mut facts.text, organisation)?;
        Ok(Self { facts })
    }

    /// Something that the organisation has bought (F1).
    ///
    /// # Errors
    /// [`TextTooLong`].
    pub fn entitlement(&mut self, name: &str) -> Result<&mut Self, TextTooLong> {
        let range = append(&mut self.facts.text, name)?;
        self.facts.entitlements.push(range);
        Ok(self)
    }

    /// Who is asking; a second call replaces the first.
    ///
    /// # Errors
    /// [`TextTooLong`].
    pub fn principal(&mut self, draft: &PrincipalDraft<'_>) -> Result<&mut Self, TextTooLong> {
        let text = &mut self.facts.text;
        let id = append(text, draft.id)?;
        let email = if draft.email == draft.id { id } else { append(text, draft.email)? };
        let identity = append(text, draft.identity)?;
        self.facts.principal = Principal { kind: draft.kind, id, email, identity, partner: draft.partner };
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
    /// [`TextTooLong`].
    pub fn listed_user(&mut self, email: &str, identity: &str) -> Result<&mut Self, TextTooLong> {
        let email = append(&mut self.facts.text, email)?;
        let identity = append(&mut self.facts.text, identity)?;
        self.facts.listed_users.push(ListedUser { email, identity });
        Ok(self)
    }

    /// A group that the person is a member of (R2).
    ///
    /// # Errors
    /// [`TextTooLong`].
    pub fn group(&mut self, id: &str) -> Result<&mut Self, TextTooLong> {
        let range = append(&mut self.facts.text, id)?;
        self.facts.groups.push(range);
        Ok(self)
    }

    /// A role granted to the person or to one of the groups.
    ///
    /// # Errors
    /// [`TextTooLong`].
    pub fn role_grant(&mut self, draft: &RoleGrantDraft<'_>) -> Result<&mut Self, TextTooLong> {
        let role = append(&mut self.facts.text, draft.role)?;
        let organisation = self.organisation_range(draft.organisation)?;
        let group = self.optional(draft.group)?;
        let on_resource = self.optional(draft.on_resource)?;
        self.facts.role_grants.push(RoleGrant { role, organisation, group, on_resource, window: draft.window });
        Ok(self)
    }

    /// A role of the organisation's own. The order of its privileges does not matter.
    ///
    /// # Errors
    /// [`TextTooLong`].
    pub fn custom_role<'p>(
        &mut self,
        name: &str,
        privileges: impl IntoIterator<Item = &'p str>,
    ) -> Result<&mut Self, TextTooLong> {
        let name = append(&mut self.facts.text, name)?;
        let start = self.facts.custom_privileges.len();
        for privilege in privileges {
            let range = append(&mut self.facts.text, privilege)?;
            self.facts.custom_privileges.push(range);
        }
        let length = self.facts.custom_privileges.len().saturating_sub(start);
        let privileges_start = u32::try_from(start).map_err(|_| TextTooLong)?;
        let privileges_length = u32::try_from(length).map_err(|_| TextTooLong)?;
        self.facts.custom_roles.push(CustomRole { name, privileges_start, privileges_length });
        Ok(self)
    }

    /// A switchable role that the organisation has switched off (P4).
    ///
    /// # Errors
    /// [`TextTooLong`].
    pub fn disabled_role(&mut self, name: &str) -> Result<&mut Self, TextTooLong> {
        let range = append(&mut self.facts.text, name)?;
        self.facts.disabled_roles.push(range);
        Ok(self)
    }

    /// The facts.
    #[must_use]
    pub fn build(self) -> Facts {
        self.facts
    }

    /// Most grants name the organisation that the facts are about: its text is there already.
    fn organisation_range(&mut self, name: &str) -> Result<TextRange, TextTooLong> {
        let own = self.facts.organisation;
        if own.of(&self.facts.text) == Some(name) { Ok(own) } else { append(&mut self.facts.text, name) }
    }

    fn optional(&mut self, name: Option<&str>) -> Result<Option<TextRange>, TextTooLong> {
        name.map(|name| append(&mut self.facts.text, name)).transpose()
    }
}

/// Nobody identified, which denies everything.
impl Default for Principal {
    fn default() -> Self {
        Self {
            kind: PrincipalKind::Unidentified,
            id: TextRange::default(),
            email: TextRange::default(),
            identity: TextRange::default(),
            partner: PartnerStanding::default(),
        }
    }
}

/// Switched off, which lets nobody in.
impl Default for AccessMode {
    fn default() -> Self {
        Self::Disabled
    }
}
