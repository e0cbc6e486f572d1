//! From byte offsets to lines and columns.

use std::ops::Range;

/// Bytes of the document, first included, last not.
pub(crate) type Span = Range<usize>;

/// Where something stands, for people: both counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Finds positions in one document.
#[derive(Debug)]
pub(crate) struct LineIndex {
    /// Offset of the first byte of each line but the first.
    later_starts: Vec<usize>,
}

impl LineIndex {
    pub(crate) fn new(source: &str) -> Self {
        Self { later_starts: source.match_indices('\n').map(|(offset, _)| offset.saturating_add(1)).collect() }
    }

    /// The position of a byte; one past the end stands at the end.
    pub(crate) fn position(&self, source: &str, offset: usize) -> Position {
        let offset = source.floor_char_boundary(offset);
        let lines_before = self.later_starts.partition_point(|&start| start <= offset);
        let start = lines_before.checked_sub(1).and_then(|index| self.later_starts.get(index)).copied().unwrap_or(0);
        let characters = source.get(start..offset).map_or(0, |text| text.chars().count());
        Position { line: lines_before.saturating_add(1), column: characters.saturating_add(1) }
    }
}

/// The span of `part` within the string value that `span` covers, quotes included.
pub(crate) fn span_of_part(source: &str, span: &Span, whole: &str, part: &str) -> Span {
    let offset = part.as_ptr().addr().checked_sub(whole.as_ptr().addr());
    match offset {
        Some(offset) if offset <= whole.len() => {
            span_of_range(source, span, whole, &(offset..offset.saturating_add(part.len())))
        }
        _ => span.clone(),
    }
}

/// The span of bytes of the string `whole`, whose value `span` covers, quotes included. The value may be written with
/// any of TOML's four quotes and with escapes. The span of the whole value when the two do not agree.
pub(crate) fn span_of_range(source: &str, span: &Span, whole: &str, range: &Span) -> Span {
    let found = source.get(span.clone()).and_then(|written| {
        let start = written_offset(written, whole, range.start)?;
        let end = written_offset(written, whole, range.end)?;
        Some(span.start.saturating_add(start)..span.start.saturating_add(end))
    });
    found.unwrap_or_else(|| span.clone())
}

/// Where byte `offset` of a string stands in what was written for it. None when it was not written like that after all.
fn written_offset(written: &str, whole: &str, offset: usize) -> Option<usize> {
    let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| written.starts_with(quotes))?;
    let body = written.get(quotes.len()..)?.strip_suffix(quotes)?;
    // A line break right after three quotes is not part of the string.
    let body = if quotes.len() == 3 { without_first_break(body) } else { body };
    let has_escapes = quotes.starts_with('"');
    let mut rest = body;
    let mut expected = whole;
    let mut found = None;
    loop {
        let step = if has_escapes { escape(rest) } else { None }.unwrap_or_else(|| plain(rest));
        // What only breaks a line stands before the character that the string goes on with.
        let is_character = rest.is_empty() || step.character.is_some();
        if is_character && whole.len().checked_sub(expected.len())? == offset {
            found = Some(written.len().checked_sub(quotes.len())?.checked_sub(rest.len())?);
        }
        if rest.is_empty() {
            return if expected.is_empty() { found } else { None };
        }
        rest = rest.get(step.written..)?;
        if let Some(character) = step.character {
            expected = expected.strip_prefix(character)?;
        }
    }
}

fn without_first_break(body: &str) -> &str {
    body.strip_prefix("\r\n").or_else(|| body.strip_prefix('\n')).unwrap_or(body)
}

/// What stands for the next character of a string.
struct Step {
    /// Bytes that were written for it.
    written: usize,
    /// The character; none for a backslash that only breaks a line.
    character: Option<char>,
}

fn plain(rest: &str) -> Step {
    // TOML readers may turn a Windows line end into `\n`; one that does not finds the two characters as they are.
    let character = rest.chars().next();
    Step { written: character.map_or(1, char::len_utf8), character }
}

fn escape(rest: &str) -> Option<Step> {
    let after = rest.strip_prefix('\\')?;
    let kind = after.chars().next()?;
    let simple = |character: char| Some(Step { written: 2, character: Some(character) });
    let coded = |digits: usize| {
        let code = u32::from_str_radix(after.get(1..digits.checked_add(1)?)?, 16).ok()?;
        Some(Step { written: digits.checked_add(2)?, character: Some(char::from_u32(code)?) })
    };
    match kind {
        'b' => simple('\u{8}'),
        't' => simple('\t'),
        'n' => simple('\n'),
        'f' => simple('\u{c}'),
        'r' => simple('\r'),
        'e' => simple('\u{1b}'),
        'x' => coded(2),
        'u' => coded(4),
        'U' => coded(8),
        _ if kind.is_ascii_whitespace() => {
            let blank = after.len().checked_sub(after.trim_start_matches([' ', '\t', '\r', '\n']).len())?;
            Some(Step { written: blank.checked_add(1)?, character: None })
        }
        _ => simple(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_become_lines_and_columns() {
        let source = "a\r\nb\u{e4}c\n\nlast";
        let index = LineIndex::new(source);
        for (offset, line, column) in [
            (0, 1, 1),
            (2, 1, 3),
            (3, 2, 1),
            (4, 2, 2),
            (5, 2, 2),
            (6, 2, 3),
            (8, 3, 1),
            (9, 4, 1),
            (13, 4, 5),
            (99, 4, 5),
        ] {
            assert_eq!(index.position(source, offset), Position { line, column }, "byte {offset}");
        }
        assert_eq!(LineIndex::new("").position("", 0), Position { line: 1, column: 1 });
    }

    #[test]
    fn a_part_of_a_plain_string_is_found() {
        let source = "key = \"a:b:c||d:e:f\"";
        let whole = source.get(7..19).expect("the value");
        let part = whole.get(7..).expect("the second operand");
        assert_eq!(span_of_part(source, &(6..20), whole, part), 14..19);
        let elsewhere = String::from(whole);
        assert_eq!(span_of_part("other", &(6..20), &elsewhere, elsewhere.get(7..).unwrap_or_default()), 6..20);
    }

    /// However a string is written, `here` in it is found.
    #[test]
    fn a_part_is_found_behind_quotes_and_escapes() {
        for (written, whole) in [
            (r#""say here""#, "say here"),
            (r"'say here'", "say here"),
            (r#"'say "x" here'"#, "say \"x\" here"),
            (r#""say \"x\" here""#, "say \"x\" here"),
            ("'''say 'x' here'''", "say 'x' here"),
            ("\"\"\"\nsay \\\n   here\"\"\"", "say here"),
            ("'''\r\nsay\nhere'''", "say\nhere"),
            (r#""\t\u00e4\U0001f600\x41 here""#, "\t\u{e4}\u{1f600}A here"),
            ("\"\u{e4} here\"", "\u{e4} here"),
        ] {
            let source = format!("key = {written} # here");
            let span = 6..6 + written.len();
            let start = whole.find("here").expect("it is there");
            let found = span_of_range(&source, &span, whole, &(start..start + 4));
            assert_eq!(source.get(found.clone()), Some("here"), "{written}");
            assert!(span.contains(&found.start), "{written}");
            let end = span_of_range(&source, &span, whole, &(whole.len()..whole.len()));
            assert!(end.start < span.end && end.start > found.start, "{written}: {end:?}");
        }
        assert_eq!(span_of_range("k = \"one\"", &(4..9), "other", &(1..2)), 4..9);
    }
}
