//! Reads a condition as CEL, with the place of every piece.

use super::slip::{ALLOWED, SPLIT, Slip};
use crate::code::DiagnosticCode;
use crate::limits::{CONDITION_BYTES_MAX, CONDITION_DEPTH_MAX};
use crate::suggest::quoted;
use cel::common::ast::{Expr, IdedExpr, SelectExpr, SourceInfo};
use cel::parser::{ParseError, ParseErrors, Parser};
use std::ops::Range;

/// A condition as the parser understood it.
pub(super) struct Parsed<'c> {
    pub(super) source: &'c str,
    pub(super) root: IdedExpr,
    places: SourceInfo,
}

/// Reads a condition. The parser calls itself for every parenthesis and for every operator of a chain: both limits
/// together keep it within a small stack, whatever is written.
pub(super) fn parse(source: &str) -> Result<Parsed<'_>, Slip> {
    if source.len() > CONDITION_BYTES_MAX {
        let message = format!("the condition has {} bytes, at most {CONDITION_BYTES_MAX} are allowed", source.len());
        return Err(Slip::new(DiagnosticCode::ConditionTooLarge, 0..source.len(), message).help(SPLIT));
    }
    let parser = Parser::new().max_recursion_depth(CONDITION_DEPTH_MAX).error_recovery_limit(0);
    match parser.parse_with_source_info(source) {
        Ok((root, places)) => Ok(Parsed { source, root, places }),
        Err(errors) => Err(slip(source, &errors)),
    }
}

impl Parsed<'_> {
    /// The bytes of a piece with everything in it.
    pub(super) fn range(&self, piece: &IdedExpr) -> Range<usize> {
        let mut range = self.token(piece.id);
        let mut waiting = vec![piece];
        while let Some(piece) = waiting.pop() {
            let token = match &piece.expr {
                Expr::Select(select) if select.test => self.call(piece.id).start..self.asked(select).end,
                Expr::Select(select) => self.with_field(self.token(piece.id), &select.field),
                // Operators have names that no function could have.
                Expr::Call(call) if call.func_name.starts_with(|first: char| first.is_ascii_alphabetic()) => {
                    self.call(piece.id)
                }
                _ => self.token(piece.id),
            };
            range = range.start.min(token.start)..range.end.max(token.end);
            match &piece.expr {
                Expr::Call(call) => waiting.extend(call.args.iter().chain(call.target.as_deref())),
                Expr::Select(select) => waiting.push(&select.operand),
                Expr::List(list) => waiting.extend(&list.elements),
                _ => {}
            }
        }
        self.closed(range)
    }

    /// The name before the parenthesis that a function or a macro is called with.
    pub(super) fn called(&self, id: u64) -> Range<usize> {
        let token = self.token(id);
        let before = self.source.get(..token.start).unwrap_or_default().trim_end();
        let is_of_name = |character: char| character.is_ascii_alphanumeric() || character == '_';
        let name = before.trim_end_matches(is_of_name);
        if name.len() < before.len() { name.len()..before.len() } else { token }
    }

    /// The attribute that `has(...)` asks about.
    pub(super) fn asked(&self, select: &SelectExpr) -> Range<usize> {
        let entity = self.range(&select.operand);
        let rest = self.source.get(entity.end..).unwrap_or_default();
        let after = rest.trim_start().strip_prefix('.').map(str::trim_start);
        let after = after.and_then(|field| field.strip_prefix(select.field.as_str()));
        let end = after.map_or(entity.end, |after| self.source.len().saturating_sub(after.len()));
        entity.start..end
    }

    /// A name that is called, with the parenthesis after it.
    fn call(&self, id: u64) -> Range<usize> {
        self.called(id).start..self.token(id).end
    }

    /// With the parentheses and brackets that close what was opened in it: the parser keeps where pieces begin.
    fn closed(&self, range: Range<usize>) -> Range<usize> {
        let count = |characters: [char; 2]| self.text(&range).matches(characters).count();
        let mut end = range.end;
        for _ in count([')', ']'])..count(['(', '[']) {
            let rest = self.source.get(end..).unwrap_or_default();
            let after = rest.trim_start();
            if !after.starts_with([')', ']']) {
                break;
            }
            end = self.source.len().saturating_sub(after.len()).saturating_add(1);
        }
        range.start..end
    }

    /// The bytes of the operator, or of the first word, of a piece.
    pub(super) fn token(&self, id: u64) -> Range<usize> {
        // The parser counts the last byte in. A piece that it made up itself has no place: then all of the condition.
        let place = self.places.offset_for(id).and_then(|(first, last)| {
            let first = usize::try_from(first).ok()?;
            let end = usize::try_from(last).ok()?.checked_add(1)?;
            (first < end && end <= self.source.len()).then_some(first..end)
        });
        let Range { start, end } = place.unwrap_or(0..self.source.len());
        self.source.floor_char_boundary(start)..self.source.ceil_char_boundary(end)
    }

    /// What stands at these bytes.
    pub(super) fn text(&self, range: &Range<usize>) -> &str {
        self.source.get(range.clone()).unwrap_or(self.source)
    }

    /// A full stop with the field after it, where nothing stands between the two.
    fn with_field(&self, dot: Range<usize>, field: &str) -> Range<usize> {
        let follows = self.source.get(dot.end..).is_some_and(|rest| rest.starts_with(field));
        if follows { dot.start..dot.end.saturating_add(field.len()) } else { dot }
    }
}

