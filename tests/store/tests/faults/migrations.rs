//! Tables that are being made when a server is killed are made by the next one, and a directory of every earlier
//! version is brought up to date with all that it holds (reliability row 40).

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use guestpass_promises::{Number, Row, cases};
use guestpass_store::model::{Organisation, OrganisationKind, Person};
use guestpass_store::{Directory, Expected, Revision, StoreLocation, StoreOptions};
use guestpass_store_tests::by_hand::pool;
use guestpass_store_tests::{Place, crash, on_every_store};
use sqlx::migrate::Migrator;
use sqlx::{AnyPool, AssertSqlSafe, Row as _};

/// All tables and their columns, as the database tells.
async fn tables(location: &StoreLocation) -> Result<Vec<String>> {
    let pool = pool(location).await?;
    let statement = if matches!(location, StoreLocation::Postgres(_)) {
        "SELECT table_name || ' ' || column_name || ' ' || data_type FROM information_schema.columns \
         WHERE table_schema = 'public' ORDER BY 1"
    } else {
        "SELECT coalesce(sql, name) FROM sqlite_master ORDER BY 1"
    };
    let rows = sqlx::query(statement).fetch_all(&pool).await?;
    pool.close().await;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

async fn usable(location: &StoreLocation) -> Result<()> {
    let directory = Directory::open(location, StoreOptions::default()).await.context("opening it again")?;
    let mut writing = directory.begin().await?;
    writing.put(&Organisation::new("globex".parse()?, OrganisationKind::Customer), Expected::Absent).await?;
    writing.commit().await?;
    directory.close().await;
    Ok(())
}

#[test]
fn tables_that_were_being_made_at_a_kill_are_made_by_the_next_server() -> Result<()> {
    on_every_store(async |stores, place| {
        let whole = stores.empty(place)?;
        usable(&whole).await?;
        let (expected, count, mut early) = (tables(&whole).await?, cases(10, 200), 0);
        for number in 0..count {
            let location = stores.empty(place)?;
            let mut command = Command::new(env!("CARGO_BIN_EXE_write_until_killed"));
            command.args([crash::written(&location), "0".to_owned()]).stdout(Stdio::null()).stderr(Stdio::null());
            let mut server = command.spawn()?;
            std::thread::sleep(Duration::from_millis(number * 60 / count));
            server.kill()?;
            server.wait()?;
            let is_missing = matches!(&location, StoreLocation::File(path) if !path.exists());
            early += u64::from(is_missing || tables(&location).await? != expected);
            usable(&location).await.with_context(|| format!("kill {number}"))?;
            assert_eq!(tables(&location).await?, expected, "kill {number}");
        }
        let row = Row::new(
            Number(40),
            "tables are made wholly or not at all",
            format!("{place:?}: kills while they are made"),
            count,
            0,
        );
        row.worst(format!("{early} before the end")).hand_over()?;
        assert!(early > 0, "every kill came too late");
        Ok(())
    })
}

/// Fills the tables that there are from a directory of today.
async fn fill(earlier: &AnyPool, today: &Path) -> Result<()> {
    sqlx::query(AssertSqlSafe(format!("ATTACH '{}' AS today", today.display()))).execute(earlier).await?;
    let statement = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlx%'";
    for row in sqlx::query(statement).fetch_all(earlier).await? {
        let table: String = row.try_get(0)?;
        for statement in
            [format!("DELETE FROM main.{table}"), format!("INSERT INTO main.{table} SELECT * FROM today.{table}")]
        {
            sqlx::query(AssertSqlSafe(statement)).execute(earlier).await?;
        }
    }
    Ok(())
}

#[test]
fn a_directory_of_every_earlier_version_is_brought_up_to_date() -> Result<()> {
    on_every_store(async |stores, place| {
        // Both databases run the same text; only SQLite can copy from one file to another.
        if place == Place::Postgres {
            return Ok(());
        }
        let today = stores.empty(place)?;
        usable(&today).await?;
        let StoreLocation::File(path) = &today else { anyhow::bail!("it is no file") };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../host/store/migrations");
        let migrator = Migrator::new(folder.as_path()).await?;
        let versions: Vec<i64> = migrator.iter().map(|migration| migration.version).collect();
        assert!(versions.len() > 1, "{versions:?}");
        for version in versions {
            let location = stores.empty(place)?;
            let earlier = pool(&location).await?;
            migrator.run_to(version, &earlier).await?;
            fill(&earlier, path).await?;
            earlier.close().await;
            let directory = Directory::open(&location, StoreOptions::default()).await?;
            assert_eq!(directory.revision().await?, Revision::from_number(1), "version {version}");
            assert!(directory.get::<Organisation>(&["globex"]).await?.is_some(), "version {version}");
            directory.close().await;
            assert_eq!(tables(&location).await?, tables(&today).await?, "version {version}");
        }
        Ok(())
    })
}

/// Whoever was written by an earlier version is found beside whoever is written today, if the rules take both for the
/// same person (S11): else the gate for people who are listed by the customer as well would let somebody in.
#[test]
fn an_address_that_an_earlier_version_wrote_is_found_by_the_key_of_today() -> Result<()> {
    on_every_store(async |stores, place| {
        // The step that keys have changed with, an address, and its key from before.
        for (step, email, before) in
            [(5, "dana@globex.example", " dana@globex.example "), (6, "Νίκος@globex.example", "νίκος@globex.example")]
        {
            let location = stores.empty(place)?;
            usable(&location).await?;
            let directory = Directory::open(&location, StoreOptions::default()).await?;
            let mut writing = directory.begin().await?;
            for id in ["earlier", "today"] {
                let person = Person { email: email.to_owned(), ..Person::new(id.parse()?, "globex".parse()?) };
                writing.put(&person, Expected::Absent).await?;
            }
            writing.commit().await?;
            directory.close().await;
            drop(directory);

            let pool = pool(&location).await?;
            let update = "UPDATE people SET email_key = $1 WHERE id = 'earlier'";
            sqlx::query(update).bind(before).execute(&pool).await?;
            sqlx::query("DELETE FROM _sqlx_migrations WHERE version >= $1").bind(step).execute(&pool).await?;
            pool.close().await;

            let directory = Directory::open(&location, StoreOptions::default()).await?;
            let found = directory.find::<Person>(&[("email_key", &Person::email_key(email))], 10).await?;
            let found: Vec<_> = found.iter().map(|kept| kept.entity.id.to_string()).collect();
            assert_eq!(found, ["earlier", "today"], "step {step}");
            directory.close().await;
        }
        Ok(())
    })
}
