//! What a policy describes, with its conditions read.

use std::collections::BTreeSet;

use guestpass_compiler::{ConditionReader, ReadCondition};
use guestpass_contract::hidden::is_hidden;
use guestpass_contract::{AttributeType, PolicyInfo, RoleInfo};

use super::constants::Pieces;

/// What a policy describes.
#[derive(Debug)]
pub(super) struct Described<'a> {
    pub(super) info: &'a PolicyInfo,
    /// Of each condition, in the order of the description.
    conditions: Vec<Pieces>,
    /// Each as it was read; none where it cannot be.
    read: Vec<Option<ReadCondition>>,
}

/// What an attribute may hold by these descriptions.
pub(super) fn types(described: &[Described<'_>], name: &str) -> BTreeSet<AttributeType> {
    let attributes = described.iter().flat_map(|it| &it.info.attributes);
    attributes.filter(|attribute| attribute.name == name).map(|attribute| attribute.holds).collect()
}

impl<'a> Described<'a> {
    pub(super) fn new(info: &'a PolicyInfo) -> Self {
        let reader = ConditionReader::new(&info.attributes);
        let read: Vec<_> = info.conditions.iter().map(|condition| reader.read(condition)).collect();
        Self { info, conditions: read.iter().map(|read| Pieces::of(read.as_ref())).collect(), read }
    }

    pub(super) fn condition(&self, index: Option<u16>) -> Option<&Pieces> {
        self.conditions.get(usize::from(index?))
    }

    /// A condition that can be read: as it was written, on one line, and as it was read.
    pub(super) fn written(&self, index: Option<u16>) -> Option<(String, &ReadCondition)> {
        let index = usize::from(index?);
        Some((on_one_line(self.info.conditions.get(index)?), self.read.get(index)?.as_ref()?))
    }

    /// Each condition of these roles once: of what they give, and of their holders.
    pub(super) fn conditions_of(&self, roles: &[&RoleInfo]) -> Vec<&Pieces> {
        let indices = roles.iter().flat_map(|role| {
            let given = role.privileges.iter().filter_map(|given| given.condition);
            given.chain(role.holder_condition)
        });
        let indices: BTreeSet<u16> = indices.collect();
        indices.into_iter().filter_map(|index| self.condition(Some(index))).collect()
    }

    /// Conditions that ask for more than is tried, as they were written, each on one line.
    pub(super) fn dark(&self) -> impl Iterator<Item = String> {
        let conditions = self.info.conditions.iter().zip(&self.conditions);
        conditions.filter(|(_, pieces)| pieces.is_dark).map(|(text, _)| on_one_line(text))
    }

    /// The same of those that name one of these attributes.
    pub(super) fn naming(&self, names: &BTreeSet<String>) -> impl Iterator<Item = String> {
        let conditions = self.info.conditions.iter().zip(&self.conditions);
        conditions.filter(|(_, pieces)| !pieces.names.is_disjoint(names)).map(|(text, _)| on_one_line(text))
    }
}

fn on_one_line(condition: &str) -> String {
    let shown = condition.replace(|character: char| is_hidden(character) || character.is_whitespace(), " ");
    shown.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
