//! The load, as a document.

use anyhow::{Result, ensure};
use serde::Deserialize;

/// The load that is driven when none is given.
const DEFAULT: &str = include_str!("../model.toml");

/// Servers of one run at most: each is a process, with its connections to the database.
const SERVERS_MAX: usize = 6;
const PEOPLE_MAX: u64 = 200_000;
const CONNECTIONS_MAX: usize = 64;
const SECONDS_MAX: u64 = 120;
const REVOCATIONS_MAX: u32 = 1000;

/// A load.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// What is driven here.
    pub driven: Driven,
    /// What is planned for.
    pub planned: Planned,
}

/// What is driven on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Driven {
    /// Numbers of servers, one run for each.
    pub servers: Vec<usize>,
    /// Organisations in the directory.
    pub organisations: u64,
    /// People of each of them.
    pub people_per_organisation: u64,
    /// Of 1000 checks, how many are about people of the hot organisations.
    pub warm_per_mille: u64,
    /// Organisations that most checks are about.
    pub hot_organisations: u64,
    /// Connections to each server.
    pub connections: usize,
    /// Checks a second of all servers together, while latency is measured.
    pub checks_per_second: u64,
    /// Changes a second meanwhile.
    pub changes_per_second: u64,
    /// Seconds of each measurement.
    pub seconds: u64,
    /// How often somebody is revoked.
    pub revocations: u32,
}

/// What is planned for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planned {
    /// Organisations in the directory.
    pub organisations: u64,
    /// People in the directory.
    pub people: u64,
    /// Checks a second of all servers together, at the peak.
    pub checks_per_second: u64,
    /// Changes a second at the peak.
    pub changes_per_second: u64,
    /// Servers.
    pub servers: u64,
    /// Cores of each server.
    pub cores_per_server: u64,
    /// Memory of each server, in MiB.
    pub memory_mib_per_server: u64,
    /// Cores of the database's machine.
    pub database_cores: u64,
    /// Connections that the database takes (`max_connections`).
    pub database_connections: u64,
}

impl Model {
    /// Reads a load; the one of `model.toml` when there is none.
    ///
    /// # Errors
    /// It is not of this shape, or asks for more than a machine should be made to do.
    pub fn read(document: Option<&str>) -> Result<Self> {
        let model: Self = toml::from_str(document.unwrap_or(DEFAULT))?;
        let Driven { servers, organisations, hot_organisations, warm_per_mille, connections, .. } = &model.driven;
        let people = organisations.saturating_mul(model.driven.people_per_organisation);
        let fits = servers.iter().all(|count| (1..=SERVERS_MAX).contains(count)) && !servers.is_empty();
        ensure!(fits, "`driven.servers`: one number or more, each from 1 to {SERVERS_MAX}");
        ensure!((1..=PEOPLE_MAX).contains(&people), "`driven`: from 1 to {PEOPLE_MAX} people in all");
        ensure!((1..=*organisations).contains(hot_organisations), "`driven.hot_organisations`: some of all of them");
        ensure!(*warm_per_mille <= 1000, "`driven.warm_per_mille`: at most 1000");
        ensure!((1..=CONNECTIONS_MAX).contains(connections), "`driven.connections`: from 1 to {CONNECTIONS_MAX}");
        ensure!((1..=SECONDS_MAX).contains(&model.driven.seconds), "`driven.seconds`: from 1 to {SECONDS_MAX}");
        let rates = [model.driven.checks_per_second, model.driven.changes_per_second];
        ensure!(!rates.contains(&0), "`driven`: at least one check and one change a second");
        ensure!(model.driven.people_per_organisation >= 2, "`driven.people_per_organisation`: at least 2");
        let revocations = model.driven.revocations;
        ensure!((1..=REVOCATIONS_MAX).contains(&revocations), "`driven.revocations`: from 1 to {REVOCATIONS_MAX}");
        let Planned { people, organisations, checks_per_second, servers, cores_per_server, .. } = &model.planned;
        let all = [people, organisations, checks_per_second, servers, cores_per_server];
        ensure!(!all.contains(&&0), "`planned`: people, organisations, checks, servers and cores are at least 1");
        Ok(model)
    }
}

#[cfg(test)]
mod tests {
    use super::{DEFAULT, Model};

    #[test]
    fn the_load_that_is_given_out_is_read() {
        assert!(Model::read(None).is_ok());
    }

    #[test]
    fn what_a_machine_should_not_be_made_to_do_is_refused_by_name() {
        for (line, other, named) in [
            ("servers = [1, 2, 3]", "servers = [7]", "`driven.servers`"),
            ("servers = [1, 2, 3]", "servers = []", "`driven.servers`"),
            ("organisations = 200\n", "organisations = 200000000\n", "people in all"),
            ("hot_organisations = 20", "hot_organisations = 201", "`driven.hot_organisations`"),
            ("warm_per_mille = 900", "warm_per_mille = 1001", "`driven.warm_per_mille`"),
            ("connections = 4\n", "connections = 0\n", "`driven.connections`"),
            ("seconds = 8", "seconds = 100000", "`driven.seconds`"),
            ("revocations = 40", "revocations = 0", "`driven.revocations`"),
            ("changes_per_second = 5", "changes_per_second = 0", "one change a second"),
            ("people = 1000000", "people = 0", "`planned`"),
            ("seconds = 8", "seconds = 8\nminutes = 1", "minutes"),
        ] {
            assert!(DEFAULT.contains(line), "{line}");
            let error = Model::read(Some(&DEFAULT.replacen(line, other, 1))).expect_err(other).to_string();
            assert!(error.contains(named), "{other}: {error}");
        }
    }
}
