//! The audit log and its verifier.

use std::sync::OnceLock;

use guestpass_store::audit::{Action, Chain, Checkpoint, Damage, Deed, Detail, Digest, Draft, Entry, Verified};

use crate::edits::{edited, unedited};
use crate::target::{Broken, Found, Reached, Target, require, require_same};

/// The verifier of the audit log.
pub const AUDIT: Target = Target {
    name: "audit",
    property: "with a checkpoint of its end only the log that was written is accepted, byte for byte; without one only \
               a beginning of it is; whatever is logged can be read again",
    judge: |data| judge(data, &verify),
    fault: "a verifier that does not compute the hash of what an entry says",
    judge_spoiled: |data| judge(data, &verify_without_hashes),
    seeds: || {
        let log = base_log().map_err(|broken| anyhow::anyhow!("{broken}"))?;
        let mut seeds = vec![[&[RAW], log.as_bytes()].concat(), [&[EDITED][..], &unedited(0)].concat()];
        seeds.extend((0..7_u8).map(|kind| [&[EDITED][..], &unedited(0), &[kind, 1, kind, b'7', 9]].concat()));
        let actors: [&[u8]; 3] = [b"dana\nsam@initech.example", "Zoë\u{202e}\\\n\0".as_bytes(), b"Bearer x"];
        seeds.extend(actors.iter().map(|actors| [&[LOGGED, 40], *actors].concat()));
        Ok(seeds)
    },
};

/// The first byte says what the others are: a log, edits of a good one, or texts to be logged.
const RAW: u8 = 0;
const EDITED: u8 = 1;
const LOGGED: u8 = 2;
/// Texts of one input at most.
const TEXTS_MAX: usize = 6;

type Verifies<'a> = dyn Fn(&str, &[Checkpoint]) -> Result<Verified, Damage> + 'a;

fn judge(data: &[u8], verify: &Verifies<'_>) -> Found {
    let Some((kind, rest)) = data.split_first() else { return Ok(Reached::Refused) };
    match kind % 3 {
        RAW => raw(rest, verify),
        EDITED => {
            let written = base_log()?;
            untouched(written, &edited(&[written.as_bytes().to_vec()], rest), verify)
        }
        _ => logged(rest, verify),
    }
}

/// Of any log that is accepted, each line is the one way to write its entry.
fn raw(bytes: &[u8], verify: &Verifies<'_>) -> Found {
    let Ok(text) = str::from_utf8(bytes) else { return Ok(Reached::Refused) };
    let Ok(verified) = verify(text, &[]) else { return Ok(Reached::Refused) };
    let lines: Vec<&str> = text.lines().collect();
    require_same(&usize::try_from(verified.count), &Ok(lines.len()), "entries, and lines")?;
    for line in lines {
        let entry = Entry::read(line).map_err(|error| Broken(format!("an accepted line is no entry: {error}")))?;
        require(entry.line().is_ok_and(|again| again == line), || format!("it is written otherwise: {line}"))?;
        require_same(&entry.hash, &entry.hash_of_content(), "the hash of an accepted entry")?;
    }
    Ok(Reached::Accepted)
}

fn untouched(written: &str, found: &[u8], verify: &Verifies<'_>) -> Found {
    let Ok(text) = str::from_utf8(found) else { return Ok(Reached::Refused) };
    if verify(text, &[]).is_ok() {
        let is_beginning = written.lines().zip(text.lines()).all(|(one, other)| one == other);
        let is_beginning = is_beginning && text.lines().count() <= written.lines().count();
        require(is_beginning, || format!("a changed log is accepted without a checkpoint: {text}"))?;
    }
    match verify(text, &[checkpoint(written)?]) {
        Ok(verified) => {
            require(written.lines().eq(text.lines()), || format!("a changed log is accepted: {text}"))?;
            require(verified.count > 0, || "the log has no entries".to_owned())?;
            Ok(Reached::Accepted)
        }
        Err(damage) => {
            require(!damage.why.code().is_empty(), || "damage without a code".to_owned())?;
            require(!written.lines().eq(text.lines()), || format!("the log as it was written is refused: {damage}"))?;
            Ok(Reached::Refused)
        }
    }
}

