//! The one walker over serde that fills every shape.

use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

use super::{Entries, Fields, Form, Items, Kinds, Members, OneOf, Place, Taken, Unfit};
use crate::json::errors::{Complaint, JsonErrorKind, Step};
use crate::json::shape::check_name;

/// Reads one value into `place`. When that fails, `path` is the way to the value that was wrong, from the inside out.
pub(in crate::json) fn fill<'de, D: Deserializer<'de>>(
    place: &mut dyn Place,
    source: D,
    path: &mut Vec<Step>,
) -> Result<(), D::Error> {
    Walk { place, path, step: None }.deserialize(source)
}

/// A value that is about to be read: where it goes, and which step leads to it from the value around it.
struct Walk<'p> {
    place: &'p mut dyn Place,
    path: &'p mut Vec<Step>,
    step: Option<Step>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, source: D) -> Result<(), D::Error> {
        let step = self.step.take();
        let Self { place, path, .. } = self;
        let value = Value { place: &mut *place, path: &mut *path };
        let read = match value.place.form() {
            Form::Optional => source.deserialize_option(value),
            Form::Text(_) => source.deserialize_str(value).and_then(|()| place.settle().map_err(D::Error::custom)),
            Form::Truth => source.deserialize_bool(value),
            Form::Count(_) => source.deserialize_u32(value),
            Form::Fields | Form::Entries | Form::OneOf(_) => source.deserialize_map(value),
            Form::Items => source.deserialize_seq(value),
            Form::Any(_) => source.deserialize_any(value),
        };
        if read.is_err() {
            path.extend(step);
        }
        read
    }
}

