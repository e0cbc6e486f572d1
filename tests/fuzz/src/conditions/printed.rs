//! A compiled condition as text, with parentheses around everything that has parts.

use guestpass_contract::json::instant_to_string;
use guestpass_model::{
    BuiltInModel, ComparisonModel, ConditionModel, EntityModel, NodeModel, OperandModel, PolicyModel,
};

/// The values in a condition.
pub(super) fn operands(condition: &ConditionModel) -> impl Iterator<Item = &OperandModel> {
    condition.nodes.iter().flat_map(|node| match node {
        NodeModel::Value(operand) => vec![operand],
        NodeModel::Compare { left, right, .. } => vec![left, right],
        NodeModel::In { item, list } => vec![item, list],
        NodeModel::Has(_) | NodeModel::Not(_) | NodeModel::And(..) | NodeModel::Or(..) => Vec::new(),
    })
}

/// The text of a condition. Each piece is printed after those that it refers to.
pub(super) fn print(model: &PolicyModel, condition: &ConditionModel) -> String {
    let mut printed: Vec<String> = Vec::new();
    for node in &condition.nodes {
        let piece = |position: &u16| {
            let (text, node) = (printed.get(usize::from(*position)), condition.nodes.get(usize::from(*position)));
            let has_parts = matches!(node, Some(NodeModel::And(..) | NodeModel::Or(..)));
            text.map(|text| if has_parts { format!("({text})") } else { text.clone() }).unwrap_or_default()
        };
        let operand = |operand: &OperandModel| print_operand(model, operand);
        printed.push(match node {
            NodeModel::Value(value) => operand(value),
            NodeModel::Has(index) => format!("has({})", attribute(model, *index)),
            NodeModel::Not(inner) => format!("!({})", piece(inner)),
            NodeModel::And(left, right) => format!("{} && {}", piece(left), piece(right)),
            NodeModel::Or(left, right) => format!("{} || {}", piece(left), piece(right)),
            NodeModel::Compare { comparison, left, right } => {
                format!("{} {} {}", operand(left), symbol(*comparison), operand(right))
            }
            NodeModel::In { item, list } => format!("{} in {}", operand(item), operand(list)),
        });
    }
    printed.pop().unwrap_or_default()
}

fn print_operand(model: &PolicyModel, operand: &OperandModel) -> String {
    match operand {
        OperandModel::Attribute(index) => attribute(model, *index),
        OperandModel::BuiltIn(built_in) => built_in_name(*built_in).to_owned(),
        OperandModel::Text(text) => quoted(text),
        OperandModel::Texts(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            format!("[{}]", texts.join(", "))
        }
        OperandModel::Integer(number) => number.to_string(),
        OperandModel::Boolean(value) => value.to_string(),
        OperandModel::Timestamp(instant) => {
            format!("timestamp({})", quoted(&instant_to_string(*instant).unwrap_or_default()))
        }
    }
}

fn attribute(model: &PolicyModel, index: u16) -> String {
    let Some(attribute) = model.attributes.get(usize::from(index)) else { return String::new() };
    let entity = match attribute.entity {
        EntityModel::Principal => "principal",
        EntityModel::Organisation => "organisation",
        EntityModel::Resource => "resource",
        EntityModel::Context => "context",
    };
    format!("{entity}.{}", attribute.name)
}

fn built_in_name(built_in: BuiltInModel) -> &'static str {
    match built_in {
        BuiltInModel::PrincipalId => "principal.id",
        BuiltInModel::OrganisationId => "organisation.id",
        BuiltInModel::ResourceId => "resource.id",
        BuiltInModel::ActionSuite => "action.suite",
        BuiltInModel::ActionResource => "action.resource",
        BuiltInModel::ActionName => "action.name",
        BuiltInModel::RoleName => "role.name",
        BuiltInModel::Now => "context.now",
    }
}

fn symbol(comparison: ComparisonModel) -> &'static str {
    match comparison {
        ComparisonModel::Equal => "==",
        ComparisonModel::NotEqual => "!=",
        ComparisonModel::Less => "<",
        ComparisonModel::LessOrEqual => "<=",
        ComparisonModel::Greater => ">",
        ComparisonModel::GreaterOrEqual => ">=",
    }
}

/// In double quotes, as CEL has texts.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
