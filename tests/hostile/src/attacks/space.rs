//! Too much memory, too large tables, too deep a stack (rows 15 and 16).

use super::Attack;

pub(super) const ATTACKS: &[Attack] = &[
    Attack::check("memory grown at once", "policy-memory", |it| {
        it.before_check("(drop (memory.grow (i32.const 250)))")
    }),
    Attack::check("memory grown page by page", "policy-memory", |it| {
        it.before_check("(loop (drop (memory.grow (i32.const 1))) (br 0))")
    }),
    Attack::check("memory grown page by page, and each page written", "policy-memory", |it| {
        it.before_check(
            "(loop
                (memory.fill (i32.mul (memory.grow (i32.const 1)) (i32.const 65536)) (i32.const 1) (i32.const 65536))
                (br 0))",
        )
    }),
    Attack::check("more memory than there can be", "policy-memory", |it| {
        it.before_check("(drop (memory.grow (i32.const -1)))")
    }),
    Attack::review("memory grown in a review", "policy-memory", |it| {
        it.before_review("(drop (memory.grow (i32.const 250)))")
    }),
    Attack::check("memory grown by the allocator", "policy-memory", |it| {
        it.before_realloc("(loop (drop (memory.grow (i32.const 1))) (br 0))")
    }),
    Attack::load("memory grown in the start function", "component-does-not-start", |it| {
        it.with("(func $s (drop (memory.grow (i32.const 250)))) (start $s)")
    }),
    Attack::load("memory grown in the description", "component-does-not-start", |it| {
        it.describe_with("(drop (memory.grow (i32.const 250))) unreachable")
    }),
    Attack::check("a table grown at once", "policy-memory", |it| {
        it.with("(table $t 1 funcref)").before_check("(drop (table.grow $t (ref.null func) (i32.const 20000)))")
    }),
    Attack::check("a table grown step by step", "policy-memory", |it| {
        it.with("(table $t 1 funcref)")
            .before_check("(loop (drop (table.grow $t (ref.null func) (i32.const 500))) (br 0))")
    }),
    Attack::load("a table grown in the start function", "component-does-not-start", |it| {
        it.with(
            "(table $t 1 funcref)
            (func $s (drop (table.grow $t (ref.null func) (i32.const 20000)))) (start $s)",
        )
    }),
    Attack::load("more tables than an instance may have", "component-does-not-start", |it| {
        it.with(&"(table 1 funcref)".repeat(5))
    }),
    Attack::check("endless recursion", "policy-stack", |it| {
        it.with("(func $deep (param i64 i64 i64) (call $deep (local.get 0) (local.get 1) (local.get 2)))")
            .before_check("(call $deep (i64.const 1) (i64.const 2) (i64.const 3))")
    }),
    Attack::check("two functions that call each other", "policy-stack", |it| {
        it.with("(func $ping (call $pong)) (func $pong (call $ping))").before_check("(call $ping)")
    }),
    Attack::check("recursion through a table", "policy-stack", |it| {
        it.with(
            "(type $f (func)) (table $t 1 1 funcref) (elem (table $t) (i32.const 0) func $deep)
            (func $deep (call_indirect $t (type $f) (i32.const 0)))",
        )
        .before_check("(call $deep)")
    }),
    Attack::check("recursion in the allocator", "policy-stack", |it| {
        it.with("(func $deep (call $deep))").before_realloc("(call $deep)")
    }),
    Attack::load("recursion in the start function", "component-does-not-start", |it| {
        it.with("(func $deep (call $deep)) (start $deep)")
    }),
];
