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

/// The span of `part` within the string value that `span` covers, quotes included. A value written with escapes or over
/// several lines is not found byte for byte: then the span of the whole value.
pub(crate) fn span_of_part(source: &str, span: &Span, whole: &str, part: &str) -> Span {
    let written = span.start.saturating_add(1)..span.end.saturating_sub(1);
    let offset = part.as_ptr().addr().checked_sub(whole.as_ptr().addr());
    match offset {
        Some(offset) if source.get(written.clone()) == Some(whole) && offset <= whole.len() => {
            let start = written.start.saturating_add(offset);
            start..start.saturating_add(part.len())
        }
        _ => span.clone(),
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
}
