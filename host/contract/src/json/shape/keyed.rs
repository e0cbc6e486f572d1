//! Objects whose keys are data: maps, and objects whose one key says what the value is.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::{Name, too_large};
use crate::json::errors::{Complaint, JsonErrorKind};

/// A JSON object of at most `MAXIMUM` entries, each key a name and none twice, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::json) struct Map<T, const MAXIMUM: usize>(pub(in crate::json) Vec<(Name, T)>);

impl<T, const MAXIMUM: usize> Default for Map<T, MAXIMUM> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MAXIMUM: usize> Deserialize<'de> for Map<T, MAXIMUM> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

struct EntriesVisitor<T, const MAXIMUM: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const MAXIMUM: usize> Visitor<'de> for EntriesVisitor<T, MAXIMUM> {
    type Value = Map<T, MAXIMUM>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries: Vec<(Name, T)> = Vec::new();
        while let Some(key) = map.next_key::<Name>()? {
            if entries.len() == MAXIMUM {
                return Err(A::Error::custom(too_large(format!("more than {MAXIMUM} entries"))));
            }
            if entries.iter().any(|(known, _)| *known == key) {
                return Err(duplicate_key(key.as_str()));
            }
            entries.push((key, map.next_value()?));
        }
        Ok(Map(entries))
    }
}

/// In serde's words: its own shapes cannot say it of a key that is data.
fn duplicate_key<E: Error>(key: &str) -> E {
    E::custom(format_args!("duplicate field `{key}`"))
}

/// A value that its key names the kind of.
pub(in crate::json) trait Tagged<'de>: Sized {
    /// Every kind.
    const TAGS: &'static [&'static str];
    /// What the object is, such as `a change`.
    const WHAT: &'static str;

    /// Reads the value of the kind `tag`, one of [`Self::TAGS`].
    fn read<A: MapAccess<'de>>(tag: &'static str, map: &mut A) -> Result<Self, A::Error>;
}

/// A JSON object with exactly one key, one of [`Tagged::TAGS`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::json) struct OneKey<T>(pub(in crate::json) T);

impl<'de, T: Tagged<'de>> Deserialize<'de> for OneKey<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OneKeyVisitor(PhantomData))
    }
}

struct OneKeyVisitor<T>(PhantomData<T>);

impl<'de, T: Tagged<'de>> Visitor<'de> for OneKeyVisitor<T> {
    type Value = OneKey<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object with {}", T::WHAT)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Some(tag) = map.next_key_seed(TagSeed(T::TAGS))? else {
            let message = format!("an empty object; give {} under one of the keys `{}`", T::WHAT, T::TAGS.join("`, `"));
            return Err(A::Error::custom(Complaint::new(JsonErrorKind::WrongValue, message)));
        };
        let value = T::read(tag, &mut map)?;
        match map.next_key_seed(TagSeed(T::TAGS))? {
            None => Ok(OneKey(value)),
            Some(again) if again == tag => Err(duplicate_key(tag)),
            Some(other) => {
                let message = format!("`{tag}` and `{other}` exclude each other; leave one out");
                Err(A::Error::custom(Complaint::new(JsonErrorKind::WrongValue, message)))
            }
        }
    }
}

/// Reads a key that must be one of these.
struct TagSeed(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for TagSeed {
    type Value = &'static str;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for TagSeed {
    type Value = &'static str;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<&'static str, E> {
        self.0.iter().find(|tag| **tag == key).copied().ok_or_else(|| E::unknown_field(key, self.0))
    }
}
