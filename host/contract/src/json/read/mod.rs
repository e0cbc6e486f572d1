//! How a JSON text fills shapes.
//!
//! serde's derived code is compiled once for every shape, and each copy is large; a page downloads all of them. Here
//! one walker ([`fill`]) reads every text. It knows shapes only through the trait objects below, which say what a place
//! takes and hand out the places within it. A shape is then little more than the list of its keys ([`object!`]).
//!
//! - A [`Place`] takes one JSON value: a text, a number, an object, a list.
//! - The keys of an object are fixed ([`Fields`]), data ([`Entries`]), or exactly one of several ([`OneOf`]).
//! - [`Items`] are the entries of a list.
//!
//! serde_json still reads the text itself, so that strictness, words and positions are its own. A place holds a
//! default until it has been filled; the walker sees to it that no value with an unfilled required key gets out.

#[cfg(test)]
mod tests;
mod walk;

pub(super) use walk::fill;

use super::errors::Complaint;

/// What a place takes. The texts say it to the author of something else: `a string`.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// Null, or what the place within takes: see [`Place::within`].
    Optional,
    /// A string.
    Text(&'static str),
    /// True or false.
    Truth,
    /// A whole number of 32 bits.
    Count(&'static str),
    /// An object whose keys are known.
    Fields,
    /// An object whose keys are data.
    Entries,
    /// An object with exactly one of several keys.
    OneOf(Kinds),
    /// A list.
    Items,
    /// Values of several forms: whichever methods of the place do not refuse.
    Any(&'static str),
}

/// The keys of which an object has exactly one.
#[derive(Clone, Copy)]
pub(super) struct Kinds {
    /// What the object is, such as `a change`.
    pub(super) what: &'static str,
    /// Each key.
    pub(super) tags: &'static [&'static str],
}

/// The keys of an object.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    /// Each key, in the order in which a missing one is noticed; at most 32.
    pub(super) names: &'static [&'static str],
    /// One bit each, the first key in the lowest: whether it must be there.
    pub(super) required: u32,
}

/// Why a place does not take a value.
pub(super) enum Unfit {
    /// It takes values of another type.
    Type,
    /// It takes values of this type, but not this one.
    Value(Complaint),
}

/// Whether a place takes a value.
pub(super) type Taken = Result<(), Unfit>;

/// Something that one JSON value is read into. Every method but [`Place::form`] refuses unless the form asks for it.
pub(super) trait Place {
    /// What is asked of the text.
    fn form(&self) -> Form;

    /// The place for the value when it is not null: [`Form::Optional`].
    fn within(&mut self) -> Option<&mut dyn Place> {
        None
    }

    /// Takes a string.
    fn text(&mut self, _text: &str) -> Taken {
        Err(Unfit::Type)
    }

    /// A second look at the string that was taken.
    fn settle(&self) -> Result<(), Complaint> {
        Ok(())
    }

    /// Takes a boolean.
    fn truth(&mut self, _truth: bool) -> Taken {
        Err(Unfit::Type)
    }

    /// Takes a whole number that is not negative.
    fn unsigned(&mut self, _number: u64) -> Taken {
        Err(Unfit::Type)
    }

    /// Takes a negative whole number.
    fn negative(&mut self, _number: i64) -> Taken {
        Err(Unfit::Type)
    }

    /// What takes the entries of an object.
    fn object(&mut self) -> Option<Members<'_>> {
        None
    }

    /// What takes the entries of a list.
    fn items(&mut self) -> Option<&mut dyn Items> {
        None
    }
}

/// What takes the entries of an object.
pub(super) enum Members<'p> {
    /// Known keys.
    Fields(&'p mut dyn Fields),
    /// Keys that are data.
    Entries(&'p mut dyn Entries),
    /// One key of several.
    OneOf(Kinds, &'p mut dyn OneOf),
}

/// What a shape demands beyond the types of its keys.
pub(super) trait Checked {
    /// Says what is wrong with the whole object.
    fn check(&self) -> Result<(), Complaint> {
        Ok(())
    }
}

/// An object whose keys are known. [`object!`] implements it.
pub(super) trait Fields: Checked {
    /// The keys.
    fn keys(&self) -> Keys;

    /// The place of the value of a key, by its position in [`Keys::names`].
    fn place(&mut self, key: usize) -> Option<&mut dyn Place>;
}

/// An object whose keys are data.
pub(super) trait Entries {
    /// Whether one more key is allowed.
    fn check_room(&self) -> Result<(), Complaint>;

    /// Whether the object has this key already.
    fn has(&self, key: &str) -> bool;

    /// The place of the value of this key, which is none of those before.
    fn entry(&mut self, key: String) -> Option<&mut dyn Place>;
}

/// An object with exactly one of several keys.
pub(super) trait OneOf {
    /// The place of the value of a key, by its position in [`Kinds::tags`].
    fn place(&mut self, tag: usize) -> Option<&mut dyn Place>;
}

/// A list that is being filled.
pub(super) trait Items {
    /// Makes room for one more entry.
    fn grow(&mut self) -> Option<&mut dyn Place>;

    /// Takes the room back: there was no further entry.
    fn shrink(&mut self);

    /// Whether there are as many entries as are allowed.
    fn check(&self) -> Result<(), Complaint>;
}

impl Place for bool {
    fn form(&self) -> Form {
        Form::Truth
    }

    fn truth(&mut self, truth: bool) -> Taken {
        *self = truth;
        Ok(())
    }
}

impl<T: Place + Default> Place for Option<T> {
    fn form(&self) -> Form {
        Form::Optional
    }

    fn within(&mut self) -> Option<&mut dyn Place> {
        Some(self.insert(T::default()))
    }
}

/// Lists the keys of an object once, each with whether it is `required`; one that is `optional` keeps its default when
/// it is left out.
macro_rules! object {
    ($type:ident $(<$parameter:ident>)? { $($need:ident $key:ident),+ $(,)? }) => {
        impl $(<$parameter: $crate::json::read::Fields + Default>)? $crate::json::read::Fields
            for $type $(<$parameter>)?
        {
            fn keys(&self) -> $crate::json::read::Keys {
                const NAMES: &[&str] = &[$(stringify!($key)),+];
                const REQUIRED: u32 = $crate::json::read::bits(&[$($crate::json::read::need!($need)),+]);
                $crate::json::read::Keys { names: NAMES, required: REQUIRED }
            }

            fn place(&mut self, key: usize) -> Option<&mut dyn $crate::json::read::Place> {
                // Without `..`: the compiler refuses a list that leaves a key out.
                let Self { $($key),+ } = self;
                let places: [&mut dyn $crate::json::read::Place; _] = [$($key),+];
                places.into_iter().nth(key)
            }
        }
    };
}

/// Whether a key must be there.
macro_rules! need {
    (required) => {
        true
    };
    (optional) => {
        false
    };
}

pub(super) use {need, object};

/// One bit each, the first in the lowest.
pub(super) const fn bits(mut flags: &[bool]) -> u32 {
    assert!(flags.len() <= 32, "an object has at most 32 keys");
    let mut bits = 0;
    while let [rest @ .., last] = flags {
        bits = (bits << 1) | *last as u32;
        flags = rest;
    }
    bits
}
