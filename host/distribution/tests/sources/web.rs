//! A component on a web server.

use guestpass_distribution::limits::{COMPONENT_BYTES_MAX, ENVELOPE_BYTES_MAX};
use guestpass_distribution::{AnySource, Fetched, PolicySource, SourceLocation, SourceOptions, open};

use crate::check::{fetch_error, fetch_new, impatient, source};
use crate::plain_server::{self, Manner};
use crate::web_server::{Page, WebServer, serve};

const COMPONENT: &str = "/a/policy.wasm";
const MANIFEST: &str = "/a/policy.wasm.manifest.json";

async fn trusting(server: &WebServer) -> AnySource {
    let options = SourceOptions { certificates: Some(server.certificates.clone()), ..impatient() };
    source(&format!("{}{COMPONENT}", server.address), options).await
}

fn file(body: &str, tag: &'static str) -> Page {
    Page::File(body.as_bytes().to_vec(), Some(tag))
}

fn answered(server: &WebServer) -> Vec<u16> {
    server.site.answers().into_iter().map(|(_, status)| status).collect()
}

#[tokio::test]
async fn what_is_unchanged_does_not_travel_again() {
    let server = serve("127.0.0.1").await;
    server.site.put(COMPONENT, file("component", "\"c1\""));
    server.site.put(MANIFEST, file("manifest", "\"m1\""));
    let source = trusting(&server).await;
    let (packages, first) = fetch_new(&source, None).await;
    assert_eq!(packages[0].component, b"component");
    assert_eq!(packages[0].envelope.as_deref(), Some(&b"manifest"[..]));
    assert_eq!(answered(&server), [200, 200]);
    assert_eq!(source.fetch(Some(&first)).await.unwrap(), Fetched::Unchanged);
    assert_eq!(answered(&server), [304, 304]);

    // One of the two changes; both are needed for a package.
    server.site.put(MANIFEST, file("manifest 2", "\"m2\""));
    let (packages, second) = fetch_new(&source, Some(&first)).await;
    assert_eq!(packages[0].envelope.as_deref(), Some(&b"manifest 2"[..]));
    assert_eq!(answered(&server), [200, 304, 200]);
    server.site.put(COMPONENT, file("component 2", "\"c2\""));
    let (packages, third) = fetch_new(&source, Some(&second)).await;
    assert_eq!(packages[0].component, b"component 2");
    assert_eq!(answered(&server), [304, 200, 200]);

    // The server calls the same bytes something else.
    server.site.put(COMPONENT, file("component 2", "\"c3\""));
    assert_eq!(source.fetch(Some(&third)).await.unwrap(), Fetched::Unchanged);
}

#[tokio::test]
async fn servers_without_tags_and_packages_without_manifests() {
    let server = serve("127.0.0.1").await;
    server.site.put(COMPONENT, Page::File(b"component".to_vec(), None));
    let source = trusting(&server).await;
    let (packages, revision) = fetch_new(&source, None).await;
    assert_eq!(packages[0].envelope, None);
    assert_eq!(source.fetch(Some(&revision)).await.unwrap(), Fetched::Unchanged);
    assert_eq!(answered(&server), [404, 200, 404, 200]);
}

#[tokio::test]
async fn every_answer_that_brings_nothing_has_its_code() {
    let server = serve("127.0.0.1").await;
    let source = trusting(&server).await;
    let good = file("component", "\"c1\"");
    for (component, manifest, code) in [
        (Page::Status(404), good.clone(), "source::not-found"),
        (Page::Status(401), good.clone(), "source::unauthorized"),
        (Page::Status(403), good.clone(), "source::unauthorized"),
        (Page::Status(500), good.clone(), "source::server-failed"),
        (good.clone(), Page::Status(503), "source::server-failed"),
        (Page::Status(418), good.clone(), "source::rejected"),
        (Page::Status(206), good.clone(), "source::rejected"),
        // Nobody asked whether it had changed.
        (Page::Status(304), good.clone(), "source::redirected"),
        (Page::Elsewhere("http://127.0.0.1:1/policy.wasm"), good.clone(), "source::redirected"),
        (good.clone(), Page::Elsewhere(COMPONENT), "source::redirected"),
        (Page::File(vec![0; COMPONENT_BYTES_MAX + 1], None), good.clone(), "source::too-large"),
        (good.clone(), Page::File(vec![0; ENVELOPE_BYTES_MAX + 1], None), "source::too-large"),
    ] {
        server.site.put(COMPONENT, component.clone());
        server.site.put(MANIFEST, manifest.clone());
        let (found, message) = fetch_error(&source).await;
        assert_eq!(found, code, "{component:?} {manifest:?}: {message}");
        assert!(message.contains("`https://127.0.0.1:"), "{message}");
    }
    // Whatever was tried, the server was asked for nothing else.
    assert!(server.site.answers().iter().all(|(path, _)| path == COMPONENT || path == MANIFEST));
}

#[tokio::test]
async fn a_server_that_is_not_who_it_should_be_is_not_asked() {
    let (named, other) = (serve("127.0.0.1").await, serve("policies.example").await);
    // Of an authority that nobody trusts, and for another host.
    let untrusted = source(&format!("{}{COMPONENT}", named.address), impatient()).await;
    for (source, server) in [(untrusted, &named), (trusting(&other).await, &other)] {
        server.site.put(COMPONENT, file("component", "\"c1\""));
        let (code, message) = fetch_error(&source).await;
        assert_eq!(code, "source::untrusted", "{message}");
        assert_eq!(server.site.answers(), []);
    }
}

#[tokio::test]
async fn certificates_that_are_none_are_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let location: SourceLocation = "https://policies.example/policy.wasm".parse().unwrap();
    let certificates = folder.path().join("authority.pem");
    for (text, code) in [
        (None, "source::not-found"),
        (Some(""), "source::certificates"),
        (Some("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"), "source::certificates"),
    ] {
        if let Some(text) = text {
            std::fs::write(&certificates, text).unwrap();
        }
        let options = SourceOptions { certificates: Some(certificates.clone()), ..impatient() };
        assert_eq!(open(&location, &options).await.unwrap_err().code(), code, "{text:?}");
    }
}

#[tokio::test]
async fn a_server_that_misbehaves_is_given_up_within_its_limits() {
    for (manner, code) in [
        (Manner::CutsShort, "source::cut-short"),
        (Manner::NeverEnds, "source::too-large"),
        (Manner::AnnouncesTooMuch, "source::too-large"),
        (Manner::SaysNothing, "source::too-slow"),
        (Manner::Trickles, "source::too-slow"),
        (Manner::Babbles, "source::unreachable"),
        (Manner::HangsUp, "source::unreachable"),
    ] {
        let address = plain_server::serve(manner).await;
        let source = source(&format!("{address}{COMPONENT}"), impatient()).await;
        let (found, message) = fetch_error(&source).await;
        assert_eq!(found, code, "{manner:?}: {message}");
    }
    // A port that nobody listens at.
    let source = source("http://127.0.0.1:1/policy.wasm", impatient()).await;
    assert_eq!(fetch_error(&source).await.0, "source::unreachable");
}
