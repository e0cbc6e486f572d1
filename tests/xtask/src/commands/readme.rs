//! The README keeps its promises.
//!
//! In a block marked `console`, a line that starts with `$ ` is a command and the lines below it are what it prints. A
//! line of three dots stands for any number of lines. The commands run one after the other in a folder that shows the
//! files of the repository, so that what they write stays out of it.
//!
//! A command that leaves a process behind writes its id to a file `NAME.pid`; the process is ended with the run,
//! however that goes.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::console;
use crate::errors::{TaskError, TaskResult};
use crate::project::Project;

const OPENING: &str = "```console";
const CLOSING: &str = "```";
const ANY_LINES: &str = "...";

/// A command with what it prints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Example {
    line: usize,
    command: String,
    expected: Vec<String>,
}

/// Runs the commands of README.md. The programs must have been built.
pub(crate) fn run(project: &Project) -> TaskResult {
    let path = project.root().join("README.md");
    let text = std::fs::read_to_string(&path).map_err(|cause| TaskError::File { path, cause })?;
    let folder = project.readme_folder();
    prepare(&folder, project.root()).map_err(|cause| TaskError::File { path: folder.clone(), cause })?;
    let _ended = Background { folder: &folder };
    let examples = examples(&text);
    for example in &examples {
        console::line(&format!("$ {}", example.command));
        check(example, &folder, &[project.programs(), project.example_programs()])?;
    }
    console::line(&format!("README.md: {} commands print what it says", examples.len()));
    Ok(())
}

/// What commands left running, by the files that name it. It ends when this value goes.
struct Background<'a> {
    folder: &'a Path,
}

impl Drop for Background<'_> {
    fn drop(&mut self) {
        let script = "shopt -s nullglob; for file in *.pid; do kill \"$(< \"$file\")\" && rm \"$file\"; done";
        // One that ended by itself needs no end, and a folder that is gone names none.
        let _ = Command::new("bash").args(["-c", script]).current_dir(self.folder).stderr(Stdio::null()).status();
    }
}

fn prepare(folder: &Path, root: &Path) -> std::io::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    for name in ["guest", "host", "tests", "wit"] {
        symlink(root.join(name), folder.join(name))?;
    }
    Ok(())
}

fn examples(text: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut inside = false;
    for (line, text) in (1..).zip(text.lines()) {
        match (inside, text.strip_prefix("$ ")) {
            (false, _) => inside = text == OPENING,
            (true, _) if text == CLOSING => inside = false,
            (true, Some(command)) => examples.push(Example { line, command: command.to_owned(), expected: Vec::new() }),
            (true, None) => {
                if let Some(example) = examples.last_mut() {
                    match example.command.strip_suffix('\\') {
                        Some(begin) => example.command = format!("{begin}{}", text.trim_start()),
                        None => example.expected.push(text.to_owned()),
                    }
                }
            }
        }
    }
    examples
}

fn check(example: &Example, folder: &Path, programs: &[PathBuf]) -> TaskResult {
    let failed = |problem: String| {
        let Example { line, command, .. } = example.clone();
        Err(TaskError::Readme { line, command, problem })
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = programs.iter().cloned().chain(std::env::split_paths(&path));
    let output = Command::new("bash")
        .args(["-c", &format!("exec 2>&1\n{}", example.command)])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(folders).unwrap_or(path.clone()))
        .stdin(Stdio::null())
        .output()
        .map_err(|cause| TaskError::NotStarted { program: "bash".to_owned(), cause })?;
    let text = String::from_utf8_lossy(&output.stdout);
    let printed: Vec<&str> = text.lines().map(str::trim_end).collect();
    let expected: Vec<&str> = example.expected.iter().map(String::as_str).collect();
    if !output.status.success() {
        let advice = "if that is meant, let it end in `; echo \"exit status $?\"`";
        return failed(format!("ended with {}; {advice}; it printed:\n{text}", output.status));
    }
    if !matches(without_last_blanks(&expected), without_last_blanks(&printed)) {
        return failed(format!("printed other lines than those below it:\n{text}"));
    }
    Ok(())
}

