//! Measures whether the time of a refusal tells anything about the secret of a key: how much of a guess is right, or
//! whether there is such a key. Fails when it does, and when it could not have seen it.

#![forbid(unsafe_code)]

use std::hint::black_box;

use anyhow::{Context, Result, ensure};
use axum::http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use futures_util::FutureExt;
use guestpass_promises::{Number, Row, cases};
use guestpass_server::{Authenticator, NewApiKey, Scope, ScopeName};
use guestpass_server_tests::timing::{Compared, Difference, in_common, measure};

/// From this on a difference is no chance any more: the customary bound of such tests.
const T_MAX: f64 = 4.5;
/// The name of a key is no secret. It is enough that nobody can tell from afar whether there is a key of that name, for
/// which some hundred nanoseconds would be needed.
const NAMES_NS_MAX: f64 = 50.0;
/// How many copies there are of each kind of headers, in a round.
const COPIES: usize = 64;
/// In so many rounds, of which an even number is needed: in every second one the kinds have exchanged their places.
const ROUNDS: u64 = 64;
const PROMISE: &str = "the time of a refusal tells nothing of a secret";

/// The headers that send a key.
fn sent(key: &str) -> Result<HeaderMap> {
    Ok(HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {key}"))?)]))
}

/// Headers that send one key or the other, many of each, by turns in memory: where something lies takes time of its
/// own, which must not be taken for what it says.
fn copies([one, other]: [&str; 2]) -> Result<[Vec<HeaderMap>; 2]> {
    let [mut firsts, mut seconds] = [Vec::new(), Vec::new()];
    for copy in 0..COPIES {
        let mut kinds = [(&mut firsts, one), (&mut seconds, other)];
        if copy % 2 == 1 {
            kinds.reverse();
        }
        for (kind, key) in kinds {
            kind.push(sent(key)?);
        }
    }
    Ok([firsts, seconds])
}

/// The difference of two kinds, over rounds: each is handed which kind comes first in it, how many samples to take, and
/// its own number.
fn over_rounds<K: Copy>(
    kinds: [K; 2],
    samples: u64,
    round: impl Fn([K; 2], u64, u64) -> Result<f64>,
) -> Result<Difference> {
    let [one, other] = kinds;
    let rounds: Result<Vec<f64>> = (1..=ROUNDS)
        .map(|number| match number % 2 {
            0 => round([one, other], samples / ROUNDS, number),
            _ => Ok(-round([other, one], samples / ROUNDS, number)?),
        })
        .collect();
    Ok(in_common(&rounds?))
}

/// Sends one after the other.
fn in_turn<'h>(copies: &'h [HeaderMap], send: &'h impl Fn(&HeaderMap)) -> impl FnMut() + 'h {
    let mut copies = copies.iter().cycle();
    move || copies.next().into_iter().for_each(send)
}

/// The key with another digit at a position, counted from the end. A letter takes the place of a letter, and a number
/// that of a number: to read one or the other takes time of its own, which tells only what whoever guesses knows.
fn guessed(key: &str, from_end: usize) -> Result<String> {
    let position = key.len().checked_sub(from_end).context("it is as long")?;
    let digit = match key.as_bytes().get(position) {
        Some(b'0') => "1",
        Some(b'1'..=b'9') => "0",
        Some(b'a') => "b",
        _ => "a",
    };
    let mut guess = key.to_owned();
    guess.replace_range(position..=position, digit);
    Ok(guess)
}

/// What a comparison does that ends at the first difference, as a program without care would have it.
fn ends_early(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| black_box(one) == black_box(other))
}

fn told(name: &str, samples: u64, found: Difference, ns_max: f64, is_wanted: bool) -> Result<bool> {
    let differs = found.t.abs() >= T_MAX && found.ns.abs() > ns_max;
    println!("{name}: t = {:.2}, {:.2} ns apart, {samples} samples", found.t, found.ns);
    let row = Row::new(Number(48), PROMISE, name, samples, u64::from(differs != is_wanted));
    row.worst(format!("|t| {:.2}, {:.2} ns", found.t.abs(), found.ns.abs())).hand_over()?;
    Ok(differs == is_wanted)
}

fn main() -> Result<()> {
    let samples = cases(50_000, 2_000_000);
    let made = NewApiKey::generate("timing", Scope::All, [ScopeName::Decide])?;
    let (key, id) = (made.secret.expose().to_owned(), made.kept.id.clone());
    let authenticator = Authenticator::new(vec![made.kept]);
    let refuse = |headers: &HeaderMap| {
        // It waits for nobody: without a provider there is nothing to wait for.
        let refused = authenticator.authenticate(black_box(headers), 0).now_or_never();
        black_box(refused.is_none_or(|answer| answer.is_err()));
    };
    let unknown_id: String = id.chars().map(|digit| if digit == '0' { '1' } else { '0' }).collect();
    let unknown = guessed(&key.replacen(&id, &unknown_id, 1), 1)?;
    let (right, first, last) = (key.as_bytes(), guessed(&key, 64)?, guessed(&key, 1)?);

    let mut kept = true;
    let control = over_rounds([&first, &last], samples, |[one, other], samples, number| {
        let mut compared = Compared {
            first: &mut || _ = black_box(ends_early(right, black_box(one.as_bytes()))),
            second: &mut || _ = black_box(ends_early(right, black_box(other.as_bytes()))),
        };
        Ok(measure(&mut compared, samples, number))
    })?;
    kept &= told("a comparison that ends early is noticed", samples, control, 0.0, true)?;
    for (name, one, other, ns_max) in [
        ("guesses that are wrong at the first or the last digit", &first, &last, 0.0),
        ("keys that are known or not", &last, &unknown, NAMES_NS_MAX),
    ] {
        let found = over_rounds([one.as_str(), other.as_str()], samples, |keys, samples, number| {
            let [one, other] = copies(keys)?;
            let mut compared = Compared { first: &mut in_turn(&one, &refuse), second: &mut in_turn(&other, &refuse) };
            Ok(measure(&mut compared, samples, number))
        })?;
        kept &= told(name, samples, found, ns_max, false)?;
    }
    ensure!(kept, "the time of a refusal tells something, or this run could not have noticed it");
    Ok(())
}
