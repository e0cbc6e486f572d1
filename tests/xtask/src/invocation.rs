//! Starting other programs.

use std::ffi::OsStr;
use std::fmt;
use std::io::{self, BufRead, BufReader};
use std::process::{Command, ExitStatus, Stdio};

use crate::console;
use crate::errors::{TaskError, TaskResult};
use crate::project::Project;

/// A command line that can be run, and shown so that it can be typed.
#[derive(Clone, Debug)]
pub(crate) struct Invocation {
    program: String,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
}

impl Invocation {
    /// `line` is a program and its arguments with blanks between them; no argument holds a blank.
    pub(crate) fn new(line: &str) -> Self {
        let (program, arguments) = line.split_once(' ').unwrap_or((line, ""));
        Self::of(program).arguments(arguments)
    }

    /// A program without arguments, whose path may hold blanks.
    pub(crate) fn of(program: impl AsRef<OsStr>) -> Self {
        let program = program.as_ref().to_string_lossy().into_owned();
        Self { program, arguments: Vec::new(), environment: Vec::new() }
    }

    /// `arguments` with blanks between them; none of them holds a blank.
    pub(crate) fn arguments(mut self, arguments: &str) -> Self {
        self.arguments.extend(arguments.split_whitespace().map(str::to_owned));
        self
    }

    /// One more argument, which may hold blanks.
    pub(crate) fn argument(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().to_string_lossy().into_owned());
        self
    }

    /// Sets a variable of the environment.
    pub(crate) fn variable(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.environment.push((name.to_owned(), value.as_ref().to_string_lossy().into_owned()));
        self
    }

    /// Runs it at the top of the repository. What it prints is seen; it cannot ask anything.
    pub(crate) fn run(&self, project: &Project) -> TaskResult {
        self.ended(self.command(project).status())
    }

    /// Runs it like [`Self::run`], and gives back what it wrote to its standard output as well, however it ended. Each
    /// line is seen when it comes.
    pub(crate) fn run_and_read(&self, project: &Project) -> (String, TaskResult) {
        let mut printed = String::new();
        let mut child = match self.command(project).stdout(Stdio::piped()).spawn() {
            Ok(child) => child,
            Err(cause) => return (printed, self.ended(Err(cause))),
        };
        let lines = child.stdout.take().into_iter().flat_map(|output| BufReader::new(output).split(b'\n'));
        for line in lines.map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            console::line(&line);
            printed.push_str(&line);
            printed.push('\n');
        }
        (printed, self.ended(child.wait()))
    }

    fn ended(&self, status: io::Result<ExitStatus>) -> TaskResult {
        let status = status.map_err(|cause| TaskError::NotStarted { program: self.program.clone(), cause })?;
        if status.success() { Ok(()) } else { Err(TaskError::Failed { command: self.to_string(), status }) }
    }

    /// What it prints, when it can be started and succeeds. Nothing is seen.
    pub(crate) fn output(&self, project: &Project) -> Option<String> {
        let output = self.command(project).stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn command(&self, project: &Project) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).current_dir(project.root()).stdin(Stdio::null());
        // `cargo run` describes this package to this program. Passed on, it would describe the wrong one, and build
        // scripts that watch such a variable would run anew.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"].iter().any(|mine| name.starts_with(mine))
            {
                command.env_remove(name.as_ref());
            }
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }
}

impl fmt::Display for Invocation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.environment {
            write!(formatter, "{name}={} ", quoted(value))?;
        }
        formatter.write_str(&self.program)?;
        self.arguments.iter().try_for_each(|argument| write!(formatter, " {}", quoted(argument)))
    }
}

/// `word` as a shell reads it.
fn quoted(word: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_./=:,*@+".contains(character);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Invocation, quoted};
    use crate::project::Project;

    #[test]
    fn it_is_shown_as_it_is_typed() {
        let invocation = Invocation::new("cargo doc --no-deps").variable("RUSTDOCFLAGS", "-D warnings");
        assert_eq!(invocation.to_string(), "RUSTDOCFLAGS='-D warnings' cargo doc --no-deps");
        assert_eq!(quoted("it's"), "'it'\\''s'");
    }

    #[test]
    fn a_failure_names_the_command() {
        let project = Project::find();
        let message = |line: &str| Invocation::new(line).run(&project).unwrap_err().to_string();
        assert!(message("false").starts_with("`false` failed with exit status: 1"));
        assert!(message("no-such-program-here x").starts_with("cannot start `no-such-program-here`"));
    }

    #[test]
    fn what_it_prints_is_given_back() {
        let project = Project::find();
        assert_eq!(Invocation::new("echo a").output(&project), Some("a\n".to_owned()));
        assert_eq!(Invocation::new("false").output(&project), None);
    }

    #[test]
    fn what_it_prints_is_given_back_when_it_fails_too() {
        let project = Project::find();
        let read = |invocation: &Invocation| invocation.run_and_read(&project);
        let shell = |script: &str| Invocation::new("sh -c").argument(script);
        let (printed, ended) = read(&shell("echo a; echo unread >&2; printf b"));
        assert!(ended.is_ok());
        assert_eq!(printed, "a\nb\n");
        let (printed, ended) = read(&shell("echo a; exit 3"));
        assert!(ended.unwrap_err().to_string().contains("failed with exit status: 3"));
        assert_eq!(printed, "a\n");
        let (printed, ended) = read(&Invocation::new("no-such-program-here"));
        assert!(ended.unwrap_err().to_string().starts_with("cannot start `no-such-program-here`"));
        assert_eq!(printed, "");
    }
}
