//! The program, the files that the tests give it, and the one check that all of them go through.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, OnceLock};
use std::thread;

/// One run and what it must give.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Case<'a> {
    /// Behind `guestpass`.
    pub(crate) arguments: &'a [&'a str],
    pub(crate) stdin: &'a str,
    pub(crate) status: i32,
    /// What standard output must hold, in this order; empty: nothing at all.
    pub(crate) stdout: &'a [&'a str],
    /// The same of standard error.
    pub(crate) stderr: &'a [&'a str],
}

impl Case<'_> {
    /// Runs the program and compares.
    #[track_caller]
    pub(crate) fn check(&self) {
        let output = run(self.arguments, self.stdin);
        let printed = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program prints text");
        let (stdout, stderr) = (printed(&output.stdout), printed(&output.stderr));
        let shown = format!("{:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}", self.arguments);
        assert_eq!(output.status.code(), Some(self.status), "{shown}");
        for (text, expected) in [(&stdout, self.stdout), (&stderr, self.stderr)] {
            assert_eq!(text.is_empty(), expected.is_empty(), "{shown}");
            let mut rest = text.as_str();
            for part in expected {
                let (_, behind) = rest.split_once(part).unwrap_or_else(|| panic!("`{part}` is missing: {shown}"));
                rest = behind;
            }
        }
    }
}

/// Runs the program to its end.
pub(crate) fn run(arguments: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_guestpass"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut pipe = child.stdin.take().expect("standard input is a pipe");
    let text = stdin.to_owned();
    // A program that fails early reads no more; that is for the checks to judge.
    let writer = thread::spawn(move || drop(pipe.write_all(text.as_bytes())));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    output
}

/// A file of `samples/`.
pub(crate) fn sample(name: &str) -> String {
    path_text(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name))
}

/// The policy document that most tests ask.
pub(crate) fn document() -> String {
    document_of("flexera-one")
}

/// One of the ready policy documents.
pub(crate) fn document_of(policy: &str) -> String {
    path_text(&Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../guest/policies/{policy}.toml")))
}

/// The component of the document that most tests ask.
pub(crate) fn component() -> &'static str {
    static COMPONENT: OnceLock<String> = OnceLock::new();
    COMPONENT.get_or_init(|| component_of("flexera-one"))
}

/// The component of a ready policy document, built once by the program itself.
pub(crate) fn component_of(policy: &str) -> String {
    static BUILT: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let path = path_text(&Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{policy}.wasm")));
    let mut built = BUILT.lock().expect("no test fails while it builds");
    if !built.contains(policy) {
        let output = run(&["policy", "build", &document_of(policy), "--output", &path], "");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        built.insert(policy.to_owned());
    }
    path
}

/// A new, empty folder. It is emptied when a test asks for it again.
pub(crate) fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if path.exists() {
        fs::remove_dir_all(&path).expect("the folder of an earlier run can be removed");
    }
    fs::create_dir_all(&path).expect("the folder can be made");
    path
}

/// Writes a file and says where it is.
pub(crate) fn file(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("the file can be written");
    path_text(&path)
}

pub(crate) fn path_text(path: &Path) -> String {
    path.to_str().expect("paths of this repository are text").to_owned()
}
