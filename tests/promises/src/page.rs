//! The page of promises: what each row of it promises, and which tests it names.

use std::fmt;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};

/// Where the page stands, from the top of the repository.
pub const PAGE: &str = "tests/PROMISES.md";
/// Promises are numbered from 1 to this.
pub const PROMISES: u8 = 57;

/// The number of a promise in tests/PROMISES.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Number(pub u8);

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A row of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Its first cell.
    pub number: Number,
    /// Line of the page, counted from 1.
    pub line: usize,
    /// What is promised: its second cell.
    pub text: String,
    /// The tests that it links to.
    pub tests: Vec<NamedTest>,
    /// What is not covered: its last cell.
    pub not_covered: String,
}

/// A test function, as the page links to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedTest {
    /// Name of the function.
    pub name: String,
    /// File that it stands in, seen from the page.
    pub path: String,
}

impl NamedTest {
    /// Links in words, such as to a program or to a page, name no test.
    fn is_function(&self) -> bool {
        let is_of_name = |character: char| character.is_ascii_alphanumeric() || character == '_';
        !self.name.is_empty() && self.name.chars().all(is_of_name)
    }
}

/// The rows of all tables of a page whose first cell is a number.
#[must_use]
pub fn promises(page: &str) -> Vec<Promise> {
    let (mut promises, mut row, mut link) = (Vec::new(), Cells::default(), None::<NamedTest>);
    for (event, range) in Parser::new_ext(page, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::TableRow) => {
                let before = page.get(..range.start).unwrap_or_default();
                row = Cells { line: before.matches('\n').count() + 1, ..Cells::default() };
            }
            Event::Start(Tag::TableCell) => row.texts.push(String::new()),
            Event::Start(Tag::Link { dest_url, .. }) => {
                link = Some(NamedTest { name: String::new(), path: dest_url.to_string() });
            }
            Event::End(TagEnd::Link) => row.tests.extend(link.take().filter(NamedTest::is_function)),
            Event::Code(text) => match &mut link {
                Some(test) => test.name.push_str(&text),
                None => row.push(&text),
            },
            Event::Text(text) => row.push(&text),
            Event::End(TagEnd::TableRow) => promises.extend(std::mem::take(&mut row).into_promise()),
            _ => {}
        }
    }
    promises
}

/// A row of any table.
#[derive(Default)]
struct Cells {
    line: usize,
    texts: Vec<String>,
    tests: Vec<NamedTest>,
}

impl Cells {
    fn push(&mut self, text: &str) {
        if let Some(last) = self.texts.last_mut() {
            last.push_str(text);
        }
    }

    fn into_promise(self) -> Option<Promise> {
        let Self { line, texts, tests } = self;
        let number = Number(texts.first()?.trim().parse().ok()?);
        let [text, not_covered] = [texts.get(1), texts.last()].map(|text| text.cloned().unwrap_or_default());
        Some(Promise { number, line, text, tests, not_covered })
    }
}

#[cfg(test)]
mod tests {
    use super::{NamedTest, Number, Promise, promises};

    #[test]
    fn a_row_is_read_with_the_tests_that_it_names() {
        let page = "A [`page`](a.rs).\n\n| # | Promise | Tests | Not |\n|---|---|---|---|\n\
                    | 7 | `a` is *kept* | [`kept`](a/b.rs), [the program](c.rs), [`an order`](d.rs) | \\|t\\|, `b` |\n\
                    | x | no promise | [`kept`](a/b.rs) | |\n";
        let expected = Promise {
            number: Number(7),
            line: 5,
            text: "a is kept".to_owned(),
            tests: vec![NamedTest { name: "kept".to_owned(), path: "a/b.rs".to_owned() }],
            not_covered: "|t|, b".to_owned(),
        };
        assert_eq!(promises(page), [expected]);
    }
}
