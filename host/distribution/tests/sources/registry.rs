//! Policies in a real registry.

use std::fs;

use guestpass_distribution::limits::{COMPONENT_BYTES_MAX, ENVELOPE_BYTES_MAX};
use guestpass_distribution::{
    ArtifactDigest, Credentials, Fetched, PolicyPackage, PolicySource, RegistryLocation, SourceError, SourceLocation,
    SourceOptions, push,
};

use crate::check::{fetch_error, fetch_new, impatient, package, source};
use crate::registry_server::Registry;

fn location(text: &str) -> RegistryLocation {
    match text.parse().unwrap() {
        SourceLocation::Registry(location) => location,
        other => panic!("{other:?}"),
    }
}

async fn push_to(text: &str, package: &PolicyPackage) -> Result<ArtifactDigest, SourceError> {
    push(package, &location(text), &impatient()).await
}

#[tokio::test]
async fn what_is_pushed_is_pulled_by_tag_and_by_digest() {
    let registry = Registry::open();
    let tag = format!("oci://{}/policies/flexera-one:7", registry.address);
    let by_tag = source(&tag, impatient()).await;
    assert_eq!(fetch_error(&by_tag).await.0, "source::not-found");

    let seven = package("seven", 7);
    let digest = push_to(&tag, &seven).await.unwrap();
    let (packages, first) = fetch_new(&by_tag, None).await;
    assert_eq!(packages, std::slice::from_ref(&seven));
    assert_eq!(by_tag.fetch(Some(&first)).await.unwrap(), Fetched::Unchanged);
    assert_eq!(push_to(&tag, &seven).await.unwrap(), digest, "pushing again changes nothing");
    assert_eq!(by_tag.fetch(Some(&first)).await.unwrap(), Fetched::Unchanged);

    let eight = PolicyPackage { envelope: None, ..package("eight", 8) };
    assert_ne!(push_to(&tag, &eight).await.unwrap(), digest);
    assert_eq!(fetch_new(&by_tag, Some(&first)).await.0, std::slice::from_ref(&eight));

    // The digest means what it always meant.
    let by_digest = format!("oci://{}/policies/flexera-one@{digest}", registry.address);
    assert_eq!(fetch_new(&source(&by_digest, impatient()).await, None).await.0, std::slice::from_ref(&seven));
    assert_eq!(push_to(&by_digest, &seven).await.unwrap(), digest);
    assert_eq!(push_to(&by_digest, &eight).await.unwrap_err().code(), "source::digest-mismatch");
}

#[tokio::test]
async fn bytes_that_have_been_tampered_with_are_refused() {
    let registry = Registry::open();
    let tag = format!("oci://{}/flexera-one:7", registry.address);
    let seven = package("seven", 7);
    let digest = push_to(&tag, &seven).await.unwrap().to_string();
    let by_digest = format!("oci://{}/flexera-one@{digest}", registry.address);
    let by_digest = source(&by_digest, impatient()).await;
    let by_tag = source(&tag, impatient()).await;
    fetch_new(&by_digest, None).await;

    let envelope = seven.envelope.as_deref().unwrap();
    for (digest, bytes) in [
        (guestpass::digest_of(&seven.component), &b"eight"[..]),
        (guestpass::digest_of(envelope), &vec![b' '; envelope.len()]),
    ] {
        let file = registry.blob(&digest);
        let kept = fs::read(&file).unwrap();
        fs::write(&file, bytes).unwrap();
        let (code, message) = fetch_error(&by_tag).await;
        // A registry may notice by itself and send nothing, or send what it has.
        assert!(["source::digest-mismatch", "source::server-failed"].contains(&code), "{message}");
        fs::write(&file, kept).unwrap();
        fetch_new(&by_tag, None).await;
    }
    // The tag now leads to something else, of the same form.
    let file = registry.blob(&digest);
    let other = fs::read_to_string(&file)
        .unwrap()
        .replace("wasip2", "wasip1")
        .replace("\"schemaVersion\":2", "\"schemaVersion\": 2");
    fs::write(&file, other).unwrap();
    let (code, message) = fetch_error(&by_digest).await;
    assert!(["source::digest-mismatch", "source::not-found", "source::server-failed"].contains(&code), "{message}");
}

#[tokio::test]
async fn a_registry_with_passwords_wants_the_right_one() {
    let registry = Registry::with_password();
    let tag = format!("oci://{}/flexera-one:7", registry.address);
    let seven = package("seven", 7);
    let with = |username: &str, password: &str| SourceOptions {
        credentials: Credentials::Basic { username: username.to_owned(), password: password.to_owned() },
        ..impatient()
    };
    for options in [impatient(), with("dana", "guess"), with("eve", "secret")] {
        let error = push(&seven, &location(&tag), &options).await.unwrap_err();
        assert_eq!(error.code(), "source::unauthorized", "{error}");
        let (code, message) = fetch_error(&source(&tag, options).await).await;
        assert_eq!(code, "source::unauthorized", "{message}");
        assert!(!error.to_string().contains("guess") && !message.contains("guess"), "{error} {message}");
    }
    push(&seven, &location(&tag), &with("dana", "secret")).await.unwrap();
    let source = source(&tag, with("dana", "secret")).await;
    let (packages, revision) = fetch_new(&source, None).await;
    assert_eq!(packages, [seven]);
    assert_eq!(source.fetch(Some(&revision)).await.unwrap(), Fetched::Unchanged);
}

#[tokio::test]
async fn a_registry_that_is_away_says_nothing_against_what_is_known() {
    let mut registry = Registry::open();
    let tag = format!("oci://{}/flexera-one:7", registry.address);
    push_to(&tag, &package("seven", 7)).await.unwrap();
    let source = source(&tag, impatient()).await;
    fetch_new(&source, None).await;
    registry.stop();
    assert_eq!(fetch_error(&source).await.0, "source::unreachable");
    assert_eq!(push_to(&tag, &package("seven", 7)).await.unwrap_err().code(), "source::unreachable");
}

#[tokio::test]
async fn what_nobody_would_pull_is_not_pushed() {
    let nowhere = "oci://127.0.0.1:1/flexera-one:7";
    for (component_bytes, envelope_bytes) in [(COMPONENT_BYTES_MAX + 1, 1), (1, ENVELOPE_BYTES_MAX + 1)] {
        let package = PolicyPackage { component: vec![0; component_bytes], envelope: Some(vec![0; envelope_bytes]) };
        assert_eq!(push_to(nowhere, &package).await.unwrap_err().code(), "source::too-large");
    }
}
