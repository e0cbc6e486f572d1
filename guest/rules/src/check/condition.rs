//! Evaluates conditions: once through their pieces, without recursion.

use super::attributes::Attributes;
use crate::facts::{AttributeValue, Facts};
use crate::identifiers::{EntityId, PrivilegeIndex};
use crate::limits::CONDITION_NODES_MAX;
use crate::policy::{BuiltIn, Comparison, Condition, ConditionIndex, ConditionNode, NodeIndex, Operand, Policy};
use crate::time::Instant;
use alloc::string::String;
use alloc::vec::Vec;

/// A condition asked about an attribute that the facts do not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MissingAttribute;

/// Everything that a condition may ask about.
#[derive(Clone, Copy)]
pub(crate) struct Circumstances<'c, 'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) attributes: &'c Attributes<'a>,
    pub(crate) principal: &'a str,
    pub(crate) organisation: &'a str,
    /// The resource asked about.
    pub(crate) on_resource: Option<EntityId<'a>>,
    /// The privilege asked about; none where a holder is judged.
    pub(crate) privilege: Option<PrivilegeIndex>,
    /// The role that carries the condition.
    pub(crate) role: &'a str,
    /// None where a holder is judged: whether somebody may hold a role does not change with time.
    pub(crate) now: Option<Instant>,
}

impl<'c, 'a> Circumstances<'c, 'a> {
    /// Those of a person who is to hold a role.
    pub(crate) fn of_holder(
        policy: &'a Policy,
        attributes: &'c Attributes<'a>,
        facts: &'a Facts<'a>,
        person: &'a str,
        role: &'a str,
    ) -> Self {
        let organisation = facts.organisation.0;
        let (on_resource, privilege, now) = (None, None, None);
        Self { policy, attributes, principal: person, organisation, on_resource, privilege, role, now }
    }

    /// Whether the condition holds.
    pub(crate) fn meet(&self, condition: ConditionIndex) -> Result<bool, MissingAttribute> {
        // A condition of another policy cannot get here; if it ever could, it would not hold.
        let condition = self.policy.condition(condition).ok_or(MissingAttribute)?;
        match self.truth(condition) {
            Truth::True => Ok(true),
            Truth::False => Ok(false),
            Truth::Missing => Err(MissingAttribute),
        }
    }

    /// Every piece is worth something whether it is asked or not, so that asking all of them in their order is the same
    /// as asking lazily: the side that is not asked is not looked at.
    fn truth(&self, condition: &Condition) -> Truth {
        let mut known = [Truth::Missing; CONDITION_NODES_MAX];
        let mut whole = Truth::Missing;
        for (place, node) in (0..CONDITION_NODES_MAX).zip(&condition.nodes) {
            let of = |NodeIndex(index): NodeIndex| known.get(usize::from(index)).copied().unwrap_or(Truth::Missing);
            whole = match node {
                ConditionNode::Value(operand) => {
                    self.value(operand).and_then(Value::as_truth).unwrap_or(Truth::Missing)
                }
                ConditionNode::Has(attribute) => {
                    Truth::from(self.attributes.value(*attribute, self.on_resource).is_some())
                }
                ConditionNode::Not(inner) => of(*inner).not(),
                ConditionNode::And(left, right) => match of(*left) {
                    Truth::True => of(*right),
                    decided => decided,
                },
                ConditionNode::Or(left, right) => match of(*left) {
                    Truth::False => of(*right),
                    decided => decided,
                },
                ConditionNode::Compare { comparison, left, right } => match (self.value(left), self.value(right)) {
                    (Some(left), Some(right)) => compare(*comparison, left, right),
                    _ => Truth::Missing,
                },
                ConditionNode::In { item, list } => match (self.value(item), self.value(list)) {
                    (Some(Value::Text(item)), Some(Value::Texts(list))) => {
                        Truth::from(list.iter().any(|one| one == item))
                    }
                    _ => Truth::Missing,
                },
            };
            if let Some(place) = known.get_mut(place) {
                *place = whole;
            }
        }
        whole
    }

    /// Adds the instants at which a comparison with the instant asked about changes: the one compared, and the one after
    /// it.
    pub(crate) fn push_boundaries(&self, condition: ConditionIndex, boundaries: &mut Vec<Instant>) {
        let now = Operand::BuiltIn(BuiltIn::Now);
        for node in self.policy.condition(condition).iter().flat_map(|condition| &condition.nodes) {
            let ConditionNode::Compare { left, right, .. } = node else { continue };
            let compared = if *left == now {
                right
            } else if *right == now {
                left
            } else {
                continue;
            };
            // Compared with itself it never changes; the boundaries do no harm then.
            if let Some(Value::Timestamp(instant)) = self.value(compared) {
                boundaries.push(instant);
                boundaries.extend(instant.0.checked_add(1).map(Instant));
            }
        }
    }

