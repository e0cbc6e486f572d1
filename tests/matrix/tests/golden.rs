//! The tables that the rules draw are those that were reviewed.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass_matrix::{NOBODY, draw, lines_that_differ, names};
use guestpass_vectors::DOCUMENTS;
use std::fs;
use std::path::{Path, PathBuf};

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

#[test]
fn tables_are_as_reviewed() {
    let renews = std::env::var_os("GUESTPASS_BLESS").is_some();
    let mut wrong = Vec::new();
    for document in DOCUMENTS {
        let file = golden().join(format!("{}.txt", document.stem));
        let drawn = draw(document).expect(document.file);
        if renews {
            fs::write(&file, &drawn).expect("the file can be written");
        }
        // A file that nobody has reviewed yet differs in every line.
        let reviewed = fs::read_to_string(&file).unwrap_or_default();
        let differing = lines_that_differ(&reviewed, &drawn);
        if !differing.is_empty() {
            wrong.push(format!("{}\n{}", file.display(), differing.join("\n")));
        }
    }
    assert!(
        wrong.is_empty(),
        "somebody's access has changed. Look at it; when it is meant, renew the files with\n  \
         GUESTPASS_BLESS=1 cargo test --workspace --test golden\n\n{}",
        wrong.join("\n\n")
    );
}

#[test]
fn every_role_privilege_and_operation_stands_in_its_table() {
    for document in DOCUMENTS {
        let text = fs::read_to_string(golden().join(format!("{}.txt", document.stem))).expect("a reviewed file");
        let first_words: Vec<&str> = text.lines().filter_map(|line| line.split_whitespace().next()).collect();
        let second_words: Vec<&str> = text.lines().filter_map(|line| line.split_whitespace().nth(1)).collect();
        for role in names(document.source, "roles").expect("TOML") {
            assert!(second_words.contains(&role.as_str()), "{}: role {role} is missing", document.file);
        }
        // In the own organisation, abroad, let in, with a managed customer.
        let tables: Vec<&str> = text.split("\n## ").filter(|table| table.starts_with("Privileges ")).collect();
        assert_eq!(tables.len(), 4, "{}", document.file);
        for privilege in names(document.source, "privileges").expect("TOML") {
            for table in tables.iter().filter(|table| !table.contains(NOBODY)) {
                let stands = table.lines().any(|line| line.split_whitespace().next() == Some(privilege.as_str()));
                assert!(stands, "{}: {privilege} is missing in {table}", document.file);
            }
        }
        for api in names(document.source, "apis").expect("TOML") {
            assert!(first_words.contains(&api.as_str()), "{}: operation {api} is missing", document.file);
        }
        for group in names(document.source, "field-groups").expect("TOML") {
            assert!(text.contains(&format!(" / {group}")), "{}: field group {group} is missing", document.file);
        }
    }
}

#[test]
fn every_table_is_of_a_document() {
    for entry in fs::read_dir(golden()).expect("the folder can be read") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let is_known = DOCUMENTS.iter().any(|document| format!("{}.txt", document.stem) == name);
        assert!(is_known, "`{name}` is of no document");
    }
}
