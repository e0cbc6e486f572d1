//! What a system gets beside the program: completions for shells, manual pages, and the question whether a server is
//! there.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::thread;

use crate::program::{Case, file, folder, path_text, run};

const SHELLS: [(&str, &str); 5] = [
    ("bash", "complete -F _guestpass"),
    ("elvish", "edit:completion:arg-completer[guestpass]"),
    ("fish", "complete -c guestpass"),
    ("powershell", "Register-ArgumentCompleter"),
    ("zsh", "#compdef guestpass"),
];

/// Completes the last of the words in bash, and gives what it would offer.
fn completed(script: &str, words: &[&str]) -> Vec<String> {
    let (typed, last) = (words.join(" "), words.len().saturating_sub(1));
    let line = format!(
        "source '{script}'; COMP_WORDS=({typed}); COMP_CWORD={last}; _guestpass guestpass '{}' '{}'; \
                        printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words[last],
        words[last - 1]
    );
    let output = Command::new("bash").args(["--norc", "-c", &line]).output().expect("bash is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn every_shell_has_its_script_and_bash_completes_by_it() {
    for (shell, expected) in SHELLS {
        Case { arguments: &["completions", shell], stdout: &[expected], ..Case::default() }.check();
    }
    let stderr = ["possible values: bash, elvish, fish, powershell, zsh"];
    Case { arguments: &["completions", "tcsh"], status: 2, stderr: &stderr, ..Case::default() }.check();
    let script = file(&folder("completions"), "guestpass.bash", run(&["completions", "bash"], "").stdout);
    let read = Command::new("bash").args(["-n", &script]).output().expect("bash is there");
    assert!(read.status.success() && read.stderr.is_empty(), "{}", String::from_utf8_lossy(&read.stderr));
    for (words, expected) in [
        (&["guestpass", "pol"][..], &["policy"][..]),
        (&["guestpass", "policy", "bu"], &["build"]),
        (&["guestpass", "policy", "build", "--out"], &["--output"]),
        (&["guestpass", "--format", "j"], &["json"]),
        (&["guestpass", "unknown-com"], &[]),
    ] {
        let offered: Vec<String> = completed(&script, words).into_iter().filter(|word| !word.is_empty()).collect();
        assert_eq!(offered, expected, "{words:?}");
    }
}

/// Names of all commands, as their pages are called, read from the program's own help.
fn commands(prefix: &[&str], found: &mut Vec<String>) {
    found.push([&["guestpass"], prefix].concat().join("-"));
    let arguments = [prefix, &["--help"]].concat();
    let help = String::from_utf8(run(&arguments, "").stdout).expect("help is text");
    let Some((_, below)) = help.split_once("Commands:\n") else { return };
    for line in below.lines().take_while(|line| !line.is_empty()) {
        let name =
            line.strip_prefix("  ").filter(|line| !line.starts_with(' ')).and_then(|line| line.split(' ').next());
        if let Some(name) = name.filter(|name| *name != "help") {
            commands(&[prefix, &[name]].concat(), found);
        }
    }
}

#[test]
fn every_command_has_a_page_of_the_manual() {
    let folder = folder("manual").join("man1");
    let output = run(&["manual", &path_text(&folder)], "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut expected = Vec::new();
    commands(&[], &mut expected);
    let entries = fs::read_dir(&folder).expect("the folder was made");
    let mut found: Vec<String> = entries.map(|entry| path_text(&entry.expect("an entry").path())).collect();
    found.sort();
    let mut pages: Vec<String> = expected.iter().map(|name| path_text(&folder.join(format!("{name}.1")))).collect();
    pages.sort();
    assert_eq!(found, pages);
    assert!(expected.len() > 25, "{expected:?}");
    for page in &pages {
        check_page(Path::new(page));
    }
    let first = fs::read_to_string(folder.join("guestpass.1")).expect("the page of the program");
    let printed = String::from_utf8(run(&["manual"], "").stdout).expect("a page is text");
    assert_eq!(printed.trim_end(), first.trim_end());
}

/// A page has the sections that every page has; and groff, where it is installed, has nothing to warn of.
fn check_page(page: &Path) {
    let text = fs::read_to_string(page).expect("a page is text");
    let heads: Vec<&str> = text.lines().filter(|line| line.starts_with(".TH ") || line.starts_with(".SH ")).collect();
    assert!(heads.first().is_some_and(|head| head.starts_with(".TH ") && head.contains("Guestpass")), "{heads:?}");
    for section in [".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION"] {
        assert!(heads.contains(&section), "{}: {heads:?}", page.display());
    }
    let Ok(output) = Command::new("groff").args(["-man", "-Tutf8", "-ww", "-z"]).arg(page).output() else { return };
    let warned = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && warned.is_empty(), "{}: {warned}", page.display());
}

/// A server that gives the same answer to whoever asks once.
fn answering(status: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("somebody asks");
        let read = stream.read(&mut [0; 4096]).expect("a request");
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        assert!(read > 0 && stream.write_all(answer.as_bytes()).is_ok());
    });
    format!("http://{address}")
}

#[test]
fn a_server_is_alive_or_ready_or_not() {
    for (status, is_ready, exit, said) in [
        ("200 OK", false, 0, "alive\n"),
        ("200 OK", true, 0, "ready\n"),
        ("503 Service Unavailable", true, 1, "not ready\n"),
    ] {
        let server = answering(status);
        let asked = ["health", server.as_str(), "--ready"];
        let arguments = if is_ready { &asked[..] } else { &asked[..2] };
        Case { arguments, status: exit, stdout: &[said], ..Case::default() }.check();
    }
    let server = answering("302 Found");
    let stderr = ["no Guestpass server answers at", "302"];
    Case { arguments: &["health", &server], status: 2, stderr: &stderr, ..Case::default() }.check();
    let gone = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port is free");
    let stderr = ["no Guestpass server answers at", "refused", "code: usage"];
    let gone = format!("http://{gone}");
    Case { arguments: &["health", &gone], status: 2, stderr: &stderr, ..Case::default() }.check();
}
