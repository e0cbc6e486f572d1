//! What WebAssembly forbids (row 16).

use super::Attack;

pub(super) const ATTACKS: &[Attack] = &[
    Attack::check("unreachable", "policy-trapped", |it| it.before_check("unreachable")),
    Attack::review("unreachable in a review", "policy-trapped", |it| it.before_review("unreachable")),
    Attack::check("unreachable in the allocator", "policy-trapped", |it| it.before_realloc("unreachable")),
    Attack::check("unreachable after the answer", "policy-trapped", |it| {
        it.with("(global $asked (mut i32) (i32.const 0))")
            .before_check("(global.set $asked (i32.const 1))")
            .after_answers("(if (global.get $asked) (then unreachable))")
    }),
    Attack::load("unreachable after the description", "component-does-not-start", |it| it.after_answers("unreachable")),
    Attack::load("unreachable in the start function", "component-does-not-start", |it| {
        it.with("(func $s unreachable) (start $s)")
    }),
    Attack::check("division by zero", "policy-trapped", |it| {
        it.before_check("(drop (i32.div_u (i32.const 1) (i32.const 0)))")
    }),
    Attack::check("remainder by zero", "policy-trapped", |it| {
        it.before_check("(drop (i64.rem_s (i64.const 1) (i64.const 0)))")
    }),
    Attack::check("the one quotient that does not fit", "policy-trapped", |it| {
        it.before_check("(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))")
    }),
    Attack::check("a load out of bounds", "policy-trapped", |it| it.before_check("(drop (i32.load (i32.const -8)))")),
    Attack::check("a load behind the last page", "policy-trapped", |it| {
        it.before_check("(drop (i64.load offset=4294967295 (i32.const -1)))")
    }),
    Attack::check("a store out of bounds", "policy-trapped", |it| {
        it.before_check("(i64.store (i32.const -4) (i64.const 1))")
    }),
    Attack::check("a copy out of bounds", "policy-trapped", |it| {
        it.before_check("(memory.copy (i32.const 0) (i32.const 65536) (i32.const -1))")
    }),
    Attack::check("a fill out of bounds", "policy-trapped", |it| {
        it.before_check("(memory.fill (i32.const 65536) (i32.const 1) (i32.const -1))")
    }),
    Attack::check("a call of nothing", "policy-trapped", |it| {
        it.with("(type $f (func)) (table $t 1 1 funcref)").before_check("(call_indirect $t (type $f) (i32.const 0))")
    }),
    Attack::check("a call of another type", "policy-trapped", |it| {
        it.with(
            "(type $f (func)) (table $t 1 1 funcref) (elem (table $t) (i32.const 0) func $other)
            (func $other (param i64))",
        )
        .before_check("(call_indirect $t (type $f) (i32.const 0))")
    }),
    Attack::check("a call behind the table", "policy-trapped", |it| {
        it.with("(type $f (func)) (table $t 1 1 funcref)").before_check("(call_indirect $t (type $f) (i32.const 7))")
    }),
    Attack::check("a table read out of bounds", "policy-trapped", |it| {
        it.with("(table $t 1 1 funcref)").before_check("(drop (table.get $t (i32.const 9)))")
    }),
];
