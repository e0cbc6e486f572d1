//! What can be decided while the document is compiled: comparisons of values that stand in the document.

use std::cmp::Ordering;

use guestpass_model::{ComparisonModel, NodeModel, OperandModel};

/// Whether a piece holds; none when that depends on the facts.
pub(super) fn constant(node: &NodeModel) -> Option<bool> {
    match node {
        NodeModel::Value(OperandModel::Boolean(value)) => Some(*value),
        NodeModel::Compare { comparison, left, right } => compare(*comparison, left, right),
        // Nothing is in an empty list, and a built-in that is missing would be missing in a longer list too: that the
        // facts lack an attribute must still be said.
        NodeModel::In { item: OperandModel::Text(item), list: OperandModel::Texts(list) } => Some(list.contains(item)),
        _ => None,
    }
}

fn compare(comparison: ComparisonModel, left: &OperandModel, right: &OperandModel) -> Option<bool> {
    let ordering = match (left, right) {
        (OperandModel::Text(left), OperandModel::Text(right)) => left.cmp(right),
        (OperandModel::Texts(left), OperandModel::Texts(right)) => left.cmp(right),
        (OperandModel::Integer(left), OperandModel::Integer(right))
        | (OperandModel::Timestamp(left), OperandModel::Timestamp(right)) => left.cmp(right),
        (OperandModel::Boolean(left), OperandModel::Boolean(right)) => left.cmp(right),
        _ => return None,
    };
    Some(holds(comparison, ordering))
}

/// Whether a comparison holds of two values that stand to each other like this.
pub(super) fn holds(comparison: ComparisonModel, ordering: Ordering) -> bool {
    match comparison {
        ComparisonModel::Equal => ordering.is_eq(),
        ComparisonModel::NotEqual => ordering.is_ne(),
        ComparisonModel::Less => ordering.is_lt(),
        ComparisonModel::LessOrEqual => ordering.is_le(),
        ComparisonModel::Greater => ordering.is_gt(),
        ComparisonModel::GreaterOrEqual => ordering.is_ge(),
    }
}
