//! What all values of the directory have in common.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::identifiers::OrganisationId;

/// Where values of one kind are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name in SQL.
    pub name: &'static str,
    /// The columns besides `revision` and `body`; those of the key first.
    pub columns: &'static [&'static str],
    /// How many columns make up the key.
    pub key_columns: usize,
}

impl Table {
    /// The columns of the key.
    #[must_use]
    pub fn key(&self) -> &'static [&'static str] {
        self.columns.get(..self.key_columns).unwrap_or(self.columns)
    }
}

/// A value that the directory keeps as one row.
pub trait Entity: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// Where it is kept.
    const TABLE: Table;

    /// What stands in the columns of the table, in their order.
    fn columns(&self) -> Vec<String>;

    /// The organisations about which an answer may change with this value.
    fn organisations(&self) -> Vec<OrganisationId>;
}
