//! What processes take, as Linux counts it.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};

/// The kernel tells programs CPU times in hundredths of a second, whatever it counts in itself.
const TICK: Duration = Duration::from_millis(10);

/// CPU time of a process and its threads, so far.
pub(crate) fn cpu(process: u32) -> Result<Duration> {
    let stat = read(process)?;
    Ok(ticks(stat.user.saturating_add(stat.system)))
}

/// CPU time of a process, of its children that run, and of those that have ended.
pub(crate) fn cpu_with_children(process: u32) -> Result<Duration> {
    let own = read(process)?;
    let mut all = [own.user, own.system, own.ended_user, own.ended_system].iter().sum::<u64>();
    for entry in fs::read_dir("/proc")? {
        let Some(id) = entry?.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // One that has ended meanwhile is none of them.
        if let Ok(child) = read(id).with_context(|| "gone")
            && child.parent == process
        {
            all = all.saturating_add(child.user).saturating_add(child.system);
        }
    }
    Ok(ticks(all))
}

/// Memory that a process has, in KiB: what is its own, without files that are mapped and shared.
pub(crate) fn memory_kib(process: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).context("Linux says it")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}

#[derive(Debug, PartialEq, Eq)]
struct Stat {
    parent: u32,
    user: u64,
    system: u64,
    ended_user: u64,
    ended_system: u64,
}

fn read(process: u32) -> Result<Stat> {
    stat(&fs::read_to_string(format!("/proc/{process}/stat"))?)
}

/// The name of the program, in parentheses, may hold anything; numbers follow it.
fn stat(text: &str) -> Result<Stat> {
    let (_, behind) = text.rsplit_once(')').context("no name")?;
    let fields: Vec<&str> = behind.split_whitespace().collect();
    let number = |position: usize| -> Result<u64> { Ok(fields.get(position).context("a field is missing")?.parse()?) };
    Ok(Stat {
        parent: u32::try_from(number(1)?)?,
        user: number(11)?,
        system: number(12)?,
        ended_user: number(13)?,
        ended_system: number(14)?,
    })
}

fn ticks(count: u64) -> Duration {
    TICK.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::{Stat, cpu, cpu_with_children, memory_kib, stat};

    #[test]
    fn the_fields_are_found_behind_any_name() {
        let text = "7 (a) b (c) S 3 7 7 0 -1 4194304 100 0 0 0 11 12 13 14 20 0 1 0 100 0";
        let expected = Stat { parent: 3, user: 11, system: 12, ended_user: 13, ended_system: 14 };
        assert_eq!(stat(text).unwrap(), expected);
        assert!(stat("7 (a) S 3").is_err());
    }

    #[test]
    fn this_process_is_there() {
        let own = std::process::id();
        assert!(memory_kib(own).unwrap() > 0);
        assert!(cpu_with_children(own).unwrap() >= cpu(own).unwrap());
    }
}
