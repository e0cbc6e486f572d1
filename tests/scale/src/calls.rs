//! Whoever asks: checks and changes over HTTP, as fast as they are answered or at a pace.

use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use guestpass_server_tests::figures::client::Client;
use hdrhistogram::Histogram;
use serde_json::json;

use crate::directory::{OTHER_ROLE, PRIVILEGE, organisation_id, person_id};
use crate::model::Driven;
use crate::servers::Owner;

/// Microseconds that can be told apart up to a minute.
const LATENCY_US_MAX: u64 = 60_000_000;
/// How often a question is asked again, and how long between.
const ATTEMPTS_MAX: u64 = 20;
const PAUSE: Duration = Duration::from_millis(500);
/// How late the runtime's clock may wake somebody. What is later has waited for the answer before.
const TIMER: Duration = Duration::from_millis(2);

/// How long answers took.
pub(crate) type Latencies = Histogram<u64>;

pub(crate) fn latencies() -> Result<Latencies> {
    Ok(Histogram::new_with_bounds(1, LATENCY_US_MAX, 3)?)
}

pub(crate) fn note(latencies: &mut Latencies, taken: Duration) {
    latencies.saturating_record(u64::try_from(taken.as_micros()).unwrap_or(LATENCY_US_MAX));
}

/// When the next one is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pace {
    /// As soon as the one before is answered.
    Unbounded,
    /// At these distances, whether the one before is answered or not: what one waits for another counts.
    Every(Duration),
}

/// Whoever asks again and again, until a time.
pub(crate) struct Caller {
    client: Client,
    pace: Pace,
    first: Instant,
    ends: Instant,
}

impl Caller {
    pub(crate) async fn connect(address: SocketAddr, pace: Pace, first: Instant, time: Duration) -> Result<Self> {
        Ok(Self { client: Client::connect(address).await?, pace, first, ends: first + time })
    }

    /// Asks what `next` gives until it is answered well, as `judge` says. How long answers took, and how many there
    /// were that were no good ones.
    pub(crate) async fn ask(
        mut self,
        mut next: impl FnMut() -> Vec<u8>,
        judge: impl Fn(&[u8]) -> Result<()>,
    ) -> Result<Answers> {
        let (mut due, mut taken, mut unanswered) = (self.first, latencies()?, 0);
        tokio::time::sleep_until(due.into()).await;
        while due < self.ends {
            let awake = Instant::now();
            let asked = if awake.saturating_duration_since(due) < TIMER { awake } else { due };
            unanswered += insist(&mut self.client, &next(), &judge).await?;
            note(&mut taken, asked.elapsed());
            due = match self.pace {
                Pace::Unbounded => Instant::now(),
                Pace::Every(pause) => due + pause,
            };
            tokio::time::sleep_until(due.into()).await;
        }
        Ok(Answers { taken, unanswered })
    }
}

/// What callers got.
pub(crate) struct Answers {
    /// How long it took until there was a good answer.
    pub(crate) taken: Latencies,
    /// Answers that were no good ones.
    pub(crate) unanswered: u64,
}

