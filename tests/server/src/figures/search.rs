//! A search of ten thousand resources.

use std::time::Instant;

use anyhow::{Context, Result};
use guestpass_server::demo;
use guestpass_store::model::{AttributeValue, Resource};
use guestpass_store::{Directory, Expected, StoreLocation, StoreOptions};
use serde_json::{Value, json};

use super::client::{self, Client};
use super::{Figure, ms, percentile, served};

const RESOURCES: usize = 10_000;
const ROUNDS: usize = 20;

/// What one page of a search of so many resources takes, and all of its pages together.
///
/// # Errors
/// Something did not answer, or the search did not find all.
pub async fn search() -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let location = StoreLocation::File(folder.path().join("search.db"));
    let directory = Directory::open(&location, StoreOptions::default()).await?;
    demo::fill(&directory).await?;
    let mut writing = directory.begin().await?;
    for number in 0..RESOURCES {
        let owner = AttributeValue::Text(format!("owner-{number}@initech.example"));
        let attributes = [("owner".to_owned(), owner), ("critical".to_owned(), AttributeValue::Boolean(true))].into();
        let (organisation, kind, id) = ("initech".parse()?, "app".parse()?, format!("app-{number:05}").parse()?);
        writing.put(&Resource { organisation, kind, id, name: String::new(), attributes }, Expected::Absent).await?;
    }
    writing.commit().await?;
    let server = served::server(directory, &served::component()?).await?;
    let mut client = Client::connect(server.address).await?;
    let (mut pages, mut wholes, mut first_pages) = (0, Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let (mut token, mut found) = (String::new(), 0);
        pages = 0;
        loop {
            let body = json!({
                "subject": { "type": "user", "id": "sam@initech.example" },
                "action": { "name": "saas:application:view" }, "resource": { "type": "app" },
                "context": { "organisation": "initech" }, "page": { "token": token },
            });
            let request = client::post("/access/v1/search/resource", &server.key, &body.to_string());
            let answer: Value = serde_json::from_slice(client.ask(&request).await?)?;
            if pages == 0 {
                first_pages.push(u64::try_from(begun.elapsed().as_micros())?);
            }
            pages += 1;
            found += answer.get("results").and_then(Value::as_array).map_or(0, Vec::len);
            let next = answer.pointer("/page/next_token").and_then(Value::as_str);
            token = next.context("there is a page")?.to_owned();
            if token.is_empty() {
                break;
            }
        }
        anyhow::ensure!(found >= RESOURCES, "{found} of {RESOURCES} were found");
        wholes.push(u64::try_from(begun.elapsed().as_micros())?);
    }
    let (whole, first) = (percentile(&mut wholes, 50), percentile(&mut first_pages, 50));
    Ok(vec![
        Figure {
            name: "search of 10,000 resources, all allowed, every page",
            wanted: "<= 100 ms",
            found: format!("{} in {pages} pages", ms(whole)),
            is_held: Some(whole <= 100_000),
        },
        Figure {
            name: "the same, the first page of 1,000 results",
            wanted: "<= 100 ms",
            found: ms(first),
            is_held: Some(first <= 100_000),
        },
    ])
}
