//! What was found, as a page to read.

use std::fmt::Write;

use crate::measured::Measured;
use crate::model::{Model, Planned};
use crate::plan::limits;

/// Where and when it was found.
#[derive(Debug, Clone)]
pub struct Circumstances {
    /// The day, such as `2026-11-29`.
    pub day: String,
    /// The processor, and how many there are.
    pub machine: String,
    /// How the server was compiled.
    pub profile: String,
    /// The version of PostgreSQL.
    pub database: String,
    /// What else the machine had to do, as its load when the run began.
    pub load: String,
}

/// The page. `all` has a run for each number of servers; the plan is computed from the last one.
#[must_use]
pub fn page(model: &Model, all: &[Measured], circumstances: &Circumstances) -> String {
    let mut page = String::new();
    // Writing into a text never fails.
    let _ = write!(page, "{}", heading(model, circumstances));
    let _ = write!(page, "\n{}", table(all));
    if let Some(last) = all.last() {
        let _ = write!(page, "\n{}", plan(&model.planned, last));
    }
    page
}

fn heading(model: &Model, circumstances: &Circumstances) -> String {
    let driven = &model.driven;
    let Circumstances { day, machine, profile, database, load } = circumstances;
    format!(
        "## What was found\n\n\
         By `cargo xtask scale`, {day}, on {machine}, load {load};\n\
         {profile}; PostgreSQL {database}, which waits for no disk (`fsync=off`).\n\
         {organisations} organisations with {people} people each; of 1000 checks {warm} are about the {hot} hot \
         organisations;\n{connections} connections to each server. Servers, database and callers share the machine, \
         so that answers a second\nsay what the machine can do; CPU times say what a check costs. With a load \
         above the number of cores others took\n\
         most of the machine, and then only CPU times and counts mean anything.\n",
        organisations = driven.organisations,
        people = driven.people_per_organisation,
        warm = driven.warm_per_mille,
        hot = driven.hot_organisations,
        connections = driven.connections,
    )
}

