//! What conditions may ask about.

use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::policy::{AttributeDeclaration, AttributeEntity, AttributeType};

pub(super) fn attribute(declared: &AttributeDeclaration) -> wit::AttributeInfo {
    wit::AttributeInfo {
        name: format!("{}.{}", entity(declared.entity), declared.name),
        holds: match declared.holds {
            AttributeType::Text => wit::AttributeType::Text,
            AttributeType::Texts => wit::AttributeType::Texts,
            AttributeType::Integer => wit::AttributeType::Integer,
            AttributeType::Boolean => wit::AttributeType::Boolean,
            AttributeType::Timestamp => wit::AttributeType::Timestamp,
        },
    }
}

fn entity(entity: AttributeEntity) -> &'static str {
    match entity {
        AttributeEntity::Principal => "principal",
        AttributeEntity::Organisation => "organisation",
        AttributeEntity::Resource => "resource",
        AttributeEntity::Context => "context",
    }
}
