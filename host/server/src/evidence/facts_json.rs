//! Facts as the JSON that `guestpass schema facts` describes.

use guestpass_contract::json::{JsonError, instant_to_string};
use guestpass_contract::{
    AccessGrant, AccessMode, Attribute, AttributeSubject, AttributeValue, CustomRole, ExternalAccess, Facts, InstantMs,
    NameSpan, PartnerStanding, Principal, PrincipalKind, Relationship, RoleGrant, TextRange, Window,
};
use serde_json::{Map, Value, json};

use super::mask::Mask;

/// Prints facts, without what the mask hides.
///
/// # Errors
/// An instant that JSON cannot express.
pub(crate) fn facts_json(facts: &Facts, mask: &Mask) -> Result<Value, JsonError> {
    Printer { facts, mask }.facts()
}

struct Printer<'a> {
    facts: &'a Facts,
    mask: &'a Mask,
}

impl<'a> Printer<'a> {
    fn facts(&self) -> Result<Value, JsonError> {
        let facts = self.facts;
        let mut all = Map::new();
        all.insert("organisation".to_owned(), self.text(facts.organisation).into());
        all.insert("entitlements".to_owned(), self.names(facts.entitlements).into());
        all.insert("principal".to_owned(), self.principal(&facts.principal));
        if let Some(relationship) = &facts.relationship {
            all.insert("relationship".to_owned(), relationship_json(relationship));
        }
        if let Some(access) = &facts.external_access {
            all.insert("external_access".to_owned(), external_access_json(access)?);
        }
        let listed = facts.listed_users.iter().map(|user| {
            let mut shape = Map::new();
            self.put(&mut shape, "email", "principal.email", user.email);
            self.put(&mut shape, "identity", "principal.identity", user.identity);
            Value::Object(shape)
        });
        all.insert("listed_users".to_owned(), listed.collect());
        all.insert("groups".to_owned(), self.names(facts.groups).into());
        let grants = facts.role_grants.iter().map(|grant| self.role_grant(grant));
        all.insert("role_grants".to_owned(), grants.collect::<Result<_, _>>()?);
        all.insert("custom_roles".to_owned(), facts.custom_roles.iter().map(|role| self.custom_role(role)).collect());
        all.insert("disabled_roles".to_owned(), self.names(facts.disabled_roles).into());
        let grants = facts.access_grants.iter().map(|grant| self.access_grant(grant));
        all.insert("access_grants".to_owned(), grants.collect::<Result<_, _>>()?);
        if !facts.attributes.is_empty() {
            all.insert("attributes".to_owned(), self.attributes()?);
        }
        Ok(Value::Object(all))
    }

    fn principal(&self, principal: &Principal) -> Value {
        let mut shape = Map::new();
        shape.insert("kind".to_owned(), principal.kind.name().into());
        shape.insert("login".to_owned(), principal.login.name().into());
        self.put(&mut shape, "id", "principal.id", principal.id);
        self.put(&mut shape, "email", "principal.email", principal.email);
        self.put(&mut shape, "identity", "principal.identity", principal.identity);
        self.put(&mut shape, "home", "principal.home", principal.home);
        if principal.kind == PrincipalKind::PartnerUser {
            shape.insert("partner".to_owned(), standing_json(principal.partner));
        }
        Value::Object(shape)
    }

    fn role_grant(&self, grant: &RoleGrant) -> Result<Value, JsonError> {
        let mut shape = Map::new();
        shape.insert("role".to_owned(), self.text(grant.role).into());
        shape.insert("organisation".to_owned(), self.text(grant.organisation).into());
        for (key, range) in [("group", grant.group), ("on_resource", grant.on_resource)] {
            shape.extend(range.map(|range| (key.to_owned(), self.text(range).into())));
        }
        if let Some(window) = grant.window {
            shape.insert("window".to_owned(), window_json(window)?);
        }
        Ok(Value::Object(shape))
    }

