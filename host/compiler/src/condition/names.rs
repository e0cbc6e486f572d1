//! What a condition may ask about.

use super::slip::Slip;
use crate::code::DiagnosticCode;
use crate::suggest::{did_you_mean, listed, quoted};
use guestpass_model::{AttributeModel, AttributeTypeModel, BuiltInModel, EntityModel, OperandModel};
use std::collections::BTreeMap;
use std::ops::Range;

/// Every built-in name, and whether the condition on a role's holder may use it: there is no request then.
pub(crate) const BUILT_IN: &[(&str, BuiltInModel, bool)] = &[
    ("principal.id", BuiltInModel::PrincipalId, true),
    ("organisation.id", BuiltInModel::OrganisationId, true),
    ("resource.id", BuiltInModel::ResourceId, false),
    ("action.suite", BuiltInModel::ActionSuite, false),
    ("action.resource", BuiltInModel::ActionResource, false),
    ("action.name", BuiltInModel::ActionName, false),
    ("role.name", BuiltInModel::RoleName, true),
    ("context.now", BuiltInModel::Now, false),
];

/// What a condition is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// A privilege that a role gives: `when`.
    Privilege,
    /// The person who holds a role: `holder-when`.
    Holder,
}

/// A declared attribute as conditions see it.
#[derive(Debug, Clone, Copy)]
struct Declared {
    index: u16,
    entity: EntityModel,
    holds: AttributeTypeModel,
}

/// What the document declares, by the name that conditions use.
#[derive(Debug, Default)]
pub(crate) struct Names {
    declared: BTreeMap<String, Declared>,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) operand: OperandModel,
    pub(super) holds: AttributeTypeModel,
}

impl Names {
    /// The names of attributes in the order of the model.
    pub(crate) fn new(attributes: &[AttributeModel]) -> Self {
        let declared = attributes.iter().zip(0..).map(|(attribute, index)| {
            let name = format!("{}.{}", entity_name(attribute.entity), attribute.name);
            (name, Declared { index, entity: attribute.entity, holds: attribute.holds })
        });
        Self { declared: declared.collect() }
    }

    /// What a name stands for in a condition of this scope.
    pub(super) fn find(&self, name: &str, scope: Scope, range: Range<usize>) -> Result<Named, Slip> {
        if let Some((_, built_in, for_holders)) = BUILT_IN.iter().find(|(known, ..)| *known == name) {
            let holds = match built_in {
                BuiltInModel::Now => AttributeTypeModel::Timestamp,
                _ => AttributeTypeModel::Text,
            };
            return match scope {
                Scope::Holder if !for_holders => Err(out_of_scope(name, range)),
                _ => Ok(Named { operand: OperandModel::BuiltIn(*built_in), holds }),
            };
        }
        let Some(declared) = self.declared.get(name) else { return Err(self.unknown(name, scope, range)) };
        let is_about_holder = matches!(declared.entity, EntityModel::Principal | EntityModel::Organisation);
        if scope == Scope::Holder && !is_about_holder {
            return Err(out_of_scope(name, range));
        }
        Ok(Named { operand: OperandModel::Attribute(declared.index), holds: declared.holds })
    }

    fn unknown(&self, name: &str, scope: Scope, range: Range<usize>) -> Slip {
        let built_in = BUILT_IN.iter().filter(|(_, _, for_holders)| scope == Scope::Privilege || *for_holders);
        let known = self.declared.keys().map(String::as_str).chain(built_in.map(|(known, ..)| *known));
        let message = format!("the attribute {} is not declared{}", quoted(name), did_you_mean(name, known));
        let help = match name.split_once('.') {
            Some((entity, attribute)) if entity_of(entity).is_some() && !attribute.contains('.') => {
                format!("declare it in `[attributes]`, as in `\"{name}\" = \"text\"`")
            }
            Some(("action" | "role", _)) | None => {
                format!("built in are {}", listed(BUILT_IN.iter().map(|(known, ..)| *known)))
            }
            Some(_) => {
                format!("attributes are of {}, as in `principal.named`", listed(ENTITIES.map(|(known, _)| known)))
            }
        };
        Slip::new(DiagnosticCode::UnknownAttribute, range, message).help(help)
    }
}

fn out_of_scope(name: &str, range: Range<usize>) -> Slip {
    let message =
        format!("`holder-when` cannot ask about {}: it is about the holder, not about a request", quoted(name));
    Slip::new(DiagnosticCode::AttributeOutOfScope, range, message)
        .help("it may ask about `principal`, `organisation` and `role.name`; put the rest into `when` of a privilege")
}

/// What attributes may be declared about.
pub(crate) const ENTITIES: [(&str, EntityModel); 4] = [
    ("principal", EntityModel::Principal),
    ("organisation", EntityModel::Organisation),
    ("resource", EntityModel::Resource),
    ("context", EntityModel::Context),
];

pub(crate) fn entity_of(name: &str) -> Option<EntityModel> {
    ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, entity)| *entity)
}

pub(crate) fn entity_name(entity: EntityModel) -> &'static str {
    ENTITIES.iter().find(|(_, known)| *known == entity).map_or("", |(name, _)| name)
}
