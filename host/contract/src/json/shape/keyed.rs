//! Objects whose keys are data: maps, and objects whose one key says what the value is.

use super::{Name, check_entries};
use crate::json::errors::Complaint;
use crate::json::read::{Entries, Form, Kinds, Members, OneOf, Place};

/// A JSON object of at most `MAXIMUM` entries, each key a name and none twice, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::json) struct Map<T, const MAXIMUM: usize>(pub(in crate::json) Vec<(Name, T)>);

impl<T, const MAXIMUM: usize> Default for Map<T, MAXIMUM> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Place + Default, const MAXIMUM: usize> Place for Map<T, MAXIMUM> {
    fn form(&self) -> Form {
        Form::Entries
    }

    fn object(&mut self) -> Option<Members<'_>> {
        Some(Members::Entries(self))
    }
}

impl<T: Place + Default, const MAXIMUM: usize> Entries for Map<T, MAXIMUM> {
    fn check_room(&self) -> Result<(), Complaint> {
        check_entries(self.0.len().saturating_add(1), MAXIMUM)
    }

    fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(known, _)| known.as_str() == key)
    }

    fn entry(&mut self, key: String) -> Option<&mut dyn Place> {
        self.0.push((Name(key), T::default()));
        self.0.last_mut().map(|(_, place)| place as &mut dyn Place)
    }
}

/// A value that its key names the kind of.
pub(in crate::json) trait Tagged {
    /// Every kind, and what the object is.
    const KINDS: Kinds;

    /// The place of a value of the kind that stands at position `tag` among the tags.
    fn place(&mut self, tag: usize) -> Option<&mut dyn Place>;
}

/// A JSON object with exactly one key, one of [`Tagged::KINDS`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::json) struct OneKey<T>(pub(in crate::json) T);

impl<T: Tagged> Place for OneKey<T> {
    fn form(&self) -> Form {
        Form::OneOf(T::KINDS)
    }

    fn object(&mut self) -> Option<Members<'_>> {
        Some(Members::OneOf(T::KINDS, self))
    }
}

impl<T: Tagged> OneOf for OneKey<T> {
    fn place(&mut self, tag: usize) -> Option<&mut dyn Place> {
        self.0.place(tag)
    }
}
