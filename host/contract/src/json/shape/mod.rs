//! The building blocks of every shape: objects, lists, names and codes, each with its bounds.

mod keyed;
mod text;

use core::fmt;
use core::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

use super::errors::{Complaint, JsonErrorKind, quoted, suggestion};

pub(super) use keyed::{Map, OneKey, Tagged};
pub(super) use text::{Description, Expression, Name, PrivilegeName, Text};

/// What a shape demands beyond the types of its keys.
pub(super) trait Checked {
    /// Says what is wrong with the whole object.
    fn check(&self) -> Result<(), Complaint> {
        Ok(())
    }
}

/// A JSON object and nothing else. serde's derived structs alone would take an array as well, key by key in their
/// order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de> + Checked> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Checked> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let value = T::deserialize(MapAccessDeserializer::new(map))?;
        value.check().map_err(A::Error::custom)?;
        Ok(Object(value))
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

impl<'de, T: Deserialize<'de>, const MAXIMUM: usize> Deserialize<'de> for List<T, MAXIMUM> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T, const MAXIMUM: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const MAXIMUM: usize> Visitor<'de> for ListVisitor<T, MAXIMUM> {
    type Value = List<T, MAXIMUM>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = entries.next_element()? {
            if list.len() == MAXIMUM {
                return Err(A::Error::custom(too_large(format!("more than {MAXIMUM} entries"))));
            }
            list.push(entry);
        }
        Ok(List(list))
    }
}

pub(super) fn too_large(message: String) -> Complaint {
    Complaint::new(JsonErrorKind::TooLarge, message)
}

/// How many there are of something: a whole number, written as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Count(pub(super) u32);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_u32(CountVisitor)
    }
}

struct CountVisitor;

impl Visitor<'_> for CountVisitor {
    type Value = Count;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a whole number from 0 to {}", u32::MAX)
    }

    fn visit_u64<E: Error>(self, count: u64) -> Result<Count, E> {
        u32::try_from(count).map(Count).map_err(|_| {
            let message = format!("`{count}` is larger than {}", u32::MAX);
            E::custom(Complaint::new(JsonErrorKind::WrongValue, message))
        })
    }
}

/// An enumeration of the contract that JSON spells as one of its names.
pub(super) trait Coded: Copy + 'static {
    const ALL: &'static [Self];
    fn name(self) -> &'static str;
    fn from_name(name: &str) -> Option<Self>;
}

macro_rules! coded {
    ($($type:ty),+ $(,)?) => {$(
        impl Coded for $type {
            const ALL: &'static [Self] = <$type>::ALL;
            fn name(self) -> &'static str {
                <$type>::name(self)
            }
            fn from_name(name: &str) -> Option<Self> {
                <$type>::from_name(name)
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

impl<'de, T: Coded> Deserialize<'de> for Code<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(CodeVisitor(PhantomData))
    }
}

impl<T: Coded> Serialize for Code<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

struct CodeVisitor<T>(PhantomData<T>);

impl<T: Coded> Visitor<'_> for CodeVisitor<T> {
    type Value = Code<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Code<T>, E> {
        T::from_name(text).map(Code).ok_or_else(|| {
            let known: Vec<&str> = T::ALL.iter().map(|value| value.name()).collect();
            E::custom(unknown_value(text, &known))
        })
    }
}

pub(super) fn unknown_value(given: &str, known: &[&str]) -> Complaint {
    let message = format!("unknown value {}; {}", quoted(given), suggestion(given, known));
    Complaint::new(JsonErrorKind::WrongValue, message)
}
