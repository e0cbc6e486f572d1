//! Servers that are killed while they write.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use guestpass_store::audit::{AuditLog, Phase};
use guestpass_store::model::{Organisation, OrganisationKind, Resource};
use guestpass_store::{Directory, Expected, Page, StoreLocation, StoreOptions};

/// Writers of the server that is killed.
pub const WRITERS: usize = 8;
/// Whose values are written.
pub const ORGANISATION: &str = "initech";
/// The kinds of the two values of each write.
pub const HALVES: [&str; 2] = ["one-half", "other-half"];

/// How long the checker waits for a connection. A machine that is busy with other things loses nothing.
const PATIENCE: Duration = Duration::from_secs(60);

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

/// Kills a server so many times, each time at another moment, and looks at what it left.
///
/// # Errors
///
/// The program cannot be run, the directory cannot be opened again, its revision has gone back, or its audit log is
/// damaged.
pub async fn kill_writers(program: &Path, location: &StoreLocation, kills: u32) -> Result<CrashReport> {
    begin(location).await?;
    let mut report = CrashReport::default();
    for run in 0..kills {
        // From before the first write to well into them.
        let patience = Duration::from_millis(u64::from(20 + run.wrapping_mul(37) % 280));
        let acknowledged = run_and_kill(program, &written(location), run, patience)?;
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
        // Of all runs: what was abandoned once is shown for ever.
        report.unknown = logged.unknown;
        report.unacknowledged += one.iter().filter(|id| !acknowledged.contains_key(*id)).count();
    }
    Ok(report)
}

async fn opened(location: &StoreLocation) -> Result<Directory> {
    Ok(Directory::open(location, StoreOptions { patience: PATIENCE, ..StoreOptions::default() }).await?)
}

async fn begin(location: &StoreLocation) -> Result<()> {
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
    /// Beginnings without an end.
    unknown: usize,
}

async fn logged(location: &StoreLocation, run: u32) -> Result<Logged> {
    let (mut logged, prefix) = (Logged::default(), format!("{run}-"));
    let log = AuditLog::open(location).await?;
    let verified = log.verify(&[], |entry| {
        let about = entry.action.names().first().map(|name| name.as_str().to_owned());
        logged.completed.extend(about.filter(|id| entry.phase == Phase::Completed && id.starts_with(&prefix)));
    });
    logged.unknown = verified.await??.unknown.len();
    Ok(logged)
}

/// The values of a run. Those of the runs before it, which are more with each kill, are not read again.
async fn found(directory: &Directory, half: usize, run: u32) -> Result<Vec<String>> {
    let kind = HALVES.get(half).context("there are two halves")?;
    let (mut ids, prefix) = (Vec::new(), format!("{run}-"));
    let mut page = Page { after: Some(format!(r#"["{ORGANISATION}","{kind}","{prefix}"]"#)), limit: 1000 };
    loop {
        let listed = directory.list::<Resource>(&[ORGANISATION, kind], &page).await?;
        let next = listed.next;
        for id in listed.kept.into_iter().map(|kept| kept.entity.id.to_string()) {
            if !id.starts_with(&prefix) {
                return Ok(ids);
            }
            ids.push(id);
        }
        let Some(next) = next else { return Ok(ids) };
        page.after = Some(next);
    }
}

fn written(location: &StoreLocation) -> String {
    match location {
        StoreLocation::Memory => "sqlite::memory:".to_owned(),
        StoreLocation::File(path) => format!("sqlite:{}", path.display()),
        StoreLocation::Postgres(url) => url.clone(),
    }
}
