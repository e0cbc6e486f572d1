//! A component in a file.

use std::fs;

use guestpass_distribution::limits::{COMPONENT_BYTES_MAX, ENVELOPE_BYTES_MAX};
use guestpass_distribution::{Fetched, PolicySource};

use crate::check::{fetch_error, fetch_new, impatient, source};

#[tokio::test]
async fn a_file_and_the_manifest_beside_it_are_a_package() {
    let folder = tempfile::tempdir().unwrap();
    let component = folder.path().join("policy.wasm");
    let source = source(component.to_str().unwrap(), impatient()).await;
    assert_eq!(fetch_error(&source).await.0, "source::not-found");

    fs::write(&component, "component").unwrap();
    let (packages, unsigned) = fetch_new(&source, None).await;
    assert_eq!((packages[0].component.as_slice(), packages[0].envelope.as_deref()), (&b"component"[..], None));
    assert_eq!(source.fetch(Some(&unsigned)).await.unwrap(), Fetched::Unchanged);

    fs::write(folder.path().join("policy.wasm.manifest.json"), "manifest").unwrap();
    let (packages, signed) = fetch_new(&source, Some(&unsigned)).await;
    assert_eq!(packages[0].envelope.as_deref(), Some(&b"manifest"[..]));
    assert_eq!(source.fetch(Some(&signed)).await.unwrap(), Fetched::Unchanged);
}

#[tokio::test]
async fn what_is_too_large_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let component = folder.path().join("policy.wasm");
    let source = source(component.to_str().unwrap(), impatient()).await;
    let manifest = folder.path().join("policy.wasm.manifest.json");
    for (component_bytes, manifest_bytes, is_read) in [
        (COMPONENT_BYTES_MAX, ENVELOPE_BYTES_MAX, true),
        (COMPONENT_BYTES_MAX + 1, 1, false),
        (1, ENVELOPE_BYTES_MAX + 1, false),
    ] {
        fs::write(&component, vec![0; component_bytes]).unwrap();
        fs::write(&manifest, vec![0; manifest_bytes]).unwrap();
        match source.fetch(None).await {
            Ok(_) => assert!(is_read),
            Err(error) => assert!(!is_read && error.code() == "source::too-large", "{error}"),
        }
    }
}
