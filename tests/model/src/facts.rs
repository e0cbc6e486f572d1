//! Facts and requests as plain values.

use crate::condition::Value as AttributeValue;
use crate::instants::{self, Instant, Window};
use crate::json::{
    Unreadable, count, flag, list, member, optional, optional_text, required, required_flag, required_text, text,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// What is known of one thing.
pub(crate) type Attributes = BTreeMap<String, AttributeValue>;

#[derive(Debug)]
pub(crate) struct Principal {
    pub(crate) kind: String,
    pub(crate) login: String,
    pub(crate) id: String,
    pub(crate) email: Option<String>,
    pub(crate) identity: Option<String>,
    pub(crate) home: Option<String>,
    pub(crate) partner: Standing,
}

impl Principal {
    /// The person comes from another organisation (X7).
    pub(crate) fn is_external(&self) -> bool {
        ["partner-user", "vendor-employee", "third-party"].contains(&self.kind.as_str())
    }
}

/// What is true of a partner and its user.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    pub(crate) accredited: bool,
    pub(crate) domain_enabled: bool,
    pub(crate) partner_service_layer: bool,
    pub(crate) own_system_access: bool,
    pub(crate) authorised: bool,
    pub(crate) sso_enabled: bool,
}

#[derive(Debug)]
pub(crate) struct Relationship {
    pub(crate) status: String,
    pub(crate) managed: bool,
}

/// Somebody who may be the person in question.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) email: Option<String>,
    pub(crate) identity: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mode {
    Continuous,
    /// A change may name one that runs backward.
    Period(Window),
    Disabled,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExternalAccess {
    pub(crate) mode: Mode,
    pub(crate) role_management: bool,
}

#[derive(Debug)]
pub(crate) struct RoleGrant {
    pub(crate) role: String,
    pub(crate) organisation: String,
    pub(crate) group: Option<String>,
    pub(crate) on_resource: Option<String>,
    pub(crate) window: Option<Window>,
}

#[derive(Debug)]
pub(crate) struct CustomRole {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) level: String,
    pub(crate) privileges: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct AccessGrant {
    pub(crate) status: String,
    pub(crate) on_resource: Option<String>,
    pub(crate) window: Window,
}

#[derive(Debug)]
pub(crate) struct ChangePerson {
    pub(crate) login: String,
    pub(crate) email: Option<String>,
    pub(crate) identity: Option<String>,
    pub(crate) counterparts: Vec<Listed>,
    pub(crate) roles: Vec<String>,
    pub(crate) holds_role: bool,
}

#[derive(Debug)]
pub(crate) struct KeptRequest {
    pub(crate) status: String,
    pub(crate) account: String,
    pub(crate) company: String,
    pub(crate) requested_by: String,
    pub(crate) created_by: String,
    pub(crate) window: Window,
}

/// What is known of the things that a change names.
#[derive(Debug, Default)]
pub(crate) struct ChangeFacts {
    pub(crate) customer_managed: bool,
    pub(crate) instance: Option<ExternalAccess>,
    pub(crate) instances: u64,
    pub(crate) role_assignments: u64,
    pub(crate) partner: Standing,
    pub(crate) relationship: Option<Relationship>,
    pub(crate) other_relationships: u64,
    pub(crate) managed_elsewhere: bool,
    pub(crate) person: Option<ChangePerson>,
    pub(crate) sso_arrivals: bool,
    pub(crate) account_requests: bool,
    pub(crate) default_role: Option<String>,
    pub(crate) request: Option<KeptRequest>,
    pub(crate) company_in_account: bool,
}

#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) organisation: String,
    pub(crate) entitlements: Vec<String>,
    pub(crate) principal: Principal,
    pub(crate) relationship: Option<Relationship>,
    pub(crate) external_access: Option<ExternalAccess>,
    pub(crate) listed_users: Vec<Listed>,
    pub(crate) groups: Vec<String>,
    pub(crate) role_grants: Vec<RoleGrant>,
    pub(crate) custom_roles: Vec<CustomRole>,
    pub(crate) disabled_roles: Vec<String>,
    pub(crate) access_grants: Vec<AccessGrant>,
    pub(crate) about_principal: Attributes,
    pub(crate) about_organisation: Attributes,
    pub(crate) about_context: Attributes,
    pub(crate) about_person: Attributes,
    pub(crate) about_resources: BTreeMap<String, Attributes>,
    pub(crate) change: ChangeFacts,
}

