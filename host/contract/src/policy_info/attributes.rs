//! What the conditions of a policy may ask about.

/// What an attribute may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum AttributeType {
    /// A text.
    #[cfg_attr(feature = "wasmtime", component(name = "text"))]
    Text,
    /// Texts.
    #[cfg_attr(feature = "wasmtime", component(name = "texts"))]
    Texts,
    /// A number.
    #[cfg_attr(feature = "wasmtime", component(name = "integer"))]
    Integer,
    /// Yes or no.
    #[cfg_attr(feature = "wasmtime", component(name = "boolean"))]
    Boolean,
    /// An instant.
    #[cfg_attr(feature = "wasmtime", component(name = "timestamp"))]
    Timestamp,
}

contract_names!(AttributeType {
    Text => "text",
    Texts => "texts",
    Integer => "integer",
    Boolean => "boolean",
    Timestamp => "timestamp",
});

/// An attribute that conditions of the policy may ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct AttributeInfo {
    /// Its full name, such as `principal.named`.
    pub name: String,
    /// What it may hold.
    pub holds: AttributeType,
}
