//! Documents are begun, checked and laid out.

use std::fs;

use crate::program::{Case, component, document, file, folder, path_text, run};
use serde_json::Value;

#[test]
fn a_new_policy_is_sound_and_never_written_over_another() {
    let folder = folder("new");
    let path = path_text(&folder.join("help-desk.toml"));
    let new = ["policy", "new", "help-desk", "-o", &path];
    Case { arguments: &new, stdout: &["help-desk.toml`\n", "help-desk.tests.toml`\n"], ..Case::default() }.check();
    let counted = ["checked 1 document: 0 errors, 0 warnings\n"];
    let check = ["policy", "check", &path, "--deny-warnings"];
    Case { arguments: &check, stdout: &counted, ..Case::default() }.check();
    let fmt = ["policy", "fmt", &path, "--check"];
    Case { arguments: &fmt, ..Case::default() }.check();

    fs::write(&path, "mine").unwrap();
    let taken = ["it is there already", "output-not-writable"];
    Case { arguments: &new, status: 2, stderr: &taken, ..Case::default() }.check();
    fs::remove_file(&path).unwrap();
    Case { arguments: &new, status: 2, stderr: &["help-desk.tests.toml", taken[0]], ..Case::default() }.check();
    assert!(!folder.join("help-desk.toml").exists(), "all of it or nothing");

    let ready = path_text(&folder.join("ready.toml"));
    let from = ["policy", "new", "mine", "--from", "snow-atlas", "--output", &ready];
    Case { arguments: &from, stdout: &["ready.toml`\n", "ready.tests.toml`\n"], ..Case::default() }.check();
    assert!(fs::read_to_string(&ready).unwrap().contains("\nname = \"mine\"\n"));
    let test = ["policy", "test", &ready];
    Case { arguments: &test, stdout: &[" passed\n"], ..Case::default() }.check();
    let misnamed = path_text(&folder.join("misnamed.toml"));
    let arguments = ["policy", "new", "Help desk", "-o", &misnamed];
    Case { arguments: &arguments, status: 2, stderr: &["policy::invalid-name"], ..Case::default() }.check();
    assert!(!folder.join("misnamed.toml").exists());
}

#[cfg(unix)]
#[test]
fn a_new_policy_is_written_whole_or_not_at_all() {
    let folder = folder("new-halves");
    let path = path_text(&folder.join("help-desk.toml"));
    // A link that leads nowhere is no file yet, and in the way all the same.
    std::os::unix::fs::symlink("nowhere", folder.join("help-desk.tests.toml")).unwrap();
    let new = ["policy", "new", "help-desk", "-o", &path];
    let taken = ["help-desk.tests.toml", "it is there already"];
    Case { arguments: &new, status: 2, stderr: &taken, ..Case::default() }.check();
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "the document is not left alone");
}

#[test]
fn documents_are_checked_together() {
    let folder = folder("checked");
    let sound = document();
    let source = fs::read_to_string(&sound).unwrap();
    let doubtful = source.replacen("[suites.common]", "[suites.unused]\nsummary = \"Nothing\"\n\n[suites.common]", 1);
    let doubtful = file(&folder, "doubtful.toml", doubtful);
    let wrong = file(&folder, "wrong.toml", source.replacen("includes = [\"saas-viewer\"]", "includes = [\"x\"]", 1));
    let warning =
        ["warning: ", "doubtful.toml:", "code: policy::unused-suite\n", "help: ", "2 documents: 0 errors, 1 warning\n"];
    let arguments = ["policy", "check", &sound, &doubtful];
    Case { arguments: &arguments, stdout: &warning, ..Case::default() }.check();
    let arguments = ["policy", "check", &sound, &doubtful, "--deny-warnings"];
    Case { arguments: &arguments, status: 1, stdout: &warning, ..Case::default() }.check();
    let arguments = ["policy", "check", &wrong, &doubtful, "--deny-warnings"];
    let both = ["error: ", "policy::unknown-role", "warning: ", "2 documents: 1 error, 1 warning\n"];
    Case { arguments: &arguments, status: 2, stdout: &both, ..Case::default() }.check();

    let printed = run(&["policy", "check", &wrong, &doubtful, "--format", "json"], "");
    let lines: Vec<Value> =
        printed.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let codes: Vec<&Value> = lines.iter().map(|line| &line["code"]).collect();
    assert_eq!(codes, ["policy::unknown-role", "policy::unused-suite"]);
    assert!(lines.iter().all(|line| line["line"].is_u64() && line["column"].is_u64()));

    let arguments = ["policy", "check", component()];
    Case { arguments: &arguments, status: 2, stderr: &["is a component", "usage"], ..Case::default() }.check();
}

#[test]
fn documents_are_laid_out_or_left_alone() {
    let folder = folder("laid-out");
    let untidy = file(&folder, "untidy.toml", "name = 'a'\nversion='1.0.0' # first\n");
    let check = ["policy", "fmt", "--check", &untidy];
    let difference = ["untidy.toml:1: ", "policy::layout", "help: "];
    Case { arguments: &check, status: 1, stderr: &difference, ..Case::default() }.check();
    let fmt = ["policy", "fmt", &untidy];
    Case { arguments: &fmt, stdout: &["laid out `"], ..Case::default() }.check();
    assert_eq!(fs::read_to_string(&untidy).unwrap(), "name = \"a\"\nversion = \"1.0.0\" # first\n");
    Case { arguments: &fmt, ..Case::default() }.check();
    Case { arguments: &check, ..Case::default() }.check();
    Case { arguments: &["policy", "fmt", "-"], stdin: "a=1", stdout: &["a = 1\n"], ..Case::default() }.check();

    let broken = file(&folder, "broken.toml", "a = 1\nb = = 2\n");
    let arguments = ["policy", "fmt", &broken];
    let place = ["broken.toml:2:", "policy::syntax"];
    Case { arguments: &arguments, status: 2, stderr: &place, ..Case::default() }.check();
    assert_eq!(fs::read_to_string(&broken).unwrap(), "a = 1\nb = = 2\n");
}

#[test]
fn editors_are_given_a_schema() {
    let parts = ["A Guestpass policy document", "\"field-groups\"", "\"lint\""];
    Case { arguments: &["schema", "document"], stdout: &parts, ..Case::default() }.check();
}