    fn custom_role(&self, role: &CustomRole) -> Value {
        // Joined by single blanks, which no name holds.
        let privileges: Vec<&str> = self.text(role.privileges).split(' ').filter(|name| !name.is_empty()).collect();
        let (name, kind, level) = (self.text(role.name), role.kind.name(), role.level.name());
        json!({"name": name, "kind": kind, "level": level, "privileges": privileges})
    }

    fn access_grant(&self, grant: &AccessGrant) -> Result<Value, JsonError> {
        let mut shape = Map::new();
        shape.insert("status".to_owned(), grant.status.name().into());
        shape.extend(grant.on_resource.map(|range| ("on_resource".to_owned(), self.text(range).into())));
        shape.insert("window".to_owned(), window_json(grant.window)?);
        Ok(Value::Object(shape))
    }

    fn attributes(&self) -> Result<Value, JsonError> {
        let (mut subjects, mut resources) = (Map::new(), Map::new());
        for attribute in &self.facts.attributes {
            let (among, subject) = match attribute.subject {
                AttributeSubject::Principal => (&mut subjects, "principal"),
                AttributeSubject::Organisation => (&mut subjects, "organisation"),
                AttributeSubject::Context => (&mut subjects, "context"),
                AttributeSubject::Person => (&mut subjects, "person"),
                AttributeSubject::Resource(id) => (&mut resources, self.text(id)),
            };
            let values = among.entry(subject).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(values) = values {
                values.insert(self.text(attribute.name).to_owned(), self.value(attribute)?);
            }
        }
        if !resources.is_empty() {
            subjects.insert("resources".to_owned(), Value::Object(resources));
        }
        Ok(Value::Object(subjects))
    }

    fn value(&self, attribute: &Attribute) -> Result<Value, JsonError> {
        let path = format!("attributes.{}", self.text(attribute.name));
        let is_hidden = self.mask.hides(&path);
        Ok(match attribute.value {
            AttributeValue::Text(range) => self.mask.shown(&path, self.text(range)).into(),
            AttributeValue::Texts(span) => {
                self.names(span).into_iter().map(|text| self.mask.shown(&path, text)).collect::<Vec<_>>().into()
            }
            AttributeValue::Integer(integer) => (if is_hidden { 0 } else { integer }).into(),
            AttributeValue::Boolean(boolean) => (boolean && !is_hidden).into(),
            AttributeValue::Timestamp(instant) => {
                json!({"timestamp": instant_to_string(if is_hidden { 0 } else { instant })?})
            }
        })
    }

    fn put(&self, shape: &mut Map<String, Value>, key: &str, path: &str, range: TextRange) {
        let text = self.mask.shown(path, self.text(range));
        if !text.is_empty() {
            shape.insert(key.to_owned(), text.into());
        }
    }

    fn text(&self, range: TextRange) -> &'a str {
        range.of(&self.facts.text).unwrap_or_default()
    }

    fn names(&self, span: NameSpan) -> Vec<&'a str> {
        let names = span.of(&self.facts.names).unwrap_or_default();
        names.iter().map(|range| self.text(*range)).collect()
    }
}

pub(crate) fn relationship_json(relationship: &Relationship) -> Value {
    json!({"status": relationship.status.name(), "managed": relationship.managed})
}

pub(crate) fn external_access_json(access: &ExternalAccess) -> Result<Value, JsonError> {
    let mode = match access.mode {
        AccessMode::Continuous => json!("continuous"),
        AccessMode::Disabled => json!("disabled"),
        AccessMode::Period(window) => json!({"period": window_json(window)?}),
    };
    Ok(json!({"mode": mode, "role_management": access.role_management}))
}

pub(crate) fn standing_json(partner: PartnerStanding) -> Value {
    let holds = |flag| partner.contains(flag);
    json!({
        "accredited": holds(PartnerStanding::ACCREDITED),
        "domain_enabled": holds(PartnerStanding::DOMAIN_ENABLED),
        "partner_service_layer": holds(PartnerStanding::PARTNER_SERVICE_LAYER),
        "own_system_access": holds(PartnerStanding::OWN_SYSTEM_ACCESS),
        "authorised": holds(PartnerStanding::AUTHORISED),
        "sso_enabled": holds(PartnerStanding::SSO_ENABLED),
    })
}

