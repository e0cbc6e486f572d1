//! `backup` copies what a server has open, and the copy is what another server starts with.

use std::process::Command;

use guestpass_store::model::{Organisation, OrganisationKind};
use guestpass_store::{Directory, Expected, StoreError, StoreLocation, StoreOptions};

use crate::program::{Case, folder, path_text};

async fn open_and_write(location: &StoreLocation) -> Result<Directory, StoreError> {
    let directory = Directory::open(location, StoreOptions::default()).await?;
    let mut writing = directory.begin().await?;
    writing.put(&Organisation::new("initech".parse()?, OrganisationKind::Customer), Expected::Absent).await?;
    writing.commit().await?;
    Ok(directory)
}

async fn restored(location: &StoreLocation) -> Result<bool, StoreError> {
    let directory = Directory::open(location, StoreOptions::default()).await?;
    let is_there = directory.get::<Organisation>(&["initech"]).await?.is_some();
    directory.close().await;
    Ok(is_there)
}

#[test]
fn an_open_directory_is_copied_and_the_copy_opens() {
    let folder = folder("backup");
    let (original, copy) = (folder.join("guestpass.db"), folder.join("copy.db"));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let directory = runtime.block_on(open_and_write(&StoreLocation::File(original.clone()))).unwrap();
    let (store, file) = (format!("sqlite:{}", path_text(&original)), path_text(&copy));
    let arguments = ["backup", file.as_str(), "--store", store.as_str()];
    Case { arguments: &arguments, stdout: &["copy.db`: revision 1, 0 entries", "; verified\n"], ..Case::default() }
        .check();
    let stderr = ["copy.db", "code: store::file", "help: give a file that is not there yet"];
    Case { arguments: &arguments, status: 2, stderr: &stderr, ..Case::default() }.check();
    let (missing, other) = (format!("sqlite:{}", path_text(&folder.join("missing.db"))), folder.join("other.db"));
    let arguments = ["backup", &path_text(&other), "--store", &missing];
    let stderr = ["missing.db`: ", "code: store::unavailable", "help: check that the database is there"];
    Case { arguments: &arguments, status: 2, stderr: &stderr, ..Case::default() }.check();
    assert!(!other.exists());
    let stderr = ["the PostgreSQL database`: ", "pg_dump", "code: store::no-backup", "help: only a SQLite file"];
    let arguments = ["backup", "new.db", "--store", "postgres://localhost/guestpass"];
    Case { arguments: &arguments, status: 2, stderr: &stderr, ..Case::default() }.check();
    runtime.block_on(directory.close());
    assert!(runtime.block_on(restored(&StoreLocation::File(copy))).unwrap());
}

/// It is the copy that has no room, and not the original that cannot be read.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_of_the_copy_and_nothing_is_left_on_it() {
    let folder = folder("backup-full");
    let original = folder.join("guestpass.db");
    let copies = folder.join("copies");
    std::fs::create_dir(&copies).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let directory = runtime.block_on(open_and_write(&StoreLocation::File(original.clone()))).unwrap();
    // No file may grow beyond 64 blocks. Who asks for more gets an error, and no signal, since the shell ignores it.
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_guestpass")]);
    command.args(["backup", &path_text(&copies.join("copy.db")), "--store"]);
    let output = command.arg(format!("sqlite:{}", path_text(&original))).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    for part in ["copies/copy.db`: it cannot be written: ", "code: store::file", "with room for it"] {
        assert!(stderr.contains(part), "`{part}` is missing: {stderr}");
    }
    assert_eq!(std::fs::read_dir(&copies).unwrap().count(), 0, "nothing is left");
    runtime.block_on(directory.close());
}
