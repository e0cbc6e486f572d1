//! A log of 1,000 entries, and everything that can be done to it (reliability row 51).

use proptest::prelude::*;
use proptest::test_runner::TestRng;

use super::verify;
use super::{Action, AuditText, Chain, Checkpoint, Damage, Deed, Detail, Digest, Draft, Entry, Phase, Verified, Why};

const LENGTH: u64 = 1000;
const EDITS: usize = 10_000;

/// Every third action is refused, and every seventh is abandoned.
fn log() -> Vec<Entry> {
    let (mut entries, mut began): (Vec<Entry>, Vec<(u64, Draft)>) = (Vec::new(), Vec::new());
    let mut previous = Digest::GENESIS;
    for sequence in 1..=LENGTH {
        let draft = match began.pop() {
            Some((began, draft)) if began % 7 != 1 && began % 3 == 0 => draft.refused(began, "review::not-yours"),
            Some((began, draft)) if began % 7 != 1 => draft.completed(began),
            _ => {
                let deed = Deed::ALL[usize::try_from(sequence).unwrap() % Deed::ALL.len()];
                let action = Action::new(deed).about(&format!("person-{sequence}")).with(Detail::Role, "auditor");
                let draft = Draft::began(1_795_341_600_000, "owner", "initech", action).by(Digest::GENESIS);
                began.push((sequence, draft.clone()));
                draft
            }
        };
        let entry = Entry::chained(draft, sequence, i64::try_from(sequence).unwrap(), previous);
        previous = entry.hash;
        entries.push(entry);
    }
    entries
}

fn checkpoint(entries: &[Entry]) -> Checkpoint {
    let last = entries.last().unwrap();
    Checkpoint { sequence: last.sequence, hash: last.hash, at_ms: 0 }
}

/// Where the first damage is, and that it is found at all.
#[track_caller]
fn check(entries: &[Entry], checkpoint: Option<&Checkpoint>, first_bad_sequence: u64, code: &str) {
    let damage = verify(entries, checkpoint).expect_err("damage is found");
    assert_eq!((damage.first_bad_sequence, damage.why.code()), (first_bad_sequence, code), "{damage}");
}

fn lines(entries: &[Entry]) -> Vec<String> {
    entries.iter().map(|entry| entry.line().unwrap()).collect()
}

fn verify_lines(lines: &[String]) -> Result<Verified, Damage> {
    let mut chain = Chain::new(&[])?;
    lines.iter().try_for_each(|line| chain.take_line(line).map(|_| ()))?;
    chain.finish()
}

/// Writes all anew from an entry on, as somebody would who knows how.
fn chain_anew(entries: &mut [Entry], from: usize) {
    let mut previous = from.checked_sub(1).map_or(Digest::GENESIS, |before| entries[before].hash);
    for entry in &mut entries[from..] {
        entry.previous = previous;
        entry.hash = entry.hash_of_content();
        previous = entry.hash;
    }
}

#[test]
fn a_log_that_nobody_touched_is_sound_and_tells_what_is_unknown() {
    let entries = log();
    let verified = verify(&entries, Some(&checkpoint(&entries))).unwrap();
    assert_eq!((verified.count, verified.head), (LENGTH, entries.last().unwrap().hash));
    let ended: Vec<u64> = entries.iter().filter_map(|entry| entry.concerns).collect();
    let unknown = entries.iter().filter(|entry| entry.phase == Phase::Began && !ended.contains(&entry.sequence));
    assert_eq!(verified.unknown, unknown.map(|entry| entry.sequence).collect());
    assert!(verified.unknown.len() > 10 && ended.len() > 300);
    assert_eq!(verify_lines(&lines(&entries)), Ok(verified));
    assert_eq!(verify(&[], None).map(|verified| verified.count), Ok(0));
}

