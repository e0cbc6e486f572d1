//! `[attributes]`: what conditions may ask about, and of which type it is.

use super::section::{self, Section};
use super::text::{self, Text};
use crate::condition::{BUILT_IN, ENTITIES, TYPES, entity_of};
use crate::diagnostics::Sink;
use crate::suggest::{did_you_mean, listed};
use guestpass_model::{AttributeModel, EntityModel};
use guestpass_rules::limits::{ATTRIBUTES_MAX, NAME_BYTES_MAX};

/// Words that CEL keeps for itself.
const RESERVED: &[&str] = &[
    "as",
    "break",
    "const",
    "continue",
    "else",
    "false",
    "for",
    "function",
    "if",
    "import",
    "in",
    "let",
    "loop",
    "namespace",
    "null",
    "package",
    "return",
    "true",
    "var",
    "void",
    "while",
];

/// The declared attributes, in the order of entity and name.
pub(super) fn read(root: &Section<'_>, sink: &mut Sink<'_>) -> Vec<AttributeModel> {
    let mut attributes = Vec::new();
    for (name, value) in root.entries("attributes", ATTRIBUTES_MAX, sink) {
        let Some((entity, attribute)) = split(&name, sink) else { continue };
        let Some(holds) = section::string(value, name.value, sink) else { continue };
        let Some((_, found)) = TYPES.iter().find(|(known, _)| *known == holds.value) else {
            text::unknown_value(&holds, "a type", &TYPES.map(|(known, _)| known), sink);
            continue;
        };
        attributes.push(AttributeModel { entity, name: attribute.to_owned(), holds: *found });
    }
    attributes.sort();
    attributes
}

/// `principal.named`: what it is about, and its name. None, and reported, when it is not of that form.
fn split<'d>(name: &Text<'d>, sink: &mut Sink<'_>) -> Option<(EntityModel, &'d str)> {
    let entities = || listed(ENTITIES.map(|(known, _)| known));
    let reason = match name.value.split_once('.') {
        None => format!("it is one of {}, a full stop and a name, all in double quotes", entities()),
        Some((entity, attribute)) => match entity_of(entity) {
            None => {
                let meant = did_you_mean(entity, ENTITIES.map(|(known, _)| known));
                format!("attributes are of {}{meant}", entities())
            }
            Some(_) if BUILT_IN.iter().any(|(known, ..)| *known == name.value) => "it is built in".to_owned(),
            Some(_) if RESERVED.contains(&attribute) => format!("CEL keeps the word `{attribute}` for itself"),
            Some(_) if name.value.len() > NAME_BYTES_MAX => "it is longer than 256 bytes".to_owned(),
            Some(found) if is_identifier(attribute) => return Some((found, attribute)),
            Some(_) => "after the full stop it is made of letters, digits and `_`, no digit first".to_owned(),
        },
    };
    text::invalid_name(name, "an attribute", &reason, sink);
    None
}

fn is_identifier(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    name.bytes().next().is_some_and(is_letter) && name.bytes().all(|byte| is_letter(byte) || byte.is_ascii_digit())
}
