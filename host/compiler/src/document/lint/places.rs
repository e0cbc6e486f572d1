//! Finds where something stands in a document that has been read without an error.

use crate::document::text::Text;
use crate::spans::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The document as it is written.
#[derive(Clone, Copy)]
pub(super) struct Places<'d> {
    root: &'d DeTable<'d>,
}

/// An item of a list of privileges.
pub(super) struct Item<'d> {
    pub(super) name: Text<'d>,
    pub(super) when: Option<Text<'d>>,
}

impl<'d> Places<'d> {
    pub(super) fn new(root: &'d DeTable<'d>) -> Self {
        Self { root }
    }

    /// The key at the end of this path; the beginning of the document when it is not there.
    pub(super) fn key(&self, path: &[&str]) -> Span {
        let found = path.split_last().and_then(|(last, before)| self.table(before)?.get_key_value(*last));
        found.map_or(0..0, |(key, _)| key.span())
    }

    /// The value at the end of this path; the beginning of the document when it is not there.
    pub(super) fn value(&self, path: &[&str]) -> Span {
        self.found(path).map_or(0..0, Spanned::span)
    }

    /// The string at the end of this path.
    pub(super) fn text(&self, path: &[&str]) -> Option<Text<'d>> {
        self.found(path).and_then(text)
    }

    /// The strings of the list at the end of this path.
    pub(super) fn texts(&self, path: &[&str]) -> Vec<Text<'d>> {
        self.list(path).filter_map(text).collect()
    }

    /// The privileges of the list at the end of this path.
    pub(super) fn privileges(&self, path: &[&str]) -> Vec<Item<'d>> {
        let item = |value: &'d Spanned<DeValue<'d>>| match value.get_ref() {
            DeValue::Table(table) => {
                Some(Item { name: table.get("privilege").and_then(text)?, when: table.get("when").and_then(text) })
            }
            _ => text(value).map(|name| Item { name, when: None }),
        };
        self.list(path).filter_map(item).collect()
    }

    /// The privileges whose table says that they are deprecated.
    pub(super) fn deprecated_privileges(&self) -> impl Iterator<Item = &'d str> {
        let entries = self.table(&["privileges"]).into_iter().flat_map(|table| table.iter());
        let is_deprecated = |value: &Spanned<DeValue<'_>>| {
            let flag = value.get_ref().as_table().and_then(|table| table.get("deprecated"));
            flag.and_then(|flag| flag.get_ref().as_bool()) == Some(true)
        };
        entries.filter(move |(_, value)| is_deprecated(value)).map(|(name, _)| name.get_ref().as_ref())
    }

    fn list(&self, path: &[&str]) -> impl Iterator<Item = &'d Spanned<DeValue<'d>>> {
        self.found(path).and_then(|value| value.get_ref().as_array()).into_iter().flat_map(|array| array.iter())
    }

    fn found(&self, path: &[&str]) -> Option<&'d Spanned<DeValue<'d>>> {
        let (last, before) = path.split_last()?;
        self.table(before)?.get(*last)
    }

    fn table(&self, path: &[&str]) -> Option<&'d DeTable<'d>> {
        path.iter().try_fold(self.root, |table, key| table.get(*key)?.get_ref().as_table())
    }
}

fn text<'d>(value: &'d Spanned<DeValue<'d>>) -> Option<Text<'d>> {
    value.get_ref().as_str().map(|found| Text { value: found, span: value.span() })
}
