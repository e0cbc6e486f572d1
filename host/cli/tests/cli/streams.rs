//! Standard output that nobody reads, or that is full.

use std::process::{Command, Stdio};

use crate::program::{component, sample};

fn guestpass(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guestpass"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let (facts, requests) = (sample("facts.json"), sample("requests.ndjson"));
    let check = ["check", "--policy", component(), "--facts", &facts, "--requests", &requests];
    for arguments in [&["schema", "facts"][..], &["policy", "inspect", component()], &check] {
        let mut child = guestpass(arguments).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2), "an answer that nobody got is no permission");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_do_not_fit_are_an_error() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = guestpass(&["schema", "facts"]).stdout(full).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(printed.contains("`<stdout>`") && printed.contains("code: output-not-writable"), "{printed}");
}
