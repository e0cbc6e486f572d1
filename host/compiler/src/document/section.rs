//! Reads one table of the document: its keys are known, its values have known types, and every slip has a place.

use super::text::{self, Text};
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use crate::limits::SENTENCES_MAX;
use crate::spans::Span;
use crate::suggest::{listed, nearest, quoted};
use std::collections::BTreeSet;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table whose keys are fixed.
pub(super) struct Section<'d> {
    table: &'d DeTable<'d>,
    /// Where to point when something is missing.
    span: Span,
    /// How messages call it, such as "role `viewer`".
    what: String,
    /// Known keys that somebody misspelt: they are not reported as missing as well.
    misspelt: BTreeSet<&'static str>,
}

impl<'d> Section<'d> {
    /// Opens a table and reports the keys that are not among `known`.
    pub(super) fn open(
        table: &'d DeTable<'d>,
        span: Span,
        what: String,
        known: &[&'static str],
        sink: &mut Sink<'_>,
    ) -> Self {
        let mut section = Self { table, span, what, misspelt: BTreeSet::new() };
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            // A name with a full stop and no quotes: TOML reads it as a table within a table, which then lacks
            // everything.
            let is_cut_name = value.get_ref().is_table() && known.contains(&"summary");
            let free = known.iter().copied().filter(|known| !table.contains_key(*known));
            let meant = if is_cut_name { None } else { nearest(name, free) };
            section.misspelt.extend(known.iter().copied().filter(|known| is_cut_name || meant == Some(*known)));
            sink.error(DiagnosticCode::UnknownKey, &key.span(), || {
                let what = &section.what;
                if let Some(meant) = meant {
                    return says(format!("unknown key {} in {what}; did you mean `{meant}`?", quoted(name)));
                }
                let words = says(format!("unknown key {} in {what}", quoted(name)));
                if is_cut_name {
                    words.help("put a name that holds a full stop in double quotes, as in `\"invitation.create\"`")
                } else {
                    words.help(format!("{what} takes {}", listed(known.iter().copied())))
                }
            });
        }
        section
    }

    /// How messages call it.
    pub(super) fn what(&self) -> &str {
        &self.what
    }

    pub(super) fn span(&self) -> &Span {
        &self.span
    }

    /// Somebody meant this key and wrote another, which has been reported.
    pub(super) fn is_misspelt(&self, key: &str) -> bool {
        self.misspelt.contains(key)
    }

    /// The value of a key that may be left out.
    pub(super) fn optional(&self, key: &str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.table.get(key)
    }

    /// The value of a key that must be there.
    pub(super) fn required(&self, key: &str, help: &str, sink: &mut Sink<'_>) -> Option<&'d Spanned<DeValue<'d>>> {
        let value = self.table.get(key);
        if value.is_none() && !self.is_misspelt(key) {
            sink.error(DiagnosticCode::MissingKey, &self.span, || {
                says(format!("`{key}` is missing in {}", self.what)).help(help)
            });
        }
        value
    }

    /// A text that must be there, of 1 to `bytes_max` bytes on one line.
    pub(super) fn sentence(&self, key: &str, bytes_max: usize, sink: &mut Sink<'_>) -> String {
        let help = format!("write `{key} = \"...\"`");
        let Some(value) = self.required(key, &help, sink) else { return String::new() };
        let Some(text) = string(value, key, sink) else { return String::new() };
        text::check_sentence(&text, key, bytes_max, sink);
        text.value.to_owned()
    }

