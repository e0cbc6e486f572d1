//! What is kept in a folder is found again, whole, or is refused.

#![cfg(test)]
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use guestpass_distribution::{ActiveRecord, Keep, KeptFile, PolicyPackage, PolicyStorage, Step, Steps};
use guestpass_manifest::{Digest, TrustedState};

fn open(folder: &Path) -> Keep {
    Keep::open(folder, Steps::untold()).unwrap()
}

fn package(text: &str) -> (Digest, PolicyPackage) {
    let package = PolicyPackage { component: text.into(), envelope: Some(format!("manifest of {text}").into()) };
    (Digest::of(text.as_bytes()), package)
}

fn record(active: &str, previous: &[&str]) -> ActiveRecord {
    let digest = |text: &str| Digest::of(text.as_bytes());
    ActiveRecord {
        digest: digest(active),
        previous: previous.iter().map(|text| digest(text)).collect(),
        set_aside: None,
    }
}

/// Keeps everything that an activation keeps.
fn keep(keep: &mut Keep, active: &str, previous: &[&str]) {
    let (digest, package) = package(active);
    keep.keep_package(&digest, &package).unwrap();
    keep.keep_trusted_state(&TrustedState::new()).unwrap();
    keep.keep_active(&record(active, previous)).unwrap();
}

#[test]
fn what_was_kept_is_found_after_a_restart_and_what_nobody_needs_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = open(folder.path());
    assert_eq!((first.active(), first.trusted_state()), (Ok(None), Ok(TrustedState::new())));
    keep(&mut first, "a", &[]);
    keep(&mut first, "b", &["a"]);
    keep(&mut first, "c", &["b"]);
    drop(first);
    let again = open(folder.path());
    assert_eq!(again.active(), Ok(Some(record("c", &["b"]))));
    for (text, is_kept) in [("a", false), ("b", true), ("c", true)] {
        let (digest, package) = package(text);
        match again.package(&digest) {
            Ok(found) => assert!(is_kept && found == package),
            Err(refused) => assert!(!is_kept && refused.code == "keep::missing", "{refused:?}"),
        }
    }
}

#[test]
fn only_one_program_uses_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let first = open(folder.path());
    assert_eq!(Keep::open(folder.path(), Steps::untold()).unwrap_err().code, "keep::in-use");
    drop(first);
    open(folder.path());
}

#[test]
fn damaged_and_missing_files_are_refused() {
    for (file, bytes, code) in [
        ("active.json", Some(&b"{}"[..]), "keep::damaged"),
        ("active.json", Some(&[b' '; 1024 * 1024][..]), "keep::unreadable"),
        ("trusted.json", Some(b"{}"), "trusted-state::malformed"),
        ("trusted.json", None, "keep::damaged"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        keep(&mut open(folder.path()), "a", &[]);
        let path = folder.path().join(file);
        match bytes {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let keep = open(folder.path());
        let refused = keep.active().and_then(|_| keep.trusted_state().map(|_| ())).unwrap_err();
        assert_eq!(refused.code, code, "{file}: {refused:?}");
    }
}

#[test]
fn a_folder_that_is_a_file_cannot_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    assert_eq!(Keep::open(&file, Steps::untold()).unwrap_err().code, "keep::not-writable");
}

/// The steps are in their order, and at each of them a copy of the folder, which is what a killed program leaves, holds
/// the old record or the new one, with its package.
#[test]
fn at_every_step_the_folder_holds_the_old_policy_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    keep(&mut open(folder.path()), "a", &[]);
    let seen: Arc<Mutex<Vec<(Step, ActiveRecord)>>> = Arc::default();
    let (told, from) = (Arc::clone(&seen), folder.path().to_owned());
    let steps = Steps::new(move |step| {
        let copy = tempfile::tempdir().unwrap();
        copy_folder(&from, copy.path());
        let left = open(copy.path());
        let record = left.active().unwrap().unwrap();
        let package = left.package(&record.digest).unwrap();
        assert_eq!(Digest::of(&package.component), record.digest);
        left.trusted_state().unwrap();
        let unfinished = fs::read_dir(copy.path()).unwrap().flatten();
        assert!(!unfinished.into_iter().any(|entry| entry.file_name().to_str().unwrap().starts_with('.')));
        told.lock().unwrap().push((*step, record));
    });
    keep(&mut Keep::open(folder.path(), steps).unwrap(), "b", &["a"]);

    let seen = seen.lock().unwrap();
    let files = [KeptFile::Component, KeptFile::Manifest, KeptFile::TrustedState, KeptFile::ActiveRecord];
    let expected = files.map(|file| [Step::Begun(file), Step::Written(file), Step::Replaced(file)]).concat();
    assert_eq!(seen.iter().map(|(step, _)| *step).collect::<Vec<_>>(), expected);
    for (step, found) in seen.iter() {
        let is_new = *step == Step::Replaced(KeptFile::ActiveRecord);
        assert_eq!(*found, if is_new { record("b", &["a"]) } else { record("a", &[]) }, "{step:?}");
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