    /// What an operand is worth; none when the facts do not have it.
    fn value<'v>(&'v self, operand: &'v Operand) -> Option<Value<'v>> {
        Some(match operand {
            Operand::Attribute(index) => Value::of(self.attributes.value(*index, self.on_resource)?),
            Operand::BuiltIn(built_in) => match built_in {
                BuiltIn::PrincipalId => Value::Text(self.principal),
                BuiltIn::OrganisationId => Value::Text(self.organisation),
                BuiltIn::ResourceId => Value::Text(self.on_resource?.0),
                BuiltIn::ActionSuite => Value::Text(self.segment(0)?),
                BuiltIn::ActionResource => Value::Text(self.segment(1)?),
                BuiltIn::ActionName => Value::Text(self.segment(2)?),
                BuiltIn::RoleName => Value::Text(self.role),
                BuiltIn::Now => Value::Timestamp(self.now?),
            },
            Operand::Text(text) => Value::Text(text),
            Operand::Texts(texts) => Value::Texts(Texts::OfPolicy(texts)),
            Operand::Integer(number) => Value::Integer(*number),
            Operand::Boolean(holds) => Value::Boolean(*holds),
            Operand::Timestamp(milliseconds) => Value::Timestamp(Instant(*milliseconds)),
        })
    }

    /// A segment of the privilege asked about (R5).
    fn segment(&self, position: usize) -> Option<&'a str> {
        self.policy.privilege_name(self.privilege?)?.split(':').nth(position)
    }
}

/// What a piece of a condition comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Truth {
    False,
    True,
    /// An attribute that is asked about is missing.
    Missing,
}

impl Truth {
    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::True => Self::False,
            Self::Missing => Self::Missing,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

/// A value that conditions compare.
#[derive(Clone, Copy)]
enum Value<'v> {
    Text(&'v str),
    Texts(Texts<'v>),
    Integer(i64),
    Boolean(bool),
    Timestamp(Instant),
}

impl<'v> Value<'v> {
    fn of(value: &'v AttributeValue<'v>) -> Self {
        match value {
            AttributeValue::Text(text) => Self::Text(text),
            AttributeValue::Texts(texts) => Self::Texts(Texts::OfFacts(texts)),
            AttributeValue::Integer(number) => Self::Integer(*number),
            AttributeValue::Boolean(holds) => Self::Boolean(*holds),
            AttributeValue::Timestamp(instant) => Self::Timestamp(*instant),
        }
    }

    fn as_truth(self) -> Option<Truth> {
        if let Self::Boolean(holds) = self { Some(Truth::from(holds)) } else { None }
    }
}

/// Texts, wherever they come from.
#[derive(Clone, Copy)]
enum Texts<'v> {
    OfPolicy(&'v [String]),
    OfFacts(&'v [&'v str]),
}

impl<'v> Texts<'v> {
    fn iter(self) -> impl Iterator<Item = &'v str> {
        let (of_policy, of_facts): (&[String], &[&str]) = match self {
            Self::OfPolicy(texts) => (texts, &[]),
            Self::OfFacts(texts) => (&[], texts),
        };
        of_policy.iter().map(String::as_str).chain(of_facts.iter().copied())
    }
}

/// Values of one type, as the builder of the policy and the check of the facts have seen to; others do not compare. Texts
/// are compared by their bytes.
fn compare(comparison: Comparison, left: Value<'_>, right: Value<'_>) -> Truth {
    use core::cmp::Ordering::{Equal, Greater, Less};
    let order = match (left, right) {
        (Value::Text(left), Value::Text(right)) => left.cmp(right),
        (Value::Texts(left), Value::Texts(right)) => left.iter().cmp(right.iter()),
        (Value::Integer(left), Value::Integer(right)) => left.cmp(&right),
        (Value::Boolean(left), Value::Boolean(right)) => left.cmp(&right),
        (Value::Timestamp(left), Value::Timestamp(right)) => left.cmp(&right),
        _ => return Truth::Missing,
    };
    Truth::from(match comparison {
        Comparison::Equal => order == Equal,
        Comparison::NotEqual => order != Equal,
        Comparison::Less => order == Less,
        Comparison::LessOrEqual => order != Greater,
        Comparison::Greater => order == Greater,
        Comparison::GreaterOrEqual => order != Less,
    })
}
