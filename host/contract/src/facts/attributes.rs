//! What conditions may ask about.

use crate::{InstantMs, NameSpan, TextRange};

/// What an attribute is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum AttributeSubject {
    /// The person asking.
    #[cfg_attr(feature = "wasmtime", component(name = "principal"))]
    Principal,
    /// The organisation.
    #[cfg_attr(feature = "wasmtime", component(name = "organisation"))]
    Organisation,
    /// This resource.
    #[cfg_attr(feature = "wasmtime", component(name = "resource"))]
    Resource(TextRange),
    /// The circumstances of the request.
    #[cfg_attr(feature = "wasmtime", component(name = "context"))]
    Context,
    /// The person that a change names; `check` does not read it.
    #[cfg_attr(feature = "wasmtime", component(name = "person"))]
    Person,
}

/// The value of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum AttributeValue {
    /// A text.
    #[cfg_attr(feature = "wasmtime", component(name = "text"))]
    Text(TextRange),
    /// Texts.
    #[cfg_attr(feature = "wasmtime", component(name = "texts"))]
    Texts(NameSpan),
    /// A number.
    #[cfg_attr(feature = "wasmtime", component(name = "integer"))]
    Integer(i64),
    /// Yes or no.
    #[cfg_attr(feature = "wasmtime", component(name = "boolean"))]
    Boolean(bool),
    /// An instant.
    #[cfg_attr(feature = "wasmtime", component(name = "timestamp"))]
    Timestamp(InstantMs),
}

/// Something that a condition may ask about. One that the policy declares must have the declared type, and must not
/// stand twice with different values; either makes the facts malformed. One that it does not declare is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Attribute {
    /// What it is about.
    pub subject: AttributeSubject,
    /// Its name, such as `subscriptions`.
    pub name: TextRange,
    /// Its value.
    pub value: AttributeValue,
}
