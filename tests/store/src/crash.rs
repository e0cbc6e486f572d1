//! Servers that are killed while they write.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use guestpass_store::audit::{Action, AuditLog, Deed, Draft, Phase};
use guestpass_store::model::{Attributes, Organisation, OrganisationKind, Resource};
use guestpass_store::{Directory, Expected, Page, StoreError, StoreLocation, StoreOptions};

use crate::stores::{Place, Stores};

/// Writers of the server that is killed.
pub const WRITERS: usize = 8;
/// Whose values are written.
pub const ORGANISATION: &str = "initech";
/// The kinds of the two values of each write.
pub const HALVES: [&str; 2] = ["one-half", "other-half"];

/// How long the checker waits for a connection. A machine that is busy with other things loses nothing.
const PATIENCE: Duration = Duration::from_secs(60);

/// Kills after which there is a new directory: the whole audit log is verified after each.
const KILLS_OF_ONE: usize = 50;

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CrashReport {
    /// How often a server was killed.
    pub kills: u32,
    /// Writes that were acknowledged before it.
    pub acknowledged: usize,
    /// Acknowledged writes that were gone afterwards.
    pub lost: usize,
    /// Writes of which one half was there.
    pub halved: usize,
    /// Writes that were there and had not been acknowledged, which is allowed.
    pub unacknowledged: usize,
    /// Entries of the audit log that began something which nothing ended.
    pub unknown: usize,
    /// Writes that are there while their audit entry says otherwise, and the other way round.
    pub unlogged: usize,
}

impl fmt::Display for CrashReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kills, acknowledged, lost, halved, unacknowledged, unknown, unlogged } = self;
        write!(
            formatter,
            "{kills} kills: {acknowledged} acknowledged writes, {lost} lost, {halved} halved, {unacknowledged} written \
             and not acknowledged; {unknown} begun and not ended in the audit log, {unlogged} not as it says"
        )
    }
}

impl CrashReport {
    /// How often the promise was broken.
    #[must_use]
    pub fn broken(&self) -> usize {
        self.lost + self.halved + self.unlogged
    }
}

/// Kills a server so many times, each time at another moment, and looks at what it left.
///
/// # Errors
///
/// The program cannot be run, or what [`look`] finds.
pub async fn kill_writers(program: &Path, stores: &Stores, place: Place, kills: u32) -> Result<CrashReport> {
    let mut report = CrashReport::default();
    for first in (0..kills).step_by(KILLS_OF_ONE) {
        let location = stores.empty(place)?;
        begin(&location).await?;
        for run in (first..kills).take(KILLS_OF_ONE) {
            // From before the first write to well into them.
            let patience = Duration::from_millis(u64::from(20 + run.wrapping_mul(37) % 280));
            let acknowledged = run_and_kill(program, &written(&location), run, patience)?;
            look(&location, run, &acknowledged, &mut report).await?;
        }
    }
    Ok(report)
}

/// Kills the database under a server that writes with all its writers, so many times, and looks at what it left.
///
/// # Errors
///
/// The database does not start again, or what [`look`] finds.
pub async fn kill_database(stores: &Stores, kills: u32) -> Result<CrashReport> {
    let location = stores.empty(Place::Postgres)?;
    begin(&location).await?;
    let mut report = CrashReport::default();
    for run in 0..kills {
        let directory = opened(&location).await?;
        let has_come_back = Arc::new(AtomicBool::new(false));
        let writing = |writer| write_until(Arc::clone(&has_come_back), directory.clone(), run, writer);
        let writers: Vec<_> = (0..WRITERS).map(|writer| tokio::spawn(writing(writer))).collect();
        tokio::time::sleep(Duration::from_millis(u64::from(150 + run.wrapping_mul(37) % 280))).await;
        tokio::task::block_in_place(|| stores.postgres().kill_and_start_again())?;
        has_come_back.store(true, Ordering::Relaxed);
        let mut acknowledged = BTreeMap::new();
        for writer in writers {
            acknowledged.extend(writer.await?);
        }
        directory.close().await;
        look(&location, run, &acknowledged, &mut report).await?;
    }
    Ok(report)
}

async fn opened(location: &StoreLocation) -> Result<Directory> {
    Ok(Directory::open(location, StoreOptions { patience: PATIENCE, ..StoreOptions::default() }).await?)
}

/// Writes until the database has come back, or refuses: a connection that it has ended is made again in between.
async fn write_until(
    has_come_back: Arc<AtomicBool>,
    directory: Directory,
    run: u32,
    writer: usize,
) -> BTreeMap<String, i64> {
    let mut acknowledged = BTreeMap::new();
    for number in 0.. {
        let id = format!("{run}-{writer}-{number}");
        match write_both(&directory, &id).await {
            Ok(revision) => acknowledged.insert(id, revision),
            Err(_) => break,
        };
        if has_come_back.load(Ordering::Relaxed) {
            break;
        }
    }
    acknowledged
}

