//! `policy test` and the cases that `policy build` runs.

use std::fs;
use std::path::Path;

use crate::program::{Case, document, file, folder, path_text, run};
use serde_json::Value;

/// A document with one failing case beside it.
fn failing(name: &str) -> (std::path::PathBuf, String) {
    let folder = folder(name);
    let document = file(&folder, "policy.toml", fs::read_to_string(document()).unwrap());
    file(
        &folder,
        "policy.tests.toml",
        "now = \"2026-03-02T09:30:00Z\"\n[[case]]\nname = \"sam sees applications\"\n\
         facts = { organisation = \"initech\", principal = { kind = \"member\", id = \"sam\" } }\n\
         request = \"saas:application:view\"\nexpect = \"allowed\"\n",
    );
    (folder, document)
}

#[test]
fn cases_beside_the_document_are_run_and_counted() {
    let document = document();
    Case { arguments: &["policy", "test", &document], stdout: &[" cases: ", " passed\n"], ..Case::default() }.check();
    let covered = ["policy", "test", &document, "--min-coverage", "60"];
    Case { arguments: &covered, stdout: &[" passed\ncoverage: ", " %\n  roles ", "gates"], ..Case::default() }.check();
    let all = ["policy", "test", &document, "--min-coverage", "100", "--coverage"];
    let missing = ["coverage: ", "no case shows of these changes:\n", "flexera-one.toml:", " accepted\n"];
    Case { arguments: &all, status: 1, stdout: &missing, ..Case::default() }.check();
    let one = ["policy", "test", &document, "--filter", "the end of the window"];
    Case { arguments: &one, stdout: &["1 case: 1 passed\n"], ..Case::default() }.check();
}

#[test]
fn a_case_that_fails_is_explained() {
    let (_, document) = failing("failing-test");
    let expected = [
        "failed ",
        "policy.tests.toml:5: sam sees applications\n  effect: expected `allowed`, got `denied`\n  denied: not-entitled",
        "✗ entitlement",
        "what would change it",
        "1 case: 0 passed, 1 failed\n",
    ];
    Case { arguments: &["policy", "test", &document], status: 1, stdout: &expected, ..Case::default() }.check();
    let printed = run(&["policy", "test", &document, "--format", "json"], "");
    assert_eq!(printed.status.code(), Some(1));
    let text = String::from_utf8(printed.stdout).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["outcome"], &lines[1]["failed"]), (&Value::from("failed"), &Value::from(1)));
}

#[test]
fn nothing_is_built_while_a_case_fails() {
    let (folder, document) = failing("failing-build");
    let output = path_text(&folder.join("out.wasm"));
    let build = ["policy", "build", &document, "--output", &output];
    let said =
        ["failed ", "sam sees applications", "1 test cases failed; nothing is written\n", "code: cases-failed\n"];
    Case { arguments: &build, status: 1, stderr: &said, ..Case::default() }.check();
    assert!(!Path::new(&output).exists());
    let build = ["policy", "build", &document, "--output", &output, "--no-test"];
    let built = ["built `", "cases: not run, as `--no-test` says\n"];
    Case { arguments: &build, stdout: &built, ..Case::default() }.check();
    assert!(Path::new(&output).exists());
}

#[cfg(unix)]
#[test]
fn cases_that_cannot_be_read_are_not_left_out() {
    let (folder, document) = failing("dangling-cases");
    let cases = folder.join("policy.tests.toml");
    fs::remove_file(&cases).unwrap();
    std::os::unix::fs::symlink("nowhere", &cases).unwrap();
    let output = path_text(&folder.join("out.wasm"));
    for arguments in [&["policy", "build", &document, "--output", &output][..], &["policy", "test", &document]] {
        let said = ["policy.tests.toml", "the file does not exist\n"];
        Case { arguments, status: 2, stderr: &said, ..Case::default() }.check();
    }
    assert!(!Path::new(&output).exists());
}

#[test]
fn no_cases_and_broken_cases_are_errors() {
    let (folder, document) = failing("broken-cases");
    let broken = file(&folder, "broken.tests.toml", "now = \"2026-03-02T09:30:00Z\"\n[[cases]]\n");
    let given = ["policy", "test", &document, "--cases", &broken];
    let said = ["broken.tests.toml:2:3: unknown key `cases` in the file; did you mean `case`?\n", "cases::unknown-key"];
    Case { arguments: &given, status: 2, stderr: &said, ..Case::default() }.check();
    let none = ["policy", "test", &document, "--filter", "nobody"];
    let said = ["no test case has `nobody` in its name\n", "code: no-such-cases\n", "help: "];
    Case { arguments: &none, status: 2, stdout: &["0 cases: 0 passed\n"], stderr: &said, ..Case::default() }.check();
    let said = ["there are no test cases\n", "code: no-cases\n"];
    fs::remove_file(folder.join("policy.tests.toml")).unwrap();
    Case { arguments: &["policy", "test", &document], status: 2, stderr: &said, ..Case::default() }.check();
}
