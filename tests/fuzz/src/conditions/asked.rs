//! What is asked about a condition: a person with a role, and facts that may lack each attribute.

use guestpass_contract::json::instant_to_string;
use guestpass_rules::{
    Attribute, AttributeSubject, AttributeValue, EntityId, Instant, Policy, PrivilegeExpression, Reason, Request,
    Target, check,
};
use serde_json::{Map, Value, json};

use crate::member;
use crate::target::{Broken, require_same};

/// The facts and the instant of one question.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// A bit for each attribute that the facts have.
    has: u8,
    on_resource: bool,
    /// The condition is one of the holder of the role, and not one of its privilege.
    is_of_holder: bool,
    named: bool,
    level: i64,
    now_ms: i64,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) reason: Reason,
    pub(super) valid_from: Option<i64>,
    pub(super) valid_until: Option<i64>,
}

impl Said {
    /// The name that the contract gives the reason.
    pub(super) fn reason_name(&self) -> &'static str {
        match self.reason {
            Reason::Granted => "granted",
            Reason::ConditionNotMet => "condition-not-met",
            Reason::AttributeMissing => "attribute-missing",
            Reason::HolderNotEligible => "holder-not-eligible",
            Reason::RuleError => "rule-error",
            _ => "something else",
        }
    }
}

/// Instants that questions are asked at, so that conditions are about to change, or never.
const INSTANTS_MS: [i64; 6] = [0, 5_000, 9_500, 1_000, 1_767_225_600_000, -62_135_596_800_000];

impl Asked {
    pub(super) fn of([has, kind, number, step]: [u8; 4]) -> Self {
        let level = i64::from(i8::from_le_bytes([number]));
        let near = INSTANTS_MS.get(usize::from(kind >> 3) % INSTANTS_MS.len()).copied().unwrap_or_default();
        let now_ms = (near + i64::from(step % 16)).max(-62_135_596_800_000);
        Self { has, on_resource: kind & 1 == 0, is_of_holder: kind & 2 != 0, named: kind & 4 == 0, level, now_ms }
    }

    /// A document with this condition.
    pub(super) fn document(&self, condition: &str) -> String {
        let condition = toml::Value::from(condition).to_string();
        let (holder, given) = if self.is_of_holder {
            (format!("holder-when = {condition}\n"), "\"s:door:open\"".to_owned())
        } else {
            (String::new(), format!("{{ privilege = \"s:door:open\", when = {condition} }}"))
        };
        format!(
            "name = \"sample\"\nversion = \"1.0.0\"\ncontract = \"0.2\"\n[suites.s]\nsummary = \"All\"\n[privileges]\n\
             \"s:door:open\" = \"Open the door\"\n[attributes]\n\"principal.named\" = \"boolean\"\n\
             \"principal.level\" = \"integer\"\n\"principal.teams\" = \"texts\"\n\"organisation.plan\" = \"text\"\n\
             \"resource.opened_to\" = \"texts\"\n\"context.since\" = \"timestamp\"\n[roles.guard]\ntitle = \"Guard\"\n\
             summary = \"Opens doors\"\n{holder}privileges = [{given}]\n"
        )
    }

    fn attributes(&self) -> Vec<Attribute<'static>> {
        let attribute = |subject, name, value| Attribute { subject, name, value };
        let door = AttributeSubject::Resource(EntityId("door-1"));
        let all = [
            attribute(AttributeSubject::Principal, "named", AttributeValue::Boolean(self.named)),
            attribute(AttributeSubject::Principal, "level", AttributeValue::Integer(self.level)),
            attribute(AttributeSubject::Principal, "teams", AttributeValue::Texts(vec!["a", "b"])),
            attribute(AttributeSubject::Organisation, "plan", AttributeValue::Text("gold")),
            attribute(door, "opened_to", AttributeValue::Texts(vec!["guard", "ann"])),
            attribute(AttributeSubject::Context, "since", AttributeValue::Timestamp(Instant(1_000))),
        ];
        let has = |(position, attribute)| (self.has >> position & 1 == 1).then_some(attribute);
        (0_u8..).zip(all).filter_map(has).collect()
    }

    /// Asks the rules.
    pub(super) fn rules(&self, policy: &Policy) -> Result<Said, Broken> {
        self.rules_at(policy, self.now_ms)
    }

    fn rules_at(&self, policy: &Policy, now_ms: i64) -> Result<Said, Broken> {
        let facts = member::facts(["guard"], self.attributes());
        let request = Request {
            target: Target::Privileges(PrivilegeExpression("s:door:open")),
            on_resource: self.on_resource.then_some(EntityId("door-1")),
            now: Instant(now_ms),
            explain: true,
        };
        let decisions = check(policy, &facts, &[request]);
        let decision = decisions.first().ok_or_else(|| Broken("there is no decision".to_owned()))?;
        let milliseconds = |instant: Option<Instant>| instant.map(|Instant(instant_ms)| instant_ms);
        let (valid_from, valid_until) = (milliseconds(decision.valid_from), milliseconds(decision.valid_until));
        Ok(Said { reason: decision.reason, valid_from, valid_until })
    }

    /// The answer is the same at both ends of its interval.
    pub(super) fn holds_throughout(&self, policy: &Policy, said: &Said) -> Result<(), Broken> {
        let last = said.valid_until.map(|until| until.saturating_sub(1));
        for now_ms in [said.valid_from, last].into_iter().flatten() {
            let there = self.rules_at(policy, now_ms)?;
            require_same(&there.reason, &said.reason, &format!("at {now_ms}, inside of the interval of {said:?}"))?;
        }
        Ok(())
    }

    /// The same question as JSON, facts and request.
    pub(super) fn json(&self) -> (Value, Value) {
        let mut subjects: [Map<String, Value>; 4] = Default::default();
        let [principal, organisation, resource, context] = &mut subjects;
        for Attribute { subject, name, value } in self.attributes() {
            let attributes = match subject {
                AttributeSubject::Principal | AttributeSubject::Person => &mut *principal,
                AttributeSubject::Organisation => &mut *organisation,
                AttributeSubject::Resource(_) => &mut *resource,
                AttributeSubject::Context => &mut *context,
            };
            attributes.insert(name.to_owned(), value_json(&value));
        }
        let attributes = json!({
            "principal": principal, "organisation": organisation, "resources": { "door-1": resource },
            "context": context,
        });
        let facts = json!({
            "organisation": "acme", "principal": { "kind": "member", "id": "ann" },
            "role_grants": [{ "role": "guard" }], "attributes": attributes,
        });
        let on_resource = self.on_resource.then_some("door-1");
        let now = instant_to_string(self.now_ms).unwrap_or_default();
        (facts, json!({ "privileges": "s:door:open", "on_resource": on_resource, "now": now }))
    }
}

fn value_json(value: &AttributeValue<'_>) -> Value {
    match value {
        AttributeValue::Text(text) => json!(text),
        AttributeValue::Texts(texts) => json!(texts),
        AttributeValue::Integer(number) => json!(number),
        AttributeValue::Boolean(value) => json!(value),
        AttributeValue::Timestamp(Instant(instant_ms)) => {
            json!({ "timestamp": instant_to_string(*instant_ms).unwrap_or_default() })
        }
    }
}
