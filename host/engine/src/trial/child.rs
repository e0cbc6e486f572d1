//! The child: bounds itself, reads a component, compiles it, says so.

use super::command::{ARGUMENT, Bounds, GREETING, exit};
use crate::Limits;
use crate::digest::digest_of;
use crate::runtime::config;
use rlimit::Resource;
use std::io::{self, Read, Write};
use std::thread;
use wasmtime::component::Component;
use wasmtime::{Engine, Result};

/// Stack of the thread that compiles. Less than the 2 MiB of the threads on which the parent compiles: what fits here
/// fits there.
const STACK_BYTES: usize = 1024 * 1024;

/// Compiles a component on trial and ends the process, if that is what it was started for. Call it first thing in
/// `main`, before any thread is started; it reads the arguments of the program and otherwise does nothing.
pub fn serve_if_asked() {
    let arguments: Vec<_> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    // Exactly as the parent wrote them, at the end: the same word may mean something else to the program.
    let asked = arguments.len().checked_sub(Bounds::ARGUMENTS.saturating_add(1)).and_then(|at| arguments.get(at..));
    if let Some([ARGUMENT, bounds @ ..]) =
        asked.map(|asked| asked.iter().map(String::as_str).collect::<Vec<_>>()).as_deref()
        && let Some(bounds) = Bounds::read(bounds.iter().copied())
    {
        std::process::exit(serve(&bounds));
    }
}

/// The exit code.
fn serve(bounds: &Bounds) -> i32 {
    match set_up(bounds) {
        Ok(component) => compile_aside(component, bounds),
        Err(error) => complain(exit::UNAVAILABLE, &error),
    }
}

/// Greets, reads the component, and then takes on the bounds.
fn set_up(bounds: &Bounds) -> io::Result<Vec<u8>> {
    say(GREETING)?;
    let mut component = Vec::new();
    io::stdin().take(bounds.component_bytes_max).read_to_end(&mut component)?;
    // The program itself is there already: what counts is what compiling adds. Address space, because what is asked for
    // and never touched is refused as well.
    let now_bytes = address_space_bytes()?;
    let memory = now_bytes.saturating_add(bounds.memory_bytes_max);
    Resource::AS.set(memory, memory)?;
    Resource::CORE.set(0, 0)?;
    // Should the parent be killed, nobody is left to stop this process.
    let seconds = bounds.deadline.as_secs().saturating_add(1);
    Resource::CPU.set(seconds, seconds.saturating_add(1))?;
    Ok(component)
}

fn compile_aside(component: Vec<u8>, bounds: &Bounds) -> i32 {
    let limits = Limits { stack_bytes_max: bounds.stack_bytes_max, ..Limits::default() };
    let compiler = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || compile(&component, &limits));
    match compiler.map(thread::JoinHandle::join) {
        Ok(Ok(Ok(digest))) => say(&digest).map_or(exit::UNAVAILABLE, |()| exit::COMPILED),
        Ok(Ok(Err(error))) if is_out_of_memory(&error) => complain(exit::OUT_OF_MEMORY, &error),
        Ok(Ok(Err(error))) => complain(exit::DOES_NOT_COMPILE, &error),
        // The compiler panicked, and has said so itself: 101 is what such a program ends with.
        Ok(Err(_)) => 101,
        Err(error) => complain(exit::UNAVAILABLE, &error),
    }
}

fn compile(component: &[u8], limits: &Limits) -> Result<String> {
    let mut config = config(limits);
    // One processor, and no threads whose stacks would need room.
    config.parallel_compilation(false);
    Component::from_binary(&Engine::new(&config)?, component)?;
    Ok(digest_of(component))
}

fn is_out_of_memory(error: &wasmtime::Error) -> bool {
    error.chain().any(|cause| {
        let refused = cause.downcast_ref::<io::Error>();
        refused.is_some_and(|error| error.kind() == io::ErrorKind::OutOfMemory)
    })
}

/// Bytes of address space that this process has.
fn address_space_bytes() -> io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmSize:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    let kibibytes = kibibytes.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))?;
    Ok(kibibytes.saturating_mul(1024))
}

fn say(line: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{line}")?;
    output.flush()
}

fn complain(code: i32, error: &dyn std::fmt::Display) -> i32 {
    // Nobody may be left to read it.
    let _ = writeln!(io::stderr(), "{error:#}");
    code
}
