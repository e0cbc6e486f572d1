//! The parent: starts the child, waits for it as long as is allowed, and makes of its end a refusal.

use super::command::{ARGUMENT, Bounds, GREETING, TrialCommand, exit};
use crate::Limits;
use crate::load_error::{LoadError, Refusal};
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often it is asked whether the child has ended.
const POLL: Duration = Duration::from_millis(2);

/// Bytes that are kept of what the child says.
const OUTPUT_BYTES_MAX: u64 = 4 * 1024;

/// Signals by which a process ends that asked for memory in vain, or ran for too long.
const SIGABRT: i32 = 6;
const SIGXCPU: i32 = 24;

/// Compiles a component in a child process.
///
/// # Errors
/// [`Refusal::CompileTooLong`], [`Refusal::CompileTooMuchMemory`], [`Refusal::CompileCrashed`], [`Refusal::Compile`],
/// or [`Refusal::TrialUnavailable`] when no child could say anything about the component.
pub(crate) fn compile(trial: &TrialCommand, component: &[u8], digest: &str, limits: &Limits) -> Result<(), LoadError> {
    let unavailable = |error: std::io::Error| {
        let detail = format!("`{}` cannot be started: {error}", trial.program.display());
        LoadError::new(Refusal::TrialUnavailable, detail)
    };
    let started = Instant::now();
    let mut child = start(trial, limits).map_err(unavailable)?;
    let ended = thread::scope(|scope| {
        let streams = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        // Whether the child reads all of it shows in what it does.
        scope.spawn(move || streams.0.map(|mut input| input.write_all(component)));
        let output = scope.spawn(move || streams.1.map(read_some).unwrap_or_default());
        let complaint = scope.spawn(move || streams.2.map(read_some).unwrap_or_default());
        let status = wait(&mut child, started, limits.compile_deadline);
        // Once the child has ended, its streams end too.
        let read = |said: thread::ScopedJoinHandle<'_, String>| said.join().unwrap_or_default();
        Ended { status, output: read(output), complaint: read(complaint) }
    });
    ended.verdict(digest, limits, &trial.program)
}

fn start(trial: &TrialCommand, limits: &Limits) -> std::io::Result<Child> {
    Command::new(&trial.program)
        .args(&trial.arguments)
        .arg(ARGUMENT)
        .args(Bounds::of(limits).arguments())
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

/// How the child ended; none when it was killed because its time was up.
fn wait(child: &mut Child, started: Instant, deadline: Duration) -> Option<ExitStatus> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if started.elapsed() < deadline => thread::sleep(POLL),
            Ok(None) | Err(_) => break,
        }
    }
    // It may just have ended by itself; either way it is no more.
    let _ = child.kill();
    let _ = child.wait();
    None
}

/// The beginning of a stream, which is read to its end.
fn read_some(mut stream: impl Read) -> String {
    let mut bytes = Vec::new();
    let _ = stream.by_ref().take(OUTPUT_BYTES_MAX).read_to_end(&mut bytes);
    let _ = std::io::copy(&mut stream, &mut std::io::sink());
    String::from_utf8_lossy(&bytes).into_owned()
}

struct Ended {
    status: Option<ExitStatus>,
    output: String,
    complaint: String,
}

impl Ended {
    fn verdict(&self, digest: &str, limits: &Limits, program: &std::path::Path) -> Result<(), LoadError> {
        let refuse = |refusal, detail: String| Err(LoadError::new(refusal, detail));
        let mut lines = self.output.lines();
        if lines.next() != Some(GREETING) {
            let detail = format!(
                "`{}` does not answer as one; call `guestpass::trial::serve_if_asked` first thing in its `main`",
                program.display()
            );
            return refuse(Refusal::TrialUnavailable, detail);
        }
        let too_long = || format!("it took longer than {} ms", limits.compile_deadline.as_millis());
        let too_much = || format!("it took more than {} bytes of memory", limits.compile_memory_bytes_max);
        let Some(status) = self.status else { return refuse(Refusal::CompileTooLong, too_long()) };
        match (status.code(), status.signal()) {
            (Some(exit::COMPILED), _) if lines.next() == Some(digest) => Ok(()),
            (Some(exit::DOES_NOT_COMPILE), _) => refuse(Refusal::Compile, self.complained()),
            (Some(exit::OUT_OF_MEMORY), _) => refuse(Refusal::CompileTooMuchMemory, too_much()),
            (Some(exit::UNAVAILABLE), _) => refuse(Refusal::TrialUnavailable, self.complained()),
            (_, Some(SIGXCPU)) => refuse(Refusal::CompileTooLong, too_long()),
            // Rust's own words when memory cannot be had. They only choose between two refusals.
            (_, Some(SIGABRT)) if self.complaint.contains("memory allocation of") => {
                refuse(Refusal::CompileTooMuchMemory, too_much())
            }
            _ => refuse(Refusal::CompileCrashed, format!("the compiler ended with {status}: {}", self.complained())),
        }
    }

    fn complained(&self) -> String {
        self.complaint.trim().replace('\n', " ")
    }
}