/// The first thing that the parser stumbled over, in words of our own: its own are made for the grammar's authors.
fn slip(source: &str, errors: &ParseErrors) -> Slip {
    if errors.errors.iter().any(|error| error.msg.contains("Recursion limit")) {
        let message = format!("the condition is nested more than {CONDITION_DEPTH_MAX} levels deep");
        return Slip::new(DiagnosticCode::ConditionTooLarge, 0..source.len(), message)
            .help("take parentheses away; `&&` binds more tightly than `||`");
    }
    let is_of_grammar = |error: &&ParseError| error.msg.starts_with("Syntax error");
    let first = errors.errors.iter().find(is_of_grammar).or_else(|| errors.errors.first());
    let start = first.map_or(0, |error| offset(source, error));
    let rest = source.get(start..).unwrap_or_default();
    let word = first_word(rest);
    let range = start..start.saturating_add(word.len());
    let condition = quoted(&on_one_line(source));
    let message = if source.trim().is_empty() {
        "the condition is empty".to_owned()
    } else if word.trim().is_empty() {
        format!("the condition {condition} ends too early")
    } else if word.starts_with(|first: char| first.is_ascii_digit()) && word.parse::<i64>().is_err() {
        format!("{} is not a whole number from {} to {}", quoted(word), i64::MIN, i64::MAX)
    } else if word.starts_with(['"', '\'']) && !word.ends_with(|end| word.len() > 1 && word.starts_with(end)) {
        format!("the string {} is not closed", quoted(word))
    } else {
        format!("{} cannot stand here in the condition {condition}", quoted(word))
    };
    Slip::new(DiagnosticCode::InvalidCondition, range, message).help(meant(word).unwrap_or(ALLOWED))
}

/// A condition may be written over several lines.
fn on_one_line(source: &str) -> String {
    source.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where the parser was. It counts lines from 1 and characters of the line from 1; in numbers and strings that it
/// cannot take, bytes.
fn offset(source: &str, error: &ParseError) -> usize {
    let (Ok(line), Ok(column)) = (usize::try_from(error.pos.0), usize::try_from(error.pos.1)) else { return 0 };
    let before: usize = source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = source.get(before..).unwrap_or_default();
    let characters = column.saturating_sub(1);
    let within = if error.msg.starts_with("Syntax error") {
        rest.char_indices().nth(characters).map_or(rest.len(), |(offset, _)| offset)
    } else {
        rest.floor_char_boundary(characters)
    };
    before.saturating_add(within)
}

/// A name, a number or a string as far as it goes; otherwise one character.
fn first_word(rest: &str) -> &str {
    let Some(first) = rest.chars().next() else { return "" };
    let is_of_word = |character: char| character.is_alphanumeric() || character == '_';
    let length = if is_of_word(first) {
        rest.find(|character| !is_of_word(character)).unwrap_or(rest.len())
    } else if matches!(first, '"' | '\'') {
        let end = rest.char_indices().skip(1).find(|(_, character)| *character == first);
        end.map_or(rest.len(), |(offset, quote)| offset.saturating_add(quote.len_utf8()))
    } else {
        first.len_utf8()
    };
    rest.get(..length).unwrap_or(rest)
}

/// What somebody who knows another language meant.
fn meant(word: &str) -> Option<&'static str> {
    Some(match word {
        "=" => "write `==` to compare",
        "&" | "and" | "AND" => "write `&&` for \"and\"",
        "|" | "or" | "OR" => "write `||` for \"or\"",
        "not" | "NOT" => "write `!` for \"not\", and `!(x in y)` for \"not in\"",
        "is" => "write `==` to compare",
        _ if word.starts_with(['"', '\'']) => "close the string with the quote that it begins with",
        _ => return None,
    })
}
