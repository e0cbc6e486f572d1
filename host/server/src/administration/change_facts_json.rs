//! Facts about a change as the JSON that `guestpass schema facts` describes under `change_facts`.

use guestpass_contract::json::JsonError;
use guestpass_contract::{ChangeFacts, ChangePerson, KeptRequest, TextRange};
use serde_json::{Map, Value, json};

use crate::evidence::{external_access_json, relationship_json, standing_json, window_json};

/// Prints them.
///
/// # Errors
/// An instant that JSON cannot express.
pub(super) fn change_facts_json(facts: &ChangeFacts) -> Result<Value, JsonError> {
    Printer { facts }.all()
}

struct Printer<'f> {
    facts: &'f ChangeFacts,
}

impl<'f> Printer<'f> {
    fn all(&self) -> Result<Value, JsonError> {
        let facts = self.facts;
        let mut all = Map::new();
        let mut put = |key: &str, value: Value| all.insert(key.to_owned(), value);
        put("customer_managed", facts.customer_managed.into());
        put("instances", facts.instances.into());
        put("role_assignments", facts.role_assignments.into());
        put("partner", standing_json(facts.partner));
        put("other_relationships", facts.other_relationships.into());
        put("managed_elsewhere", facts.managed_elsewhere.into());
        put("sso_arrivals", facts.sso_arrivals.into());
        put("account_requests", facts.account_requests.into());
        put("company_in_account", facts.company_in_account.into());
        if let Some(access) = &facts.instance {
            put("instance", external_access_json(access)?);
        }
        if let Some(relationship) = &facts.relationship {
            put("relationship", relationship_json(relationship));
        }
        if let Some(person) = &facts.person {
            put("person", self.person(person));
        }
        if let Some(role) = self.name(facts.default_role) {
            put("default_role", role.into());
        }
        if let Some(request) = &facts.request {
            put("request", self.request(request)?);
        }
        Ok(Value::Object(all))
    }

    fn person(&self, person: &ChangePerson) -> Value {
        let (names, counterparts) = (person.roles.of(&self.facts.names).unwrap_or_default(), &person.counterparts);
        let counterparts =
            counterparts.iter().map(|user| self.named([("email", user.email), ("identity", user.identity)]));
        let mut shape = self.named([("email", person.email), ("identity", person.identity)]);
        shape.insert("login".to_owned(), person.login.name().into());
        shape.insert("counterparts".to_owned(), counterparts.map(Value::Object).collect());
        shape.insert("roles".to_owned(), names.iter().map(|range| self.text(*range)).collect());
        shape.insert("holds_role".to_owned(), person.holds_role.into());
        Value::Object(shape)
    }

    fn request(&self, request: &KeptRequest) -> Result<Value, JsonError> {
        Ok(json!({
            "status": request.status.name(),
            "account": self.text(request.account),
            "company": self.text(request.company),
            "requested_by": self.text(request.requested_by),
            "created_by": self.text(request.created_by),
            "window": window_json(request.window)?,
        }))
    }

    /// Only what is known.
    fn named<const N: usize>(&self, texts: [(&str, TextRange); N]) -> Map<String, Value> {
        let known = texts.into_iter().filter_map(|(key, range)| Some((key.to_owned(), self.name(range)?.into())));
        known.collect()
    }

    fn name(&self, range: TextRange) -> Option<&'f str> {
        Some(self.text(range)).filter(|text| !text.is_empty())
    }

    fn text(&self, range: TextRange) -> &'f str {
        range.of(&self.facts.text).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use guestpass_contract::json::review_facts_from_str;
    use serde_json::{Value, json};

    use super::change_facts_json;

    fn read(change_facts: &Value) -> guestpass_contract::ChangeFacts {
        let facts = json!({
            "organisation": "initech",
            "principal": { "kind": "member", "id": "ada" },
            "change_facts": change_facts,
        });
        review_facts_from_str(&facts.to_string()).unwrap().1
    }

    #[test]
    fn facts_about_a_change_are_printed_as_they_are_read() {
        let all = json!({
            "customer_managed": true,
            "instance": {
                "mode": { "period": { "start": "2026-01-01T00:00:00Z", "end": "2026-07-01T00:00:00Z" } },
                "role_management": true,
            },
            "instances": 3,
            "role_assignments": 4,
            "partner": {
                "accredited": true, "domain_enabled": false, "partner_service_layer": true,
                "own_system_access": false, "authorised": true, "sso_enabled": false,
            },
            "relationship": { "status": "ended", "managed": true },
            "other_relationships": 2,
            "managed_elsewhere": true,
            "person": {
                "login": "account", "email": "dana@partner.example", "identity": "idp|dana",
                "counterparts": [{ "email": "Dana@partner.example" }, { "identity": "idp|dana" }],
                "roles": ["hr", "it"], "holds_role": true,
            },
            "sso_arrivals": true,
            "account_requests": true,
            "default_role": "read-only",
            "request": {
                "status": "pending", "account": "acme", "company": "acme-berlin", "requested_by": "sue",
                "created_by": "ada",
                "window": { "start": "2026-01-01T00:00:00Z", "end": "2026-07-01T00:00:00Z" },
            },
            "company_in_account": true,
        });
        assert_eq!(change_facts_json(&read(&all)).unwrap(), all);
        for little in [json!({}), json!({ "instance": { "mode": "disabled", "role_management": false } })] {
            let facts = read(&little);
            assert_eq!(read(&change_facts_json(&facts).unwrap()), facts, "{little}");
        }
    }
}