/// Changes one field; false when it is the same as before.
fn edit(entry: &mut Entry, field: u32, draw: u64) -> bool {
    let before = entry.clone();
    let text = AuditText::of(&format!("{draw}"));
    let digest =
        [entry.previous, entry.hash, entry.hash_of_content(), Digest::GENESIS][usize::try_from(draw % 4).unwrap()];
    match field {
        0 => entry.sequence = draw,
        1 => entry.at_ms ^= 1 << (draw % 63),
        2 => entry.actor = text,
        3 => entry.organisation = text,
        4 => entry.action = entry.action.clone().with(Detail::ALL[usize::try_from(draw).unwrap() % 25], "x"),
        5 => entry.action = entry.action.clone().about("one more"),
        6 => entry.phase = [Phase::Began, Phase::Completed, Phase::Refused][usize::try_from(draw % 3).unwrap()],
        7 => entry.concerns = [None, Some(draw % LENGTH)][usize::try_from(draw / LENGTH % 2).unwrap()],
        8 => entry.policy = [None, Some(digest)][usize::try_from(draw / 4 % 2).unwrap()],
        9 => entry.revision ^= 1 << (draw % 63),
        10 => entry.previous = digest,
        _ => entry.hash = digest,
    }
    *entry != before
}

#[test]
fn every_one_of_ten_thousand_edits_of_a_field_is_found_in_its_place() {
    let entries = log();
    let mut random = TestRng::deterministic_rng(prop::test_runner::RngAlgorithm::ChaCha);
    let mut edits = 0;
    while edits < EDITS {
        let place = usize::try_from(u64::from(random.next_u32()) % LENGTH).unwrap();
        let mut edited = entries[place].clone();
        if !edit(&mut edited, random.next_u32() % 12, random.next_u64()) {
            continue;
        }
        edits += 1;
        let log = entries.iter().enumerate().map(|(number, entry)| if number == place { &edited } else { entry });
        let damage = verify(log, None).expect_err("an edit is found");
        assert_eq!(damage.first_bad_sequence, entries[place].sequence, "{damage}: {edited:?}");
    }
}

#[test]
fn every_one_of_ten_thousand_edits_of_a_byte_is_found_in_its_line() {
    let entries = log();
    let lines = lines(&entries);
    // What the chain is before each line, so that what was not touched is not verified ten thousand times.
    let mut chains = vec![Chain::new(&[]).unwrap()];
    for entry in &entries {
        let mut next = chains.last().unwrap().clone();
        next.take(entry).unwrap();
        chains.push(next);
    }
    let mut random = TestRng::deterministic_rng(prop::test_runner::RngAlgorithm::ChaCha);
    for _ in 0..EDITS {
        let place = usize::try_from(u64::from(random.next_u32()) % LENGTH).unwrap();
        let mut bytes = lines[place].clone().into_bytes();
        let at = usize::try_from(random.next_u32()).unwrap() % bytes.len();
        let byte = u8::try_from(random.next_u32() % 96 + 32).unwrap();
        match random.next_u32() % 3 {
            0 if bytes[at] != byte => bytes[at] = byte,
            1 => bytes.insert(at, byte),
            _ => drop(bytes.remove(at)),
        }
        let edited = String::from_utf8(bytes).unwrap();
        let damage = chains[place].clone().take_line(&edited).expect_err("an edit is found");
        assert_eq!(damage.first_bad_sequence, entries[place].sequence, "{damage}: {edited}");
    }
}

#[test]
fn every_swap_of_neighbours_is_found() {
    let mut entries = log();
    for place in 0..entries.len() - 1 {
        entries.swap(place, place + 1);
        check(&entries, None, u64::try_from(place).unwrap() + 1, "audit::out-of-place");
        entries.swap(place, place + 1);
    }
}

#[test]
fn what_was_taken_out_or_put_in_is_found() {
    let entries = log();
    for place in (0..entries.len()).step_by(7) {
        let sequence = u64::try_from(place).unwrap() + 1;
        let mut fewer = entries.clone();
        fewer.remove(place);
        match fewer.len() == place {
            // The last one: see below.
            true => assert!(verify(&fewer, None).is_ok()),
            false => check(&fewer, None, sequence, "audit::out-of-place"),
        }
        let mut more = entries.clone();
        more.insert(place, entries[place].clone());
        check(&more, None, sequence + 1, "audit::out-of-place");
        let mut forged = entries[place].clone();
        forged.actor = AuditText::of("somebody else");
        forged.hash = forged.hash_of_content();
        let mut replaced = entries.clone();
        replaced[place] = forged;
        // Whole in itself: the next one does not fit to it.
        check(
            &replaced,
            Some(&checkpoint(&entries)),
            (sequence + 1).min(LENGTH),
            match sequence {
                LENGTH => "audit::rewritten",
                _ => "audit::unchained",
            },
        );
    }
}

