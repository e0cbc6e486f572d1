//! A component that somebody wrote themselves is shown and asked like any other; one that asks back is refused.

use crate::program::{Case, file, folder};
use std::path::Path;

const FACTS: &str = r#"{
  "organisation": "initech",
  "principal": { "kind": "vendor-employee", "id": "sam" },
  "role_grants": [{ "role": "support-viewer" }],
  "access_grants": [
    { "status": "granted", "window": { "start": "2026-03-05T12:00:00Z", "end": "2026-03-19T12:00:00Z" } }
  ]
}"#;

#[test]
fn a_policy_written_in_rust_is_inspected_and_asked() {
    let component = guestpass_components::rust_policy(Path::new(env!("CARGO_TARGET_TMPDIR"))).expect("it builds");
    let folder = folder("custom");
    let (policy, facts) = (file(&folder, "rust-policy.wasm", component), file(&folder, "facts.json", FACTS));
    Case {
        arguments: &["policy", "inspect", &policy],
        stdout: &[
            "policy: support-weekdays 1.0.0\n",
            "provenance: custom",
            "  support-viewer: Support viewer\n",
            "desk:ticket:view\n",
            "  view-ticket: Shows one ticket.\n",
        ],
        ..Case::default()
    }
    .check();
    // It describes no condition, so that nobody can rule out new access.
    Case {
        arguments: &["policy", "diff", &policy, &policy, "--deny-new-access"],
        status: 2,
        stdout: &[
            "no difference found\n",
            "conditions that the new policy does not describe: it is a custom component\n",
        ],
        stderr: &[
            "no new access was found, but this was not compared: conditions that the old policy",
            "`--people` or",
        ],
        ..Case::default()
    }
    .check();
    for (now, status, answer) in [
        (
            "2026-03-06T12:00:00Z",
            0,
            "allowed: granted by role `support-viewer` (access-grant) through `desk:ticket:view`",
        ),
        ("2026-03-07T12:00:00Z", 1, "denied: condition-not-met"),
        ("2026-03-20T12:00:00Z", 1, "denied: window-ended"),
    ] {
        Case {
            arguments: &["check", "--policy", &policy, "--facts", &facts, "--request", "-"],
            stdin: &format!(r#"{{"privileges":"desk:ticket:view","now":"{now}"}}"#),
            status,
            stdout: &[answer],
            ..Case::default()
        }
        .check();
    }
}

#[test]
fn what_asks_for_something_or_is_compiled_already_is_refused() {
    let folder = folder("strangers");
    // A component that imports `wasi:clocks/wall-clock@0.2.0`: a type that is an instance of nothing, and the import.
    let name = b"wasi:clocks/wall-clock@0.2.0";
    let length = u8::try_from(name.len()).expect("a short name");
    let import = [&[10, length + 5, 1, 0, length], name.as_slice(), &[5, 0]].concat();
    let asking = [b"\0asm\x0d\0\x01\0", [7, 3, 1, 0x42, 0].as_slice(), &import].concat();
    let compiled = [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 200]].concat();
    for (file_name, bytes, told) in
        [("asking.wasm", asking, "it imports `wasi:clocks/wall-clock@0.2.0`"), ("compiled.wasm", compiled, "error")]
    {
        let (policy, facts) = (file(&folder, file_name, bytes), file(&folder, "facts.json", FACTS));
        for arguments in
            [&["policy", "inspect", &policy][..], &["check", "--policy", &policy, "--facts", &facts, "--request", "-"]]
        {
            let stdin = r#"{"privileges":"desk:ticket:view","now":"2026-03-06T12:00:00Z"}"#;
            Case { arguments, stdin, status: 2, stderr: &[told], ..Case::default() }.check();
        }
    }
}
