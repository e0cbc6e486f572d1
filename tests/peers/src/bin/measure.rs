//! Compares, measures, prints, and writes `comparison.md` and `comparison.svg` into a folder.

#![forbid(unsafe_code)]

use anyhow::{Context, Result};
use guestpass_peers::QUESTIONS;
use guestpass_peers::agreement::{Agreed, agree};
use guestpass_peers::allocations;
use guestpass_peers::growth::GROWTHS;
use guestpass_peers::measure::{Effort, Task, times};
use guestpass_peers::report::{Row, Surroundings, chart, growth_table, table, wishes};
use guestpass_peers::subjects::{ENTRIES, growing};
use guestpass_peers::work::{self, ORDINARY};
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

const EFFORT: Effort = Effort { rounds: 41, turn: Duration::from_millis(15) };
/// The slowest subjects at the largest sizes take seconds for a turn.
const GROWTH_EFFORT: Effort = Effort { rounds: 9, turn: Duration::from_millis(4) };

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).context("say which folder to write to")?;
    std::fs::create_dir_all(&folder)?;
    let agreed = agree(&ENTRIES, ORDINARY)?;
    say(&format!("all give the same {} answers, {} of them allowed", agreed.questions, agreed.allowed))?;

    let rows = rows()?;
    let surroundings = Surroundings::here();
    let mut report = introduction(agreed, &surroundings)?;
    report.push_str(&table(&rows));
    write!(report, "\n{}", wishes(&rows))?;
    for growth in GROWTHS {
        say(&format!("growth: {}", growth.title))?;
        let entries = growing();
        let columns = growth.times(&entries, GROWTH_EFFORT)?;
        let sizes: Vec<String> = growth.sizes.iter().map(ToString::to_string).collect();
        write!(report, "\n{}:\n\n{}", growth.title, growth_table(&sizes, &entries, &columns))?;
    }
    std::fs::write(folder.join("comparison.md"), &report)?;
    std::fs::write(folder.join("comparison.svg"), chart(&rows, &surroundings))?;
    say(&report)?;
    say(&format!("written to `{}`", folder.display()))
}

fn rows() -> Result<Vec<Row>> {
    let allocated = allocations::count()?;
    let questions = ORDINARY.mixed_questions(QUESTIONS);
    let tasks = ENTRIES.map(|entry| Task { entry, work: ORDINARY, questions: questions.clone() });
    let times = times(&tasks, EFFORT)?;
    let measured = times.into_iter().zip(allocated);
    Ok(ENTRIES.into_iter().zip(measured).map(|(entry, (time, allocated))| Row { entry, time, allocated }).collect())
}

/// What the figures do not say by themselves.
const NOTES: &str = "\
- \"Through wasmtime\" is the direct way: the one core module inside the component is called, and its arguments are \
written as the canonical ABI has it. It is taken only for Guestpass's own code, byte for byte; other components go \
through wasmtime's typed functions, as \"typed calls\" does. \"Call alone\" hands over all facts in the direct \
way, and the component refuses them at first sight.
- Allocations and bytes are those of a decision, and of the host's heap only: what the component allocates in its own \
linear memory is not counted.
- A page is the npm package in Node, which takes the time itself: from objects to an object, without the way to Node.
- In the sweep over organisations Guestpass is given the facts of the organisation that is asked about, as its server \
does, while the peers hold those of all organisations.
- An organisation that is open for a time is, for Guestpass, a window on each grant.

";

fn introduction(agreed: Agreed, surroundings: &Surroundings) -> Result<String> {
    let Agreed { questions, allowed } = agreed;
    let mut text = String::from("# The same work on Guestpass and on its peers\n\n");
    writeln!(
        text,
        "{} roles give {} of {} privileges each. A person holds three of the roles directly and two through groups, \
         in an organisation that is open for a time. Everybody gave the same answers to all {questions} questions \
         first, {allowed} of them allowed. Then {QUESTIONS} of them were asked in {} rounds, everybody in each round; \
         the time is the median of the rounds. Policies, data and questions were prepared beforehand, in the best form \
         that each has. Times on another machine, or under another load, differ; the ratios hardly do.\n",
        ORDINARY.roles,
        ORDINARY.given_by_a_role,
        work::PRIVILEGES,
        EFFORT.rounds,
    )?;
    text.push_str(NOTES);
    writeln!(text, "`cargo xtask bench` on {surroundings}.\n")?;
    Ok(text)
}

fn say(line: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
