//! Components that are costly to compile: each is refused, or stopped, within a bounded time and bounded memory, and
//! costs the process that serves nothing.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{Limits, Runtime};
use guestpass_hostile::{ask, bombs, harmless, resident_bytes};
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What one load may take here. A server may give it longer; whatever takes longer than this takes much longer.
const LOAD_TIME_MAX: Duration = Duration::from_secs(2);
const LOAD_BYTES_MAX: u64 = 512 * 1024 * 1024;

#[test]
fn every_bomb_is_refused_or_stopped() {
    let runtime = Runtime::new(Limits { deadline: Duration::from_secs(5), ..Limits::default() }).expect("a runtime");
    let good = harmless().and_then(|it| it.component()).expect("a component");
    let good = runtime.load(&good).expect("it loads");
    let before = resident_bytes().expect("statm");
    for bomb in bombs() {
        let component = bomb.component();
        assert!(component.len() <= Limits::default().component_bytes_max, "{}: {}", bomb.what, component.len());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bomb.wasm");
        fs::write(&path, &component).expect("a file");
        let (end, took, most_bytes) = load_alone(&path);
        println!("{}: {} bytes, {end}, {} ms, {} MiB", bomb.what, component.len(), took.as_millis(), most_bytes >> 20);
        assert!(end.starts_with("component-") || end.starts_with("stopped"), "{}: {end}", bomb.what);
        assert_eq!(ask(&good).expect("a question"), "granted", "after {}", bomb.what);
    }
    let growth = resident_bytes().expect("statm").saturating_sub(before);
    println!("{} KiB more than before", growth / 1024);
}

/// What came of it, how long it took, and the most memory that it held.
fn load_alone(path: &Path) -> (String, Duration, u64) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_load_alone"))
        .arg(path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let started = Instant::now();
    let mut most_bytes = 0;
    loop {
        most_bytes = held_by(&child).max(most_bytes);
        if let Some(status) = child.try_wait().expect("a status") {
            let mut printed = String::new();
            child.stdout.take().expect("a pipe").read_to_string(&mut printed).expect("text");
            let end = if status.success() { printed.trim().to_owned() } else { format!("died: {status}") };
            return (end, started.elapsed(), most_bytes);
        }
        let stopped = if started.elapsed() > LOAD_TIME_MAX {
            "stopped for its time"
        } else if most_bytes > LOAD_BYTES_MAX {
            "stopped for its memory"
        } else {
            thread::sleep(Duration::from_millis(2));
            continue;
        };
        child.kill().and_then(|()| child.wait()).expect("it can be stopped");
        return (stopped.to_owned(), started.elapsed(), most_bytes);
    }
}

fn held_by(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix("kB")).and_then(|kib| kib.trim().parse::<u64>().ok());
    kib.unwrap_or_default() * 1024
}
