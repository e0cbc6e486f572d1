//! The canonical ABI: what is lowered can be lifted, the layouts are those of the WIT files, and no bytes whatever can
//! do more than be refused.

#![cfg(test)]
#![forbid(unsafe_code)]

mod layouts;
mod strategies;

use std::fmt::Debug;

use guestpass_browser::abi::{AbiError, LIFTED_BYTES_MAX, Layout, Lift, Lower};
use guestpass_browser_tests::MockGuest;
use guestpass_contract::{
    Change, ChangeFacts, Decision, Facts, FactsRead, InstantMs, PolicyInfo, Requests, TextRange, Verdict,
};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

const MEMORY_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Lowers a value, lifts it again, and compares.
fn round_trip<T: Lift + Lower + PartialEq + Debug>(value: &T) -> Result<(), TestCaseError> {
    let mut guest = MockGuest::new(MEMORY_BYTES_MAX);
    let address = guest.place(value).expect("the memory is large enough");
    prop_assert_eq!(address % u32::try_from(T::ALIGN).expect("small"), 0);
    let lifted = guest.value_at::<T>(address);
    prop_assert_eq!(lifted.as_ref(), Ok(value));
    Ok(())
}

/// Tries every type of the contract at an address; whatever comes out, nothing may panic.
fn lift_everything(guest: &MockGuest, address: u32) {
    let _ = guest.value_at::<PolicyInfo>(address);
    let _ = guest.value_at::<Vec<Decision>>(address);
    let _ = guest.value_at::<Verdict>(address);
    let _ = guest.value_at::<(Facts, Requests)>(address);
    let _ = guest.value_at::<(Facts, ChangeFacts, Change, InstantMs)>(address);
    let _ = guest.value_at::<Result<(), guestpass_contract::InitError>>(address);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn facts_and_requests_survive(facts in strategies::facts(), requests in strategies::requests()) {
        round_trip(&(facts, requests))?;
    }

    #[test]
    fn decisions_survive(decisions in strategies::answers::decisions()) {
        round_trip(&decisions)?;
    }

    #[test]
    fn descriptions_survive(info in strategies::answers::policy_info()) {
        round_trip(&info)?;
    }

    #[test]
    fn changes_and_verdicts_survive(
        change_facts in strategies::change_facts(),
        change in strategies::change(),
        verdict in strategies::answers::verdict(),
        now in any::<i64>(),
    ) {
        round_trip(&((change_facts, change), now))?;
        round_trip(&verdict)?;
        round_trip(&Ok::<(Verdict, i64), String>((verdict, now)))?;
    }

    #[test]
    fn any_bytes_are_refused_or_read(bytes in vec(any::<u8>(), 0..4096), address in 0..4096_u32) {
        lift_everything(&MockGuest::of(bytes), address & !7);
    }

    #[test]
    fn small_numbers_reach_deeper(bytes in vec(0..8_u8, 2048), address in 0..2048_u32) {
        lift_everything(&MockGuest::of(bytes), address & !7);
    }

    #[test]
    fn changed_bytes_are_refused_or_read(
        decisions in strategies::answers::decisions(),
        info in strategies::answers::policy_info(),
        verdict in strategies::answers::verdict(),
        changes in vec((0..16_384_usize, any::<u8>()), 1..8),
    ) {
        let mut guest = MockGuest::new(MEMORY_BYTES_MAX);
        let addresses = [
            guest.place(&decisions).expect("fits"),
            guest.place(&info).expect("fits"),
            guest.place(&verdict).expect("fits"),
        ];
        let length = guest.bytes().len();
        for (place, byte) in changes {
            guest.poke(1024 + place % (length - 1024), byte);
        }
        for address in addresses {
            lift_everything(&guest, address);
        }
    }
}

/// A memory that holds `words` from address 0, in numbers of 32 bits.
fn words(words: &[u32]) -> MockGuest {
    MockGuest::of(words.iter().flat_map(|word| word.to_le_bytes()).collect())
}

#[test]
fn what_breaks_the_abi_is_named() {
    let full = u32::try_from(LIFTED_BYTES_MAX).expect("small");
    let cases: [(&str, Result<(), AbiError>, AbiError); 9] = [
        ("behind the end", words(&[0; 2]).value_at::<u64>(8).map(drop), AbiError::OutOfBounds),
        ("across the end", words(&[0; 3]).value_at::<u64>(8).map(drop), AbiError::OutOfBounds),
        ("around the end", words(&[u32::MAX - 7, 16]).value_at::<String>(0).map(drop), AbiError::OutOfBounds),
        ("a long list", words(&[0, u32::MAX]).value_at::<Vec<u64>>(0).map(drop), AbiError::OutOfBounds),
        ("an odd address", words(&[0; 4]).value_at::<TextRange>(2).map(drop), AbiError::Misaligned),
        ("an odd list", words(&[2, 1, 0, 0]).value_at::<Vec<TextRange>>(0).map(drop), AbiError::Misaligned),
        ("an unknown case", words(&[2, 0]).value_at::<Option<u32>>(0).map(drop), AbiError::UnknownCase),
        ("not UTF-8", words(&[8, 1, 0xff]).value_at::<String>(0).map(drop), AbiError::NotUtf8),
        ("too large", large(full + 1).value_at::<String>(0).map(drop), AbiError::TooLarge),
    ];
    for (name, outcome, expected) in cases {
        assert_eq!(outcome, Err(expected), "{name}");
    }
    assert_eq!(words(&[0x0200]).value_at::<(bool, bool)>(0), Ok((false, true)), "any byte but zero is true");
    let read = FactsRead::PRINCIPAL | FactsRead::ATTRIBUTES;
    assert_eq!(words(&[0xf801]).value_at::<FactsRead>(0), Ok(read), "a bit that stands for no flag says nothing");
    assert_eq!(words(&[8, 0]).value_at::<String>(0), Ok(String::new()), "an empty string at the end of the memory");
}

/// A string of `length` bytes behind its own pointer.
fn large(length: u32) -> MockGuest {
    let mut bytes: Vec<u8> = [8, length].iter().flat_map(|word| word.to_le_bytes()).collect();
    bytes.resize(bytes.len() + usize::try_from(length).expect("small"), b'a');
    MockGuest::of(bytes)
}

#[test]
fn a_full_memory_is_an_error() {
    let facts = Facts { text: "a".repeat(4096), ..Facts::default() };
    assert!(MockGuest::new(4096).place(&facts).is_err());
    assert!(MockGuest::new(16_384).place(&facts).is_ok());
    assert_eq!(<(Facts, Requests)>::ALIGN, 8);
}
