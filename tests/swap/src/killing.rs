//! Servers that are killed while they take up a policy, and what the next start finds (reliability row 33).
//!
//! The child activates version 2 over version 1, with the real host, the real kept folder and real signatures, and ends
//! itself without a word in the step that it was told. Whoever starts after it must find one of the two, and be able to
//! go on.

use anyhow::{Context, Result, ensure};
use guestpass::{Limits, Runtime};
use guestpass_distribution::{Accepted, Activator, ActivatorOptions, Keep, PolicyPackage, Recipient, Step, Steps};
use guestpass_manifest::{
    Digest, Manifest, ManifestVersion, PolicyName, SecretKey, TargetName, Trust, TrustedKey, sign,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The instant of everything here.
const NOW_MS: i64 = 1_800_000_000_000;
type Server = Activator<Keep>;

/// What was found after the kills, by the step and the version: how often.
pub type Found = BTreeMap<(usize, u64), usize>;

/// Kills a server in every step of a start and an activation, so many times each.
///
/// # Errors
/// When a start after a kill finds neither version, or cannot go on to version 2.
pub fn run(child: &Path, times: usize) -> Result<Found> {
    let runtime = Runtime::new(Limits::default())?;
    let packages = [package(1)?, package(2)?];
    let steps = steps_of_an_activation(&runtime, &packages)?;
    ensure!(steps > 0, "an activation has no step to be killed in");
    let mut found = Found::new();
    for step in (0..steps).flat_map(|step| std::iter::repeat_n(step, times)) {
        let folder = tempfile::tempdir()?;
        let kept = folder.path().join("kept");
        {
            let server = server(&runtime, &kept, Steps::untold())?;
            activated(server.offer(&packages[0], NOW_MS), 1)?;
        }
        write(folder.path(), &packages[1])?;
        let status = Command::new(child).arg(folder.path()).arg(step.to_string()).status()?;
        ensure!(!status.success(), "the child was to be killed in step {step}, and has ended well");

        let server = server(&runtime, &kept, Steps::untold())?;
        let restored = server.restore(NOW_MS).map_err(|refused| anyhow::anyhow!("step {step}: {refused}"))?;
        let version = restored.with_context(|| format!("after step {step} there is no policy"))?.version;
        ensure!([1, 2].contains(&version), "after step {step} there is version {version}");
        ensure!(server.generations().is_some(), "after step {step} nothing decides");
        activated(server.offer(&packages[1], NOW_MS), 2).with_context(|| format!("after step {step}"))?;
        *found.entry((step, version)).or_default() += 1;
    }
    Ok(found)
}

/// What the child does: activates what lies in the folder, and ends itself in a step.
///
/// # Errors
/// When it comes to the end of the activation.
pub fn die(folder: &Path, step: usize) -> Result<()> {
    let told = AtomicUsize::new(0);
    let steps = Steps::new(move |_: &Step| {
        if told.fetch_add(1, Ordering::SeqCst) == step {
            // Nothing is cleaned up, nothing is flushed: as by SIGKILL.
            std::process::abort();
        }
    });
    let server = server(&Runtime::new(Limits::default())?, &folder.join("kept"), steps)?;
    server.restore(NOW_MS).map_err(|refused| anyhow::anyhow!("{refused}"))?;
    let (component, envelope) = (fs::read(folder.join("new.wasm"))?, fs::read(folder.join("new.manifest"))?);
    let package = PolicyPackage { component, envelope: Some(envelope) };
    activated(server.offer(&package, NOW_MS), 2)?;
    Ok(())
}

/// How many steps a start and the activation of version 2 have when nobody kills them.
fn steps_of_an_activation(runtime: &Runtime, packages: &[PolicyPackage; 2]) -> Result<usize> {
    let folder = tempfile::tempdir()?;
    activated(server(runtime, folder.path(), Steps::untold())?.offer(&packages[0], NOW_MS), 1)?;
    let told = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&told);
    let steps = Steps::new(move |_: &Step| {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    let server = server(runtime, folder.path(), steps)?;
    server.restore(NOW_MS).map_err(|refused| anyhow::anyhow!("{refused}"))?;
    activated(server.offer(&packages[1], NOW_MS), 2)?;
    Ok(told.load(Ordering::SeqCst))
}

fn server(runtime: &Runtime, kept: &Path, steps: Steps) -> Result<Server> {
    let ops = TrustedKey { name: "ops".to_owned(), public: key().public() };
    let trust = Trust::new(PolicyName::new("flexera-one")?, TargetName::new("production")?, 1, vec![ops])?;
    let keep = Keep::open(kept, steps).map_err(|refused| anyhow::anyhow!("{refused}"))?;
    Ok(Activator::new(runtime.clone(), trust, keep, ActivatorOptions::default()))
}

fn activated(outcome: Result<Accepted, guestpass_distribution::Refused>, version: u64) -> Result<()> {
    let active = match outcome.map_err(|refused| anyhow::anyhow!("{}: {refused}", refused.code))? {
        Accepted::Activated { active, .. } | Accepted::AlreadyActive(active) => active,
        Accepted::SetAside { version, .. } => anyhow::bail!("version {version} was set aside"),
    };
    ensure!(active.version == version, "version {} is active", active.version);
    Ok(())
}

fn key() -> SecretKey {
    SecretKey::from_seed(&[7; 32])
}

fn package(version: u64) -> Result<PolicyPackage> {
    let source = include_str!("../../../guest/policies/flexera-one.toml");
    let source = source.replacen("version = \"1.0.0\"", &format!("version = \"1.0.{version}\""), 1);
    let component = guestpass_compiler::compile("flexera-one.toml", &source)?.component;
    let manifest = Manifest {
        policy: PolicyName::new("flexera-one")?,
        version: ManifestVersion::new(version).context("a version counts from 1")?,
        digest: Digest::of(&component),
        component_bytes: u64::try_from(component.len())?,
        contract: guestpass::contract::CONTRACT_VERSION.to_owned(),
        target: TargetName::new("production")?,
        not_before_ms: NOW_MS - 1_000,
        expires_ms: NOW_MS + 1_000_000,
    };
    let envelope = sign(&manifest, &[key()])?.to_json().into_bytes();
    Ok(PolicyPackage { component, envelope: Some(envelope) })
}

fn write(folder: &Path, package: &PolicyPackage) -> Result<()> {
    fs::write(folder.join("new.wasm"), &package.component)?;
    fs::write(folder.join("new.manifest"), package.envelope.as_deref().unwrap_or_default())?;
    Ok(())
}
