//! The people that the tables are about: each holds one role, in one place.

use serde_json::{Map, Value, json};

/// A role of the document, or none at all.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// The name of the role; none for a member who was granted nothing.
    pub(crate) role: Option<String>,
    /// What it is for people: its kind, and how it is held where nobody grants it.
    pub(crate) about: String,
    /// What its holder signs in with.
    pub(crate) login: &'static str,
    /// It is held on one resource.
    pub(crate) is_app_role: bool,
    /// `app-role` and others: it is not granted.
    pub(crate) automatic: Option<String>,
}

/// Where the person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A member of the organisation.
    Own,
    /// The role is held in another organisation, and no access was granted here.
    Abroad,
    /// The same, with an access grant.
    Granted,
    /// A partner's user, with Role management on.
    LetIn,
    /// A partner's user of a managed customer.
    Managed,
}

/// What is known besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// No attributes at all, and a resource that is somebody else's.
    Nothing,
    /// All that conditions could ask for.
    Everything,
}

/// The resource that is asked about when nothing is known.
const STRANGE: &str = "thing";
/// The resource that is asked about when everything is known: the person, where users are edited.
const OWN: &str = "sam";

impl Known {
    pub(crate) fn resource(self) -> &'static str {
        match self {
            Self::Nothing => STRANGE,
            Self::Everything => OWN,
        }
    }
}

/// Facts about a person who holds the role of the column in that place.
pub(crate) fn facts(column: &Column, place: Place, known: Known, entitlements: &[String], roles: &[String]) -> Value {
    let mut facts = Map::from_iter([
        ("organisation".to_owned(), json!("initech")),
        ("entitlements".to_owned(), json!(entitlements)),
        ("principal".to_owned(), principal(column, place)),
        ("role_grants".to_owned(), grants(column, place, known)),
    ]);
    if column.automatic.as_deref() == Some("app-role") && place == Place::Own {
        let keeper = json!([{ "name": "keeper", "kind": "app", "level": "view", "privileges": [] }]);
        facts.insert("custom_roles".to_owned(), keeper);
    }
    match place {
        Place::Own | Place::Abroad => {}
        Place::Granted => {
            let window = json!({ "start": "2026-01-01T00:00:00Z", "end": "2027-01-01T00:00:00Z" });
            facts.insert("access_grants".to_owned(), json!([{ "status": "granted", "window": window }]));
        }
        Place::LetIn | Place::Managed => {
            let relationship = json!({ "status": "established", "managed": place == Place::Managed });
            facts.insert("relationship".to_owned(), relationship);
            facts.insert("external_access".to_owned(), json!({ "mode": "continuous", "role_management": true }));
        }
    }
    if known == Known::Everything {
        facts.insert("attributes".to_owned(), attributes(roles));
    }
    Value::Object(facts)
}

fn principal(column: &Column, place: Place) -> Value {
    let (id, email, login) = (OWN, "sam@initech.example", column.login);
    match place {
        Place::Own => json!({ "kind": "member", "id": id, "email": email, "login": login }),
        Place::Abroad | Place::Granted => {
            json!({ "kind": "third-party", "id": id, "email": email, "login": login, "home": "umbrella" })
        }
        Place::LetIn | Place::Managed => {
            let partner = json!({
                "accredited": true, "domain_enabled": true, "partner_service_layer": true,
                "own_system_access": true, "authorised": true, "sso_enabled": true,
            });
            json!({ "kind": "partner-user", "id": id, "email": email, "login": login, "partner": partner })
        }
    }
}

/// Roles that are held automatically are not granted; whoever has an app role on another resource holds one of them.
fn grants(column: &Column, place: Place, known: Known) -> Value {
    let organisation = if matches!(place, Place::Abroad | Place::Granted) { "umbrella" } else { "initech" };
    match (&column.role, column.automatic.as_deref()) {
        (_, Some("app-role")) if place == Place::Own => json!([{ "role": "keeper", "on_resource": "another thing" }]),
        (None, _) | (_, Some(_)) => json!([]),
        (Some(role), None) if column.is_app_role => {
            json!([{ "role": role, "organisation": organisation, "on_resource": known.resource() }])
        }
        (Some(role), None) => json!([{ "role": role, "organisation": organisation }]),
    }
}

/// Every attribute of the ready documents, as their conditions like it. A document is free to declare none of them.
fn attributes(roles: &[String]) -> Value {
    json!({
        "principal": {
            "named": true, "position": "operations", "internal": true, "qualified_partner": true, "external": true,
            "subscriptions": [OWN],
        },
        "organisation": { "catalog_scope": "all-managed" },
        "resources": { OWN: {
            "managed": true, "in_catalog": true, "approved": true, "opened_to": roles,
            "requested_by": OWN, "created_by": OWN,
        } },
    })
}