impl Facts {
    pub(crate) fn custom_role(&self, name: &str) -> Option<&CustomRole> {
        self.custom_roles.iter().find(|role| role.name == name)
    }

    pub(crate) fn is_disabled(&self, role: &str) -> bool {
        self.disabled_roles.iter().any(|disabled| disabled == role)
    }

    pub(crate) fn read(facts: &Value) -> Result<Self, Unreadable> {
        let organisation = required_text(facts, "organisation")?;
        let attributes = member(facts, "attributes").unwrap_or(&Value::Null);
        let about = |what: &str| Ok(optional(attributes, what, read_attributes)?.unwrap_or_default());
        Ok(Self {
            entitlements: list(facts, "entitlements", text)?,
            principal: read_principal(required(facts, "principal")?)?,
            relationship: optional(facts, "relationship", read_relationship)?,
            external_access: optional(facts, "external_access", ExternalAccess::read)?,
            listed_users: list(facts, "listed_users", read_listed)?,
            groups: list(facts, "groups", text)?,
            role_grants: list(facts, "role_grants", |grant| read_grant(grant, &organisation))?,
            custom_roles: list(facts, "custom_roles", read_custom_role)?,
            disabled_roles: list(facts, "disabled_roles", text)?,
            access_grants: list(facts, "access_grants", read_access_grant)?,
            about_principal: about("principal")?,
            about_organisation: about("organisation")?,
            about_context: about("context")?,
            about_person: about("person")?,
            about_resources: read_resources(attributes)?,
            change: optional(facts, "change_facts", read_change_facts)?.unwrap_or_default(),
            organisation,
        })
    }
}

/// What a request wants.
#[derive(Debug)]
pub(crate) enum Target {
    Privileges(String),
    Api(String),
}

#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) target: Target,
    pub(crate) on_resource: Option<String>,
    pub(crate) now: Instant,
}

impl Request {
    pub(crate) fn read(request: &Value) -> Result<Self, Unreadable> {
        let target = match optional_text(request, "privileges")? {
            Some(expression) => Target::Privileges(expression),
            None => Target::Api(required_text(request, "api")?),
        };
        let on_resource = optional_text(request, "on_resource")?;
        Ok(Self { target, on_resource, now: instants::read(required(request, "now")?)? })
    }
}

fn read_principal(principal: &Value) -> Result<Principal, Unreadable> {
    Ok(Principal {
        kind: required_text(principal, "kind")?,
        login: optional_text(principal, "login")?.unwrap_or_else(|| "user".to_owned()),
        id: optional_text(principal, "id")?.unwrap_or_default(),
        email: optional_text(principal, "email")?,
        identity: optional_text(principal, "identity")?,
        home: optional_text(principal, "home")?,
        partner: optional(principal, "partner", read_standing)?.unwrap_or_default(),
    })
}

fn read_standing(standing: &Value) -> Result<Standing, Unreadable> {
    Ok(Standing {
        accredited: flag(standing, "accredited")?,
        domain_enabled: flag(standing, "domain_enabled")?,
        partner_service_layer: flag(standing, "partner_service_layer")?,
        own_system_access: flag(standing, "own_system_access")?,
        authorised: flag(standing, "authorised")?,
        sso_enabled: flag(standing, "sso_enabled")?,
    })
}

fn read_relationship(relationship: &Value) -> Result<Relationship, Unreadable> {
    Ok(Relationship {
        status: required_text(relationship, "status")?,
        managed: required_flag(relationship, "managed")?,
    })
}

fn read_listed(user: &Value) -> Result<Listed, Unreadable> {
    Ok(Listed { email: optional_text(user, "email")?, identity: optional_text(user, "identity")? })
}

impl ExternalAccess {
    /// Also reads the settings that a change wishes for, which have the same two members.
    pub(crate) fn read(access: &Value) -> Result<Self, Unreadable> {
        let mode = required(access, "mode")?;
        let mode = match mode.as_str() {
            Some("continuous") => Mode::Continuous,
            Some("disabled") => Mode::Disabled,
            Some(other) => return Err(Unreadable(format!("`{other}` is no mode"))),
            None => Mode::Period(Window::read(required(mode, "period")?)?),
        };
        Ok(Self { mode, role_management: required_flag(access, "role_management")? })
    }
}

