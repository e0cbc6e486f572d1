//! A directory of many people, in a process of its own, so that what it takes is what is measured.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use guestpass_store::model::{Holder, Organisation, OrganisationKind, Person, RoleAssignment};
use guestpass_store::{Directory, Expected, StoreLocation, StoreOptions};
use serde_json::json;

use super::client::{self, Client};
use super::{Figure, ms, percentile, served};

/// People of one organisation.
const PEOPLE_EACH: usize = 100;
/// Organisations of one write.
const AT_ONCE: usize = 100;
/// Checks about people who were not asked about before.
const CHECKS: usize = 20_000;
/// A step that meets every organisation before it meets one again, and looks like chance to a page of a file.
const STRIDE: usize = 7919;

fn organisation_id(number: usize) -> String {
    format!("org-{number:05}")
}

fn person_id(organisation: usize, number: usize) -> String {
    format!("person-{number:02}@{}.example", organisation_id(organisation))
}

/// Writes so many people, each with a role, into a new directory.
///
/// # Errors
/// The directory does not take them.
pub async fn fill(file: &Path, people: usize) -> Result<()> {
    let directory = Directory::open(&StoreLocation::File(file.to_owned()), StoreOptions::default()).await?;
    let organisations: Vec<usize> = (0..people.div_ceil(PEOPLE_EACH)).collect();
    for part in organisations.chunks(AT_ONCE) {
        let mut writing = directory.begin().await?;
        for &number in part {
            let mut kept = Organisation::new(organisation_id(number).parse()?, OrganisationKind::Customer);
            kept.entitlements = vec!["flexera-one-saas-management".parse()?];
            writing.put(&kept, Expected::Absent).await?;
            for person in 0..PEOPLE_EACH {
                let id = person_id(number, person);
                let mut person = Person::new(id.parse()?, kept.id.clone());
                person.email.clone_from(&id);
                writing.put(&person, Expected::Absent).await?;
                let role = RoleAssignment {
                    organisation: kept.id.clone(),
                    holder: Holder::Person(person.id),
                    role: "saas-viewer".parse()?,
                    on_resource: None,
                    window: None,
                    assigned_by: None,
                };
                writing.put(&role, Expected::Absent).await?;
            }
        }
        writing.commit().await?;
    }
    directory.close().await;
    Ok(())
}

/// Starts a server with that directory and asks it about people who were not asked about before. One line a figure on
/// standard output, `NAME VALUE`: `start_us`, `p50_us`, `p99_us`, `resident_kib`.
///
/// # Errors
/// Something did not answer, or somebody who may is not let in.
pub async fn answer(file: &Path, people: usize) -> Result<()> {
    let component = served::component()?;
    let begun = Instant::now();
    let directory = Directory::open(&StoreLocation::File(file.to_owned()), StoreOptions::default()).await?;
    let server = served::server(directory, &component).await?;
    let mut client = Client::connect(server.address).await?;
    let organisations = people.div_ceil(PEOPLE_EACH).max(1);
    let (mut taken, mut start_us) = (Vec::new(), None);
    for check in 0..CHECKS.min(people) {
        let organisation = check.wrapping_mul(STRIDE) % organisations;
        let person = (check / organisations).wrapping_mul(37) % PEOPLE_EACH;
        let body = json!({
            "subject": { "type": "user", "id": person_id(organisation, person) },
            "action": { "name": "saas:application:view" },
            "resource": { "type": "organisation", "id": organisation_id(organisation) },
        });
        let request = client::post("/access/v1/evaluation", &server.key, &body.to_string());
        let asked = Instant::now();
        let allowed = client.ask(&request).await? == br#"{"decision":true}"#;
        taken.push(u64::try_from(asked.elapsed().as_micros())?);
        start_us.get_or_insert(begun.elapsed().as_micros());
        ensure!(allowed, "{body} is denied");
    }
    println!("start_us {}", start_us.unwrap_or_default());
    println!("p50_us {}", percentile(&mut taken, 50));
    println!("p99_us {}", percentile(&mut taken, 99));
    println!("resident_kib {}", resident_kib()?);
    Ok(())
}

/// The most memory that this process has had.
fn resident_kib() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("Linux says it")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}

/// Fills a directory and has another process of this program, called with `answer FILE PEOPLE`, answer from it.
///
/// # Errors
/// The other process failed.
pub async fn large(people: usize) -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("large.db");
    let begun = Instant::now();
    fill(&file, people).await?;
    println!("{people} people were written in {} s", begun.elapsed().as_secs());
    let mut program = Command::new(std::env::current_exe()?);
    let output = program.arg("answer").arg(&file).arg(people.to_string()).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout)?;
    let figure = |name: &str| -> Result<u64> {
        let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        Ok(value.with_context(|| format!("`{name}` is missing in {text}"))?.parse()?)
    };
    let (p50, p99) = (figure("p50_us")?, figure("p99_us")?);
    let (start, resident) = (figure("start_us")?, figure("resident_kib")?);
    Ok(vec![
        Figure {
            name: "cold check in a large directory (SQLite), p99",
            wanted: "<= 2 ms",
            found: format!("{} (p50 {})", ms(p99), ms(p50)),
            is_held: Some(p99 <= 2000),
        },
        Figure {
            name: "memory of the server with it, at most",
            wanted: "<= 512 MiB",
            found: format!("{} MiB", resident / 1024),
            is_held: Some(resident <= 512 * 1024),
        },
        Figure {
            name: "start until the first answer with it",
            wanted: "<= 2 s",
            found: ms(start),
            is_held: Some(start <= 2_000_000),
        },
    ])
}
