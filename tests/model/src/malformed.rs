//! Facts that the rules may not rely on (X5).

use crate::condition::Value;
use crate::document::Document;
use crate::facts::{Attributes, Facts};

/// Why facts deny whatever is asked; none when they are fine.
pub(crate) fn facts(document: &Document, facts: &Facts) -> Option<&'static str> {
    facts_for(document, facts, None)
}

/// The same for the deletion of a role of the organisation.
pub(crate) fn facts_for(document: &Document, facts: &Facts, deleted: Option<&str>) -> Option<&'static str> {
    let principal = &facts.principal;
    let is_nameless = principal.kind != "unidentified" && principal.id.is_empty();
    let is_homeless = principal.kind == "third-party" && principal.home.as_deref().is_none_or(str::is_empty);
    // C7: the roles of a third party are of an organisation of its own.
    let is_at_home = principal.home.as_ref() == Some(&facts.organisation);
    let is_malformed = is_nameless
        || is_homeless
        || is_at_home
        || has_ambiguous_custom_role(document, facts, deleted)
        || has_wrong_attribute(document, facts);
    is_malformed.then_some("malformed-facts")
}

/// R3: names of roles are unique in an organisation, and those of the policy are taken. One that nobody holds may go
/// all the same.
fn has_ambiguous_custom_role(document: &Document, facts: &Facts, deleted: Option<&str>) -> bool {
    facts.custom_roles.iter().any(|role| {
        let named_so = facts.custom_roles.iter().filter(|other| other.name == role.name).count();
        let is_held = facts.role_grants.iter().any(|grant| grant.role == role.name);
        let goes = deleted == Some(role.name.as_str()) && !is_held;
        named_so > 1 || document.role(&role.name).is_some() && !goes
    })
}

/// An attribute that the policy declares has the type that it declares, whoever it is about.
fn has_wrong_attribute(document: &Document, facts: &Facts) -> bool {
    let is_wrong = |entity: &str, attributes: &Attributes| {
        attributes.iter().any(|(name, value)| {
            let declared = document.attributes.get(&format!("{entity}.{name}"));
            declared.is_some_and(|declared| declared != type_of(value))
        })
    };
    is_wrong("principal", &facts.about_principal)
        || is_wrong("principal", &facts.about_person)
        || is_wrong("organisation", &facts.about_organisation)
        || is_wrong("context", &facts.about_context)
        || facts.about_resources.values().any(|attributes| is_wrong("resource", attributes))
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "text",
        Value::Texts(_) => "texts",
        Value::Integer(_) => "integer",
        Value::Boolean(_) => "boolean",
        Value::Timestamp(_) => "timestamp",
    }
}
