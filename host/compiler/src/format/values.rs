//! Keys and values.

use super::raw;
use super::rows::{Rows, has_comment};
use toml_edit::{Array, InlineTable, Key, Table, Value};

/// Columns of a line.
const LINE_COLUMNS_MAX: usize = 120;

const INDENT: &str = "  ";

/// The keys and values of a table, one after the other.
pub(super) fn write_all(table: &Table, rows: &mut Rows) {
    for (path, value) in table.get_values() {
        let above = path.last().map(|key| raw(key.leaf_decor().prefix())).unwrap_or_default();
        let key = dotted(&path);
        let behind = raw(value.decor().suffix());
        match (value, inline(value)) {
            (Value::Array(array), Some(text)) => {
                let is_wide = key.chars().count() + text.chars().count() + " = ".len() > LINE_COLUMNS_MAX;
                if array.is_empty() || (!is_wide && !keeps_lines(array)) {
                    rows.line(above, "", &format!("{key} = {text}"), behind);
                } else {
                    write_list(above, &key, array, behind, rows);
                }
            }
            (Value::Array(array), None) => write_list(above, &key, array, behind, rows),
            (_, Some(text)) => rows.line(above, "", &format!("{key} = {text}"), behind),
            (_, None) => rows.line(above, "", &format!("{key} = {}", as_written(value)), behind),
        }
    }
}

/// A comma behind the last item, and a line break behind that, say that each item is to have a line of its own.
fn keeps_lines(array: &Array) -> bool {
    array.trailing_comma() && array.trailing().as_str().is_some_and(|text| text.contains('\n'))
}

/// A list with a line for each item. A comment behind a comma is part of what stands before the next item.
fn write_list(above: &str, key: &str, array: &Array, behind: &str, rows: &mut Rows) {
    rows.opening(above, format!("{key} = ["));
    for (position, item) in array.iter().enumerate() {
        between(raw(item.decor().prefix()), position == 0, rows);
        let text = inline(item).unwrap_or_else(|| as_written(item));
        rows.line("", INDENT, &format!("{text},"), "");
        between(raw(item.decor().suffix()), false, rows);
    }
    between(array.trailing().as_str().unwrap_or_default(), array.is_empty(), rows);
    rows.closing("]".to_owned(), behind);
}

/// What stands between two items: a comment behind the one before, then lines of their own.
fn between(text: &str, is_first: bool, rows: &mut Rows) {
    let (same_line, rest) = text.split_once('\n').unwrap_or((text, ""));
    if same_line.trim().is_empty() {
        // The line break ends the line before.
    } else if is_first {
        rows.above(&format!("{same_line}\n"), INDENT);
    } else {
        rows.behind(same_line, INDENT);
    }
    rows.above(rest, INDENT);
}

/// A value on one line; none when there are comments in it.
fn inline(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let written = text.display_repr();
            // Whoever writes a text over several lines wants it there.
            Some(if written.contains('\n') { written.into_owned() } else { quoted(text.value()) })
        }
        Value::Array(array) => {
            let has_comments = array.iter().any(|item| has_comment(item.decor()))
                || array.trailing().as_str().is_some_and(|text| text.contains('#'));
            let items: Option<Vec<String>> = array.iter().map(inline).collect();
            items.filter(|_| !has_comments).map(|items| format!("[{}]", items.join(", ")))
        }
        Value::InlineTable(table) => inline_table(table),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => Some(as_written(value)),
    }
}

fn inline_table(table: &InlineTable) -> Option<String> {
    let entry = |(path, value): (Vec<&Key>, &Value)| {
        let has_comments = has_comment(value.decor()) || path.iter().any(|key| has_comment(key.leaf_decor()));
        inline(value).filter(|_| !has_comments).map(|text| format!("{} = {text}", dotted(&path)))
    };
    let entries: Option<Vec<String>> = table.get_values().into_iter().map(entry).collect();
    let entries = entries.filter(|_| !table.trailing().as_str().is_some_and(|text| text.contains('#')))?;
    Some(if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) })
}

/// A value as the author wrote it, without what stands around it.
fn as_written(value: &Value) -> String {
    let mut value = value.clone();
    value.decor_mut().clear();
    value.to_string().trim().to_owned()
}

fn dotted(path: &[&Key]) -> String {
    path.iter().map(|key| self::key(key)).collect::<Vec<_>>().join(".")
}

/// A key, in quotes where it needs them.
pub(super) fn key(key: &Key) -> String {
    let name = key.get();
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !name.is_empty() && name.bytes().all(is_bare) { name.to_owned() } else { quoted(name) }
}

/// A text of one line in the quotes that need no escapes.
fn quoted(text: &str) -> String {
    let is_plain = |character: char| !character.is_control();
    let needs_escapes = text.contains(['"', '\\']);
    if needs_escapes && text.chars().all(is_plain) && !text.contains('\'') {
        return format!("'{text}'");
    }
    let mut escaped = String::with_capacity(text.len().saturating_add(2));
    for character in text.chars() {
        match character {
            '"' | '\\' => escaped.extend(['\\', character]),
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            _ if character.is_control() => escaped.push_str(&format!("\\u{:04X}", u32::from(character))),
            _ => escaped.push(character),
        }
    }
    format!("\"{escaped}\"")
}
