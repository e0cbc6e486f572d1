//! Names: pieces of the one text of a record, and pieces of its one list of names.

use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::limits::{NAME_BYTES_MAX, TEXT_BYTES_MAX};
use guestpass_rules::{EntityId, Reason};

/// Reads pieces out of the text of a record.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    text: &'a str,
    /// What a range that leaves the text makes of the record.
    malformed: Reason,
}

impl<'a> Text<'a> {
    pub(super) fn new(text: &'a str, malformed: Reason) -> Result<Self, Reason> {
        if text.len() > TEXT_BYTES_MAX { Err(Reason::LimitExceeded) } else { Ok(Self { text, malformed }) }
    }

    pub(super) fn name(self, range: wit::TextRange) -> Result<&'a str, Reason> {
        self.piece(range, NAME_BYTES_MAX)
    }

    pub(super) fn entity(self, range: Option<wit::TextRange>) -> Result<Option<EntityId<'a>>, Reason> {
        match range {
            Some(range) => Ok(Some(EntityId(self.name(range)?))),
            None => Ok(None),
        }
    }

    pub(super) fn piece(self, range: wit::TextRange, bytes_max: usize) -> Result<&'a str, Reason> {
        let start = usize::try_from(range.start).map_err(|_| self.malformed)?;
        let length = usize::try_from(range.length).map_err(|_| self.malformed)?;
        if length > bytes_max {
            return Err(Reason::LimitExceeded);
        }
        let end = start.checked_add(length).ok_or(self.malformed)?;
        self.text.get(start..end).ok_or(self.malformed)
    }
}

/// The list of names that the spans of a record point into.
pub(super) struct NameList<'a> {
    names: Vec<&'a str>,
    /// How many more names the spans may hold. Several may point at the same names; counted here, they cannot multiply.
    left: usize,
}

impl<'a> NameList<'a> {
    pub(super) fn new(text: Text<'a>, ranges: &[wit::TextRange], names_max: usize) -> Result<Self, Reason> {
        if ranges.len() > names_max {
            return Err(Reason::LimitExceeded);
        }
        Ok(Self { names: super::collect(ranges, |&range| text.name(range))?, left: names_max })
    }

    pub(super) fn span<Name>(
        &mut self,
        span: wit::NameSpan,
        name: impl Fn(&'a str) -> Name,
    ) -> Result<Vec<Name>, Reason> {
        let start = usize::try_from(span.start).map_err(|_| Reason::MalformedFacts)?;
        let length = usize::try_from(span.length).map_err(|_| Reason::MalformedFacts)?;
        let end = start.checked_add(length).ok_or(Reason::MalformedFacts)?;
        let names = self.names.get(start..end).ok_or(Reason::MalformedFacts)?;
        self.left = self.left.checked_sub(length).ok_or(Reason::LimitExceeded)?;
        Ok(names.iter().map(|&piece| name(piece)).collect())
    }
}
