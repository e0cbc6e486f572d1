//! Attributes and conditions.

use super::convert;
use crate::wire::{
    AttributeModel, AttributeTypeModel, BuiltInModel, ComparisonModel, ConditionModel, EntityModel, NodeModel,
    OperandModel,
};
use guestpass_rules::policy::{
    AttributeDeclaration, AttributeEntity, AttributeIndex, AttributeType, BuiltIn, Comparison, Condition,
    ConditionNode, NodeIndex, Operand,
};

impl From<AttributeModel> for AttributeDeclaration {
    fn from(attribute: AttributeModel) -> Self {
        Self { entity: attribute.entity.into(), name: attribute.name, holds: attribute.holds.into() }
    }
}

impl From<EntityModel> for AttributeEntity {
    fn from(entity: EntityModel) -> Self {
        match entity {
            EntityModel::Principal => Self::Principal,
            EntityModel::Organisation => Self::Organisation,
            EntityModel::Resource => Self::Resource,
            EntityModel::Context => Self::Context,
        }
    }
}

impl From<AttributeTypeModel> for AttributeType {
    fn from(holds: AttributeTypeModel) -> Self {
        match holds {
            AttributeTypeModel::Text => Self::Text,
            AttributeTypeModel::Texts => Self::Texts,
            AttributeTypeModel::Integer => Self::Integer,
            AttributeTypeModel::Boolean => Self::Boolean,
            AttributeTypeModel::Timestamp => Self::Timestamp,
        }
    }
}

impl From<ConditionModel> for Condition {
    fn from(condition: ConditionModel) -> Self {
        Self { source: condition.source, nodes: convert(condition.nodes) }
    }
}

impl From<NodeModel> for ConditionNode {
    fn from(node: NodeModel) -> Self {
        match node {
            NodeModel::Value(operand) => Self::Value(operand.into()),
            NodeModel::Has(attribute) => Self::Has(AttributeIndex(attribute)),
            NodeModel::Not(inner) => Self::Not(NodeIndex(inner)),
            NodeModel::And(left, right) => Self::And(NodeIndex(left), NodeIndex(right)),
            NodeModel::Or(left, right) => Self::Or(NodeIndex(left), NodeIndex(right)),
            NodeModel::Compare { comparison, left, right } => {
                Self::Compare { comparison: comparison.into(), left: left.into(), right: right.into() }
            }
            NodeModel::In { item, list } => Self::In { item: item.into(), list: list.into() },
        }
    }
}

impl From<OperandModel> for Operand {
    fn from(operand: OperandModel) -> Self {
        match operand {
            OperandModel::Attribute(attribute) => Self::Attribute(AttributeIndex(attribute)),
            OperandModel::BuiltIn(built_in) => Self::BuiltIn(built_in.into()),
            OperandModel::Text(text) => Self::Text(text),
            OperandModel::Texts(texts) => Self::Texts(texts),
            OperandModel::Integer(number) => Self::Integer(number),
            OperandModel::Boolean(value) => Self::Boolean(value),
            OperandModel::Timestamp(milliseconds) => Self::Timestamp(milliseconds),
        }
    }
}

impl From<BuiltInModel> for BuiltIn {
    fn from(built_in: BuiltInModel) -> Self {
        match built_in {
            BuiltInModel::PrincipalId => Self::PrincipalId,
            BuiltInModel::OrganisationId => Self::OrganisationId,
            BuiltInModel::ResourceId => Self::ResourceId,
            BuiltInModel::ActionSuite => Self::ActionSuite,
            BuiltInModel::ActionResource => Self::ActionResource,
            BuiltInModel::ActionName => Self::ActionName,
            BuiltInModel::RoleName => Self::RoleName,
            BuiltInModel::Now => Self::Now,
        }
    }
}

impl From<ComparisonModel> for Comparison {
    fn from(comparison: ComparisonModel) -> Self {
        match comparison {
            ComparisonModel::Equal => Self::Equal,
            ComparisonModel::NotEqual => Self::NotEqual,
            ComparisonModel::Less => Self::Less,
            ComparisonModel::LessOrEqual => Self::LessOrEqual,
            ComparisonModel::Greater => Self::Greater,
            ComparisonModel::GreaterOrEqual => Self::GreaterOrEqual,
        }
    }
}
