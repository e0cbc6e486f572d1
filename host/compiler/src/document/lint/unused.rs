//! Warns of attributes that nobody asks about, and of field groups that nobody sees.

use super::places::Places;
use super::reachability;
use crate::code::DiagnosticCode;
use crate::condition::entity_name;
use crate::diagnostics::{Sink, says};
use guestpass_model::{NodeModel, OperandModel, PolicyModel};
use std::collections::BTreeSet;

pub(super) fn check(model: &PolicyModel, places: Places<'_>, sink: &mut Sink<'_>) {
    let asked: BTreeSet<u16> =
        model.conditions.iter().flat_map(|condition| &condition.nodes).flat_map(attributes_of).collect();
    for (attribute, index) in model.attributes.iter().zip(0..) {
        if !asked.contains(&index) {
            let name = format!("{}.{}", entity_name(attribute.entity), attribute.name);
            sink.warning(DiagnosticCode::UnusedAttribute, &name, &places.key(&["attributes", &name]), || {
                says(format!("no condition asks about the attribute `{name}`"))
                    .help("take it away; hosts need not look up what nothing asks about")
            });
        }
    }
    let reachable = reachability::reachable(model);
    for group in &model.field_groups {
        if group.on.iter().all(|privilege| !reachable.contains(privilege)) {
            let (name, span) = (&group.name, places.value(&["field-groups", &group.name, "on"]));
            sink.warning(DiagnosticCode::UnusedFieldGroup, name, &span, || {
                says(format!("the field group `{name}` shows and hides nothing: nobody can hold a privilege of `on`"))
                    .help("name a privilege that a role gives, or take the group away")
            });
        }
    }
}

fn attributes_of(node: &NodeModel) -> Vec<u16> {
    let operands: [Option<&OperandModel>; 2] = match node {
        NodeModel::Has(index) => return vec![*index],
        NodeModel::Not(_) | NodeModel::And(..) | NodeModel::Or(..) => return Vec::new(),
        NodeModel::Value(operand) => [Some(operand), None],
        NodeModel::Compare { left, right, .. } => [Some(left), Some(right)],
        NodeModel::In { item, list } => [Some(item), Some(list)],
    };
    let index = |operand: &OperandModel| match operand {
        OperandModel::Attribute(index) => Some(*index),
        _ => None,
    };
    operands.into_iter().flatten().filter_map(index).collect()
}
