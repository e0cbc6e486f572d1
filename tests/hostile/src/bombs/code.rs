//! Too much code, or code of an awkward shape.

use super::{Bomb, End, holding};
use wasm_encoder::{BlockType, CodeSection, Function, FunctionSection, Module, TypeSection, ValType};

pub(super) const BOMBS: &[Bomb] = &[
    Bomb {
        what: "nine hundred thousand functions",
        end: End::Stopped,
        make: || functions(900_000, &Function::new([]), |_| {}),
    },
    Bomb { what: "a hundred thousand functions of 50000 variables each", end: End::Stopped, make: many_variables },
    Bomb {
        what: "blocks nested a million deep",
        end: End::Stopped,
        make: || {
            one_function(|body| {
                for _ in 0..1_000_000 {
                    body.instructions().block(BlockType::Empty);
                }
                for _ in 0..1_000_000 {
                    body.instructions().end();
                }
            })
        },
    },
    Bomb {
        what: "jump tables of sixty thousand targets",
        end: End::CompiledOrStopped,
        make: || {
            let targets: Vec<u32> = (0..60_000).map(|target| target % 100).collect();
            one_function(|body| {
                for _ in 0..100 {
                    body.instructions().block(BlockType::Empty);
                }
                for _ in 0..60 {
                    body.instructions().local_get(0).br_table(targets.iter().copied(), 0);
                }
                for _ in 0..100 {
                    body.instructions().end();
                }
            })
        },
    },
    Bomb {
        what: "four million bytes of additions",
        end: End::CompiledOrStopped,
        make: || {
            one_function(|body| {
                body.instructions().local_get(0);
                for _ in 0..1_300_000 {
                    body.instructions().local_get(0).i32_add();
                }
                body.instructions().drop();
            })
        },
    },
    Bomb {
        what: "five hundred thousand values at once",
        end: End::CompiledOrStopped,
        make: || {
            one_function(|body| {
                for _ in 0..500_000 {
                    body.instructions().local_get(0);
                }
                for _ in 0..499_999 {
                    body.instructions().i32_mul();
                }
                body.instructions().drop();
            })
        },
    },
    Bomb {
        what: "half a million decisions in a row",
        end: End::CompiledOrStopped,
        make: || {
            one_function(|body| {
                for _ in 0..500_000 {
                    body.instructions().local_get(0).if_(BlockType::Empty).end();
                }
            })
        },
    },
    Bomb {
        what: "a thousand loops that carry a thousand variables",
        end: End::CompiledOrStopped,
        make: loops_of_many_variables,
    },
];

/// So many functions that are all the same.
fn functions(count: u32, body: &Function, types: fn(&mut TypeSection)) -> Vec<u8> {
    let (mut section, mut functions, mut code) = (TypeSection::new(), FunctionSection::new(), CodeSection::new());
    section.ty().function([], []);
    types(&mut section);
    let mut body = body.clone();
    body.instructions().end();
    for _ in 0..count {
        functions.function(0);
        code.function(&body);
    }
    let mut module = Module::new();
    module.section(&section).section(&functions).section(&code);
    holding(&module)
}

/// One function that takes a number.
fn one_function(write: impl FnOnce(&mut Function)) -> Vec<u8> {
    let (mut types, mut functions, mut code) = (TypeSection::new(), FunctionSection::new(), CodeSection::new());
    types.ty().function([ValType::I32], []);
    functions.function(0);
    let mut body = Function::new([]);
    write(&mut body);
    body.instructions().end();
    code.function(&body);
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&code);
    holding(&module)
}

fn many_variables() -> Vec<u8> {
    functions(100_000, &Function::new([(49_999, ValType::I64)]), |_| {})
}

fn loops_of_many_variables() -> Vec<u8> {
    let (mut types, mut functions, mut code) = (TypeSection::new(), FunctionSection::new(), CodeSection::new());
    types.ty().function([], []);
    functions.function(0);
    let mut body = Function::new([(1_000, ValType::I32)]);
    for _ in 0..1_000 {
        body.instructions().loop_(BlockType::Empty);
        for variable in 0..400 {
            body.instructions().local_get(variable).local_get(999 - variable).i32_add().local_set(variable);
        }
        body.instructions().local_get(0).br_if(0);
    }
    for _ in 0..1_000 {
        body.instructions().end();
    }
    body.instructions().end();
    code.function(&body);
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&code);
    holding(&module)
}
