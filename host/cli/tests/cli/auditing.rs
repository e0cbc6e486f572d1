//! `audit verify`, `audit export` and `audit checkpoint`, on a database and on what was exported from it.

use std::path::{Path, PathBuf};

use guestpass_store::audit::{Action, Deed, Detail, Draft};
use guestpass_store::{Directory, StoreError, StoreLocation, StoreOptions};
use serde_json::Value;

use crate::program::{Case, file, folder, path_text, run};

/// A change that was made, one that was refused, and one that nobody ended.
async fn write_log(database: &Path) -> Result<(), StoreError> {
    let directory = Directory::open(&StoreLocation::File(database.to_owned()), StoreOptions::default()).await?;
    let action = Action::new(Deed::AssignRole).about("dana@partner.example").with(Detail::Role, "auditor");
    let draft = Draft::began(1_795_341_600_000, "owner@initech.example", "initech", action);
    for end in ["completed", "refused", "none"] {
        let attempt = directory.attempt(draft.clone()).await?;
        let mut writing = directory.begin().await?;
        match end {
            "completed" => _ = writing.audit(attempt.completed(1_795_341_600_001)).await?,
            "refused" => _ = writing.audit(attempt.refused(1_795_341_600_001, "review::no-privilege")).await?,
            _ => {}
        }
        writing.commit().await?;
    }
    directory.close().await;
    Ok(())
}

/// A database with a log, how it is named on the command line, the lines of the log, and a checkpoint.
struct Log {
    folder: PathBuf,
    database: String,
    lines: Vec<String>,
    checkpoint: String,
}

impl Log {
    fn new(name: &str) -> Self {
        let folder = folder(name);
        let path = folder.join("guestpass.db");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(write_log(&path)).unwrap();
        let database = format!("sqlite:{}", path_text(&path));
        let printed = |arguments: &[&str]| {
            let output = run(arguments, "");
            assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        };
        let lines = printed(&["audit", "export", &database]).lines().map(str::to_owned).collect();
        let checkpoint = file(&folder, "checkpoint.json", printed(&["audit", "checkpoint", &database]));
        Self { folder, database, lines, checkpoint }
    }

    fn file(&self, name: &str, lines: &[String]) -> String {
        file(&self.folder, name, lines.iter().map(|line| format!("{line}\n")).collect::<String>())
    }
}

#[test]
fn a_log_is_sound_in_the_database_and_where_it_was_exported_to() {
    let log = Log::new("audit-sound");
    assert_eq!(log.lines.len(), 5);
    let exported = log.file("audit.ndjson", &log.lines);
    for source in [&log.database, &exported] {
        let unknown = "1 began and did not end, so that it is not known whether it was done: 5\n";
        let stdout = ["sound: 5 entries, up to sha256:", unknown, "without a checkpoint"];
        Case { arguments: &["audit", "verify", source], stdout: &stdout, ..Case::default() }.check();
        let arguments = ["audit", "verify", source, "--checkpoint", &log.checkpoint];
        Case { arguments: &arguments, stdout: &["sound: 5 entries"], ..Case::default() }.check();
        let arguments = ["audit", "verify", source, "--checkpoint", &log.checkpoint, "--format", "json"];
        let found: Value = serde_json::from_slice(&run(&arguments, "").stdout).unwrap();
        assert_eq!((&found["is_sound"], &found["entries"]), (&true.into(), &5.into()));
        assert_eq!(found["unknown"], Value::from(vec![5]));
    }
}

#[test]
fn the_first_damage_is_named() {
    let log = Log::new("audit-damaged");
    let tampered: [(&str, Vec<String>, u64, &str); 5] = [
        ("changed", with(&log.lines, 1, &log.lines[1].replace("auditor", "owner")), 2, "audit::changed"),
        ("no-entry", with(&log.lines, 2, "{}"), 3, "audit::unreadable"),
        ("removed", [&log.lines[..2], &log.lines[3..]].concat(), 3, "audit::out-of-place"),
        ("too-long", with(&log.lines, 3, &"x".repeat(100_000)), 4, "audit::unreadable"),
        ("cut", log.lines[..3].to_vec(), 4, "audit::missing"),
    ];
    for (name, lines, first_bad_sequence, code) in tampered {
        let exported = log.file(name, &lines);
        let arguments = ["audit", "verify", &exported, "--checkpoint", &log.checkpoint];
        let damaged = format!("damaged: {code} — entry {first_bad_sequence}: ");
        Case { arguments: &arguments, status: 1, stdout: &[&damaged, "help: "], ..Case::default() }.check();
        let arguments = [&arguments[..], &["--format", "json"]].concat();
        let output = run(&arguments, "");
        assert_eq!(output.status.code(), Some(1));
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&found["first_bad_sequence"], &found["code"]), (&first_bad_sequence.into(), &code.into()));
        let arguments = ["audit", "checkpoint", &exported, "--checkpoint", &log.checkpoint];
        Case { arguments: &arguments, status: 1, stderr: &["damaged", code], ..Case::default() }.check();
    }
}

fn with(lines: &[String], place: usize, line: &str) -> Vec<String> {
    let mut lines = lines.to_vec();
    lines[place] = line.to_owned();
    lines
}

#[test]
fn what_is_no_log_is_an_error_and_never_sound() {
    let log = Log::new("audit-errors");
    let missing = path_text(&log.folder.join("missing.db"));
    let broken = file(&log.folder, "broken.json", "{}");
    for (arguments, stderr) in [
        (vec!["audit", "verify", &format!("sqlite:{missing}")], "store::unavailable"),
        (vec!["audit", "verify", &missing], "file-not-found"),
        (vec!["audit", "verify", &log.database, "--checkpoint", &broken], "audit::checkpoint"),
        (vec!["audit", "export", &broken], "usage"),
    ] {
        Case { arguments: &arguments, status: 2, stderr: &[stderr], ..Case::default() }.check();
    }
    let exported: String = log.lines.iter().map(|line| format!("{line}\n")).collect();
    let bare = log.database.strip_prefix("sqlite:").unwrap();
    for command in ["verify", "checkpoint"] {
        let arguments = ["audit", command, "-", "--checkpoint", "-"];
        Case { arguments: &arguments, stdin: &exported, status: 2, stderr: &["more than once"], ..Case::default() }
            .check();
        let stderr = ["is a SQLite database", "write `sqlite:`"];
        Case { arguments: &["audit", command, bare], status: 2, stderr: &stderr, ..Case::default() }.check();
    }
    assert!(!Path::new(&missing).exists(), "looking at it does not make it");
}