#[test]
fn a_lost_end_is_found_by_a_checkpoint_and_not_without() {
    let entries = log();
    let known = checkpoint(&entries);
    for kept in [0, 1, 2, 500, entries.len() - 1] {
        assert!(verify(&entries[..kept], None).is_ok(), "not detectable without a checkpoint, as documented");
        check(&entries[..kept], Some(&known), u64::try_from(kept).unwrap() + 1, "audit::missing");
    }
    assert!(verify(&entries, Some(&checkpoint(&entries[..500]))).is_ok(), "a log may have grown since");
}

#[test]
fn a_log_written_anew_is_found_by_a_checkpoint_and_not_without() {
    let entries = log();
    for from in [0, 1, 499, entries.len() - 1] {
        let mut forged = entries.clone();
        forged[from].actor = AuditText::of("somebody else");
        chain_anew(&mut forged, from);
        assert!(verify(&forged, None).is_ok(), "not detectable without a checkpoint, as documented");
        check(&forged, Some(&checkpoint(&entries)), LENGTH, "audit::rewritten");
        // Several checkpoints say more closely where.
        let known = [checkpoint(&entries[..=from]), checkpoint(&entries)];
        let mut chain = Chain::new(&known).unwrap();
        let damage = forged.iter().find_map(|entry| chain.take(entry).err()).unwrap();
        assert_eq!(damage, Damage { first_bad_sequence: forged[from].sequence, why: Why::Rewritten });
    }
    let (mut fork, mut other) = (checkpoint(&entries), checkpoint(&entries));
    (fork.sequence, other.sequence, other.hash) = (7, 7, Digest::GENESIS);
    assert_eq!(Chain::new(&[fork, other]).unwrap_err().first_bad_sequence, 7);
}

#[test]
fn only_what_began_is_ended_and_only_once() {
    let action = Action::new(Deed::Put);
    let draft = Draft::began(0, "owner", "initech", action);
    for (second, third) in [
        (draft.clone().completed(2), None),
        (draft.clone().completed(3), None),
        (draft.clone().completed(0), None),
        (Draft { concerns: Some(1), ..draft.clone() }, None),
        (Draft { concerns: None, ..draft.clone().completed(1) }, None),
        (draft.clone().completed(1), Some(draft.clone().completed(1))),
        (draft.clone().refused(1, "x"), Some(draft.clone().completed(1))),
        (draft.clone().completed(1), Some(draft.clone().completed(2))),
    ] {
        let bad = if third.is_some() { 3 } else { 2 };
        let mut entries = vec![Entry::chained(draft.clone(), 1, 1, Digest::GENESIS)];
        for draft in std::iter::once(second).chain(third) {
            let (sequence, previous) = (entries.len() + 1, entries[entries.len() - 1].hash);
            entries.push(Entry::chained(draft, u64::try_from(sequence).unwrap(), 1, previous));
        }
        check(&entries, None, bad, "audit::ends-nothing");
    }
}

#[test]
fn a_checkpoint_is_read_as_it_was_written_and_no_other_way() {
    let made = checkpoint(&log());
    let text = made.to_json().unwrap();
    assert_eq!(Checkpoint::from_json(&text).unwrap(), made);
    for wrong in [text.replace("sequence", "sequenze"), text.replace('}', ",\"x\":1}"), text.replace("sha256:", "")] {
        assert!(Checkpoint::from_json(&wrong).is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn an_entry_is_one_line_and_no_longer_than_allowed(
        actor in any::<String>(),
        names in prop::collection::vec(".{0,600}", 0..12),
        detail in "\\PC{0,600}",
    ) {
        let action = names.iter().fold(Action::new(Deed::Put), |action, name| action.about(name));
        let action = Detail::ALL.iter().fold(action, |action, one| action.with(*one, &detail));
        let entry = Entry::chained(Draft::began(0, &actor, "initech", action), 1, 1, Digest::GENESIS);
        let line = entry.line().unwrap();
        prop_assert!(line.len() <= super::LINE_BYTES_MAX && !line.contains(char::is_control));
        prop_assert_eq!(Entry::read(&line).unwrap(), entry);
    }
}