/// A row of the table: what it is called, and how it is read from a run.
type Row = (&'static str, fn(&Measured) -> String);

const ROWS: &[Row] = &[
    ("checks a second, at most", |run| run.checks_per_second_most.to_string()),
    ("check then, p50 / p99", |run| ms_pair(run.check_most.p50_us, run.check_most.p99_us)),
    ("check at the pace of the model, p50 / p99", |run| ms_pair(run.check_paced.p50_us, run.check_paced.p99_us)),
    ("CPU of a server for a check", |run| us(run.server_ns_per_check)),
    ("CPU of the database for a check", |run| us(run.database_ns_per_check)),
    ("transactions of the database for a check", |run| per_mille(run.transactions_per_mille_checks)),
    ("facts found in memory", |run| format!("{} %", per_mille_as_percent(run.hits_per_mille()))),
    ("changes a second, at most", |run| run.changes_per_second_most.to_string()),
    ("change then, p50 / p99", |run| ms_pair(run.change_most.p50_us, run.change_most.p99_us)),
    ("change at the pace of the model, p50 / p99", |run| ms_pair(run.change_paced.p50_us, run.change_paced.p99_us)),
    ("CPU of a server for a change", |run| us(run.server_ns_per_change)),
    ("CPU of the database for a change", |run| us(run.database_ns_per_change)),
    ("transactions of the database for a change", |run| per_mille(run.transactions_per_mille_changes)),
    ("revoked here, asked there: allowed all the same", |run| format!("{} of {}", run.stale, run.revocation.count)),
    ("that question, p50 / longest", |run| ms_pair(run.revocation.p50_us, run.revocation.max_us)),
    ("sent again, because there was no answer in time", |run| run.unanswered.to_string()),
    ("memory of a server, before and after", |run| {
        format!("{} and {} MiB", run.memory_kib_before / 1024, run.memory_kib_after / 1024)
    }),
    ("people whose facts it read meanwhile", |run| run.people_asked.to_string()),
    ("database on disk, for a person", |run| format!("{} bytes", run.database_bytes_per_person)),
];

fn table(all: &[Measured]) -> String {
    let cells =
        |cell: &dyn Fn(&Measured) -> String| all.iter().map(|run| format!(" {} |", cell(run))).collect::<String>();
    let mut table =
        format!("| Servers |{}\n|---|{}\n", cells(&|run| run.servers.to_string()), "---:|".repeat(all.len()));
    for (name, value) in ROWS {
        let _ = writeln!(table, "| {name} |{}", cells(&|run| value(run)));
    }
    table
}

fn plan(planned: &Planned, measured: &Measured) -> String {
    let Planned { people, organisations, checks_per_second, changes_per_second, servers, .. } = planned;
    let mut text = format!(
        "## Where the next limit lies\n\n\
         Computed from the last column, for {people} people in {organisations} organisations, {checks_per_second} \
         checks and\n{changes_per_second} changes a second, {servers} servers of {cores} cores and {memory} MiB, and a \
         database of {database} cores:\n\n\
         | What could run out | What it carries | Used | Then |\n|---|---|---:|---|\n",
        cores = planned.cores_per_server,
        memory = planned.memory_mib_per_server,
        database = planned.database_cores,
    );
    let limits = limits(planned, measured);
    for limit in &limits {
        let _ = writeln!(text, "| {} | {} | {} % | {} |", limit.what, limit.carries, limit.used_percent, limit.then);
    }
    if let Some(next) = limits.first() {
        let _ = writeln!(text, "\nNext: {}, of which this plan takes {} %.", next.what, next.used_percent);
    }
    text
}

fn ms_pair(one_us: u64, other_us: u64) -> String {
    format!("{} / {} ms", ms(one_us), ms(other_us))
}

fn ms(us: u64) -> String {
    let tenths = us.saturating_add(50) / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn us(ns: u64) -> String {
    format!("{} us", ns.saturating_add(500) / 1000)
}

fn per_mille(value: u64) -> String {
    let hundredths = value.saturating_add(5) / 10;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn per_mille_as_percent(value: u64) -> u64 {
    value.saturating_add(5) / 10
}

#[cfg(test)]
mod tests {
    use super::{Circumstances, page};
    use crate::measured::{Latency, Measured};
    use crate::model::Model;

    #[test]
    fn a_page_has_a_column_for_each_run_and_a_row_for_each_limit() {
        let model = Model::read(None).unwrap();
        let check_most = Latency { p50_us: 1_449, p99_us: 12_050, max_us: 20_000, count: 10 };
        let run = |servers| Measured {
            servers,
            check_most,
            transactions_per_mille_checks: 1_096,
            server_ns_per_check: 123_600,
            database_ns_per_check: 40_000,
            changes_per_second_most: 300,
            stale: 0,
            ..Measured::default()
        };
        let circumstances = Circumstances {
            day: "2026-11-29".to_owned(),
            machine: "a machine".to_owned(),
            profile: "a profile".to_owned(),
            database: "15.1".to_owned(),
            load: "1.5".to_owned(),
        };
        let page = page(&model, &[run(1), run(2)], &circumstances);
        for expected in [
            "| Servers | 1 | 2 |\n|---|---:|---:|\n",
            "| check then, p50 / p99 | 1.4 / 12.1 ms | 1.4 / 12.1 ms |\n",
            "| CPU of a server for a check | 124 us | 124 us |\n",
            "| transactions of the database for a check | 1.10 | 1.10 |\n",
            "| facts found in memory | 90 % | 90 % |\n",
            "| connections of the database | 10 for a server at most | 40 % |",
            "\nNext: connections of the database, of which this plan takes 40 %.\n",
        ] {
            assert!(page.contains(expected), "{expected}: {page}");
        }
        assert!(page.lines().filter(|line| !line.starts_with('|')).all(|line| line.chars().count() <= 120), "{page}");
    }
}
