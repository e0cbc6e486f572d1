//! What a plan takes of everything that could run out, from what was measured.

use crate::measured::Measured;
use crate::model::Planned;

/// Connections that a server opens to its database: those of the directory, and those of its audit log.
const CONNECTIONS_PER_SERVER: u64 = 10;
/// People whose facts a server keeps in memory at most.
const PEOPLE_IN_MEMORY_MAX: u64 = 100_000;
/// Cores are planned to be used so far, in percent; the rest is for peaks, and for a server that is away.
const CORE_PERCENT: u64 = 60;
const NS_PER_SECOND: u64 = 1_000_000_000;

/// Something that could run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// What it is.
    pub what: &'static str,
    /// What one of it carries, by what was measured.
    pub carries: String,
    /// What the plan takes of what it provides, in percent.
    pub used_percent: u64,
    /// What to do when it runs out.
    pub then: &'static str,
}

/// Everything that could run out, the next one first.
#[must_use]
pub fn limits(planned: &Planned, measured: &Measured) -> Vec<Limit> {
    let mut all = vec![
        server_cores(planned, measured),
        database_cores(planned, measured),
        changes(planned, measured),
        memory(planned, measured),
        connections(planned),
    ];
    all.sort_by_key(|limit| std::cmp::Reverse(limit.used_percent));
    all
}

fn server_cores(planned: &Planned, measured: &Measured) -> Limit {
    let ns = measured.server_ns_per_check.max(1);
    let cores = planned.servers.saturating_mul(planned.cores_per_server);
    let needed_ns = planned.checks_per_second.saturating_mul(ns);
    let needed_ns = needed_ns.saturating_add(planned.changes_per_second.saturating_mul(measured.server_ns_per_change));
    Limit {
        what: "cores of the servers",
        carries: format!("{} checks a second a core, at {CORE_PERCENT} %", per_core(ns)),
        used_percent: percent(needed_ns, usable_ns(cores)),
        then: "add servers: they share nothing but the database; ask several questions at once",
    }
}

fn database_cores(planned: &Planned, measured: &Measured) -> Limit {
    let ns = measured.database_ns_per_check.max(1);
    let for_checks = planned.checks_per_second.saturating_mul(ns);
    let for_changes = planned.changes_per_second.saturating_mul(measured.database_ns_per_change);
    Limit {
        what: "cores of the database",
        carries: format!("{} checks a second a core, at {CORE_PERCENT} %", per_core(ns)),
        used_percent: percent(for_checks.saturating_add(for_changes), usable_ns(planned.database_cores)),
        then: "ask several questions at once: a request reads the newest revision once, however many it asks",
    }
}

/// All writers wait for each other, so that more servers make no more changes.
fn changes(planned: &Planned, measured: &Measured) -> Limit {
    Limit {
        what: "changes, one after the other",
        carries: format!("{} changes a second, without waiting for a disk", measured.changes_per_second_most),
        used_percent: percent(planned.changes_per_second, measured.changes_per_second_most),
        then: "a disk that flushes faster; then a directory for each group of organisations, with servers of its own",
    }
}

fn memory(planned: &Planned, measured: &Measured) -> Limit {
    let people = planned.people.min(PEOPLE_IN_MEMORY_MAX);
    let grown_kib = measured.memory_kib_after.saturating_sub(measured.memory_kib_before);
    // Whatever the run did besides is counted as if facts had taken it: rather too much than too little.
    let facts_kib = grown_kib.saturating_mul(people) / measured.people_asked.max(1);
    let needed_kib = measured.memory_kib_before.saturating_add(facts_kib);
    Limit {
        what: "memory of a server",
        carries: format!(
            "{} MiB, and {} MiB for the facts of {people} people",
            measured.memory_kib_before / 1024,
            facts_kib / 1024
        ),
        used_percent: percent(needed_kib, planned.memory_mib_per_server.saturating_mul(1024)),
        then: "give it more, or keep the facts of fewer people in memory (`StoreOptions::materials_max`)",
    }
}

fn connections(planned: &Planned) -> Limit {
    Limit {
        what: "connections of the database",
        carries: format!("{CONNECTIONS_PER_SERVER} for a server at most"),
        used_percent: percent(planned.servers.saturating_mul(CONNECTIONS_PER_SERVER), planned.database_connections),
        then: "raise `max_connections`, or larger servers in place of more of them",
    }
}

fn per_core(ns: u64) -> u64 {
    usable_ns(1) / ns
}

/// CPU time that so many cores give in a second, as far as they are planned to be used.
fn usable_ns(cores: u64) -> u64 {
    cores.saturating_mul(NS_PER_SECOND) / 100 * CORE_PERCENT
}

/// Rounded up. What is provided by none is used up.
fn percent(needed: u64, provided: u64) -> u64 {
    if provided == 0 { u64::MAX } else { needed.saturating_mul(100).div_ceil(provided) }
}

#[cfg(test)]
mod tests {
    use super::{limits, percent};
    use crate::measured::Measured;
    use crate::model::Model;

    fn measured() -> Measured {
        Measured {
            servers: 1,
            server_ns_per_check: 100_000,
            database_ns_per_check: 50_000,
            changes_per_second_most: 200,
            server_ns_per_change: 1_000_000,
            database_ns_per_change: 2_000_000,
            memory_kib_before: 100 * 1024,
            memory_kib_after: 110 * 1024,
            people_asked: 10_000,
            ..Measured::default()
        }
    }

    #[test]
    fn the_next_limit_comes_first_and_each_is_what_it_costs() {
        let planned = Model::read(None).unwrap().planned;
        let found = limits(&planned, &measured());
        let used: Vec<(&str, u64)> = found.iter().map(|limit| (limit.what, limit.used_percent)).collect();
        let expected = [
            // 80 of 200.
            ("connections of the database", 40),
            // 0.5 s for checks and 0.04 s for changes, of 4.8 s that 8 cores give.
            ("cores of the database", 12),
            // 20 of 200.
            ("changes, one after the other", 10),
            // 100 MiB, and 10 times 10 MiB, of 2048 MiB.
            ("memory of a server", 10),
            // 1.02 s of 19.2 s.
            ("cores of the servers", 6),
        ];
        assert_eq!(used, expected);
        assert_eq!(found[1].carries, "12000 checks a second a core, at 60 %");
    }

    #[test]
    fn more_than_there_is_shows_as_more_than_all() {
        let mut planned = Model::read(None).unwrap().planned;
        planned.changes_per_second = 500;
        let found = limits(&planned, &measured());
        assert_eq!((found[0].what, found[0].used_percent), ("changes, one after the other", 250));
        assert_eq!((percent(1, 0), percent(0, 7), percent(1, 300)), (u64::MAX, 0, 1));
    }
}
