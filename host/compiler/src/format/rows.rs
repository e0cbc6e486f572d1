//! The lines of a document while it is laid out.

use super::raw;
use toml_edit::Decor;

/// Columns up to which comments behind neighbouring lines are put below each other.
const COMMENT_COLUMN_MAX: usize = 100;

/// A line, or a value of several lines, and the comment behind it.
struct Row {
    text: String,
    comment: String,
    /// Comments are put below each other only where the lines are of one kind.
    is_header: bool,
}

/// All lines so far.
#[derive(Default)]
pub(super) struct Rows {
    rows: Vec<Row>,
    /// The next line begins a block, so that no blank line may stand before it.
    is_at_start: bool,
}

impl Rows {
    /// A line with what stands above it and behind it. The last line of `above` is the beginning of the line itself.
    pub(super) fn line(&mut self, above: &str, indent: &str, text: &str, behind: &str) {
        self.above(above, indent);
        self.push(format!("{indent}{text}"), behind);
    }

    /// A line that opens a block, which begins without a blank line.
    pub(super) fn opening(&mut self, above: &str, text: String) {
        self.above(above, "");
        self.push(text, "");
        self.is_at_start = true;
    }

    /// The header of a table, one blank line before it and its comments.
    pub(super) fn section(&mut self, above: &str, header: String, behind: &str) {
        let (before, above) = split(above);
        self.above(before, "");
        self.trim_blanks();
        let begins_document = self.rows.is_empty();
        self.is_at_start = true;
        if !begins_document {
            self.push(String::new(), "");
            self.is_at_start = true;
        }
        self.above(above, "");
        self.push(header, behind);
        if let Some(row) = self.rows.last_mut() {
            row.is_header = true;
        }
        self.is_at_start = true;
    }

    /// What stands below everything.
    pub(super) fn end(&mut self, below: &str) {
        self.is_at_start |= self.rows.is_empty();
        self.above(&format!("{below}\n"), "");
        self.trim_blanks();
    }

    /// Comments and blank lines above a line.
    pub(super) fn above(&mut self, text: &str, indent: &str) {
        let Some((above, _)) = text.rsplit_once('\n') else { return };
        for line in above.split('\n').map(str::trim) {
            if line.is_empty() {
                self.blank();
            } else {
                self.push(format!("{indent}{line}"), "");
            }
        }
    }

    /// A comment behind the last line; on a line of its own when that is blank, or a comment, or has one already.
    pub(super) fn behind(&mut self, comment: &str, indent: &str) {
        match self.rows.last_mut() {
            Some(row) if row.takes_comment() => comment.trim().clone_into(&mut row.comment),
            _ => self.push(format!("{indent}{}", comment.trim()), ""),
        }
    }

    /// A block ends: no blank line stands before what closes it.
    pub(super) fn closing(&mut self, text: String, behind: &str) {
        self.trim_blanks();
        self.is_at_start = false;
        self.push(text, behind);
    }

    fn push(&mut self, text: String, comment: &str) {
        self.rows.push(Row { text, comment: comment.trim().to_owned(), is_header: false });
        self.is_at_start = false;
    }

    fn blank(&mut self) {
        let follows_blank = self.rows.last().is_none_or(Row::is_blank);
        if !self.is_at_start && !follows_blank {
            self.push(String::new(), "");
        }
    }

    fn trim_blanks(&mut self) {
        while self.rows.last().is_some_and(Row::is_blank) {
            self.rows.pop();
        }
    }

    /// Everything as text, comments of neighbouring lines below each other.
    pub(super) fn into_text(self) -> String {
        let mut text = String::new();
        for run in self.rows.chunk_by(|row, next| row.is_aligned() && next.is_aligned()) {
            let widest = run.iter().map(Row::width).max().unwrap_or_default();
            let column = if widest > COMMENT_COLUMN_MAX { 0 } else { widest };
            for row in run {
                text.push_str(&row.text);
                if !row.comment.is_empty() {
                    text.extend(std::iter::repeat_n(' ', column.saturating_sub(row.width()).saturating_add(1)));
                    text.push_str(&row.comment);
                }
                text.push('\n');
            }
        }
        text
    }
}

impl Row {
    fn is_blank(&self) -> bool {
        self.text.is_empty() && self.comment.is_empty()
    }

    /// Two comments in one line would be one comment, and laid out as one the next time.
    fn takes_comment(&self) -> bool {
        let text = self.text.trim_start();
        self.comment.is_empty() && !text.is_empty() && !text.starts_with('#')
    }

    fn is_aligned(&self) -> bool {
        !self.comment.is_empty() && !self.is_header && !self.text.contains('\n')
    }

    fn width(&self) -> usize {
        self.text.chars().count()
    }
}

/// Comments right below a table's last line, with a blank line after them, belong to that table.
fn split(above: &str) -> (&str, &str) {
    let mut end = 0_usize;
    for line in above.split_inclusive('\n') {
        if line.trim().is_empty() {
            return if line.ends_with('\n') { above.split_at(end) } else { ("", above) };
        }
        end = end.saturating_add(line.len());
    }
    ("", above)
}

/// Whether a comment stands around a piece.
pub(super) fn has_comment(decor: &Decor) -> bool {
    raw(decor.prefix()).contains('#') || raw(decor.suffix()).contains('#')
}
