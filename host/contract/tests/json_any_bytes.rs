//! No text makes a reader panic: random bytes, and right texts with a few bytes changed.

use guestpass_contract::json::{facts_from_str, request_from_str, requests_from_array_str, requests_from_ndjson};
use proptest::prelude::*;
use proptest::sample::Index;

const FACTS: &str = include_str!("data/facts.json");
const REQUEST: &str = include_str!("data/request.json");

fn read_all(text: &str) {
    let _ = (facts_from_str(text), request_from_str(text), requests_from_array_str(text), requests_from_ndjson(text));
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
        read_all(&mutated(REQUEST, &changes));
    }

    #[test]
    fn cut_texts(end in any::<Index>()) {
        for text in [FACTS.trim_end(), REQUEST.trim_end()] {
            let (cut, _) = text.split_at(end.index(text.len()));
            prop_assert!(facts_from_str(cut).is_err());
            prop_assert!(request_from_str(cut).is_err());
        }
    }
}
