//! Tables that are being made when a server is killed are made by the next one, and a directory of every earlier
//! version is brought up to date with all that it holds (reliability row 40).

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use guestpass_promises::{Number, Row, cases};
use guestpass_store::model::{AccessRequest, Entity, Organisation, OrganisationKind, Person, RequestStatus, Window};
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
        // Those of today have more columns.
        let columns = format!("SELECT name FROM pragma_table_info('{table}', 'main')");
        let columns = sqlx::query(AssertSqlSafe(columns)).fetch_all(earlier).await?;
        let columns = columns.iter().map(|row| row.try_get(0)).collect::<Result<Vec<String>, _>>()?.join(", ");
        for statement in [
            format!("DELETE FROM main.{table}"),
            format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}"),
        ] {
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
            let taken_again = "DELETE FROM _sqlx_migrations WHERE version >= $1 AND version <= 6";
            sqlx::query(taken_again).bind(step).execute(&pool).await?;
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

/// Requests of whatever name, end and text.
fn requests() -> Result<Vec<AccessRequest>> {
    let mut requests = Vec::new();
    for (id, end_ms, description) in [
        ("request-1", 1_800_000_000_000, ""),
        ("request-20", 0, "until \"end_ms\":7"),
        ("request-999999999999999999", i64::MAX, "\"window\":{\"start_ms\":1,\"end_ms\":2},\n"),
        ("request-", -5, "\\\"end_ms\":3"),
        ("request-x7", 3, "0123456789-"),
        ("brought", 1_799_999_999_999, "\u{e9}\u{1f600}"),
    ] {
        requests.push(AccessRequest {
            account: "globex".parse()?,
            id: id.parse()?,
            company: "company".parse()?,
            description: description.to_owned(),
            requested_by: "asking".parse()?,
            created_by: "asking".parse()?,
            window: Window { start_ms: -7, end_ms },
            status: RequestStatus::Granted,
            decided_by: Some("\"end_ms\":11".parse()?),
        });
    }
    Ok(requests)
}

/// What requests are found and put in order by stands beside those of an earlier version, as if written today.
#[test]
fn requests_that_an_earlier_version_wrote_have_their_ends_and_their_order() -> Result<()> {
    on_every_store(async |stores, place| {
        let location = stores.empty(place)?;
        usable(&location).await?;
        let directory = Directory::open(&location, StoreOptions::default()).await?;
        let mut writing = directory.begin().await?;
        writing.put(&Person::new("asking".parse()?, "globex".parse()?), Expected::Absent).await?;
        for request in requests()? {
            writing.put(&request, Expected::Absent).await?;
        }
        writing.commit().await?;
        directory.close().await;
        drop(directory);
        let expected = tables(&location).await?;

        let pool = pool(&location).await?;
        for statement in [
            "DROP INDEX access_requests_by_requester",
            "DROP INDEX access_requests_by_account",
            "DROP INDEX access_requests_by_recency",
            "DROP INDEX external_accesses_by_grantee",
            "ALTER TABLE access_requests DROP COLUMN ends",
            "ALTER TABLE access_requests DROP COLUMN recency",
            "CREATE INDEX access_requests_by_requester ON access_requests (requested_by, account)",
            "DELETE FROM _sqlx_migrations WHERE version = 7",
        ] {
            sqlx::query(statement).execute(&pool).await?;
        }
        let directory = Directory::open(&location, StoreOptions::default()).await?;
        directory.close().await;
        let rows = sqlx::query("SELECT id, ends, recency FROM access_requests ORDER BY id").fetch_all(&pool).await?;
        let found = rows.iter().map(|row| Ok([row.try_get(0)?, row.try_get(1)?, row.try_get(2)?]));
        let found = found.collect::<Result<Vec<[String; 3]>>>()?;
        pool.close().await;
        let mut written = Vec::new();
        for request in requests()? {
            let columns = request.columns();
            written.push([columns[1].clone(), columns[4].clone(), columns[5].clone()]);
        }
        written.sort();
        assert_eq!(found, written);
        assert_eq!(tables(&location).await?, expected);
        Ok(())
    })
}
