//! What a change is judged by besides the facts.

use super::entry::{ExternalAccessShape, ListedUserShape, RelationshipShape};
use super::{WindowShape, text_or_empty};
use crate::json::read::{Checked, object};
use crate::json::shape::{Code, Count, List, Name, Object};
use crate::limits::{MAX_COUNTERPARTS, MAX_PERSON_ROLES};
use crate::{
    ChangeFacts, ChangeFactsBuilder, ChangePersonDraft, KeptRequestDraft, ListedUserDraft, Login, PartnerStanding,
    RequestStatus, UnfitFacts,
};

/// What is true of the things that a change names. What is left out is not true, or is not there.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "change-facts", deny_unknown_fields))]
pub(super) struct ChangeFactsShape {
    /// A partner fully manages the organisation.
    #[cfg_attr(feature = "schema", schemars(default))]
    customer_managed: bool,
    /// The instance of the grantee that the change names, or that lets the external person in.
    instance: Option<Object<ExternalAccessShape>>,
    /// How many external-access instances the organisation has.
    #[cfg_attr(feature = "schema", schemars(default))]
    instances: Count,
    /// How many pairs of an external person and a role the organisation has.
    #[cfg_attr(feature = "schema", schemars(default))]
    role_assignments: Count,
    /// What holds of the partner that the change names, and of its person.
    partner: Option<Object<StandingShape>>,
    /// The relationship between that partner and the customer that the change names.
    relationship: Option<Object<RelationshipShape>>,
    /// How many other partners have an established relationship with that customer.
    #[cfg_attr(feature = "schema", schemars(default))]
    other_relationships: Count,
    /// Another partner manages that customer.
    #[cfg_attr(feature = "schema", schemars(default))]
    managed_elsewhere: bool,
    /// The person, or the group, that the change names; left out when there is no such person.
    person: Option<Object<PersonShape>>,
    /// People may arrive by single sign-on.
    #[cfg_attr(feature = "schema", schemars(default))]
    sso_arrivals: bool,
    /// People may arrive by account requests.
    #[cfg_attr(feature = "schema", schemars(default))]
    account_requests: bool,
    /// The role of people who arrive by themselves; left out for none.
    default_role: Option<Name>,
    /// The request that the change names; left out when there is no such request.
    request: Option<Object<KeptRequestShape>>,
    /// The company that the change names belongs to the account that it names.
    #[cfg_attr(feature = "schema", schemars(default))]
    company_in_account: bool,
}

object!(ChangeFactsShape {
    optional customer_managed,
    optional instance,
    optional instances,
    optional role_assignments,
    optional partner,
    optional relationship,
    optional other_relationships,
    optional managed_elsewhere,
    optional person,
    optional sso_arrivals,
    optional account_requests,
    optional default_role,
    optional request,
    optional company_in_account,
});

/// What is true of a partner and of its person. What is left out is not true.
#[derive(Debug, Default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "named-partner-standing", deny_unknown_fields)
)]
struct StandingShape {
    /// The partner is accredited.
    #[cfg_attr(feature = "schema", schemars(default))]
    accredited: bool,
    /// The partner's domain is enabled in the customer's product.
    #[cfg_attr(feature = "schema", schemars(default))]
    domain_enabled: bool,
    /// The person has access to the partner service layer.
    #[cfg_attr(feature = "schema", schemars(default))]
    partner_service_layer: bool,
    /// The person has access to the partner's own system.
    #[cfg_attr(feature = "schema", schemars(default))]
    own_system_access: bool,
    /// The partner has authorised the person for this customer.
    #[cfg_attr(feature = "schema", schemars(default))]
    authorised: bool,
    /// A single sign-on provider is enabled in the partner's own system.
    #[cfg_attr(feature = "schema", schemars(default))]
    sso_enabled: bool,
}

object!(StandingShape {
    optional accredited,
    optional domain_enabled,
    optional partner_service_layer,
    optional own_system_access,
    optional authorised,
    optional sso_enabled,
});