    /// A string that must be there.
    pub(super) fn string(&self, key: &str, help: &str, sink: &mut Sink<'_>) -> Option<Text<'d>> {
        string(self.required(key, help, sink)?, key, sink)
    }

    /// A string that may be left out.
    pub(super) fn optional_string(&self, key: &str, sink: &mut Sink<'_>) -> Option<Text<'d>> {
        string(self.optional(key)?, key, sink)
    }

    /// A boolean; false when it is left out, none when it is something else, which is reported.
    pub(super) fn flag(&self, key: &str, sink: &mut Sink<'_>) -> Option<bool> {
        let Some(value) = self.optional(key) else { return Some(false) };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            wrong_type(value, key, "`true` or `false`", sink);
        }
        flag
    }

    /// One of a fixed choice of words; none when it is left out, or is something else, which is reported.
    pub(super) fn choice<T: Copy>(&self, key: &str, known: &[(&str, T)], sink: &mut Sink<'_>) -> Option<T> {
        let text = self.optional_string(key, sink)?;
        let found = known.iter().find(|(name, _)| *name == text.value);
        if found.is_none() {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            text::unknown_value(&text, &format!("a value of `{key}`"), &names, sink);
        }
        found.map(|(_, value)| *value)
    }

    /// Texts for people that may be left out, each of 1 to `bytes_max` bytes on one line.
    pub(super) fn sentences(&self, key: &str, bytes_max: usize, sink: &mut Sink<'_>) -> Vec<String> {
        let texts = self.optional_list(key, sink);
        if texts.len() > SENTENCES_MAX {
            let span = self.optional(key).map_or_else(|| self.span.clone(), Spanned::span);
            sink.error(DiagnosticCode::TooMany, &span, || {
                says(format!("`{key}` of {} has {} items, at most {SENTENCES_MAX} are allowed", self.what, texts.len()))
            });
        }
        texts.iter().for_each(|text| text::check_sentence(text, key, bytes_max, sink));
        texts.into_iter().map(|text| text.value.to_owned()).collect()
    }

    /// A list of strings that must be there and name something. One that stands twice is kept once, with a warning.
    pub(super) fn full_list(&self, key: &str, help: &str, sink: &mut Sink<'_>) -> Vec<Text<'d>> {
        let Some(value) = self.required(key, help, sink) else { return Vec::new() };
        if value.get_ref().as_array().is_some_and(|array| array.is_empty()) {
            sink.error(DiagnosticCode::EmptyList, &value.span(), || {
                says(format!("`{key}` of {} is empty", self.what)).help(help)
            });
        }
        list(value, key, sink)
    }

    /// A list of strings that may be left out. One that stands twice is kept once, with a warning.
    pub(super) fn optional_list(&self, key: &str, sink: &mut Sink<'_>) -> Vec<Text<'d>> {
        self.optional(key).map(|value| list(value, key, sink)).unwrap_or_default()
    }

    /// A list of strings that must be there. One that stands twice is kept once, with a warning.
    pub(super) fn list(&self, key: &str, help: &str, sink: &mut Sink<'_>) -> Vec<Text<'d>> {
        self.required(key, help, sink).map(|value| list(value, key, sink)).unwrap_or_default()
    }

    /// The entries of a table within this one whose keys are names; in the order of the document.
    pub(super) fn entries(
        &self,
        key: &str,
        count_max: usize,
        sink: &mut Sink<'_>,
    ) -> Vec<(Text<'d>, &'d Spanned<DeValue<'d>>)> {
        let Some((key, value)) = self.table.get_key_value(key) else { return Vec::new() };
        let Some(table) = table(value, key.get_ref(), sink) else { return Vec::new() };
        if table.len() > count_max {
            sink.error(DiagnosticCode::TooMany, &key.span(), || {
                says(format!("there are {} {}, a policy has at most {count_max}", table.len(), key.get_ref()))
            });
            return Vec::new();
        }
        let mut entries: Vec<_> = table.iter().map(|(key, value)| (Text::of_key(key), value)).collect();
        entries.sort_by_key(|(name, _)| name.span.start);
        entries
    }

    /// A table within this one whose keys are fixed.
    pub(super) fn section(&self, key: &str, known: &[&'static str], sink: &mut Sink<'_>) -> Option<Section<'d>> {
        let (key, value) = self.table.get_key_value(key)?;
        let table = table(value, key.get_ref(), sink)?;
        let what = if self.what == super::ROOT { format!("`{key}`") } else { format!("`{key}` of {}", self.what) };
        Some(Self::open(table, key.span(), what, known, sink))
    }
}

/// The table that a value must be.
pub(super) fn table<'d>(value: &'d Spanned<DeValue<'d>>, key: &str, sink: &mut Sink<'_>) -> Option<&'d DeTable<'d>> {
    let table = value.get_ref().as_table();
    if table.is_none() {
        wrong_type(value, key, "a table", sink);
    }
    table
}

/// The string that a value must be.
pub(super) fn string<'d>(value: &'d Spanned<DeValue<'d>>, key: &str, sink: &mut Sink<'_>) -> Option<Text<'d>> {
    let text = value.get_ref().as_str();
    if text.is_none() {
        wrong_type(value, key, "a string", sink);
    }
    Some(Text { value: text?, span: value.span() })
}

fn list<'d>(value: &'d Spanned<DeValue<'d>>, key: &str, sink: &mut Sink<'_>) -> Vec<Text<'d>> {
    let Some(array) = value.get_ref().as_array() else {
        wrong_type(value, key, "a list of strings", sink);
        return Vec::new();
    };
    let mut seen = BTreeSet::new();
    let mut items = Vec::new();
    for item in array {
        let Some(text) = string(item, key, sink) else { continue };
        if seen.insert(text.value) {
            items.push(text);
        } else {
            sink.warning(DiagnosticCode::RepeatedItem, text.value, &text.span, || {
                says(format!("{} stands twice in `{key}`", quoted(text.value)))
            });
        }
    }
    items
}

pub(super) fn wrong_type(value: &Spanned<DeValue<'_>>, key: &str, expected: &str, sink: &mut Sink<'_>) {
    let span = value.span();
    let found = sink.source.get(span.clone()).and_then(|text| text.lines().next()).unwrap_or_default();
    sink.error(DiagnosticCode::WrongType, &span, || {
        let kind = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let words = says(format!("expected {expected} for {}, found {kind}, {}", quoted(key), quoted(found)));
        let is_plain = !matches!(value.get_ref(), DeValue::Array(_) | DeValue::Table(_) | DeValue::String(_));
        if expected == "a string" && is_plain { words.help("put it in double quotes") } else { words }
    });
}
