//! Asks a condition.

use super::{Comparison, Condition, Value};
use crate::expression;
use crate::facts::Attributes;
use crate::instants::Instant;

/// The facts do not have an attribute that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MissingAttribute;

/// What a condition may ask about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Circumstances<'a> {
    pub(crate) principal_id: &'a str,
    /// The person asking, or the person who is to hold a role.
    pub(crate) principal: &'a Attributes,
    pub(crate) organisation_id: &'a str,
    pub(crate) organisation: &'a Attributes,
    pub(crate) context: &'a Attributes,
    /// The resource asked about and what is known of it.
    pub(crate) resource: Option<(&'a str, Option<&'a Attributes>)>,
    /// The privilege that carries the condition; none where a holder is judged.
    pub(crate) privilege: Option<&'a str>,
    /// The role that carries the condition.
    pub(crate) role: &'a str,
    pub(crate) now: Instant,
}

impl Condition {
    /// Whether it is true. `&&` and `||` do not ask the right side when the left one decides; a missing attribute on a
    /// side that is asked fails the whole.
    pub(crate) fn holds(&self, circumstances: &Circumstances<'_>) -> Result<bool, MissingAttribute> {
        Ok(match self {
            Self::Literal(value) => *value == Value::Boolean(true),
            Self::Name(name) => circumstances.value(name)? == Value::Boolean(true),
            Self::Has(name) => circumstances.value(name).is_ok(),
            Self::Not(inner) => !inner.holds(circumstances)?,
            Self::And(left, right) => left.holds(circumstances)? && right.holds(circumstances)?,
            Self::Or(left, right) => left.holds(circumstances)? || right.holds(circumstances)?,
            Self::Compare(comparison, left, right) => {
                let (left, right) = (left.value(circumstances)?, right.value(circumstances)?);
                compare(*comparison, &left, &right)
            }
            Self::In(item, list) => {
                let (item, list) = (item.value(circumstances)?, list.value(circumstances)?);
                matches!((item, list), (Value::Text(item), Value::Texts(list)) if list.contains(&item))
            }
        })
    }

    fn value(&self, circumstances: &Circumstances<'_>) -> Result<Value, MissingAttribute> {
        match self {
            Self::Literal(value) => Ok(value.clone()),
            Self::Name(name) => circumstances.value(name),
            other => other.holds(circumstances).map(Value::Boolean),
        }
    }
}

fn compare(comparison: Comparison, left: &Value, right: &Value) -> bool {
    let order = match (left, right) {
        (Value::Integer(left), Value::Integer(right)) | (Value::Timestamp(left), Value::Timestamp(right)) => {
            Some(left.cmp(right))
        }
        _ => None,
    };
    match comparison {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Less => order.is_some_and(|order| order.is_lt()),
        Comparison::LessOrEqual => order.is_some_and(|order| order.is_le()),
        Comparison::Greater => order.is_some_and(|order| order.is_gt()),
        Comparison::GreaterOrEqual => order.is_some_and(|order| order.is_ge()),
    }
}

impl Circumstances<'_> {
    fn value(&self, name: &str) -> Result<Value, MissingAttribute> {
        let text = |text: &str| Ok(Value::Text(text.to_owned()));
        let of_privilege =
            |position| self.privilege.map_or(Err(MissingAttribute), |it| text(expression::segment(it, position)));
        match name {
            "principal.id" => return text(self.principal_id),
            "organisation.id" => return text(self.organisation_id),
            "resource.id" => return self.resource.map_or(Err(MissingAttribute), |(id, _)| text(id)),
            "action.suite" => return of_privilege(0),
            "action.resource" => return of_privilege(1),
            "action.name" => return of_privilege(2),
            "role.name" => return text(self.role),
            "context.now" => return Ok(Value::Timestamp(self.now)),
            _ => {}
        }
        let (entity, attribute) = name.split_once('.').unwrap_or((name, ""));
        let attributes = match entity {
            "principal" => Some(self.principal),
            "organisation" => Some(self.organisation),
            "context" => Some(self.context),
            "resource" => self.resource.and_then(|(_, attributes)| attributes),
            _ => None,
        };
        attributes.and_then(|attributes| attributes.get(attribute)).cloned().ok_or(MissingAttribute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(condition: &str) -> Result<bool, MissingAttribute> {
        let principal = Attributes::from([
            ("named".to_owned(), Value::Boolean(true)),
            ("subscriptions".to_owned(), Value::Texts(vec!["app-7".to_owned()])),
            ("level".to_owned(), Value::Integer(3)),
        ]);
        let (nothing, known) = (Attributes::new(), Attributes::from([("open".to_owned(), Value::Boolean(false))]));
        let circumstances = Circumstances {
            principal_id: "dana",
            principal: &principal,
            organisation_id: "initech",
            organisation: &nothing,
            context: &nothing,
            resource: Some(("app-7", Some(&known))),
            privilege: Some("saas:user:view"),
            role: "hr",
            now: 1_000,
        };
        Condition::read(condition).expect(condition).holds(&circumstances)
    }

    #[test]
    fn conditions_are_asked_left_to_right() {
        for (condition, expected) in [
            ("principal.named", Ok(true)),
            ("!principal.named || resource.open", Ok(false)),
            ("resource.id in principal.subscriptions", Ok(true)),
            ("role.name in [\"hr\", 'it'] && action.name == \"view\"", Ok(true)),
            ("principal.level >= 3 && principal.level < 4 && principal.level != -1", Ok(true)),
            ("context.now < timestamp(\"1970-01-01T00:00:01Z\")", Ok(false)),
            ("context.now <= timestamp(\"1970-01-01T00:00:01Z\")", Ok(true)),
            ("organisation.tier == \"gold\"", Err(MissingAttribute)),
            ("has(organisation.tier) && organisation.tier == \"gold\"", Ok(false)),
            ("principal.named || organisation.tier == \"gold\"", Ok(true)),
            ("organisation.tier == \"gold\" || principal.named", Err(MissingAttribute)),
            ("!(organisation.tier == \"gold\")", Err(MissingAttribute)),
            ("true || false && false", Ok(true)),
            ("!!context.now <= timestamp(\"1970-01-01T00:00:01Z\")", Ok(true)),
            ("!!!principal.named", Ok(false)),
        ] {
            assert_eq!(ask(condition), expected, "{condition}");
        }
    }

    #[test]
    fn what_is_no_condition_is_not_read() {
        for text in ["", "principal", "principal.named &&", "a.b == ", "(a.b", "\"x", "has(\"x\")", "a.b c.d", "#"] {
            assert!(Condition::read(text).is_err(), "{text}");
        }
    }
}
