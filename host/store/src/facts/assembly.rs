//! Materials become facts.

use guestpass_contract as contract;
use guestpass_contract::{
    AccessGrantDraft, AttributeDraft, CustomRoleDraft, Facts, FactsBuilder, PartnerStanding, PrincipalDraft,
    PrincipalKind, RoleGrantDraft, SubjectDraft, UnfitFacts,
};

use super::requests::carried;
use super::{Material, Supplied};
use crate::identifiers::Name;
use crate::model::{
    AccessMode, AppLevel, Attributes, CustomRole, Holder, Login, Organisation, OrganisationKind, Person,
    RelationshipStatus, RequestStatus, Resource, RoleAssignment, RoleKind, Window,
};

impl Material {
    /// The organisation's own roles that are part of it: those that the person holds, unless it was given others.
    #[must_use]
    pub fn custom_roles(&self) -> &[CustomRole] {
        &self.custom_roles
    }

    /// The facts of it, with what a request brings besides. An attribute that the directory keeps is never replaced.
    ///
    /// Somebody who is not known is unidentified, and an organisation that is not known has bought and granted nothing:
    /// both are denied by the rules.
    ///
    /// # Errors
    ///
    /// There is more than facts can carry.
    pub fn facts(&self, supplied: &Supplied) -> Result<Facts, UnfitFacts> {
        let organisation = self.depends_on.first().map_or("", |id| id.as_str());
        let mut facts = FactsBuilder::new(organisation)?;
        self.add_organisation(&mut facts)?;
        self.add_person(&mut facts)?;
        self.add_roles(organisation, &mut facts)?;
        self.add_entry(&mut facts)?;
        self.add_attributes(supplied, &mut facts)?;
        self.add_resource(supplied, &mut facts)?;
        Ok(facts.build())
    }

    /// The facts of it about several things at once: those of a search, each of which was read besides. The answers
    /// about one of them are those that [`Material::facts`] would give with it alone.
    ///
    /// # Errors
    ///
    /// There is more than facts can carry.
    pub fn facts_about(&self, resources: &[Resource], supplied: &Supplied) -> Result<Facts, UnfitFacts> {
        let organisation = self.depends_on.first().map_or("", |id| id.as_str());
        let mut facts = FactsBuilder::new(organisation)?;
        self.add_organisation(&mut facts)?;
        self.add_person(&mut facts)?;
        self.add_roles(organisation, &mut facts)?;
        self.add_entry(&mut facts)?;
        self.add_attributes(supplied, &mut facts)?;
        for resource in resources {
            let subject = SubjectDraft::Resource(resource.id.as_str());
            add(subject, &resource.attributes, &supplied.resource, &mut facts)?;
        }
        Ok(facts.build())
    }

    fn add_organisation(&self, facts: &mut FactsBuilder) -> Result<(), UnfitFacts> {
        let Some(organisation) = &self.organisation else { return Ok(()) };
        for entitlement in &organisation.entitlements {
            facts.entitlement(entitlement.as_str())?;
        }
        for role in &organisation.disabled_roles {
            facts.disabled_role(role.as_str())?;
        }
        for group in &self.groups {
            facts.group(group.as_str())?;
        }
        Ok(())
    }

    fn add_person(&self, facts: &mut FactsBuilder) -> Result<(), UnfitFacts> {
        let (Some(person), Some(home)) = (&self.person, &self.home) else {
            facts.principal(&PrincipalDraft::unidentified())?;
            return Ok(());
        };
        let kind = self.kind_of(person, home);
        // Only a third party's roles are of an organisation of its own (C7); facts that say it of others are malformed.
        let brought = if kind == PrincipalKind::ThirdParty { home.id.as_str() } else { "" };
        facts.principal(&PrincipalDraft {
            kind,
            login: match person.login {
                Login::User => contract::Login::User,
                Login::Account => contract::Login::Account,
            },
            id: person.id.as_str(),
            email: &person.email,
            identity: &person.identity,
            home: brought,
            partner: self.standing(person, home),
        })?;
        Ok(())
    }

    fn kind_of(&self, person: &Person, home: &Organisation) -> PrincipalKind {
        match home.kind {
            _ if self.depends_on.first() == Some(&person.home) => PrincipalKind::Member,
            OrganisationKind::Vendor => PrincipalKind::VendorEmployee,
            OrganisationKind::Partner => PrincipalKind::PartnerUser,
            OrganisationKind::Customer | OrganisationKind::Account => PrincipalKind::ThirdParty,
        }
    }

    fn standing(&self, person: &Person, home: &Organisation) -> PartnerStanding {
        let mut standing = PartnerStanding::empty();
        for (holds, flag) in [
            (home.accredited, PartnerStanding::ACCREDITED),
            (self.has_domain_enabled, PartnerStanding::DOMAIN_ENABLED),
            (person.partner_service_layer, PartnerStanding::PARTNER_SERVICE_LAYER),
            (person.own_system_access, PartnerStanding::OWN_SYSTEM_ACCESS),
            (self.is_authorised, PartnerStanding::AUTHORISED),
            (home.sso_enabled, PartnerStanding::SSO_ENABLED),
        ] {
            if holds {
                standing |= flag;
            }
        }
        standing
    }

