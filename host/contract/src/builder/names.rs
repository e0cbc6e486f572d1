//! One text and one list of names for a whole record.

use std::collections::BTreeSet;

use crate::text::append;
use crate::{NameSpan, TextRange, TextTooLong};

/// Facts that the contract cannot carry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnfitFacts {
    /// More than 4 GiB of text.
    #[error(transparent)]
    TextTooLong(#[from] TextTooLong),
    /// More than 2^32 names.
    #[error("the lists of one record hold more than 2^32 names")]
    TooManyNames,
    /// A custom role's privilege whose name is empty or holds a blank: blanks part one name from the next.
    #[error("the privilege `{0}` of a custom role is empty or holds a blank")]
    PrivilegeName(String),
}

/// The text and the names of a record that is being assembled.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    pub(super) text: String,
    pub(super) ranges: Vec<TextRange>,
}

impl Names {
    pub(super) fn name(&mut self, name: &str) -> Result<TextRange, UnfitFacts> {
        append(&mut self.text, name).map_err(UnfitFacts::from)
    }

    pub(super) fn optional(&mut self, name: Option<&str>) -> Result<Option<TextRange>, UnfitFacts> {
        name.map(|name| self.name(name)).transpose()
    }

    /// A list that is known as a whole.
    pub(super) fn list<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) -> Result<NameSpan, UnfitFacts> {
        let ranges = names.into_iter().map(|name| self.name(name)).collect::<Result<Vec<_>, _>>()?;
        self.span(&ranges)
    }

    /// Puts `ranges` behind the names that are there already.
    pub(super) fn span(&mut self, ranges: &[TextRange]) -> Result<NameSpan, UnfitFacts> {
        let start = u32::try_from(self.ranges.len()).map_err(|_| UnfitFacts::TooManyNames)?;
        let length = u32::try_from(ranges.len()).map_err(|_| UnfitFacts::TooManyNames)?;
        start.checked_add(length).ok_or(UnfitFacts::TooManyNames)?;
        self.ranges.extend_from_slice(ranges);
        Ok(NameSpan { start, length })
    }

    /// The privileges of a custom role, as the contract wants them: in byte order, each once, parted by single blanks.
    pub(super) fn privileges(&mut self, names: &[&str]) -> Result<TextRange, UnfitFacts> {
        if let Some(unfit) = names.iter().find(|name| name.is_empty() || name.contains(' ')) {
            return Err(UnfitFacts::PrivilegeName((*unfit).to_owned()));
        }
        // One by one: a set that is made at once brings a second way of sorting into every page.
        let mut sorted = BTreeSet::new();
        sorted.extend(names.iter().copied());
        let sorted: Vec<&str> = sorted.into_iter().collect();
        self.name(&sorted.join(" "))
    }
}
