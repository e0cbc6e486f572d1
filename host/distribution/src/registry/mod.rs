//! Policies in OCI registries, as artifacts of the layout that the CNCF describes for WebAssembly.
//!
//! The configuration has the type `application/vnd.wasm.config.v0+json`, the first layer is the component
//! (`application/wasm`), the second one its signed manifest in its envelope.

mod artifact;
mod credentials;
mod push;
mod source;
mod token;

pub use artifact::ArtifactDigest;
pub use credentials::Credentials;
pub use push::push;
pub(crate) use source::RegistrySource;
