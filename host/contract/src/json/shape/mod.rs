//! The building blocks of every shape: objects, lists, names and codes, each with its bounds.

mod keyed;
mod text;

use serde::{Serialize, Serializer};

use super::errors::{Complaint, JsonErrorKind, quoted, suggestion};
use super::read::{Fields, Form, Items, Members, Place, Taken, Unfit};

pub(super) use keyed::{Map, OneKey, Tagged};
pub(super) use text::{Description, Expression, Name, PrivilegeName, Text, check_name};

/// A JSON object with the keys of `T`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Object<T>(pub(super) T);

impl<T: Fields> Place for Object<T> {
    fn form(&self) -> Form {
        Form::Fields
    }

    fn object(&mut self) -> Option<Members<'_>> {
        Some(Members::Fields(&mut self.0))
    }
}

/// A JSON array of at most `MAXIMUM` entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List<T, const MAXIMUM: usize>(pub(super) Vec<T>);

impl<T, const MAXIMUM: usize> Default for List<T, MAXIMUM> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Place + Default, const MAXIMUM: usize> Place for List<T, MAXIMUM> {
    fn form(&self) -> Form {
        Form::Items
    }

    fn items(&mut self) -> Option<&mut dyn Items> {
        Some(self)
    }
}

impl<T: Place + Default, const MAXIMUM: usize> Items for List<T, MAXIMUM> {
    fn grow(&mut self) -> Option<&mut dyn Place> {
        self.0.push(T::default());
        self.0.last_mut().map(|place| place as &mut dyn Place)
    }

    fn shrink(&mut self) {
        self.0.pop();
    }

    fn check(&self) -> Result<(), Complaint> {
        check_entries(self.0.len(), MAXIMUM)
    }
}

/// Refuses a list or map with more entries than allowed.
fn check_entries(entries: usize, maximum: usize) -> Result<(), Complaint> {
    if entries > maximum { Err(too_large(format!("more than {maximum} entries"))) } else { Ok(()) }
}

pub(super) fn too_large(message: String) -> Complaint {
    Complaint::new(JsonErrorKind::TooLarge, message)
}

/// How many there are of something: a whole number, written as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Count(pub(super) u32);

impl Place for Count {
    fn form(&self) -> Form {
        Form::Count("a whole number from 0 to 4294967295")
    }

    fn unsigned(&mut self, number: u64) -> Taken {
        self.0 = u32::try_from(number).map_err(|_| {
            let message = format!("`{number}` is larger than {}", u32::MAX);
            Unfit::Value(Complaint::new(JsonErrorKind::WrongValue, message))
        })?;
        Ok(())
    }
}

/// An enumeration of the contract that JSON spells as one of its names.
pub(super) trait Coded: Copy + 'static {
    const ALL: &'static [Self];
    fn name(self) -> &'static str;
}

macro_rules! coded {
    ($($type:ty),+ $(,)?) => {$(
        impl Coded for $type {
            const ALL: &'static [Self] = <$type>::ALL;
            fn name(self) -> &'static str {
                <$type>::name(self)
            }
        }
    )+};
}

coded!(
    crate::AppLevel,
    crate::Arrival,
    crate::AttributeType,
    crate::Automatic,
    crate::Effect,
    crate::Gate,
    crate::Holding,
    crate::Login,
    crate::PrincipalKind,
    crate::Reach,
    crate::Reason,
    crate::Refusal,
    crate::RelationshipStatus,
    crate::RequestStatus,
    crate::RoleKind,
    crate::Warning,
);

/// One of the names of `T`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code<T>(pub(super) T);

impl<T: Coded> Place for Code<T>
where
    Self: Default,
{
    fn form(&self) -> Form {
        Form::Text("a string")
    }

    fn text(&mut self, text: &str) -> Taken {
        let found = T::ALL.iter().find(|value| value.name() == text);
        self.0 = *found.ok_or_else(|| {
            let known: Vec<&str> = T::ALL.iter().map(|value| value.name()).collect();
            Unfit::Value(unknown_value(text, &known))
        })?;
        Ok(())
    }
}

/// What stands in the place of a code until the text has filled it.
macro_rules! unfilled_codes {
    ($($type:ident::$weakest:ident),+ $(,)?) => {$(
        impl Default for Code<crate::$type> {
            fn default() -> Self {
                Self(crate::$type::$weakest)
            }
        }
    )+};
}

unfilled_codes!(
    AppLevel::None,
    Arrival::Manual,
    Login::User,
    PrincipalKind::Unidentified,
    RelationshipStatus::None,
    RequestStatus::Rejected,
    RoleKind::User,
);

impl<T: Coded> Serialize for Code<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

pub(super) fn unknown_value(given: &str, known: &[&str]) -> Complaint {
    let message = format!("unknown value {}; {}", quoted(given), suggestion(given, known));
    Complaint::new(JsonErrorKind::WrongValue, message)
}