/// Asks again while the answer is none, as a busy database makes a server say now and then; a change has a name by
/// which it is made once. How many times it had to.
pub(crate) async fn insist(client: &mut Client, request: &[u8], judge: impl Fn(&[u8]) -> Result<()>) -> Result<u64> {
    let mut attempt = 0;
    loop {
        match client.ask(request).await.and_then(&judge) {
            Ok(()) => return Ok(attempt),
            Err(error) if attempt >= ATTEMPTS_MAX => return Err(error),
            Err(_) => attempt += 1,
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Who is asked about: mostly somebody of the hot organisations.
#[derive(Debug, Clone)]
pub(crate) struct Crowd {
    state: u64,
    organisations: u64,
    hot_organisations: u64,
    people: u64,
    warm_per_mille: u64,
}

impl Crowd {
    pub(crate) fn new(driven: &Driven, seed: u64) -> Self {
        Self {
            state: seed,
            organisations: driven.organisations,
            hot_organisations: driven.hot_organisations,
            people: driven.people_per_organisation,
            warm_per_mille: driven.warm_per_mille,
        }
    }

    /// An organisation and somebody in it who holds the role: everybody but the owner.
    pub(crate) fn next(&mut self) -> (u64, u64) {
        let is_warm = self.below(1000) < self.warm_per_mille;
        let organisations = if is_warm { self.hot_organisations } else { self.organisations };
        (self.below(organisations), 1 + self.below(self.people - 1))
    }

    /// A number below `bound`, by SplitMix64: the same ones in each run.
    fn below(&mut self, bound: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound.max(1)
    }
}

/// May she?
pub(crate) fn check(key: &str, (organisation, person): (u64, u64)) -> Vec<u8> {
    let body = json!({
        "subject": { "type": "user", "id": person_id(organisation, person) },
        "action": { "name": PRIVILEGE },
        "resource": { "type": "organisation", "id": organisation_id(organisation) },
    });
    post("/access/v1/evaluation", key, "", &body.to_string())
}

pub(crate) fn is_allowed(answer: &[u8]) -> bool {
    answer.starts_with(br#"{"decision":true"#)
}

/// An answer that has to allow.
pub(crate) fn allowed(answer: &[u8]) -> Result<()> {
    ensure!(is_allowed(answer), "somebody who may is not let in: {}", String::from_utf8_lossy(answer));
    Ok(())
}

/// A role is given or taken away. `number` tells changes apart.
pub(crate) fn change(owner: &Owner, person: u64, role: &str, is_given: bool, number: &str) -> Vec<u8> {
    let kind = if is_given { "assign-role" } else { "unassign-role" };
    let body = json!({ "change": { kind: {
        "holder": { "person": person_id(owner.organisation, person) }, "role": role,
    } } });
    let path = format!("/api/v1/organisations/{}/changes", organisation_id(owner.organisation));
    post(&path, &owner.key, &format!("idempotency-key: {number}\r\n"), &body.to_string())
}

/// A change that has to be accepted.
pub(crate) fn accepted(answer: &[u8]) -> Result<()> {
    let text = std::str::from_utf8(answer).context("an answer is text")?;
    ensure!(text.contains(r#""verdict":"accepted""#), "a change is not accepted: {text}");
    Ok(())
}

/// Changes one after the other: a role is given to somebody of the organisation and taken away again. They go on where
/// the changes before ended.
pub(crate) fn changes(owner: Owner, people: u64) -> impl FnMut() -> Vec<u8> {
    move || {
        let count = owner.made.fetch_add(1, Ordering::Relaxed);
        let (person, is_given) = (1 + (count / 2) % (people - 1), count.is_multiple_of(2));
        change(&owner, person, OTHER_ROLE, is_given, &format!("change-{count}"))
    }
}

fn post(path: &str, key: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {key}\r\ncontent-type: application/json\r\n\
         {headers}content-length: {length}\r\n\r\n"
    );
    (head + body).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::Crowd;
    use crate::model::Model;

    #[test]
    fn most_of_the_crowd_is_of_hot_organisations_and_nobody_is_an_owner() {
        let driven = Model::read(None).unwrap().driven;
        let mut crowd = Crowd::new(&driven, 7);
        let (mut hot, mut others) = (0, 0);
        for _ in 0..10_000 {
            let (organisation, person) = crowd.next();
            assert!(organisation < driven.organisations && (1..driven.people_per_organisation).contains(&person));
            *(if organisation < driven.hot_organisations { &mut hot } else { &mut others }) += 1;
        }
        // Nine of ten are warm, and of the tenth one of ten by chance.
        assert!((8_900..9_300).contains(&hot), "{hot} hot, {others} others");
    }
}
