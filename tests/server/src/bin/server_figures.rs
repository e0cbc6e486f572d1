//! Measures the server and prints a table. `server_figures [PEOPLE]`; a million people when nothing is said, and none
//! of what takes them for 0.

#![forbid(unsafe_code)]

use std::path::Path;

use anyhow::Result;
use guestpass_server_tests::figures::{answer, evaluation, large, search};

const PEOPLE: usize = 1_000_000;

fn profile() -> &'static str {
    if cfg!(debug_assertions) { "development profile (lightly optimised)" } else { "release profile" }
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [command, file, people] = arguments.as_slice()
        && command == "answer"
    {
        return answer(Path::new(file), people.parse()?).await;
    }
    let people = arguments.first().map_or(Ok(PEOPLE), |people| people.parse())?;
    let mut figures = evaluation().await?;
    figures.extend(search().await?);
    if people > 0 {
        figures.extend(large(people).await?);
    }
    let processors = std::thread::available_parallelism()?;
    println!("\nserver figures, {}, {processors} processors, {people} people", profile());
    for figure in figures {
        println!("{figure}");
    }
    Ok(())
}
