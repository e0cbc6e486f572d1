//! One run for each number of servers.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::task::JoinHandle;

use crate::calls::{Answers, Caller, Crowd, Pace, accepted, allowed, changes, check, latencies};
use crate::cost;
use crate::database::{Counted, Database};
use crate::directory;
use crate::measured::{Latency, Measured};
use crate::model::Driven;
use crate::revocation;
use crate::servers::{Ground, Server};

/// Connections that have to be open before the first of them asks.
const HEAD_START: Duration = Duration::from_millis(300);
/// The database's connections tell what they counted once a second.
const SETTLED: Duration = Duration::from_millis(1200);
/// Organisations that are changed, by their owners.
const OWNERS: u64 = 8;

/// Measures each number of servers of the load, with this program as server. Also the version of the database.
///
/// # Errors
/// PostgreSQL is not installed, a server does not start, or something was not answered as it has to be.
pub async fn run(driven: &Driven, program: &Path) -> Result<(Vec<Measured>, String)> {
    let owners = OWNERS.min(driven.organisations);
    let ground = Ground::make(program, 0..owners)?;
    let database = Database::start().await?;
    let version = database.version().await?;
    let empty = database.bytes().await?;
    directory::fill(&database.location(), driven).await?;
    let people = driven.organisations.saturating_mul(driven.people_per_organisation);
    let bytes_per_person = database.bytes().await?.saturating_sub(empty) / people.max(1);
    let mut all = Vec::new();
    for &count in &driven.servers {
        let mut scene = Scene { ground: &ground, database: &database, driven, servers: Vec::new() };
        for number in 0..count {
            scene.servers.push(ground.start(number, database.url()).await?);
        }
        let mut measured = scene.measure().await.with_context(|| format!("with {count} servers"))?;
        measured.database_bytes_per_person = bytes_per_person;
        all.push(measured);
    }
    Ok((all, version))
}

/// Servers that run.
struct Scene<'a> {
    ground: &'a Ground,
    database: &'a Database,
    driven: &'a Driven,
    servers: Vec<Server>,
}

/// What has been spent so far, by all servers and by the database.
struct Spent {
    servers: Duration,
    database: Duration,
    counted: Counted,
}

/// What each of some things took, in nanoseconds, and transactions of 1000 of them.
struct Each {
    server_ns: u64,
    database_ns: u64,
    transactions_per_mille: u64,
}

