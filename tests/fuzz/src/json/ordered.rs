//! JSON whose keys keep their order, and keys that stand there twice.

use std::fmt::{self, Write as _};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value as it was written, spaces apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ordered {
    /// Anything without parts.
    Plain(serde_json::Value),
    List(Vec<Ordered>),
    Object(Vec<(String, Ordered)>),
}

impl Ordered {
    pub(super) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Objects in it that are not empty, itself among them.
    pub(super) fn objects(&self) -> usize {
        match self {
            Self::Plain(_) => 0,
            Self::List(items) => items.iter().map(Self::objects).sum(),
            Self::Object(entries) => {
                let inner: usize = entries.iter().map(|(_, value)| value.objects()).sum();
                inner + usize::from(!entries.is_empty())
            }
        }
    }

    pub(super) fn print(&self) -> String {
        self.print_repeating(usize::MAX)
    }

    /// The same, with the first key of the object of this number once more at its end.
    pub(super) fn print_repeating(&self, number: usize) -> String {
        let mut printer = Printer { text: String::new(), left: number };
        printer.value(self);
        printer.text
    }
}

struct Printer {
    text: String,
    /// Objects before the one whose key is repeated.
    left: usize,
}

impl Printer {
    fn value(&mut self, value: &Ordered) {
        match value {
            // Writing to a text cannot fail.
            Ordered::Plain(value) => drop(write!(self.text, "{value}")),
            Ordered::List(items) => {
                self.text.push('[');
                for (position, item) in items.iter().enumerate() {
                    self.comma(position);
                    self.value(item);
                }
                self.text.push(']');
            }
            Ordered::Object(entries) => {
                let repeated = entries.first().filter(|_| self.is_next());
                self.text.push('{');
                for (position, (key, value)) in entries.iter().chain(repeated).enumerate() {
                    self.comma(position);
                    let _ = write!(self.text, "{}:", serde_json::Value::from(key.as_str()));
                    self.value(value);
                }
                self.text.push('}');
            }
        }
    }

    /// Counts an object that is not empty.
    fn is_next(&mut self) -> bool {
        let is_next = self.left == 0;
        self.left = self.left.checked_sub(1).unwrap_or(usize::MAX);
        is_next
    }

    fn comma(&mut self, position: usize) {
        if position > 0 {
            self.text.push(',');
        }
    }
}

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyVisitor)
    }
}

struct AnyVisitor;

impl<'de> Visitor<'de> for AnyVisitor {
    type Value = Ordered;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Ordered, E> {
        Ok(Ordered::Plain(serde_json::Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Ordered, E> {
        Ok(Ordered::Plain(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Ordered, E> {
        Ok(Ordered::Plain(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Ordered, E> {
        Ok(Ordered::Plain(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Ordered, E> {
        Ok(Ordered::Plain(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Ordered, E> {
        Ok(Ordered::Plain(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Ordered, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Ordered::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Ordered, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Ordered::Object(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::Ordered;

    #[test]
    fn a_value_is_printed_as_it_was_written() {
        let text = r#"{"b":[1,{"a":null},{}],"a":{"é\n":true}}"#;
        let value = Ordered::read(text).expect("it is JSON");
        assert_eq!((value.print().as_str(), value.objects()), (text, 3));
        let repeated: Vec<String> = (0..3).map(|number| value.print_repeating(number)).collect();
        assert_eq!(repeated[0], r#"{"b":[1,{"a":null},{}],"a":{"é\n":true},"b":[1,{"a":null},{}]}"#);
        assert_eq!(repeated[1], r#"{"b":[1,{"a":null,"a":null},{}],"a":{"é\n":true}}"#);
        assert_eq!(repeated[2], r#"{"b":[1,{"a":null},{}],"a":{"é\n":true,"é\n":true}}"#);
    }
}
