//! A server in miniature: it follows a policy, decides by it without a pause, and does what an operator types.
//!
//! ```console
//! $ cargo run --example embed -- oci://127.0.0.1:5000/policies/flexera-one:stable trust.toml kept
//! ```
//!
//! Commands, one on a line: `activate` looks at the source now, `rollback` goes back to the policy before, `check FACTS
//! REQUEST` asks the active policy, `status` says how things are, `quit` ends. A server would not be told to look: it
//! would have [`Follower::run`] look again and again, in a task of its own.

#![forbid(unsafe_code)]

use std::error::Error;
use std::io::{self, BufRead};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use std::{env, fs, thread};

use guestpass::contract::json::{facts_from_str, request_from_str};
use guestpass::contract::{FactsBuilder, PrincipalDraft, RequestDraft};
use guestpass::trial::TrialCommand;
use guestpass::{Limits, Runtime};
use guestpass_distribution::{
    Activator, ActivatorOptions, ActivePolicy, AnySource, Checked, Credentials, FollowObserver, Follower, Keep,
    Outcome, Pace, SourceLocation, SourceOptions, Steps, Surroundings, SystemSurroundings, open,
};
use guestpass_manifest::Trust;

type Holder = Activator<Keep>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // A stranger's component is compiled in a child first, which is this program again: a bomb hurts the child only.
    guestpass::trial::serve_if_asked();
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [location, trust, kept] = arguments.as_slice() else {
        return Err("usage: embed LOCATION TRUST.toml KEPT_FOLDER".into());
    };

    // Who may give this server a policy, and where it is kept.
    let trust = Trust::from_toml(&fs::read_to_string(trust)?)?;
    let keep = Keep::open(Path::new(kept), Steps::untold())?;
    let runtime = Runtime::with_trial(Limits::default(), TrialCommand::this_program()?)?;
    let holder = Arc::new(Holder::new(runtime, trust, keep, ActivatorOptions::default()));

    // Where policies come from.
    let source = source(&location.parse()?).await?;
    let (surroundings, observer) = (SystemSurroundings, FollowObserver::nobody());
    let mut follower = Follower::new(source, Arc::clone(&holder), surroundings, Pace::default(), observer);

    // The last good policy decides until the source brings a newer one, even if the source is away.
    match follower.restore().await {
        Ok(Some(active)) => println!("restored {}", named(&active)),
        Ok(None) => println!("no policy yet: nobody is let in"),
        Err(refused) => println!("not restored: {}", refused.code),
    }
    let requests = Requests::start(Arc::clone(&holder));
    for line in io::stdin().lock().lines() {
        let line = line?;
        match *line.split_whitespace().collect::<Vec<_>>() {
            [] => {}
            ["activate"] => show_look(&follower.check().await),
            ["rollback"] => match follower.roll_back().await {
                Ok(outcome) => show(&outcome),
                Err(refused) => println!("refused: {}", refused.code),
            },
            ["check", facts, request] => match check(&holder, facts, request) {
                Ok(answer) => println!("{answer}"),
                Err(error) => println!("denied: {error}"),
            },
            ["status"] => {
                let status = follower.status().get();
                let standing = status.standing(SystemSurroundings.now_ms());
                let active = status.active.as_ref().map_or("no policy".to_owned(), named);
                println!("{active}: {standing:?}, {} requests failed", requests.failed());
            }
            ["quit"] => break,
            _ => println!("unknown command `{line}`"),
        }
    }
    Ok(())
}

/// Opens the source, with the credentials that the environment has for a registry.
async fn source(location: &SourceLocation) -> Result<AnySource, Box<dyn Error>> {
    let mut options = SourceOptions::default();
    if let SourceLocation::Registry(registry) = location {
        options.credentials = Credentials::find(registry, |name| env::var_os(name)).await?;
    }
    Ok(open(location, &options).await?)
}

/// What a request does: it pins one generation and asks it everything.
fn check(holder: &Holder, facts: &str, request: &str) -> Result<String, Box<dyn Error>> {
    let facts = facts_from_str(&fs::read_to_string(facts)?)?;
    let request = request_from_str(&fs::read_to_string(request)?)?;
    // In this order, so that a policy that takes the place of an expired one is not taken for it.
    let until_ms = holder.decides_until_ms();
    let generations = holder.generations().ok_or("there is no policy")?;
    if SystemSurroundings.now_ms() >= until_ms {
        return Err("the policy has expired".into());
    }
    let decision = generations.pin().check_one(&facts, &request.as_draft())?;
    let effect = if decision.is_allowed() { "allowed" } else { "denied" };
    Ok(format!("{effect}: {}", decision.reason.name()))
}

fn show_look(checked: &Checked) {
    for (_, refused) in &checked.refused {
        println!("refused: {}", refused.code);
    }
    show(&checked.outcome);
}

fn show(outcome: &Outcome) {
    match outcome {
        Outcome::Activated { active, replaced: Some(was) } => {
            println!("active {} (was {})", named(active), was.version)
        }
        Outcome::Activated { active, replaced: None } => println!("active {}", named(active)),
        Outcome::AlreadyActive(active) => println!("unchanged {}", named(active)),
        Outcome::Unchanged => println!("unchanged"),
        Outcome::Refused => {}
        Outcome::Away(error) => println!("away: {}", error.code()),
    }
}

fn named(policy: &ActivePolicy) -> String {
    format!("{} version {}", policy.name, policy.version)
}

/// Requests that go on whatever is activated meanwhile: one and the same question, again and again.
struct Requests {
    failed: Arc<AtomicU64>,
    ends: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Requests {
    fn start(holder: Arc<Holder>) -> Self {
        let (failed, ends) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let (failed_there, ends_there) = (Arc::clone(&failed), Arc::clone(&ends));
        let thread = thread::spawn(move || {
            while !ends_there.load(Ordering::Relaxed) {
                if !is_answered(&holder) {
                    failed_there.fetch_add(1, Ordering::Relaxed);
                }
                thread::sleep(Duration::from_millis(1));
            }
        });
        Self { failed, ends, thread: Some(thread) }
    }

    fn failed(&self) -> u64 {
        self.failed.load(Ordering::Relaxed)
    }
}

impl Drop for Requests {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // A panic in it has been printed.
            let _ = thread.join();
        }
    }
}

/// Whether a request got an answer, be it yes or no. Without a policy there is nobody to ask, and nothing to fail.
fn is_answered(holder: &Holder) -> bool {
    let Some(generations) = holder.generations() else { return true };
    let Ok(mut facts) = FactsBuilder::new("initech") else { return false };
    if facts.principal(&PrincipalDraft::member("sam")).is_err() {
        return false;
    }
    let request = RequestDraft::api("refresh-token", SystemSurroundings.now_ms());
    generations.pin().check_one(&facts.build(), &request).is_ok()
}
