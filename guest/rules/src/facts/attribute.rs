//! What conditions may ask about.

use crate::identifiers::EntityId;
use crate::time::Instant;
use alloc::vec::Vec;

/// What an attribute is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AttributeSubject<'a> {
    /// The person asking.
    Principal,
    /// The organisation.
    Organisation,
    /// This resource.
    Resource(EntityId<'a>),
    /// The circumstances of the request.
    Context,
    /// The person that a change names; [`check`](crate::check) does not read it.
    Person,
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeValue<'a> {
    /// A text.
    Text(&'a str),
    /// Texts.
    Texts(Vec<&'a str>),
    /// A number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// An instant.
    Timestamp(Instant),
}

/// Something that a condition may ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// What it is about.
    pub subject: AttributeSubject<'a>,
    /// Its name.
    pub name: &'a str,
    /// Its value.
    pub value: AttributeValue<'a>,
}