/// Any texts can be logged; the log is accepted, and no longer once a byte of it is another.
fn logged(data: &[u8], verify: &Verifies<'_>) -> Found {
    let Some((place, texts)) = data.split_first() else { return Ok(Reached::Refused) };
    let texts = String::from_utf8_lossy(texts);
    let written = log(texts.split('\n').take(TEXTS_MAX))?;
    untouched(&written, written.as_bytes(), verify)?;
    let mut bytes = written.clone().into_bytes();
    let place = usize::from(*place).saturating_mul(7) % bytes.len().max(1);
    bytes.get_mut(place).into_iter().for_each(|byte| *byte ^= 1);
    untouched(&written, &bytes, verify)?;
    Ok(Reached::Accepted)
}

/// Written once.
fn base_log() -> Result<&'static str, Broken> {
    static LOG: OnceLock<Result<String, Broken>> = OnceLock::new();
    let log = LOG.get_or_init(|| log(["dana@partner.example", "sam@initech.example", "portal"].into_iter()));
    log.as_deref().map_err(Clone::clone)
}

/// A log in which somebody of each name tries something: it is done, it is refused, or nothing is known of it.
fn log<'a>(names: impl Iterator<Item = &'a str>) -> Result<String, Broken> {
    let (mut lines, mut previous, mut sequence) = (String::new(), Digest::GENESIS, 1);
    let mut put = |draft: Draft| -> Result<u64, Broken> {
        let entry = Entry::chained(draft, sequence, 41 + i64::try_from(sequence).unwrap_or_default(), previous);
        let line = entry.line().map_err(|error| Broken(format!("an entry has no line: {error}")))?;
        let again =
            Entry::read(&line).map_err(|error| Broken(format!("a written line is no entry: {error}: {line}")))?;
        require_same(&again, &entry, "an entry that was written and read")?;
        lines.push_str(&line);
        lines.push('\n');
        previous = entry.hash;
        sequence += 1;
        Ok(entry.sequence)
    };
    for (position, name) in names.enumerate() {
        let deed = Deed::ALL.get((name.len() + position) % Deed::ALL.len()).copied().unwrap_or(Deed::Put);
        let action = Action::new(deed).about(name).with(Detail::Role, name);
        let began = Draft::began(1_795_341_600_000, name, "initech", action);
        let sequence = put(began.clone())?;
        match position % 3 {
            0 => drop(put(began.completed(sequence))?),
            1 => drop(put(began.refused(sequence, name))?),
            _ => {}
        }
    }
    Ok(lines)
}

/// What is kept elsewhere of a log.
fn checkpoint(written: &str) -> Result<Checkpoint, Broken> {
    let last = written.lines().next_back().unwrap_or_default();
    let last = Entry::read(last).map_err(|error| Broken(format!("the last line is no entry: {error}")))?;
    let checkpoint = Checkpoint { sequence: last.sequence, hash: last.hash, at_ms: last.at_ms };
    let again = checkpoint.to_json().and_then(|text| Checkpoint::from_json(&text));
    require_same(&again.ok(), &Some(checkpoint), "a checkpoint that was written and read")?;
    Ok(checkpoint)
}

fn verify(text: &str, checkpoints: &[Checkpoint]) -> Result<Verified, Damage> {
    let mut chain = Chain::new(checkpoints)?;
    text.lines().try_for_each(|line| chain.take_line(line).map(drop))?;
    chain.finish()
}

fn verify_without_hashes(text: &str, checkpoints: &[Checkpoint]) -> Result<Verified, Damage> {
    let (mut chain, mut previous) = (Chain::new(&[])?, Digest::GENESIS);
    for line in text.lines() {
        let mut entry = Entry::read(line).map_err(|error| chain.unreadable(error.to_string()))?;
        entry.previous = previous;
        entry.hash = entry.hash_of_content();
        previous = entry.hash;
        chain.take(&entry)?;
    }
    let _ = checkpoints;
    chain.finish()
}