/// A blank line before the next command is there for the reader.
fn without_last_blanks<'a, 'b>(lines: &'b [&'a str]) -> &'b [&'a str] {
    match lines.split_last() {
        Some((&"", rest)) => without_last_blanks(rest),
        _ => lines,
    }
}

/// Whether the lines are as expected, where three dots stand for any number of lines.
fn matches(expected: &[&str], printed: &[&str]) -> bool {
    match (expected.split_first(), printed.split_first()) {
        (None, None) => true,
        (Some((&ANY_LINES, rest)), None) => matches(rest, printed),
        (Some((&ANY_LINES, rest)), Some((_, later))) => matches(rest, printed) || matches(expected, later),
        (Some((wanted, rest)), Some((line, later))) => wanted == line && matches(rest, later),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Background, Example, check, examples, matches};

    #[test]
    fn commands_and_their_output_are_read() {
        let text = "# A\n```sh\n$ not this\n```\n```console\n$ one \\\n    two\nout\n\n$ three\n```\nprose\n";
        let example = |line, command: &str, expected: &[&str]| Example {
            line,
            command: command.to_owned(),
            expected: expected.iter().map(|&line| line.to_owned()).collect(),
        };
        assert_eq!(examples(text), [example(6, "one two", &["out", ""]), example(10, "three", &[])]);
    }

    #[test]
    fn dots_stand_for_any_lines() {
        let cases: [(&[&str], &[&str], bool); 7] = [
            (&[], &[], true),
            (&["a"], &["a"], true),
            (&["a"], &["b"], false),
            (&["a"], &["a", "b"], false),
            (&["a", "..."], &["a", "b", "c"], true),
            (&["...", "c"], &["a", "b", "c"], true),
            (&["...", "d"], &["a", "b", "c"], false),
        ];
        for (expected, printed, result) in cases {
            assert_eq!(matches(expected, printed), result, "{expected:?} {printed:?}");
        }
    }

    #[test]
    fn what_is_left_running_is_ended() {
        let folder = tempfile::tempdir().unwrap();
        let line = |command: &str| Example { line: 1, command: command.to_owned(), expected: Vec::new() };
        let background = Background { folder: folder.path() };
        check(&line("sleep 600 > log 2>&1 & echo $! > a.pid; cp a.pid kept"), folder.path(), &[]).unwrap();
        check(&line("kill -0 $(cat kept)"), folder.path(), &[]).unwrap();
        drop(background);
        // It is told to end, and ends when its turn comes.
        let runs = "grep -q '^State:.[^Z]' /proc/$(cat kept)/status 2> log";
        let ended = format!("for i in {{1..200}}; do {runs} || exit 0; sleep 0.05; done; exit 1");
        check(&line(&ended), folder.path(), &[]).unwrap();
        assert!(!folder.path().join("a.pid").exists());
    }

    #[test]
    fn a_broken_promise_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let result = |command: &str, expected: &[&str]| {
            let expected = expected.iter().map(|&line| line.to_owned()).collect();
            let example = Example { line: 7, command: command.to_owned(), expected };
            check(&example, folder.path(), &[]).map_err(|error| error.to_string())
        };
        assert_eq!(result("echo a; echo b >&2", &["a", "b"]), Ok(()));
        assert_eq!(result("echo a; echo", &["a", "", ""]), Ok(()));
        assert_eq!(result("false; echo \"exit status $?\"", &["exit status 1"]), Ok(()));
        let wrong = "README.md line 7: `echo a` printed other lines than those below it:\na\n";
        assert_eq!(result("echo a", &["b"]), Err(wrong.to_owned()));
        assert!(result("false", &[]).unwrap_err().starts_with("README.md line 7: `false` ended with exit status: 1"));
    }
}