/// Looks at what a run has left: everything that was acknowledged, every write whole, and the audit log beside it.
///
/// # Errors
///
/// The directory cannot be opened again, its revision has gone back, or its audit log is damaged.
pub async fn look(
    location: &StoreLocation,
    run: u32,
    acknowledged: &BTreeMap<String, i64>,
    report: &mut CrashReport,
) -> Result<()> {
    let directory = opened(location).await?;
    let newest = directory.revision().await?.number();
    let last = acknowledged.values().max().copied().unwrap_or_default();
    ensure!(newest >= last, "revision {last} was acknowledged, and the newest is {newest}");
    let halves = [found(&directory, 0, run).await?, found(&directory, 1, run).await?];
    directory.close().await;
    let logged = logged(location, run).await?;
    let [one, other] = &halves;
    report.kills += 1;
    report.acknowledged += acknowledged.len();
    report.lost += acknowledged.keys().filter(|id| !one.contains(id) || !other.contains(id)).count();
    report.halved += one.iter().filter(|id| !other.contains(id)).count();
    report.halved += other.iter().filter(|id| !one.contains(id)).count();
    report.unlogged += one.iter().filter(|id| !logged.completed.contains(*id)).count();
    report.unlogged += logged.completed.iter().filter(|id| !one.contains(id)).count();
    report.unknown += logged.unknown;
    report.unacknowledged += one.iter().filter(|id| !acknowledged.contains_key(*id)).count();
    Ok(())
}

/// Two values by one write: both are there afterwards, or neither. The revision that it was acknowledged with.
///
/// # Errors
///
/// It was refused.
pub async fn write_both(directory: &Directory, id: &str) -> Result<i64, StoreError> {
    let action = Action::new(Deed::Put).about(id);
    let attempt = directory.attempt(Draft::began(0, "writer", ORGANISATION, action)).await?;
    let mut writing = directory.begin().await?;
    for kind in HALVES {
        let (organisation, kind, id) = (ORGANISATION.parse()?, kind.parse()?, id.parse()?);
        let resource = Resource { organisation, kind, id, name: String::new(), attributes: Attributes::new() };
        writing.put(&resource, Expected::Absent).await?;
    }
    writing.audit(attempt.completed(0)).await?;
    Ok(writing.commit().await?.number())
}

/// Makes the directory that runs write to.
///
/// # Errors
///
/// It cannot be made.
pub async fn begin(location: &StoreLocation) -> Result<()> {
    let directory = opened(location).await?;
    let mut writing = directory.begin().await?;
    let organisation = Organisation::new(ORGANISATION.parse()?, OrganisationKind::Customer);
    writing.put(&organisation, Expected::Any).await?;
    writing.commit().await?;
    directory.close().await;
    Ok(())
}

/// The writes that were acknowledged before the kill, with their revisions.
fn run_and_kill(program: &Path, location: &str, run: u32, patience: Duration) -> Result<BTreeMap<String, i64>> {
    let mut command = Command::new(program);
    let mut server = command.arg(location).arg(run.to_string()).stdout(Stdio::piped()).spawn()?;
    let output = server.stdout.take().context("the output was asked for")?;
    let mut lines = BufReader::new(output).lines();
    let mut acknowledged = BTreeMap::new();
    let mut note = |line: &str| -> Result<()> {
        let (id, revision) = line.split_once(' ').with_context(|| format!("`{line}` is no line of a writer"))?;
        acknowledged.insert(id.to_owned(), revision.parse()?);
        Ok(())
    };
    // The clock starts with the first write: before it there is nothing to lose.
    let first = lines.next().context("nothing was written")??;
    note(&first)?;
    thread::sleep(patience);
    server.kill()?;
    server.wait()?;
    for line in lines {
        note(&line?)?;
    }
    Ok(acknowledged)
}

/// What the audit log says.
#[derive(Debug, Default)]
struct Logged {
    /// The writes of a run that were completed.
    completed: BTreeSet<String>,
    /// Its beginnings without an end.
    unknown: usize,
}

async fn logged(location: &StoreLocation, run: u32) -> Result<Logged> {
    let (mut logged, prefix) = (Logged::default(), format!("{run}-"));
    let log = AuditLog::open(location).await?;
    let mut begun = BTreeSet::new();
    let verified = log.verify(&[], |entry| {
        let about = entry.action.names().first().map(|name| name.as_str().to_owned());
        let Some(id) = about.filter(|id| id.starts_with(&prefix)) else { return };
        match entry.phase {
            Phase::Began => drop(begun.insert(entry.sequence)),
            Phase::Completed => drop(logged.completed.insert(id)),
            Phase::Refused => {}
        }
    });
    logged.unknown = verified.await??.unknown.intersection(&begun).count();
    Ok(logged)
}

async fn found(directory: &Directory, half: usize, run: u32) -> Result<Vec<String>> {
    let kind = HALVES.get(half).context("there are two halves")?;
    let (mut page, mut ids, prefix) = (Page::first(1000), Vec::new(), format!("{run}-"));
    loop {
        let listed = directory.list::<Resource>(&[ORGANISATION, kind], &page).await?;
        let of_run = listed.kept.into_iter().map(|kept| kept.entity.id.to_string());
        ids.extend(of_run.filter(|id| id.starts_with(&prefix)));
        let Some(next) = listed.next else { return Ok(ids) };
        page.after = Some(next);
    }
}

/// A location as programs are told of it.
#[must_use]
pub fn written(location: &StoreLocation) -> String {
    match location {
        StoreLocation::Memory => "sqlite::memory:".to_owned(),
        StoreLocation::File(path) => format!("sqlite:{}", path.display()),
        StoreLocation::Postgres(url) => url.clone(),
    }
}