/// The organisation of a grant is the one asked about when it names none.
fn read_grant(grant: &Value, organisation: &str) -> Result<RoleGrant, Unreadable> {
    Ok(RoleGrant {
        role: required_text(grant, "role")?,
        organisation: optional_text(grant, "organisation")?.unwrap_or_else(|| organisation.to_owned()),
        group: optional_text(grant, "group")?,
        on_resource: optional_text(grant, "on_resource")?,
        window: optional(grant, "window", Window::read)?,
    })
}

/// Also reads the custom role that a change names, which has the same members.
pub(crate) fn read_custom_role(role: &Value) -> Result<CustomRole, Unreadable> {
    Ok(CustomRole {
        name: required_text(role, "name")?,
        kind: optional_text(role, "kind")?.unwrap_or_else(|| "user".to_owned()),
        level: optional_text(role, "level")?.unwrap_or_else(|| "none".to_owned()),
        privileges: list(role, "privileges", text)?,
    })
}

fn read_access_grant(grant: &Value) -> Result<AccessGrant, Unreadable> {
    Ok(AccessGrant {
        status: required_text(grant, "status")?,
        on_resource: optional_text(grant, "on_resource")?,
        window: Window::read(required(grant, "window")?)?,
    })
}

fn read_attributes(attributes: &Value) -> Result<Attributes, Unreadable> {
    let attributes = attributes.as_object().ok_or_else(|| Unreadable(format!("{attributes} holds no attributes")))?;
    attributes.iter().map(|(name, value)| Ok((name.clone(), read_attribute(value)?))).collect()
}

fn read_attribute(value: &Value) -> Result<AttributeValue, Unreadable> {
    match value {
        Value::String(text) => Ok(AttributeValue::Text(text.clone())),
        Value::Bool(value) => Ok(AttributeValue::Boolean(*value)),
        Value::Number(number) => {
            number.as_i64().map(AttributeValue::Integer).ok_or_else(|| Unreadable(format!("{number} is no integer")))
        }
        Value::Array(texts) => Ok(AttributeValue::Texts(texts.iter().map(text).collect::<Result<_, _>>()?)),
        _ => Ok(AttributeValue::Timestamp(instants::read(required(value, "timestamp")?)?)),
    }
}

fn read_resources(attributes: &Value) -> Result<BTreeMap<String, Attributes>, Unreadable> {
    let resources = member(attributes, "resources").and_then(Value::as_object);
    resources.into_iter().flatten().map(|(id, about)| Ok((id.clone(), read_attributes(about)?))).collect()
}

fn read_person(person: &Value) -> Result<ChangePerson, Unreadable> {
    Ok(ChangePerson {
        login: optional_text(person, "login")?.unwrap_or_else(|| "user".to_owned()),
        email: optional_text(person, "email")?,
        identity: optional_text(person, "identity")?,
        counterparts: list(person, "counterparts", read_listed)?,
        roles: list(person, "roles", text)?,
        holds_role: flag(person, "holds_role")?,
    })
}

fn read_kept_request(request: &Value) -> Result<KeptRequest, Unreadable> {
    Ok(KeptRequest {
        status: required_text(request, "status")?,
        account: required_text(request, "account")?,
        company: required_text(request, "company")?,
        requested_by: required_text(request, "requested_by")?,
        created_by: required_text(request, "created_by")?,
        window: Window::read(required(request, "window")?)?,
    })
}

fn read_change_facts(facts: &Value) -> Result<ChangeFacts, Unreadable> {
    Ok(ChangeFacts {
        customer_managed: flag(facts, "customer_managed")?,
        instance: optional(facts, "instance", ExternalAccess::read)?,
        instances: count(facts, "instances")?,
        role_assignments: count(facts, "role_assignments")?,
        partner: optional(facts, "partner", read_standing)?.unwrap_or_default(),
        relationship: optional(facts, "relationship", read_relationship)?,
        other_relationships: count(facts, "other_relationships")?,
        managed_elsewhere: flag(facts, "managed_elsewhere")?,
        person: optional(facts, "person", read_person)?,
        sso_arrivals: flag(facts, "sso_arrivals")?,
        account_requests: flag(facts, "account_requests")?,
        default_role: optional_text(facts, "default_role")?,
        request: optional(facts, "request", read_kept_request)?,
        company_in_account: flag(facts, "company_in_account")?,
    })
}
