//! Whether the pieces of a condition fit together: each refers to earlier ones, and types agree.

use super::InvalidPolicy;
use crate::limits::CONDITION_NODES_MAX;
use crate::policy::{
    AttributeDeclaration, AttributeEntity, AttributeIndex, AttributeType, BuiltIn, Comparison, Condition,
    ConditionNode, NodeIndex, Operand,
};

pub(super) fn check(condition: &Condition, attributes: &[AttributeDeclaration]) -> Result<(), InvalidPolicy> {
    let count = condition.nodes.len();
    let fits = (1..=CONDITION_NODES_MAX).contains(&count)
        && condition.nodes.iter().enumerate().all(|(position, node)| node_fits(node, position, attributes));
    if fits { Ok(()) } else { Err(InvalidPolicy::Condition { source_text: condition.source.clone() }) }
}

/// Whether a condition asks about nothing but who somebody is and where: what a role asks of its holders is true or not
/// whatever they do with the role (C24).
pub(super) fn suits_holders(condition: &Condition, attributes: &[AttributeDeclaration]) -> bool {
    let suits = |operand: &Operand| match operand {
        Operand::Attribute(index) => is_of_holder(*index, attributes),
        Operand::BuiltIn(built_in) => {
            matches!(built_in, BuiltIn::PrincipalId | BuiltIn::OrganisationId | BuiltIn::RoleName)
        }
        Operand::Text(_) | Operand::Texts(_) | Operand::Integer(_) | Operand::Boolean(_) | Operand::Timestamp(_) => {
            true
        }
    };
    condition.nodes.iter().all(|node| match node {
        ConditionNode::Value(operand) => suits(operand),
        ConditionNode::Has(index) => is_of_holder(*index, attributes),
        ConditionNode::Not(_) | ConditionNode::And(_, _) | ConditionNode::Or(_, _) => true,
        ConditionNode::Compare { left, right, .. } => suits(left) && suits(right),
        ConditionNode::In { item, list } => suits(item) && suits(list),
    })
}

fn is_of_holder(index: AttributeIndex, attributes: &[AttributeDeclaration]) -> bool {
    let entity = attributes.get(usize::from(index.0)).map(|declared| declared.entity);
    matches!(entity, Some(AttributeEntity::Principal | AttributeEntity::Organisation))
}

fn node_fits(node: &ConditionNode, position: usize, attributes: &[AttributeDeclaration]) -> bool {
    let is_earlier = |&NodeIndex(index): &NodeIndex| usize::from(index) < position;
    let type_of = |operand: &Operand| operand_type(operand, attributes);
    match node {
        ConditionNode::Value(operand) => type_of(operand) == Some(AttributeType::Boolean),
        ConditionNode::Has(attribute) => declared(*attribute, attributes).is_some(),
        ConditionNode::Not(inner) => is_earlier(inner),
        ConditionNode::And(left, right) | ConditionNode::Or(left, right) => is_earlier(left) && is_earlier(right),
        ConditionNode::Compare { comparison, left, right } => {
            let kind = type_of(left);
            let is_ordered = matches!(kind, Some(AttributeType::Integer | AttributeType::Timestamp));
            kind.is_some()
                && kind == type_of(right)
                && (is_ordered || matches!(comparison, Comparison::Equal | Comparison::NotEqual))
        }
        ConditionNode::In { item, list } => {
            type_of(item) == Some(AttributeType::Text) && type_of(list) == Some(AttributeType::Texts)
        }
    }
}

fn operand_type(operand: &Operand, attributes: &[AttributeDeclaration]) -> Option<AttributeType> {
    match operand {
        Operand::Attribute(index) => declared(*index, attributes),
        Operand::BuiltIn(built_in) => Some(built_in.holds()),
        Operand::Text(_) => Some(AttributeType::Text),
        Operand::Texts(_) => Some(AttributeType::Texts),
        Operand::Integer(_) => Some(AttributeType::Integer),
        Operand::Boolean(_) => Some(AttributeType::Boolean),
        Operand::Timestamp(_) => Some(AttributeType::Timestamp),
    }
}

fn declared(index: AttributeIndex, attributes: &[AttributeDeclaration]) -> Option<AttributeType> {
    attributes.get(usize::from(index.0)).map(|declared| declared.holds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{ConditionIndex, PolicyBuilder, Role};
    use alloc::string::{String, ToString};
    use alloc::vec;
    use alloc::vec::Vec;

    fn attributes() -> Vec<AttributeDeclaration> {
        let declared = [
            (AttributeEntity::Principal, "named", AttributeType::Boolean),
            (AttributeEntity::Resource, "open", AttributeType::Boolean),
        ];
        declared.map(|(entity, name, holds)| AttributeDeclaration { entity, name: name.to_string(), holds }).to_vec()
    }

    fn is_text(left: Operand) -> ConditionNode {
        ConditionNode::Compare { comparison: Comparison::Equal, left, right: Operand::Text(String::new()) }
    }

    #[test]
    fn pieces_fit_together() {
        use ConditionNode::{Compare, Has, In, Not, Value};
        let named = || Operand::Attribute(AttributeIndex(0));
        let number = || Operand::Integer(1);
        let less = |left, right| Compare { comparison: Comparison::Less, left, right };
        for (nodes, expected) in [
            (vec![], false),
            (vec![Value(named())], true),
            (vec![Value(number())], false),
            (vec![Value(Operand::Attribute(AttributeIndex(2)))], false),
            (vec![Has(AttributeIndex(2))], false),
            (vec![Not(NodeIndex(0))], false),
            (vec![Value(named()), Not(NodeIndex(0))], true),
            (vec![Value(named()), ConditionNode::And(NodeIndex(0), NodeIndex(1))], false),
            (vec![less(number(), number())], true),
            (vec![less(number(), Operand::Timestamp(1))], false),
            (vec![less(named(), named())], false),
            (vec![In { item: number(), list: Operand::Texts(Vec::new()) }], false),
            (vec![is_text(Operand::BuiltIn(BuiltIn::Now))], false),
            (vec![Value(named()); CONDITION_NODES_MAX + 1], false),
        ] {
            let condition = Condition { source: String::new(), nodes };
            assert_eq!(check(&condition, &attributes()).is_ok(), expected, "{:?}", condition.nodes);
        }
    }

    #[test]
    fn holders_are_asked_who_they_are_and_where() {
        use ConditionNode::{Has, Value};
        for (node, expected) in [
            (Value(Operand::Attribute(AttributeIndex(0))), true),
            (is_text(Operand::BuiltIn(BuiltIn::PrincipalId)), true),
            (is_text(Operand::BuiltIn(BuiltIn::OrganisationId)), true),
            (is_text(Operand::BuiltIn(BuiltIn::RoleName)), true),
            (Value(Operand::Attribute(AttributeIndex(1))), false),
            (Has(AttributeIndex(1)), false),
            (is_text(Operand::BuiltIn(BuiltIn::ResourceId)), false),
            (is_text(Operand::BuiltIn(BuiltIn::ActionName)), false),
        ] {
            let builder = PolicyBuilder {
                attributes: attributes(),
                conditions: vec![Condition { source: String::new(), nodes: vec![node.clone()] }],
                roles: vec![Role {
                    name: "R".to_string(),
                    holder_condition: Some(ConditionIndex(0)),
                    ..Role::default()
                }],
                ..PolicyBuilder::default()
            };
            assert_eq!(builder.build().is_ok(), expected, "{node:?}");
        }
    }
}
