//! `policy build` writes all of a component or nothing.

use std::fs;
use std::path::Path;

use crate::program::{Case, component, document, file, folder, path_text, run};
use serde_json::Value;

const OLD: &str = "what was there before";

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_policy_is_built_to_the_same_bytes_whatever_was_there() {
    let folder = folder("built");
    let output = file(&folder, "out.wasm", OLD);
    // Another name of the old file. It keeps the old bytes only when the new ones never went through it.
    let reader = folder.join("reader.wasm");
    fs::hard_link(&output, &reader).unwrap();
    let document = document();
    let expected = [
        "built `",
        "out.wasm`\n  policy: flexera-one 1.0.0\n  cases: ",
        " passed\n  digest: sha256:",
        "\n  size: ",
        " bytes\n",
    ];
    Case { arguments: &["policy", "build", &document, "-o", &output], stdout: &expected, ..Case::default() }.check();
    assert_eq!(fs::read(&output).unwrap(), fs::read(component()).unwrap());
    assert_eq!(fs::read_to_string(&reader).unwrap(), OLD, "whoever reads the old file reads all of it");
    assert_eq!(names(&folder), ["out.wasm", "reader.wasm"]);

    // From standard input, and for programs.
    let source = fs::read_to_string(&document).unwrap();
    let printed = run(&["policy", "build", "-", "--output", &output, "--format", "json"], &source);
    let built: Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(built["digest"], guestpass::digest_of(&fs::read(&output).unwrap()));
    assert_eq!(built["bytes"], fs::metadata(&output).unwrap().len());
    assert_eq!((&built["name"], &built["version"]), (&Value::from("flexera-one"), &Value::from("1.0.0")));
    assert_eq!(fs::read(&output).unwrap(), fs::read(component()).unwrap());
}

#[test]
fn warnings_do_not_stop_a_build() {
    let folder = folder("warned");
    let source = fs::read_to_string(document()).unwrap();
    let source = source.replacen("[suites.iam]", "[suites.unused]\nsummary = \"Nothing\"\n\n[suites.iam]", 1);
    let output = path_text(&folder.join("out.wasm"));
    let arguments = ["policy", "build", "-", "--output", &output];
    let warning = ["warning: <stdin>:", "code: policy::unused-suite\n"];
    Case { arguments: &arguments, stdin: &source, status: 0, stdout: &["built "], stderr: &warning }.check();
    let printed = run(&[&arguments[..], &["--format", "json"]].concat(), &source);
    let built: Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(built["warnings"][0]["code"], "policy::unused-suite");
    assert!(printed.stderr.is_empty(), "the result holds the warnings");
}

#[test]
fn after_an_error_everything_is_as_before() {
    let folder = folder("unbuilt");
    let existing = file(&folder, "existing.wasm", OLD);
    let new = path_text(&folder.join("new.wasm"));
    let source = fs::read_to_string(document()).unwrap();
    let half = source.get(..source.len() / 2).unwrap();
    let unknown = source.replacen("includes = [\"saas-viewer\"]", "includes = [\"saas-viewr\"]", 1);
    for (stdin, code) in [(half, "code: policy::"), (&unknown, "code: policy::unknown-role"), ("", "code: policy::")] {
        for output in [&existing, &new] {
            let arguments = ["policy", "build", "-", "--output", output];
            Case { arguments: &arguments, stdin, status: 2, stdout: &[], stderr: &["error: <stdin>:", code] }.check();
        }
    }
    assert_eq!(names(&folder), ["existing.wasm"]);
    assert_eq!(fs::read_to_string(&existing).unwrap(), OLD);
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let folder = folder("unwritable");
    let kept = file(&folder, "kept.txt", OLD);
    let itself = path_text(&folder);
    let in_nowhere = path_text(&folder.join("nowhere/out.wasm"));
    let in_a_file = path_text(&folder.join("kept.txt/out.wasm"));
    let document = document();
    for output in [&itself, &in_nowhere, &in_a_file] {
        let arguments = ["policy", "build", &document, "--output", output];
        let expected = ["error: `", output, "`: the file cannot be written: ", "code: output-not-writable", "help: "];
        Case { arguments: &arguments, status: 2, stderr: &expected, ..Case::default() }.check();
    }
    assert_eq!(names(&folder), ["kept.txt"]);
    assert_eq!(fs::read_to_string(kept).unwrap(), OLD);
}

#[test]
fn neither_documents_nor_components_are_mistaken() {
    let folder = folder("mistaken");
    let source = fs::read_to_string(document()).unwrap();
    let copy = file(&folder, "copy.toml", &source);
    let output = path_text(&folder.join("out.wasm"));
    for (document, output, text) in [
        (copy.as_str(), &copy, "the output would replace the document"),
        (component(), &output, "is a component already"),
    ] {
        let arguments = ["policy", "build", document, "--output", output];
        Case { arguments: &arguments, status: 2, stderr: &["error: ", text, "code: usage"], ..Case::default() }.check();
    }
    assert_eq!(fs::read_to_string(&copy).unwrap(), source);
    assert_eq!(names(&folder), ["copy.toml"]);
}

#[cfg(unix)]
mod unix {
    use super::{OLD, names};
    use crate::program::{Case, component, document, file, folder, path_text};
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};

    /// Whoever may write everywhere, as root may, is not kept out by a folder's mode; there is nothing to see then.
    #[test]
    fn a_folder_that_is_closed_stays_as_it_is() {
        let folder = folder("closed");
        let existing = file(&folder, "existing.wasm", OLD);
        fs::set_permissions(&folder, Permissions::from_mode(0o555)).unwrap();
        let is_closed = fs::write(folder.join("probe"), "").is_err();
        if is_closed {
            let (document, new) = (document(), path_text(&folder.join("new.wasm")));
            for output in [&existing, &new] {
                let arguments = ["policy", "build", &document, "--output", output];
                Case { arguments: &arguments, status: 2, stderr: &["output-not-writable"], ..Case::default() }.check();
            }
            assert_eq!(names(&folder), ["existing.wasm"]);
            assert_eq!(fs::read_to_string(&existing).unwrap(), OLD);
        }
        fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    fn links_are_followed_and_devices_left_alone() {
        let folder = folder("linked");
        let target = file(&folder, "target.wasm", OLD);
        let link = path_text(&folder.join("link.wasm"));
        symlink(&target, &link).unwrap();
        let document = document();
        let build = |output| ["policy", "build", &document, "--output", output].map(str::to_owned);
        let arguments = build(&link);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        Case { arguments: &arguments, stdout: &["built `"], ..Case::default() }.check();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&target).unwrap(), fs::read(component()).unwrap());
        assert_ne!(fs::metadata(&target).unwrap().permissions().mode() & 0o044, 0, "others may read it, too");

        let arguments = build("/dev/null");
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let expected = ["it is not an ordinary file", "output-not-writable"];
        Case { arguments: &arguments, status: 2, stderr: &expected, ..Case::default() }.check();
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    }
}
