//! `guestpass policy pull`: a policy from wherever hosts fetch it.

use std::path::{Path, PathBuf};

use clap::Args;
use guestpass_distribution::{
    Fetched, PolicyPackage, PolicySource, Surroundings, SystemSurroundings, manifest_beside, open,
};
use guestpass_manifest::{Trust, TrustedState, Verified, verify};
use serde::Serialize;

use crate::arguments::Format;
use crate::distribution::{Connection, location, wait_for};
use crate::errors::CliError;
use crate::input::Input;
use crate::output::{Results, Staged, remove};
use crate::quoting::{quoted, visible};
use crate::trust;

/// Fetches a policy as hosts do, and writes it into a file with its manifest beside it.
///
/// With `--trust` the signatures are verified first, as by a host that has seen nothing yet: only a host that keeps
/// what it has seen notices that a policy is older than another. From a folder, the highest version is taken that may
/// be. After an error nothing is written.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  guestpass policy pull oci://127.0.0.1:5000/policies/flexera-one:7 -o flexera-one.wasm"
)]
pub(crate) struct Pull {
    /// Where it is: `policy.wasm`, `folder:policies`, `https://host/policy.wasm` or `oci://host/repository:tag`.
    #[arg(value_name = "LOCATION")]
    location: String,
    /// Where the component goes; the manifest goes beside it. Files that are there are replaced.
    #[arg(short, long, value_name = "OUT.wasm")]
    output: PathBuf,
    /// Trust file (TOML), which says whose signatures count.
    #[arg(long, value_name = "TRUST.toml")]
    trust: Option<Input>,
    #[command(flatten)]
    connection: Connection,
}

/// What was pulled, as JSON.
#[derive(Debug, Serialize)]
struct PulledJson<'a> {
    location: &'a str,
    output: String,
    digest: String,
    is_signed: bool,
    is_verified: bool,
    /// What the manifest says, once it is verified.
    policy: Option<String>,
    version: Option<u64>,
    signed_by: Vec<String>,
}

impl Pull {
    /// Writes both files, or neither: each is written whole before one of them is put in its place, see [`put_pair`]. A
    /// package without a manifest leaves none.
    fn write(&self, package: &PolicyPackage) -> Result<(), CliError> {
        let manifest = manifest_beside(&self.output);
        let component = Staged::write(&self.output, &package.component)?;
        let envelope = package.envelope.as_ref().map(|envelope| Staged::write(&manifest, envelope)).transpose()?;
        put_pair(component, envelope, &manifest)
    }

    pub(crate) fn run(&self, format: Format) -> Result<(), CliError> {
        let trust = self.trust.as_ref().map(trust::read).transpose()?;
        let packages = self.fetch()?;
        let (package, verified) = match &trust {
            Some(trust) => self.verified(packages, trust)?,
            None => (self.first(packages)?, None),
        };
        self.write(&package)?;

        let signers =
            trust.iter().zip(&verified).flat_map(|(trust, verified)| trust::signers(trust, verified)).collect();
        let pulled = PulledJson {
            location: &self.location,
            output: self.output.display().to_string(),
            digest: package.digest(),
            is_signed: package.envelope.is_some(),
            is_verified: verified.is_some(),
            policy: verified.as_ref().map(|verified| verified.manifest.policy.to_string()),
            version: verified.as_ref().map(|verified| verified.manifest.version.get()),
            signed_by: signers,
        };
        let mut results = Results::new();
        match format {
            Format::Text => results.line(text(&pulled))?,
            Format::Json => {
                results.json_line(&self.location, &pulled)?;
            }
        }
        results.finish()
    }

    /// The packages of the source, the best one first.
    fn fetch(&self) -> Result<Vec<PolicyPackage>, CliError> {
        let location = location(&self.location)?;
        wait_for(async {
            let options = self.connection.options(&location).await?;
            let source = open(&location, &options).await.map_err(CliError::Source)?;
            match source.fetch(None).await.map_err(CliError::Source)? {
                Fetched::New { packages, .. } => Ok(packages),
                // Nothing was known that could be unchanged.
                Fetched::Unchanged => Ok(Vec::new()),
            }
        })
    }

