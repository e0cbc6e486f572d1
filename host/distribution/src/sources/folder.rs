//! A folder that operators put packages into.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;

use super::regular_file::{off_the_path, read_now, unreadable};
use crate::claim::Claim;
use crate::errors::{Fault, SourceError};
use crate::limits::{COMPONENT_BYTES_MAX, ENVELOPE_BYTES_MAX, FOLDER_NAMES_MAX, FOLDER_PACKAGES_MAX, FOLDER_POLL};
use crate::package::{PolicyPackage, manifest_beside};
use crate::source::{Fetched, PolicySource, Revision};

/// Components `NAME.wasm`, each with its `NAME.wasm.manifest.json`, in any number and under any names.
///
/// A pair counts at once when its component has the digest that its manifest names. One that does not is being written,
/// or is broken: it counts from the second look that finds it the same, so that somebody is told of it. Whoever looks
/// only once is told, too, when there is nothing else.
#[derive(Debug)]
pub(crate) struct FolderSource {
    folder: PathBuf,
    /// Pairs that did not belong together, or could not be read, when the folder was looked at last.
    broken: Mutex<BTreeSet<String>>,
    change: Arc<Notify>,
    watcher: Mutex<Option<RecommendedWatcher>>,
}

/// Pairs of files.
#[derive(Debug, Default)]
struct Pairs {
    /// The highest versions first.
    matched: Vec<PolicyPackage>,
    unmatched: Vec<PolicyPackage>,
    /// The component of the first that is unmatched.
    unmatched_name: Option<String>,
    /// Why others cannot be read.
    unreadable: Vec<SourceError>,
}

impl Pairs {
    /// Adds one that cannot be read. A pair that goes away while it is read was not meant to stay.
    fn add_unreadable(&mut self, error: SourceError) {
        if error.fault() != Fault::NotFound && self.unreadable.len() < FOLDER_PACKAGES_MAX {
            self.unreadable.push(error);
        }
    }
}

/// Why a pair is not read.
enum Unread {
    /// It cannot be. Others can.
    Broken(SourceError),
    /// It leads out of the folder. Nothing in a folder for policies does, and none of it is believed.
    LeadsOut(SourceError),
}

impl From<SourceError> for Unread {
    fn from(error: SourceError) -> Self {
        Self::Broken(error)
    }
}

