//! A folder that is watched.

use std::fs;
use std::path::Path;
use std::time::Duration;

use guestpass_distribution::{AnySource, Fetched, PolicyPackage, PolicySource, Revision, SourceError, limits};

use crate::check::{envelope, fetch_error, fetch_new, impatient, package, source};

fn put(folder: &Path, name: &str, package: &PolicyPackage) {
    fs::write(folder.join(name), &package.component).unwrap();
    fs::write(folder.join(format!("{name}.manifest.json")), package.envelope.as_ref().unwrap()).unwrap();
}

fn location(folder: &Path) -> String {
    format!("folder:{}", folder.to_str().unwrap())
}

#[tokio::test]
async fn the_highest_version_stands_first_whatever_the_files_are_called() {
    let folder = tempfile::tempdir().unwrap();
    let source = source(&location(folder.path()), impatient()).await;
    put(folder.path(), "z-newest.wasm", &package("two", 2));
    put(folder.path(), "a-99.wasm", &package("three", 3));
    put(folder.path(), "b.wasm", &package("one", 1));
    let (packages, _) = fetch_new(&source, None).await;
    assert_eq!(packages, [package("three", 3), package("two", 2), package("one", 1)]);

    for version in 4..30 {
        put(folder.path(), &format!("more-{version}.wasm"), &package(&format!("{version}"), version));
    }
    let (packages, _) = fetch_new(&source, None).await;
    assert_eq!(packages.len(), limits::FOLDER_PACKAGES_MAX);
    assert_eq!(packages[0], package("29", 29));
}

#[tokio::test]
async fn a_pair_counts_when_it_is_whole_and_a_broken_one_when_it_stays() {
    let folder = tempfile::tempdir().unwrap();
    let source = source(&location(folder.path()), impatient()).await;
    assert_eq!(fetch_error(&source).await.0, "source::no-package");

    let whole = package("one", 1);
    fs::write(folder.path().join("one.wasm"), &whole.component).unwrap();
    assert_eq!(fetch_error(&source).await.0, "source::no-package", "a component alone is not a package");
    fs::write(folder.path().join("one.wasm.manifest.json"), envelope("sha256:00", 9)).unwrap();
    let (code, message) = fetch_error(&source).await;
    assert_eq!(code, "source::no-package", "the pair may still be on its way");
    assert!(message.contains("`one.wasm` is another, or not yet written whole"), "{message}");
    put(folder.path(), "one.wasm", &whole);
    let (packages, revision) = fetch_new(&source, None).await;
    assert_eq!(packages, std::slice::from_ref(&whole));

    // Something that stays broken is brought, to be refused with a code, and hides nothing.
    let broken = PolicyPackage { component: b"other".to_vec(), envelope: Some(b"no envelope".to_vec()) };
    put(folder.path(), "two.wasm", &broken);
    assert_eq!(source.fetch(Some(&revision)).await.unwrap(), Fetched::Unchanged);
    let (packages, _) = fetch_new(&source, Some(&revision)).await;
    assert_eq!(packages, [broken, whole]);
}

/// Looks, and says with which code each pair that cannot be read is told of.
async fn unreadable(source: &AnySource, known: Option<&Revision>) -> (Vec<PolicyPackage>, Vec<&'static str>) {
    match source.fetch(known).await.unwrap() {
        Fetched::New { packages, unreadable, .. } => (packages, unreadable.iter().map(SourceError::code).collect()),
        Fetched::Unchanged => panic!("nothing new"),
    }
}

/// Breaks a pair: the component, or the manifest.
type Breaks = fn(&Path, &Path);