    fn add_roles(&self, organisation: &str, facts: &mut FactsBuilder) -> Result<(), UnfitFacts> {
        for assignment in self.assignments.iter().filter(|assignment| self.counts(organisation, assignment)) {
            facts.role_grant(&RoleGrantDraft {
                role: assignment.role.as_str(),
                organisation: assignment.organisation.as_str(),
                group: match &assignment.holder {
                    Holder::Person(_) => None,
                    Holder::Group(group) => Some(group.as_str()),
                },
                on_resource: assignment.on_resource.as_ref().map(Name::as_str),
                window: assignment.window.map(window),
            })?;
        }
        for role in &self.custom_roles {
            let privileges: Vec<&str> = role.privileges.iter().map(Name::as_str).collect();
            facts.custom_role(&CustomRoleDraft {
                name: role.name.as_str(),
                kind: match role.kind {
                    RoleKind::User => contract::RoleKind::User,
                    RoleKind::Account => contract::RoleKind::Account,
                    RoleKind::App => contract::RoleKind::App,
                },
                level: match role.level {
                    AppLevel::None => contract::AppLevel::None,
                    AppLevel::View => contract::AppLevel::View,
                    AppLevel::Edit => contract::AppLevel::Edit,
                    AppLevel::Full => contract::AppLevel::Full,
                },
                privileges: &privileges,
            })?;
        }
        Ok(())
    }

    /// A role that is held at home is brought along by a third party alone (C18, C21), on the whole and not on one
    /// thing there; unless it is switched off there, or is of that organisation's own making, or would be taken for a
    /// role that this organisation made for itself. What else somebody holds at home is not told here, nor counted.
    fn counts(&self, organisation: &str, assignment: &RoleAssignment) -> bool {
        if assignment.organisation.as_str() == organisation {
            return true;
        }
        let (Some(person), Some(home)) = (&self.person, &self.home) else { return false };
        let is_own = |role: &CustomRole| role.name == assignment.role;
        self.kind_of(person, home) == PrincipalKind::ThirdParty
            && assignment.on_resource.is_none()
            && !home.disabled_roles.contains(&assignment.role)
            && !self.custom_roles.iter().chain(&self.home_roles).any(is_own)
    }

    fn add_entry(&self, facts: &mut FactsBuilder) -> Result<(), UnfitFacts> {
        if let Some(relationship) = &self.relationship {
            facts.relationship(contract::Relationship {
                status: match relationship.status {
                    RelationshipStatus::Established => contract::RelationshipStatus::Established,
                    RelationshipStatus::Ended => contract::RelationshipStatus::Ended,
                },
                managed: relationship.managed,
            });
        }
        if let Some(access) = &self.external_access {
            facts.external_access(contract::ExternalAccess {
                mode: match access.mode {
                    AccessMode::Continuous => contract::AccessMode::Continuous,
                    AccessMode::Period(period) => contract::AccessMode::Period(window(period)),
                    AccessMode::Disabled => contract::AccessMode::Disabled,
                },
                role_management: access.role_management,
            });
        }
        for listed in &self.listed {
            facts.listed_user(&listed.email, &listed.identity)?;
        }
        for request in carried(&self.requests) {
            facts.access_grant(&AccessGrantDraft {
                status: match request.status {
                    RequestStatus::Pending => contract::RequestStatus::Pending,
                    RequestStatus::Granted => contract::RequestStatus::Granted,
                    RequestStatus::Rejected => contract::RequestStatus::Rejected,
                    RequestStatus::Withdrawn => contract::RequestStatus::Withdrawn,
                    RequestStatus::Revoked => contract::RequestStatus::Revoked,
                },
                on_resource: Some(request.company.as_str()),
                window: window(request.window),
            })?;
        }
        Ok(())
    }

    /// Those of everything but what is acted upon.
    fn add_attributes(&self, supplied: &Supplied, facts: &mut FactsBuilder) -> Result<(), UnfitFacts> {
        let none = Attributes::new();
        let of_organisation = self.organisation.as_ref().map_or(&none, |organisation| &organisation.attributes);
        let of_person = self.person.as_ref().map_or(&none, |person| &person.attributes);
        add(SubjectDraft::Organisation, of_organisation, &none, facts)?;
        add(SubjectDraft::Principal, of_person, &supplied.principal, facts)?;
        if let Some(person) = &self.named_person {
            add(SubjectDraft::Person, &person.attributes, &none, facts)?;
        }
        add(SubjectDraft::Context, &none, &supplied.context, facts)
    }

    fn add_resource(&self, supplied: &Supplied, facts: &mut FactsBuilder) -> Result<(), UnfitFacts> {
        let none = Attributes::new();
        if let Some(resource) = &self.resource {
            add(SubjectDraft::Resource(resource.id.as_str()), &resource.attributes, &supplied.resource, facts)?;
        } else if let Some(id) = &supplied.resource_id {
            add(SubjectDraft::Resource(id.as_str()), &none, &supplied.resource, facts)?;
        }
        Ok(())
    }
}

fn add(
    subject: SubjectDraft<'_>,
    kept: &Attributes,
    supplied: &Attributes,
    facts: &mut FactsBuilder,
) -> Result<(), UnfitFacts> {
    let unkept = supplied.iter().filter(|(name, _)| !kept.contains_key(*name));
    for (name, value) in kept.iter().chain(unkept) {
        value.with_draft(|value| facts.attribute(&AttributeDraft { subject, name, value }).map(|_| ()))?;
    }
    Ok(())
}

fn window(window: Window) -> contract::Window {
    contract::Window { start: window.start_ms, end: window.end_ms }
}