/// The person, or the group, that a change names.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "named-person", deny_unknown_fields))]
struct PersonShape {
    /// What the person signs in with; left out for `user`.
    login: Option<Code<Login>>,
    /// E-mail address; left out when unknown.
    email: Option<Name>,
    /// Identity that the sign-in system gave; left out when unknown.
    identity: Option<Name>,
    /// Who may be the same person on the other list.
    #[cfg_attr(feature = "schema", schemars(default))]
    counterparts: List<Object<ListedUserShape>, MAX_COUNTERPARTS>,
    /// Names of the roles that the person holds in the person's own organisation.
    #[cfg_attr(feature = "schema", schemars(default))]
    roles: List<Name, MAX_PERSON_ROLES>,
    /// The person, or the group, holds the very role that the change names, on the same resource.
    #[cfg_attr(feature = "schema", schemars(default))]
    holds_role: bool,
}

object!(PersonShape {
    optional login,
    optional email,
    optional identity,
    optional counterparts,
    optional roles,
    optional holds_role,
});

/// A request for access, as it is kept.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "kept-request", deny_unknown_fields))]
struct KeptRequestShape {
    /// How far it has come.
    status: Code<RequestStatus>,
    /// The account that it is for.
    account: Name,
    /// The company that it is for.
    company: Name,
    /// Who is responsible for it.
    requested_by: Name,
    /// Who submitted it.
    created_by: Name,
    /// When access is asked for.
    window: Object<WindowShape>,
}

object!(KeptRequestShape {
    required status,
    required account,
    required company,
    required requested_by,
    required created_by,
    required window,
});

impl Checked for ChangeFactsShape {}
impl Checked for StandingShape {}
impl Checked for PersonShape {}
impl Checked for KeptRequestShape {}

impl ChangeFactsShape {
    pub(super) fn into_change_facts(self) -> Result<ChangeFacts, UnfitFacts> {
        let mut facts = ChangeFactsBuilder::new();
        facts.customer_managed(self.customer_managed).managed_elsewhere(self.managed_elsewhere);
        facts.instances(self.instances.0).role_assignments(self.role_assignments.0);
        facts.other_relationships(self.other_relationships.0);
        facts.sso_arrivals(self.sso_arrivals).account_requests(self.account_requests);
        facts.company_in_account(self.company_in_account);
        if let Some(Object(instance)) = &self.instance {
            facts.instance(instance.external_access());
        }
        if let Some(Object(partner)) = &self.partner {
            facts.partner(partner.standing());
        }
        if let Some(Object(relationship)) = &self.relationship {
            facts.relationship(relationship.relationship());
        }
        if let Some(Object(person)) = &self.person {
            person.add_to(&mut facts)?;
        }
        if let Some(Name(role)) = &self.default_role {
            facts.default_role(role)?;
        }
        if let Some(Object(request)) = &self.request {
            facts.request(&request.draft())?;
        }
        Ok(facts.build())
    }
}

impl StandingShape {
    fn standing(&self) -> PartnerStanding {
        PartnerStanding::empty()
            .with(PartnerStanding::ACCREDITED, self.accredited)
            .with(PartnerStanding::DOMAIN_ENABLED, self.domain_enabled)
            .with(PartnerStanding::PARTNER_SERVICE_LAYER, self.partner_service_layer)
            .with(PartnerStanding::OWN_SYSTEM_ACCESS, self.own_system_access)
            .with(PartnerStanding::AUTHORISED, self.authorised)
            .with(PartnerStanding::SSO_ENABLED, self.sso_enabled)
    }
}

impl PersonShape {
    fn add_to(&self, facts: &mut ChangeFactsBuilder) -> Result<(), UnfitFacts> {
        let counterparts: Vec<ListedUserDraft<'_>> =
            self.counterparts.0.iter().map(|Object(user)| user.draft()).collect();
        let roles: Vec<&str> = self.roles.0.iter().map(Name::as_str).collect();
        facts.person(&ChangePersonDraft {
            login: self.login.map_or(Login::User, |Code(login)| login),
            email: text_or_empty(&self.email),
            identity: text_or_empty(&self.identity),
            counterparts: &counterparts,
            roles: &roles,
            holds_role: self.holds_role,
        })?;
        Ok(())
    }
}

impl KeptRequestShape {
    fn draft(&self) -> KeptRequestDraft<'_> {
        KeptRequestDraft {
            status: self.status.0,
            account: self.account.as_str(),
            company: self.company.as_str(),
            requested_by: self.requested_by.as_str(),
            created_by: self.created_by.as_str(),
            window: self.window.0.window(),
        }
    }
}