impl FolderSource {
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), broken: Mutex::default(), change: Arc::default(), watcher: Mutex::default() }
    }

    /// Leaves those of the broken pairs that were there before, just the same.
    fn settle(&self, pairs: &mut Pairs) {
        let name =
            |package: &PolicyPackage| Revision::of(std::slice::from_ref(package), Vec::new()).content().to_owned();
        let unreadable = pairs.unreadable.iter().map(SourceError::to_string);
        let now: BTreeSet<String> = pairs.unmatched.iter().map(name).chain(unreadable).collect();
        let mut known = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *known, now);
        pairs.unmatched.retain(|package| before.contains(&name(package)));
        pairs.unreadable.retain(|error| before.contains(&error.to_string()));
    }

    /// Asks the system to tell of changes. Where it cannot, looking from time to time has to do.
    fn watch(&self) {
        let mut watcher = self.watcher.lock().unwrap_or_else(PoisonError::into_inner);
        if watcher.is_some() {
            return;
        }
        let change = Arc::clone(&self.change);
        let tell = move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| is_change(event.kind)) {
                change.notify_one();
            }
        };
        if let Ok(mut started) = notify::recommended_watcher(tell)
            && started.watch(&self.folder, RecursiveMode::NonRecursive).is_ok()
        {
            *watcher = Some(started);
        }
    }

    /// The folder itself may have been replaced, which the watch of the old one does not show.
    fn forget_watch(&self) {
        *self.watcher.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Reading the folder is reported too, and is no change.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

impl PolicySource for FolderSource {
    async fn fetch(&self, known: Option<&Revision>) -> Result<Fetched, SourceError> {
        let folder = self.folder.clone();
        let mut pairs = off_the_path(folder.clone(), move || read_pairs(&folder)).await?;
        let first_unreadable = pairs.unreadable.first().cloned();
        self.settle(&mut pairs);
        let Pairs { matched, unmatched, unmatched_name, unreadable } = pairs;
        // A broken pair stands first: it is refused, and told of, whatever is good beside it.
        let mut packages = unmatched;
        packages.extend(matched);
        if packages.is_empty() {
            let nothing = || SourceError::new(Fault::NoPackage, self.folder.display(), why_nothing(unmatched_name));
            return Err(first_unreadable.unwrap_or_else(nothing));
        }
        // What cannot be read is told of for as long as it is there, like what is refused.
        let known = known.filter(|_| unreadable.is_empty());
        Ok(match Revision::compare(packages, Vec::new(), known) {
            Fetched::New { packages, revision, .. } => Fetched::New { packages, unreadable, revision },
            Fetched::Unchanged => Fetched::Unchanged,
        })
    }

    async fn changed(&self) {
        self.watch();
        if tokio::time::timeout(FOLDER_POLL, self.change.notified()).await.is_err() {
            self.forget_watch();
        }
    }
}

/// Why a folder brings nothing.
fn why_nothing(unmatched_name: Option<String>) -> String {
    match unmatched_name {
        None => "the folder holds no component with its manifest".to_owned(),
        Some(name) => {
            format!(
                "no component there is the one that its manifest names: `{name}` is another, or not yet written whole"
            )
        }
    }
}

/// Reads the pairs of a folder, as many as are offered. One that cannot be read hides no other.
fn read_pairs(folder: &Path) -> Result<Pairs, SourceError> {
    let components = components(folder)?;
    let whole = folder.canonicalize().map_err(|error| unreadable(folder, &error))?;
    let mut pairs = Pairs::default();
    let mut claims: Vec<(Option<Claim>, Vec<u8>, PathBuf)> = Vec::new();
    for component in components {
        match manifest_of(&whole, &component) {
            Ok(Some(envelope)) => claims.push((Claim::of(&envelope), envelope, component)),
            Ok(None) => {}
            Err(Unread::Broken(error)) => pairs.add_unreadable(error),
            Err(Unread::LeadsOut(error)) => return Err(error),
        }
    }
    // By name where the version is the same, so that the order is one.
    claims.sort_by(|(a, _, a_path), (b, _, b_path)| {
        let version = |claim: &Option<Claim>| claim.as_ref().map(|claim| claim.version);
        version(b).cmp(&version(a)).then_with(|| a_path.cmp(b_path))
    });
    for (claim, envelope, component) in claims {
        if pairs.matched.len() == FOLDER_PACKAGES_MAX {
            break;
        }
        let name = component.file_name().map(|name| name.display().to_string());
        let component = match read_now(&component, COMPONENT_BYTES_MAX) {
            Ok(component) => component,
            Err(error) => {
                pairs.add_unreadable(error);
                continue;
            }
        };
        let package = PolicyPackage { component, envelope: Some(envelope) };
        let is_matched = claim.is_some_and(|claim| claim.digest == package.digest());
        if !is_matched && pairs.unmatched_name.is_none() {
            pairs.unmatched_name = name;
        }
        let list = if is_matched { &mut pairs.matched } else { &mut pairs.unmatched };
        if list.len() < FOLDER_PACKAGES_MAX {
            list.push(package);
        }
    }
    Ok(pairs)
}

/// The components of a folder. Hidden files are left out: programs write files under such names first.
fn components(folder: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let failed = |error: std::io::Error| unreadable(folder, &error);
    let mut found = Vec::new();
    for (count, entry) in fs::read_dir(folder).map_err(failed)?.enumerate() {
        if count == FOLDER_NAMES_MAX {
            let detail = format!("it holds more than {FOLDER_NAMES_MAX} names");
            return Err(SourceError::new(Fault::TooLarge, folder.display(), detail));
        }
        let name = entry.map_err(failed)?.file_name();
        let is_hidden = name.as_encoded_bytes().starts_with(b".");
        let path = folder.join(name);
        if path.extension() == Some(OsStr::new("wasm")) && !is_hidden {
            found.push(path);
        }
    }
    Ok(found)
}

/// The manifest of a component, if both are there.
fn manifest_of(folder: &Path, component: &Path) -> Result<Option<Vec<u8>>, Unread> {
    let manifest = manifest_beside(component);
    for path in [component, manifest.as_path()] {
        if !is_inside(folder, path)? {
            return Ok(None);
        }
    }
    Ok(if_there(read_now(&manifest, ENVELOPE_BYTES_MAX))?)
}

/// Whether it is there. Links are followed only to files of the same folder or below it, as orchestrators mount them;
/// one that leads out of it is an error.
fn is_inside(folder: &Path, path: &Path) -> Result<bool, Unread> {
    let Some(target) = if_there(path.canonicalize().map_err(|error| unreadable(path, &error)))? else {
        return Ok(false);
    };
    if target.starts_with(folder) {
        return Ok(true);
    }
    let detail = "it is a link that leads out of the folder";
    Err(Unread::LeadsOut(SourceError::new(Fault::NotAFile, path.display(), detail)))
}

fn if_there<T>(outcome: Result<T, SourceError>) -> Result<Option<T>, SourceError> {
    match outcome {
        Err(error) if error.fault() == Fault::NotFound => Ok(None),
        outcome => outcome.map(Some),
    }
}
