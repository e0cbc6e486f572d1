//! Endless work (row 14), wherever code of a component runs.

use super::Attack;

pub(super) const ATTACKS: &[Attack] = &[
    Attack::check("a loop in check", "policy-deadline", |it| it.before_check("(loop (br 0))")),
    Attack::review("a loop in review", "policy-deadline", |it| it.before_review("(loop (br 0))")),
    Attack::check("a loop after the answer", "policy-deadline", |it| {
        it.with("(global $asked (mut i32) (i32.const 0))")
            .before_check("(global.set $asked (i32.const 1))")
            .after_answers("(if (global.get $asked) (then (loop (br 0))))")
    }),
    Attack::check("a loop in the allocator", "policy-deadline", |it| it.before_realloc("(loop (br 0))")),
    Attack::review("a loop in the allocator of a review", "policy-deadline", |it| it.before_realloc("(loop (br 0))")),
    Attack::check("a loop that copies memory", "policy-deadline", |it| {
        it.before_check("(loop (memory.copy (i32.const 65536) (i32.const 131072) (i32.const 524288)) (br 0))")
    }),
    Attack::check("a loop that fills memory", "policy-deadline", |it| {
        it.before_check("(loop (memory.fill (i32.const 65536) (i32.const 1) (i32.const 524288)) (br 0))")
    }),
    Attack::check("a loop that fills a table", "policy-deadline", |it| {
        it.with("(table $t 9000 funcref)")
            .before_check("(loop (table.fill $t (i32.const 0) (ref.null func) (i32.const 9000)) (br 0))")
    }),
    Attack::check("a loop of calls", "policy-deadline", |it| {
        it.with("(func $nothing)").before_check("(loop (call $nothing) (br 0))")
    }),
    Attack::check("a loop of indirect calls", "policy-deadline", |it| {
        it.with("(type $f (func)) (func $nothing) (table $t 1 1 funcref) (elem (table $t) (i32.const 0) func $nothing)")
            .before_check("(loop (call_indirect $t (type $f) (i32.const 0)) (br 0))")
    }),
    Attack::check("calls that double at each of forty steps", "policy-deadline", |it| {
        it.with(
            "(func $double (param i32)
                (if (local.get 0) (then
                    (call $double (i32.sub (local.get 0) (i32.const 1)))
                    (call $double (i32.sub (local.get 0) (i32.const 1))))))",
        )
        .before_check("(call $double (i32.const 40))")
    }),
    Attack::check("a loop that counts as far as there are numbers", "policy-deadline", |it| {
        it.with("(global $n (mut i64) (i64.const 0))").before_check(
            "(loop (global.set $n (i64.add (global.get $n) (i64.const 1)))
                (br_if 0 (i64.ne (global.get $n) (i64.const -1))))",
        )
    }),
    Attack::load("a loop in the start function", "component-does-not-start", |it| {
        it.with("(func $s (loop (br 0))) (start $s)")
    }),
    Attack::load("a loop in the description", "component-does-not-start", |it| {
        it.describe_with("(loop (br 0)) unreachable")
    }),
    Attack::load("a loop after the description", "component-does-not-start", |it| it.after_answers("(loop (br 0))")),
];
