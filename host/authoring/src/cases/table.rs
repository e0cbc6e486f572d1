//! Reads one table of a case file: its keys are known, its values have known types.

use guestpass_contract::InstantMs;
use guestpass_contract::json::instant_from_str;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::findings::Sink;
use super::names::{did_you_mean, quoted};
use super::toml_json::json_of;

/// Reports keys that are not among `known`.
pub(super) fn check_keys(table: &DeTable<'_>, what: &str, known: &[&str], sink: &mut Sink<'_>) {
    for (key, _) in table {
        let name = key.get_ref().as_ref();
        if known.contains(&name) {
            continue;
        }
        let meant = did_you_mean(name, known.iter().copied());
        let takes: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        let help = format!("{what} takes {}", takes.join(", "));
        sink.advise("cases::unknown-key", &key.span(), format!("unknown key {} in {what}{meant}", quoted(name)), &help);
    }
}

/// A text; none when it is left out, or is none, which is reported.
pub(super) fn text<'d>(table: &'d DeTable<'d>, key: &str, sink: &mut Sink<'_>) -> Option<&'d str> {
    string(table.get(key)?, key, sink)
}

/// The text that a value must be.
pub(super) fn string<'d>(value: &'d Spanned<DeValue<'d>>, key: &str, sink: &mut Sink<'_>) -> Option<&'d str> {
    let text = value.get_ref().as_str();
    if text.is_none() {
        sink.error("cases::wrong-type", &value.span(), format!("`{key}` takes text in quotes"));
    }
    text
}

/// The items of a list; none at all when it is left out.
pub(super) fn items<'d>(table: &'d DeTable<'d>, key: &str, sink: &mut Sink<'_>) -> Option<&'d [Spanned<DeValue<'d>>]> {
    let value = table.get(key)?;
    let list = value.get_ref().as_array();
    if list.is_none() {
        sink.error("cases::wrong-type", &value.span(), format!("`{key}` takes a list"));
    }
    list.map(|list| &**list)
}

/// An instant, as text or as TOML has it.
pub(super) fn instant(value: &Spanned<DeValue<'_>>, key: &str, sink: &mut Sink<'_>) -> Option<InstantMs> {
    let json = json_of(value.get_ref());
    match instant_from_str(json.as_str().unwrap_or_default()) {
        Ok(instant) => Some(instant),
        Err(error) => {
            let help = "write it as in `2026-03-02T09:30:00Z`";
            sink.advise("cases::instant", &value.span(), format!("`{key}`: {}", error.message()), help);
            None
        }
    }
}

/// One of the names that a kind of thing has.
pub(super) fn one_of<'n>(
    value: &Spanned<DeValue<'_>>,
    what: &str,
    known: impl Iterator<Item = &'n str> + Clone,
    sink: &mut Sink<'_>,
) -> Option<&'n str> {
    let given = string(value, what, sink)?;
    let found = known.clone().find(|name| *name == given);
    if found.is_none() {
        let message = format!("there is no {what} {}{}", quoted(given), did_you_mean(given, known));
        sink.error("cases::unknown-name", &value.span(), message);
    }
    found
}
