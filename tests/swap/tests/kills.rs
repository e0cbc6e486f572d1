//! A server that is killed while it takes up a policy has the old one or the new one when it starts again.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass_swap_tests::killing;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn after_every_kill_there_is_the_old_policy_or_the_new_one() {
    let found = killing::run(Path::new(env!("CARGO_BIN_EXE_killed")), 1).expect("a policy after every kill");
    println!("{found:?}");
    let versions: BTreeSet<u64> = found.keys().map(|(_, version)| *version).collect();
    assert_eq!(versions, BTreeSet::from([1, 2]), "the kills do not lie on both sides of the activation: {found:?}");
}
