//! Where the things of a policy stand in its document.

use guestpass_contract::Gate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::cases::position;

/// A document that has been compiled, looked at again for the places of names.
pub struct DocumentLines<'s> {
    source: &'s str,
    root: DeTable<'s>,
}

impl<'s> DocumentLines<'s> {
    /// None when it is no TOML, in which case it is no document either.
    #[must_use]
    pub fn new(source: &'s str) -> Option<Self> {
        Some(Self { source, root: DeTable::parse(source).ok()?.into_inner() })
    }

    /// The line of a name in one of the tables, such as `roles`.
    pub(super) fn of(&self, table: &str, name: &str) -> Option<usize> {
        let (key, _) = self.root.get(table)?.get_ref().as_table()?.get_key_value(name)?;
        Some(position(self.source, key.span().start).0)
    }

    /// The line that a condition first stands on.
    pub(super) fn of_condition(&self, text: &str) -> Option<usize> {
        self.source.find(text).map(|offset| position(self.source, offset).0)
    }

    /// Whether something has to be bought: without it nobody fails the gate of entitlement.
    pub(super) fn has_entitlements(&self) -> bool {
        let suites = self.root.get("suites").and_then(|value| value.get_ref().as_table());
        let tables = suites.into_iter().flatten().filter_map(|(_, suite)| suite.get_ref().as_table());
        tables.into_iter().any(|suite| suite.contains_key("entitlement"))
    }

    /// The gates of people from outside, with their lines.
    pub(super) fn gates(&self) -> Vec<(Gate, usize)> {
        let mut found: Vec<(Gate, usize)> = Vec::new();
        let Some(external) = self.root.get("external").and_then(|value| value.get_ref().as_table()) else {
            return found;
        };
        for kind in ["partner", "vendor"] {
            let table = external.get(kind).and_then(|value| value.get_ref().as_table());
            let gates = table.and_then(|table| table.get("gates")).and_then(|value| value.get_ref().as_array());
            for gate in gates.into_iter().flatten() {
                let line = self.line(gate);
                let named = gate.get_ref().as_str().and_then(Gate::from_name);
                if let Some(gate) = named.filter(|gate| !found.iter().any(|(known, _)| known == gate)) {
                    found.push((gate, line));
                }
            }
        }
        found
    }

    fn line(&self, value: &Spanned<DeValue<'_>>) -> usize {
        position(self.source, value.span().start).0
    }
}
