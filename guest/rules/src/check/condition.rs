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

    /// Adds the instants at which a comparison with the instant asked about changes: the one compared, and the one
    /// after it.
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

/// Values of one type, as the builder of the policy and the check of the facts have seen to; others do not compare.
/// Texts are compared by their bytes.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Attribute, AttributeSubject, Login, PartnerStanding, Principal, PrincipalKind};
    use crate::identifiers::OrganisationId;
    use crate::policy::{
        AttributeDeclaration, AttributeEntity, AttributeIndex, AttributeType, PolicyBuilder, Privilege, Suite,
    };
    use alloc::string::ToString;
    use alloc::vec;

    use BuiltIn::{ActionName, ActionResource, ActionSuite, PrincipalId, ResourceId, RoleName};
    use ConditionNode::{And, Compare, Has, In, Not, Or, Value as Is};

    const YES: ConditionNode = Is(Operand::Boolean(true));
    const NO: ConditionNode = Is(Operand::Boolean(false));
    /// Nothing is known of this attribute.
    const UNKNOWN: Operand = Operand::Attribute(AttributeIndex(0));
    const LEVEL: Operand = Operand::Attribute(AttributeIndex(1));
    const TEAMS: Operand = Operand::Attribute(AttributeIndex(2));
    const CLOSES: Operand = Operand::Attribute(AttributeIndex(3));
    const NOW: Operand = Operand::BuiltIn(BuiltIn::Now);

    fn policy(nodes: Vec<ConditionNode>) -> Policy {
        let declared = [
            (AttributeEntity::Principal, "absent", AttributeType::Boolean),
            (AttributeEntity::Principal, "level", AttributeType::Integer),
            (AttributeEntity::Principal, "teams", AttributeType::Texts),
            (AttributeEntity::Resource, "closes", AttributeType::Timestamp),
        ];
        let attributes =
            declared.map(|(entity, name, holds)| AttributeDeclaration { entity, name: name.to_string(), holds });
        let builder = PolicyBuilder {
            suites: vec![Suite { name: "apps".to_string(), entitlement: None }],
            privileges: vec![Privilege { name: "apps:run:edit".to_string(), summary: String::new() }],
            attributes: attributes.to_vec(),
            conditions: vec![Condition { source: String::new(), nodes }],
            ..PolicyBuilder::default()
        };
        builder.build().expect("the condition fits together")
    }

    fn facts() -> Facts<'static> {
        let attribute = |subject, name, value| Attribute { subject, name, value };
        let run = AttributeSubject::Resource(EntityId("run"));
        Facts {
            organisation: OrganisationId("acme"),
            entitlements: Vec::new(),
            principal: Principal {
                kind: PrincipalKind::Member,
                login: Login::User,
                id: EntityId("dana"),
                email: "",
                identity: "",
                home: OrganisationId(""),
                partner: PartnerStanding::default(),
            },
            relationship: None,
            external_access: None,
            listed_users: Vec::new(),
            groups: Vec::new(),
            role_grants: Vec::new(),
            custom_roles: Vec::new(),
            disabled_roles: Vec::new(),
            access_grants: Vec::new(),
            attributes: vec![
                attribute(AttributeSubject::Principal, "level", AttributeValue::Integer(3)),
                attribute(AttributeSubject::Principal, "teams", AttributeValue::Texts(vec!["blue", "red"])),
                attribute(AttributeSubject::Person, "absent", AttributeValue::Boolean(true)),
                attribute(run, "closes", AttributeValue::Timestamp(Instant(50))),
            ],
        }
    }

    /// What the condition comes to for `apps:run:edit` on the resource at 20, and when it may change.
    fn judge(nodes: &[ConditionNode], on: Option<&'static str>) -> (Result<bool, MissingAttribute>, Vec<i64>) {
        let (policy, facts) = (policy(nodes.to_vec()), facts());
        let attributes = Attributes::of(&policy, &facts, AttributeSubject::Principal);
        let holder = Circumstances::of_holder(&policy, &attributes, &facts, facts.principal.id.0, "HR");
        let (privilege, now) = (Some(PrivilegeIndex(0)), Some(Instant(20)));
        let circumstances = Circumstances { on_resource: on.map(EntityId), privilege, now, ..holder };
        let mut boundaries = Vec::new();
        circumstances.push_boundaries(ConditionIndex(0), &mut boundaries);
        (circumstances.meet(ConditionIndex(0)), boundaries.into_iter().map(|instant| instant.0).collect())
    }

    fn compare(left: Operand, comparison: Comparison, right: Operand) -> ConditionNode {
        Compare { comparison, left, right }
    }

    fn is(built_in: BuiltIn, text: &str) -> ConditionNode {
        compare(Operand::BuiltIn(built_in), Comparison::Equal, Operand::Text(text.to_string()))
    }

    fn texts(texts: &[&str]) -> Operand {
        Operand::Texts(texts.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_side_is_asked_only_when_the_other_does_not_decide() {
        let (one, two, unknown) = (NodeIndex(0), NodeIndex(1), || Is(UNKNOWN));
        let missing = Err(MissingAttribute);
        for (nodes, expected) in [
            (vec![YES], Ok(true)),
            (vec![NO, Not(one)], Ok(true)),
            (vec![unknown()], missing),
            (vec![unknown(), Not(one)], missing),
            (vec![YES, NO, And(one, two)], Ok(false)),
            (vec![YES, YES, And(one, two)], Ok(true)),
            (vec![NO, unknown(), And(one, two)], Ok(false)),
            (vec![YES, unknown(), And(one, two)], missing),
            (vec![unknown(), NO, And(one, two)], missing),
            (vec![NO, NO, Or(one, two)], Ok(false)),
            (vec![NO, YES, Or(one, two)], Ok(true)),
            (vec![YES, unknown(), Or(one, two)], Ok(true)),
            (vec![NO, unknown(), Or(one, two)], missing),
            (vec![unknown(), YES, Or(one, two)], missing),
            (vec![Has(AttributeIndex(0))], Ok(false)),
            (vec![Has(AttributeIndex(1))], Ok(true)),
            (vec![Has(AttributeIndex(0)), unknown(), And(one, two)], Ok(false)),
        ] {
            assert_eq!(judge(&nodes, None).0, expected, "{nodes:?}");
        }
    }

    #[test]
    fn values_are_compared_as_what_they_are() {
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        let number = Operand::Integer;
        let team = |team: &str| In { item: Operand::Text(team.to_string()), list: TEAMS };
        for (node, expected) in [
            (compare(LEVEL, Equal, number(3)), true),
            (compare(LEVEL, NotEqual, number(3)), false),
            (compare(LEVEL, Less, number(3)), false),
            (compare(LEVEL, LessOrEqual, number(3)), true),
            (compare(LEVEL, Greater, number(2)), true),
            (compare(LEVEL, GreaterOrEqual, number(4)), false),
            (compare(TEAMS, Equal, texts(&["blue", "red"])), true),
            (compare(TEAMS, Equal, texts(&["red", "blue"])), false),
            (compare(Operand::Boolean(true), NotEqual, Operand::Boolean(false)), true),
            (team("red"), true),
            (team("Red"), false),
            (In { item: Operand::BuiltIn(RoleName), list: texts(&["IT", "HR"]) }, true),
            (is(PrincipalId, "dana"), true),
            (is(BuiltIn::OrganisationId, "acme"), true),
            (is(ActionSuite, "apps"), true),
            (is(ActionResource, "run"), true),
            (is(ActionName, "edit"), true),
            (is(ResourceId, "run"), true),
            (compare(NOW, Less, Operand::Timestamp(21)), true),
            (compare(NOW, Less, Operand::Timestamp(20)), false),
        ] {
            assert_eq!(judge(core::slice::from_ref(&node), Some("run")).0, Ok(expected), "{node:?}");
        }
    }

    #[test]
    fn what_is_asked_of_a_resource_is_asked_of_the_very_resource() {
        let closes = [compare(CLOSES, Comparison::Greater, NOW)];
        let has = [Has(AttributeIndex(3))];
        let missing = Err(MissingAttribute);
        for (nodes, on, expected) in [
            (&closes[..], Some("run"), (Ok(true), vec![50, 51])),
            (&closes, Some("other"), (missing, vec![])),
            (&closes, None, (missing, vec![])),
            (&has, Some("run"), (Ok(true), vec![])),
            (&has, Some("other"), (Ok(false), vec![])),
            (&has, None, (Ok(false), vec![])),
            (&[is(ResourceId, "run")], None, (missing, vec![])),
        ] {
            assert_eq!(judge(nodes, on), expected, "{nodes:?} on {on:?}");
        }
    }

    #[test]
    fn a_holder_may_be_somebody_else() {
        let (of_person, of_asker) = (Is(UNKNOWN), compare(LEVEL, Comparison::Equal, Operand::Integer(3)));
        let (asker, person, missing) = (AttributeSubject::Principal, AttributeSubject::Person, Err(MissingAttribute));
        for (node, subject, expected) in [
            (&of_person, asker, missing),
            (&of_person, person, Ok(true)),
            (&of_asker, asker, Ok(true)),
            (&of_asker, person, missing),
        ] {
            let (policy, facts) = (policy(vec![node.clone()]), facts());
            let attributes = Attributes::of(&policy, &facts, subject);
            let circumstances = Circumstances::of_holder(&policy, &attributes, &facts, "sam", "HR");
            assert_eq!(circumstances.meet(ConditionIndex(0)), expected, "{node:?} of {subject:?}");
        }
    }
}
