//! Conditions: a part of CEL, read by a CEL parser and compiled to nodes.
//!
//! [`compile`] looks at one condition by itself. [`Conditions`] collects those of a document: the same text is compiled
//! once and becomes one condition of the model.

mod asked;
mod compile;
mod fold;
mod names;
mod operand;
mod parse;
mod slip;
#[cfg(test)]
mod tests;
mod worlds;

pub use asked::{Asked, AskedValue, ConditionReader, ReadCondition};
pub(crate) use compile::Compiled;
pub(crate) use names::{BUILT_IN, ENTITIES, Names, Scope, entity_name, entity_of};
pub(crate) use operand::TYPES;
pub(crate) use slip::Slip;
pub(crate) use worlds::{Always, Worlds};

use guestpass_model::{ConditionModel, NodeModel, OperandModel};
use std::collections::BTreeMap;

/// Compiles one condition.
pub(crate) fn compile(source: &str, names: &Names, scope: Scope) -> Result<Compiled, Slip> {
    compile::compile(&parse::parse(source)?, names, scope)
}

/// What became of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Its position in the model.
    At(u16),
    /// It always holds, so that nothing has to be asked.
    AlwaysTrue,
    /// It never holds; its position in the model.
    AlwaysFalse(u16),
    /// There are too many conditions.
    TooMany,
    /// It cannot be compiled.
    Refused(Slip),
}

/// The conditions of a document.
#[derive(Debug, Default)]
pub(crate) struct Conditions {
    names: Names,
    found: BTreeMap<(Scope, String), Outcome>,
    positions: BTreeMap<String, u16>,
    models: Vec<ConditionModel>,
}

impl Conditions {
    pub(crate) fn new(names: Names) -> Self {
        Self { names, ..Self::default() }
    }

    /// Adds a condition, unless it stood somewhere before.
    pub(crate) fn add(&mut self, source: &str, scope: Scope) -> Outcome {
        let key = (scope, source.to_owned());
        if let Some(found) = self.found.get(&key) {
            return found.clone();
        }
        let outcome = match compile(source, &self.names, scope) {
            Err(slip) => Outcome::Refused(slip),
            Ok(Compiled::Constant(true)) => Outcome::AlwaysTrue,
            Ok(Compiled::Constant(false)) => {
                let never = vec![NodeModel::Value(OperandModel::Boolean(false))];
                self.position(source, never).map_or(Outcome::TooMany, Outcome::AlwaysFalse)
            }
            Ok(Compiled::Nodes(nodes)) => self.position(source, nodes).map_or(Outcome::TooMany, Outcome::At),
        };
        self.found.insert(key, outcome.clone());
        outcome
    }

    /// The same text compiles to the same nodes wherever it stands.
    fn position(&mut self, source: &str, nodes: Vec<NodeModel>) -> Option<u16> {
        if let Some(position) = self.positions.get(source) {
            return Some(*position);
        }
        if self.models.len() >= guestpass_rules::limits::CATALOGUE_ENTRIES_MAX {
            return None;
        }
        let position = u16::try_from(self.models.len()).ok()?;
        self.models.push(ConditionModel { source: source.to_owned(), nodes });
        self.positions.insert(source.to_owned(), position);
        Some(position)
    }

    pub(crate) fn into_models(self) -> Vec<ConditionModel> {
        self.models
    }
}