    fn first(&self, packages: Vec<PolicyPackage>) -> Result<PolicyPackage, CliError> {
        let missing = || CliError::FileNotFound { file: self.location.clone() };
        packages.into_iter().next().ok_or_else(missing)
    }

    /// The first package that may be used, or why the first one may not.
    fn verified(
        &self,
        packages: Vec<PolicyPackage>,
        trust: &Trust,
    ) -> Result<(PolicyPackage, Option<Verified>), CliError> {
        let mut refused = None;
        for package in packages {
            let envelope = package.envelope.as_deref().unwrap_or_default();
            let now_ms = SystemSurroundings.now_ms();
            match verify(envelope, &package.component, trust, &TrustedState::new(), now_ms) {
                Ok(verified) => return Ok((package, Some(verified))),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        let file = self.location.clone();
        Err(match refused {
            Some(error) => CliError::Manifest { file, error: Box::new(error) },
            None => CliError::FileNotFound { file },
        })
    }
}

/// Puts a component and its manifest in their places, or leaves both as they were. Between the two steps the pair is
/// mixed, which every host notices by the digest in the manifest.
fn put_pair(component: Staged, envelope: Option<Staged>, manifest: &Path) -> Result<(), CliError> {
    let replaced = component.put_for_now()?;
    let put = match envelope {
        Some(envelope) => envelope.put(),
        // What lies there belongs to what was replaced.
        None => remove(manifest),
    };
    put.or_else(|error| replaced.put_back().and(Err(error)))
}

fn text(pulled: &PulledJson<'_>) -> String {
    let manifest = match (&pulled.policy, pulled.version) {
        (Some(policy), Some(version)) => {
            let signers: Vec<String> = pulled.signed_by.iter().map(|name| quoted(name)).collect();
            format!("verified: {} version {version}, signed by {}", visible(policy), signers.join(", "))
        }
        _ if pulled.is_signed => "not verified; `--trust` verifies it".to_owned(),
        _ => "there is none, and nothing was verified".to_owned(),
    };
    format!(
        "pulled {} to {}\n  digest: {}\n  manifest: {manifest}",
        quoted(pulled.location),
        quoted(&pulled.output),
        pulled.digest,
    )
}

#[cfg(test)]
mod tests {
    use super::put_pair;
    use crate::output::Staged;
    use std::fs;

    /// Whichever of the two cannot be replaced, as when it is mounted by itself: the other one is what it was.
    #[test]
    fn a_pair_that_cannot_be_put_wholly_is_left_as_it_was() {
        for (former, has_envelope, blocked) in [
            (Some("old"), true, "policy.wasm"),
            (Some("old"), true, "manifest"),
            (Some("old"), false, "manifest"),
            (None, true, "manifest"),
            (None, false, "manifest"),
        ] {
            let case = format!("{former:?}, {has_envelope}, {blocked}");
            let folder = tempfile::tempdir().unwrap();
            let [component, manifest] = ["policy.wasm", "manifest"].map(|name| folder.path().join(name));
            for (path, text) in [(&component, former), (&manifest, Some("of old"))] {
                if let Some(text) = text {
                    fs::write(path, text).unwrap();
                }
            }
            let staged = Staged::write(&component, b"new").unwrap();
            let envelope = has_envelope.then(|| Staged::write(&manifest, b"of new").unwrap());
            // Nothing takes the place of a folder.
            let blocked = folder.path().join(blocked);
            fs::remove_file(&blocked).unwrap();
            fs::create_dir(&blocked).unwrap();
            assert!(put_pair(staged, envelope, &manifest).is_err(), "{case}");
            let found = |path| fs::read_to_string(path).ok();
            if blocked == component {
                assert_eq!(found(&manifest).as_deref(), Some("of old"), "{case}");
            } else {
                assert_eq!(found(&component).as_deref(), former, "{case}");
            }
            let left = fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(left, if former.is_some() { 2 } else { 1 }, "{case}: nothing else is left");
        }
    }
}
