//! No text makes a reader panic: random bytes, and right texts with a few bytes changed.

use guestpass_contract::json::{
    change_from_str, facts_from_str, request_from_str, requests_from_array_str, requests_from_ndjson,
    review_facts_from_str,
};
use proptest::prelude::*;
use proptest::sample::Index;

const FACTS: &str = include_str!("data/facts.json");
const REVIEW: &str = include_str!("data/review.json");
const REQUEST: &str = include_str!("data/request.json");
const CHANGES: &str = include_str!("data/changes.ndjson");

fn read_all(text: &str) {
    let _ = (facts_from_str(text), review_facts_from_str(text), change_from_str(text));
    let _ = (request_from_str(text), requests_from_array_str(text), requests_from_ndjson(text));
}

fn mutated(text: &str, changes: &[(Index, u8)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (position, byte) in changes {
        let position = position.index(bytes.len());
        if let Some(place) = bytes.get_mut(position) {
            *place = *byte;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read_all(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn random_json_like_text(text in r#"[\[\]{}":,a-c0-9 \\u.eE+-]{0,200}"#) {
        read_all(&text);
    }

    #[test]
    fn changed_bytes(changes in proptest::collection::vec((any::<Index>(), any::<u8>()), 1..4)) {
        read_all(&mutated(FACTS, &changes));
        read_all(&mutated(REVIEW, &changes));
        read_all(&mutated(REQUEST, &changes));
    }

    #[test]
    fn changes_with_changed_bytes(
        line in any::<Index>(),
        changes in proptest::collection::vec((any::<Index>(), any::<u8>()), 1..4),
    ) {
        let lines: Vec<&str> = CHANGES.lines().collect();
        read_all(&mutated(lines[line.index(lines.len())], &changes));
    }

    #[test]
    fn cut_texts(end in any::<Index>()) {
        let change = CHANGES.lines().next().unwrap_or_default();
        for text in [FACTS.trim_end(), REVIEW.trim_end(), REQUEST.trim_end(), change] {
            let (cut, _) = text.split_at(end.index(text.len()));
            prop_assert!(review_facts_from_str(cut).is_err());
            prop_assert!(change_from_str(cut).is_err());
            prop_assert!(request_from_str(cut).is_err());
        }
    }
}