pub(crate) fn window_json(window: Window) -> Result<Value, JsonError> {
    let instant = |instant: InstantMs| instant_to_string(instant);
    Ok(json!({"start": instant(window.start)?, "end": instant(window.end)?}))
}

#[cfg(test)]
mod tests {
    use super::{Mask, facts_json};
    use guestpass_contract::json::facts_from_str;

    /// Everything that facts can hold.
    const ALL: &str = r#"{
        "organisation": "initech",
        "entitlements": ["one", "two"],
        "principal": {"kind": "partner-user", "login": "user", "id": "dana", "email": "Dana@partner.example",
            "identity": "idp|dana", "partner": {"accredited": true, "domain_enabled": false,
            "partner_service_layer": true, "own_system_access": false, "authorised": true, "sso_enabled": false}},
        "relationship": {"status": "established", "managed": true},
        "external_access": {"mode": {"period": {"start": "2026-01-01T00:00:00Z", "end": "2026-07-01T00:00:00Z"}},
            "role_management": true},
        "listed_users": [{"email": "dana@partner.example", "identity": "idp|dana"}, {"email": "sam@x.example"}],
        "groups": ["g"],
        "role_grants": [{"role": "hr", "organisation": "partner", "group": "g", "on_resource": "app",
            "window": {"start": "2026-01-01T00:00:00.001Z", "end": "2026-07-01T00:00:00Z"}}, {"role": "it"}],
        "custom_roles": [{"name": "c", "kind": "app", "level": "edit", "privileges": ["a:b:c", "d:e:f"]}],
        "disabled_roles": ["off"],
        "access_grants": [{"status": "granted", "on_resource": "company",
            "window": {"start": "2026-01-01T00:00:00Z", "end": "2026-07-01T00:00:00Z"}}],
        "attributes": {"principal": {"salary": 7, "country": "se", "born": {"timestamp": "1990-01-01T00:00:00Z"}},
            "organisation": {"tags": ["x", "y"]}, "context": {"vpn": true}, "resources": {"app": {"owner": "dana"}}}
    }"#;

    #[test]
    fn facts_are_printed_as_they_are_read() {
        for text in [
            ALL,
            r#"{"organisation": "initech", "principal": {"kind": "unidentified"}}"#,
            r#"{"organisation": "a", "principal": {"kind": "third-party", "id": "x", "home": "y"}}"#,
        ] {
            let facts = facts_from_str(text).unwrap();
            let printed = facts_json(&facts, &Mask::new([], [0; 32])).unwrap().to_string();
            let again = facts_from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"));
            let twice = facts_json(&again, &Mask::new([], [0; 32])).unwrap().to_string();
            assert_eq!(twice, printed);
            assert_eq!(again.attributes.len(), facts.attributes.len());
        }
        let printed = facts_json(&facts_from_str(ALL).unwrap(), &Mask::new([], [0; 32])).unwrap();
        let mut expected: serde_json::Value = serde_json::from_str(ALL).unwrap();
        expected["role_grants"][1]["organisation"] = "initech".into();
        assert_eq!(printed, expected);
    }

    #[test]
    fn what_is_masked_is_gone_and_can_still_be_read() {
        let facts = facts_from_str(ALL).unwrap();
        let hidden = ["principal.id", "principal.email", "principal.identity", "attributes"];
        let mask = Mask::new(hidden.map(str::to_owned), [7; 32]);
        let printed = facts_json(&facts, &mask).unwrap();
        let text = printed.to_string();
        for secret in ["dana", "Dana", "sam", "\"se\"", "1990"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        assert_eq!(printed["attributes"]["context"]["vpn"], false);
        assert_eq!(printed["attributes"]["principal"]["salary"], 0);
        assert_eq!(printed["principal"]["email"], printed["listed_users"][0]["email"]);
        assert_ne!(printed["principal"]["email"], printed["listed_users"][1]["email"]);
        facts_from_str(&text).unwrap();
    }
}