impl Scene<'_> {
    async fn measure(&self) -> Result<Measured> {
        let (memory_kib_before, start) = (self.memory_kib()?, self.spent().await?);
        // What is hot gets into memory first.
        let warmed = self.checks(Pace::Unbounded, self.time() / 2).await?;
        let before = self.spent().await?;
        let checked = self.checks(Pace::Unbounded, self.time()).await?;
        let (after, memory_kib_after) = (self.spent().await?, self.memory_kib()?);
        let check = after.since(&before, checked.taken.len());
        // What nobody had asked about before takes one transaction more, and nobody has changed anything yet.
        let transactions = after.counted.transactions.saturating_sub(start.counted.transactions);
        let read = transactions.saturating_sub(warmed.taken.len()).saturating_sub(checked.taken.len());
        let before = self.spent().await?;
        let changed = self.changes(Pace::Unbounded, self.time()).await?;
        let change = self.spent().await?.since(&before, changed.taken.len());
        let connections = u32::try_from(self.servers.len().saturating_mul(self.driven.connections))?;
        let checks_pause = pause(self.driven.checks_per_second, connections);
        let changes_pause = pause(self.driven.changes_per_second, u32::try_from(self.ground.owners.len())?);
        let (check_paced, change_paced) = tokio::try_join!(
            self.checks(Pace::Every(checks_pause), self.time()),
            self.changes(Pace::Every(changes_pause), self.time()),
        )?;
        let (revocation, stale) = revocation::measure(self.ground, &self.addresses(), self.driven).await?;
        Ok(Measured {
            servers: u64::try_from(self.servers.len())?,
            checks_per_second_most: checked.taken.len() / self.driven.seconds,
            check_most: Latency::of(&checked.taken),
            check_paced: Latency::of(&check_paced.taken),
            change_paced: Latency::of(&change_paced.taken),
            server_ns_per_check: check.server_ns,
            database_ns_per_check: check.database_ns,
            transactions_per_mille_checks: check.transactions_per_mille,
            changes_per_second_most: changed.taken.len() / self.driven.seconds,
            change_most: Latency::of(&changed.taken),
            server_ns_per_change: change.server_ns,
            database_ns_per_change: change.database_ns,
            transactions_per_mille_changes: change.transactions_per_mille,
            revocation: Latency::of(&revocation),
            stale,
            unanswered: [&checked, &changed, &check_paced, &change_paced].iter().map(|all| all.unanswered).sum(),
            memory_kib_before,
            memory_kib_after,
            people_asked: read / u64::try_from(self.servers.len())?,
            database_bytes_per_person: 0,
        })
    }

    fn time(&self) -> Duration {
        Duration::from_secs(self.driven.seconds)
    }

    fn addresses(&self) -> Vec<SocketAddr> {
        self.servers.iter().map(|server| server.address).collect()
    }

    fn memory_kib(&self) -> Result<u64> {
        let each = self.servers.iter().map(|server| cost::memory_kib(server.process()));
        each.collect::<Result<Vec<_>>>()?.into_iter().max().context("there is a server")
    }

    /// Checks by every connection to every server.
    async fn checks(&self, pace: Pace, time: Duration) -> Result<Answers> {
        let first = Instant::now() + HEAD_START;
        let mut asking = Vec::new();
        for address in self.addresses() {
            for _ in 0..self.driven.connections {
                let number = u64::try_from(asking.len())?;
                let caller = Caller::connect(address, pace, shifted(first, pace, asking.len()), time).await?;
                let (mut crowd, key) = (Crowd::new(self.driven, number), self.ground.deciding.clone());
                asking.push(tokio::spawn(caller.ask(move || check(&key, crowd.next()), allowed)));
            }
        }
        all_of(asking).await
    }

    /// Changes by every owner, at one server after the other.
    async fn changes(&self, pace: Pace, time: Duration) -> Result<Answers> {
        let first = Instant::now() + HEAD_START;
        let addresses = self.addresses();
        let mut asking = Vec::new();
        for (owner, address) in self.ground.owners.iter().zip(addresses.iter().cycle()) {
            let caller = Caller::connect(*address, pace, shifted(first, pace, asking.len()), time).await?;
            let next = changes(owner.clone(), self.driven.people_per_organisation);
            asking.push(tokio::spawn(caller.ask(next, accepted)));
        }
        all_of(asking).await
    }

    async fn spent(&self) -> Result<Spent> {
        tokio::time::sleep(SETTLED).await;
        let each = self.servers.iter().map(|server| cost::cpu(server.process()));
        Ok(Spent {
            servers: each.collect::<Result<Vec<_>>>()?.into_iter().sum(),
            database: cost::cpu_with_children(self.database.process())?,
            counted: self.database.counted().await?,
        })
    }
}

impl Spent {
    fn since(&self, before: &Self, count: u64) -> Each {
        let each_ns = |now: Duration, then: Duration| {
            u64::try_from(now.saturating_sub(then).as_nanos()).unwrap_or(u64::MAX) / count.max(1)
        };
        let transactions = self.counted.transactions.saturating_sub(before.counted.transactions);
        Each {
            server_ns: each_ns(self.servers, before.servers),
            database_ns: each_ns(self.database, before.database),
            transactions_per_mille: transactions.saturating_mul(1000) / count.max(1),
        }
    }
}

/// How long each of some callers waits between two, when all of them together ask so often.
fn pause(per_second: u64, callers: u32) -> Duration {
    Duration::from_secs(u64::from(callers)) / u32::try_from(per_second).unwrap_or(u32::MAX).max(1)
}

/// Callers that ask at a pace do not all begin in the same moment.
fn shifted(first: Instant, pace: Pace, number: usize) -> Instant {
    match pace {
        Pace::Unbounded => first,
        Pace::Every(pause) => first + pause.saturating_mul(u32::try_from(number % 32).unwrap_or(0)) / 32,
    }
}

async fn all_of(asking: Vec<JoinHandle<Result<Answers>>>) -> Result<Answers> {
    let mut all = Answers { taken: latencies()?, unanswered: 0 };
    for one in asking {
        let one = one.await??;
        all.taken.add(one.taken)?;
        all.unanswered += one.unanswered;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::pause;

    #[test]
    fn callers_share_the_pace() {
        for (per_second, callers, expected_ms) in [(100, 1, 10), (100, 8, 80), (5, 8, 1600)] {
            assert_eq!(pause(per_second, callers), Duration::from_millis(expected_ms), "{per_second} {callers}");
        }
    }
}
