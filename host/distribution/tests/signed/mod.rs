//! Real components with real signatures, for tests that activate them.

use std::ops::Range;

use guestpass_distribution::PolicyPackage;
use guestpass_manifest::{Digest, Manifest, ManifestVersion, PolicyName, SecretKey, TargetName, sign};

/// The component of `flexera-one` that gives itself this version.
pub(crate) fn component(document_version: &str) -> Vec<u8> {
    let source = include_str!("../../../../guest/policies/flexera-one.toml");
    let source = source.replacen("version = \"1.0.0\"", &format!("version = \"{document_version}\""), 1);
    guestpass_compiler::compile("flexera-one.toml", &source).unwrap().component
}

/// A component with a manifest for the target `production`, good in this window.
pub(crate) fn package(component: Vec<u8>, version: u64, key: &SecretKey, window_ms: Range<i64>) -> PolicyPackage {
    let manifest = Manifest {
        policy: PolicyName::new("flexera-one").unwrap(),
        version: ManifestVersion::new(version).unwrap(),
        digest: Digest::of(&component),
        component_bytes: component.len() as u64,
        contract: guestpass::contract::CONTRACT_VERSION.to_owned(),
        target: TargetName::new("production").unwrap(),
        not_before_ms: window_ms.start,
        expires_ms: window_ms.end,
    };
    let envelope = sign(&manifest, std::slice::from_ref(key)).unwrap().to_json().into_bytes();
    PolicyPackage { component, envelope: Some(envelope) }
}