#[tokio::test]
async fn a_pair_that_cannot_be_read_is_told_of_when_it_stays_and_hides_nothing() {
    let breaks: [(&str, &str, Breaks); 4] = [
        ("a component without end", "source::too-large", |component, _| {
            fs::write(component, vec![0; limits::COMPONENT_BYTES_MAX + 1]).unwrap();
        }),
        ("a manifest without end", "source::too-large", |_, manifest| {
            fs::write(manifest, vec![b' '; limits::ENVELOPE_BYTES_MAX + 1]).unwrap();
        }),
        ("a folder in place of a component", "source::not-a-file", |component, _| {
            fs::remove_file(component).unwrap();
            fs::create_dir(component).unwrap();
        }),
        ("a folder in place of a manifest", "source::not-a-file", |_, manifest| {
            fs::remove_file(manifest).unwrap();
            fs::create_dir(manifest).unwrap();
        }),
    ];
    for (name, code, breaks) in breaks {
        let folder = tempfile::tempdir().unwrap();
        let source = source(&location(folder.path()), impatient()).await;
        let whole = package("one", 1);
        put(folder.path(), "one.wasm", &whole);
        put(folder.path(), "nine.wasm", &package("nine", 9));
        breaks(&folder.path().join("nine.wasm"), &folder.path().join("nine.wasm.manifest.json"));
        let (packages, revision) = fetch_new(&source, None).await;
        assert_eq!(packages, std::slice::from_ref(&whole), "{name}");
        for _ in 0..2 {
            assert_eq!(unreadable(&source, Some(&revision)).await, (vec![whole.clone()], vec![code]), "{name}");
        }
        // With nothing good beside it, it is all that there is to say.
        fs::remove_file(folder.path().join("one.wasm")).unwrap();
        let (found, message) = fetch_error(&source).await;
        assert_eq!(found, code, "{name}");
        assert!(message.contains("nine.wasm"), "{name}: {message}");
    }
}

#[tokio::test]
async fn files_that_are_none_of_its_business_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let source = source(&location(folder.path()), impatient()).await;
    let whole = package("one", 1);
    put(folder.path(), "one.wasm", &whole);
    put(folder.path(), ".hidden.wasm", &package("nine", 9));
    put(folder.path(), "nine.txt", &package("nine", 9));
    fs::create_dir(folder.path().join("below")).unwrap();
    put(&folder.path().join("below"), "nine.wasm", &package("nine", 9));
    assert_eq!(fetch_new(&source, None).await.0, [whole]);

    for number in 0..=limits::FOLDER_NAMES_MAX {
        fs::write(folder.path().join(format!("{number}.txt")), "").unwrap();
    }
    assert_eq!(fetch_error(&source).await.0, "source::too-large");
}

#[cfg(unix)]
#[tokio::test]
async fn links_are_followed_inside_the_folder_only() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let source = source(&location(folder.path()), impatient()).await;
    // As an orchestrator mounts files that it replaces all at once.
    let mounted = folder.path().join("..2026_11_24");
    fs::create_dir(&mounted).unwrap();
    put(&mounted, "one.wasm", &package("one", 1));
    for name in ["one.wasm", "one.wasm.manifest.json"] {
        symlink(format!("..2026_11_24/{name}"), folder.path().join(name)).unwrap();
    }
    assert_eq!(fetch_new(&source, None).await.0, [package("one", 1)]);

    let elsewhere = tempfile::tempdir().unwrap();
    put(elsewhere.path(), "two.wasm", &package("two", 2));
    symlink(elsewhere.path().join("two.wasm"), folder.path().join("two.wasm")).unwrap();
    let (code, message) = fetch_error(&source).await;
    assert_eq!(code, "source::not-a-file");
    assert!(message.contains("leads out of the folder"), "{message}");
}

/// Far less than the time after which the folder would be looked at anyway.
const SOON: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_change_is_told_of_and_a_look_is_no_change() {
    let folder = tempfile::tempdir().unwrap();
    let source = source(&location(folder.path()), impatient()).await;
    put(folder.path(), "one.wasm", &package("one", 1));
    // The watch begins with the first wait.
    assert!(tokio::time::timeout(Duration::from_millis(50), source.changed()).await.is_err());
    fetch_new(&source, None).await;
    assert!(
        tokio::time::timeout(Duration::from_millis(300), source.changed()).await.is_err(),
        "looking changes nothing"
    );

    put(folder.path(), "two.wasm", &package("two", 2));
    tokio::time::timeout(SOON, source.changed()).await.expect("the system tells of a change");
    assert_eq!(fetch_new(&source, None).await.0.len(), 2);
}
