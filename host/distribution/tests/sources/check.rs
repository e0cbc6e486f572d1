//! What all tests look at: what one look at a source gives.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use guestpass_distribution::{
    AnySource, Fetched, PolicyPackage, PolicySource, Revision, SourceLocation, SourceOptions, open,
};

/// A source that gives up soon enough for a test.
pub(crate) async fn source(location: &str, options: SourceOptions) -> AnySource {
    let location: SourceLocation = location.parse().unwrap();
    open(&location, &options).await.unwrap()
}

/// Options under which what hangs is given up.
pub(crate) fn impatient() -> SourceOptions {
    SourceOptions { request_time_max: Duration::from_secs(3), ..SourceOptions::default() }
}

/// A look that brings something: what, and its revision.
#[track_caller]
pub(crate) fn new(fetched: Fetched) -> (Vec<PolicyPackage>, Revision) {
    match fetched {
        Fetched::New { packages, revision, .. } => (packages, revision),
        Fetched::Unchanged => panic!("nothing new"),
    }
}

/// A look that must bring something.
pub(crate) async fn fetch_new(source: &AnySource, known: Option<&Revision>) -> (Vec<PolicyPackage>, Revision) {
    new(source.fetch(known).await.unwrap())
}

/// Why a look brings nothing: code and message.
pub(crate) async fn fetch_error(source: &AnySource) -> (&'static str, String) {
    let error = source.fetch(None).await.unwrap_err();
    (error.code(), error.to_string())
}

/// A package whose manifest names its component. Nobody has signed it: sources do not look at signatures.
pub(crate) fn package(component: &str, version: u64) -> PolicyPackage {
    let component = component.as_bytes().to_vec();
    let envelope = envelope(&guestpass::digest_of(&component), version);
    PolicyPackage { component, envelope: Some(envelope) }
}

/// A manifest in its envelope, as far as sources look at it.
pub(crate) fn envelope(digest: &str, version: u64) -> Vec<u8> {
    let payload = format!(r#"{{"version": {version}, "component": {{"digest": "{digest}"}}}}"#);
    format!(r#"{{"payload": "{}"}}"#, STANDARD.encode(payload)).into_bytes()
}
