//! Answers that cannot be read, or are larger than they may be (rows 15 and 19): the host counts what it reads.
//!
//! An answer is a list at local 1: the address of its first element and their number. A decision is 80 bytes long, and
//! its explanation, when there is one, begins at byte 64 with the list of gates.

use super::Attack;

pub(super) const ATTACKS: &[Attack] = &[
    Attack::check("an answer out of bounds", "policy-answer-unreadable", |it| it.check_with("i32.const -8")),
    Attack::check("an answer out of line", "policy-answer-unreadable", |it| it.check_with("i32.const 65001")),
    Attack::check("a hundred million decisions", "policy-answer-unreadable", |it| {
        it.twisting_check("(i32.store offset=4 (local.get 1) (i32.const 100000000))")
    }),
    Attack::check("four thousand million decisions", "policy-answer-unreadable", |it| {
        it.twisting_check("(i32.store offset=4 (local.get 1) (i32.const -1))")
    }),
    Attack::check("decisions out of bounds", "policy-answer-unreadable", |it| {
        it.twisting_check("(i32.store (local.get 1) (i32.const -80))")
    }),
    Attack::check("decisions out of line", "policy-answer-unreadable", |it| {
        it.twisting_check("(i32.store (local.get 1) (i32.const 65001))")
    }),
    Attack::check("no effect", "policy-answer-unreadable", |it| it.twisting_check(&first_byte(0, 2))),
    Attack::check("no reason", "policy-answer-unreadable", |it| it.twisting_check(&first_byte(1, 200))),
    Attack::check("neither something nor nothing", "policy-answer-unreadable", |it| {
        it.twisting_check(&first_byte(2, 2))
    }),
    Attack::check("a role of a third kind", "policy-answer-unreadable", |it| it.twisting_check(&first_byte(6, 2))),
    Attack::check("no holding", "policy-answer-unreadable", |it| it.twisting_check(&first_byte(10, 8))),
    Attack::review("no verdict", "policy-answer-unreadable", |it| it.review_with(&stored(&[2]))),
    Attack::review("a verdict out of bounds", "policy-answer-unreadable", |it| it.review_with("i32.const -8")),
    Attack::review("a hundred million refusals", "policy-answer-unreadable", |it| {
        it.review_with(&stored(&[1, 0, 100_000_000]))
    }),
    Attack::review("sixteen million warnings", "policy-answer-unreadable", |it| {
        it.review_with(&stored(&[0, 0, 16_000_000]))
    }),
    Attack::check("lists that are many times the same", "policy-answer-unreadable", |it| {
        it.check_with(MANY_TIMES_THE_SAME)
    }),
    Attack::load("a description of a hundred million roles", "component-does-not-start", |it| {
        it.describe_with(&stored(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 100_000_000]))
    }),
    Attack::load("a description out of bounds", "component-does-not-start", |it| it.describe_with("i32.const -8")),
    Attack::load("a name that is no text", "component-does-not-start", |it| {
        it.describe_with(&format!("(i32.store (i32.const 64000) (i32.const -1)) {}", stored(&[64_000, 4])))
    }),
];

/// Sets one byte of the first decision.
fn first_byte(offset: usize, byte: u8) -> String {
    format!("(i32.store8 offset={offset} (i32.load (local.get 1)) (i32.const {byte}))")
}

/// Stores words where nothing else lies and leaves their address.
fn stored(words: &[i32]) -> String {
    let store = |(word, position): (&i32, i32)| format!("(i32.store (i32.const {position}) (i32.const {word}))");
    let stores: String = words.iter().zip((65_000..).step_by(4)).map(store).collect();
    format!("{stores} i32.const 65000")
}

/// 2000 decisions, all zero but for an explanation whose 10000 gates are the same zeros each time.
const MANY_TIMES_THE_SAME: &str = "
    (local $at i32)
    (memory.fill (i32.const 1024) (i32.const 0) (i32.const 131072))
    (local.set $at (i32.const 200000))
    (loop
        (i32.store8 offset=60 (local.get $at) (i32.const 1))
        (i32.store offset=64 (local.get $at) (i32.const 1024))
        (i32.store offset=68 (local.get $at) (i32.const 10000))
        (local.set $at (i32.add (local.get $at) (i32.const 80)))
        (br_if 0 (i32.lt_u (local.get $at) (i32.const 360000))))
    (i32.store (i32.const 65000) (i32.const 200000))
    (i32.store (i32.const 65004) (i32.const 2000))
    i32.const 65000";