/// A value that has been found.
struct Value<'p> {
    place: &'p mut dyn Place,
    path: &'p mut Vec<Step>,
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.place.form() {
            Form::Text(expected) | Form::Count(expected) | Form::Any(expected) => expected,
            Form::Truth => "a boolean",
            Form::Items => "an array",
            Form::Optional | Form::Fields | Form::Entries => "an object",
            Form::OneOf(Kinds { what, .. }) => return write!(formatter, "an object with {what}"),
        })
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let taken = self.place.text(text);
        self.answer(taken, Unexpected::Str(text))
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<(), E> {
        let taken = self.place.truth(truth);
        self.answer(taken, Unexpected::Bool(truth))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        let taken = self.place.unsigned(number);
        self.answer(taken, Unexpected::Unsigned(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        let taken = self.place.negative(number);
        self.answer(taken, Unexpected::Signed(number))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        match self.place.form() {
            Form::Optional => Ok(()),
            _ => Err(E::invalid_type(Unexpected::Unit, &self)),
        }
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        match self.place.within() {
            Some(place) => fill(place, source, self.path),
            None => Ok(()),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        // Asked twice: what the first answer borrows would still be borrowed for the error.
        if self.place.items().is_none() {
            return Err(A::Error::invalid_type(Unexpected::Seq, &self));
        }
        let Self { place, path } = self;
        place.items().map_or(Ok(()), |items| fill_items(items, &mut entries, path))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        if self.place.object().is_none() {
            return Err(A::Error::invalid_type(Unexpected::Map, &self));
        }
        let Self { place, path } = self;
        match place.object() {
            Some(Members::Fields(fields)) => fill_fields(fields, &mut entries, path),
            Some(Members::Entries(map)) => fill_entries(map, &mut entries, path),
            Some(Members::OneOf(kinds, one)) => fill_one_of(kinds, one, &mut entries, path),
            None => Ok(()),
        }
    }
}

impl Value<'_> {
    fn answer<E: Error>(&self, taken: Taken, found: Unexpected<'_>) -> Result<(), E> {
        taken.map_err(|unfit| match unfit {
            Unfit::Type => E::invalid_type(found, self),
            Unfit::Value(complaint) => E::custom(complaint),
        })
    }
}

fn fill_items<'de, A: SeqAccess<'de>>(
    items: &mut dyn Items,
    entries: &mut A,
    path: &mut Vec<Step>,
) -> Result<(), A::Error> {
    let mut index = 0_usize;
    while let Some(place) = items.grow() {
        let step = Some(Step::Index(index));
        if entries.next_element_seed(Walk { place, path: &mut *path, step })?.is_none() {
            items.shrink();
            break;
        }
        items.check().map_err(A::Error::custom)?;
        index = index.saturating_add(1);
    }
    Ok(())
}

fn fill_fields<'de, A: MapAccess<'de>>(
    fields: &mut dyn Fields,
    entries: &mut A,
    path: &mut Vec<Step>,
) -> Result<(), A::Error> {
    let keys = fields.keys();
    let mut seen = 0_u32;
    while let Some(key) = entries.next_key_seed(KnownKey { names: keys.names, path: &mut *path })? {
        let bit = 1_u32.checked_shl(u32::try_from(key.position).unwrap_or(u32::MAX)).unwrap_or_default();
        if seen & bit != 0 {
            return Err(A::Error::duplicate_field(key.name));
        }
        seen |= bit;
        // The key is one of those that the fields have named, so that it has a place.
        if let Some(place) = fields.place(key.position) {
            entries.next_value_seed(Walk { place, path: &mut *path, step: Some(Step::Key(key.name)) })?;
        }
    }
    let missing = keys.required & !seen;
    if missing != 0 {
        let position = usize::try_from(missing.trailing_zeros()).unwrap_or(usize::MAX);
        return Err(A::Error::missing_field(keys.names.get(position).copied().unwrap_or_default()));
    }
    fields.check().map_err(A::Error::custom)
}

fn fill_entries<'de, A: MapAccess<'de>>(
    map: &mut dyn Entries,
    entries: &mut A,
    path: &mut Vec<Step>,
) -> Result<(), A::Error> {
    while let Some(key) = entries.next_key_seed(DataKey { path: &mut *path })? {
        map.check_room().map_err(A::Error::custom)?;
        if map.has(&key) {
            return Err(duplicate_key(&key));
        }
        let step = Some(Step::Name(key.clone()));
        if let Some(place) = map.entry(key) {
            entries.next_value_seed(Walk { place, path: &mut *path, step })?;
        }
    }
    Ok(())
}

fn fill_one_of<'de, A: MapAccess<'de>>(
    kinds: Kinds,
    one: &mut dyn OneOf,
    entries: &mut A,
    path: &mut Vec<Step>,
) -> Result<(), A::Error> {
    let Kinds { what, tags } = kinds;
    let Some(tag) = entries.next_key_seed(KnownKey { names: tags, path: &mut *path })? else {
        let message = format!("an empty object; give {what} under one of the keys `{}`", tags.join("`, `"));
        return Err(A::Error::custom(Complaint::new(JsonErrorKind::WrongValue, message)));
    };
    if let Some(place) = one.place(tag.position) {
        entries.next_value_seed(Walk { place, path: &mut *path, step: Some(Step::Key(tag.name)) })?;
    }
    match entries.next_key_seed(KnownKey { names: tags, path })? {
        None => Ok(()),
        Some(again) if again.name == tag.name => Err(duplicate_key(tag.name)),
        Some(other) => {
            let message = format!("`{}` and `{}` exclude each other; leave one out", tag.name, other.name);
            Err(A::Error::custom(Complaint::new(JsonErrorKind::WrongValue, message)))
        }
    }
}

/// In serde's words, which ask for a name that is known while the program is written.
fn duplicate_key<E: Error>(key: &str) -> E {
    E::custom(format_args!("duplicate field `{key}`"))
}

/// Reads a key that must be one of these.
struct KnownKey<'p> {
    names: &'static [&'static str],
    path: &'p mut Vec<Step>,
}

/// A key that was one of those.
#[derive(Clone, Copy)]
struct Key {
    position: usize,
    name: &'static str,
}

impl<'de> DeserializeSeed<'de> for KnownKey<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Key, D::Error> {
        source.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KnownKey<'_> {
    type Value = Key;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Key, E> {
        let known = self.names.iter().enumerate().find(|(_, name)| **name == key);
        known.map(|(position, name)| Key { position, name }).ok_or_else(|| {
            self.path.push(Step::Name(key.to_owned()));
            E::unknown_field(key, self.names)
        })
    }
}

/// Reads a key that may be any name.
struct DataKey<'p> {
    path: &'p mut Vec<Step>,
}

impl<'de> DeserializeSeed<'de> for DataKey<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<String, D::Error> {
        source.deserialize_identifier(self)
    }
}

impl Visitor<'_> for DataKey<'_> {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<String, E> {
        check_name(key).map_err(|complaint| {
            self.path.push(Step::Name(key.to_owned()));
            E::custom(complaint)
        })?;
        Ok(key.to_owned())
    }
}
