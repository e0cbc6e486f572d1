//! Too large types, and too deep nesting.

use super::{Bomb, End, holding};
use wasm_encoder::{
    Component, ComponentTypeSection, ComponentValType, Module, ModuleSection, NestedComponentSection, PrimitiveValType,
    TypeSection, ValType,
};

pub(super) const BOMBS: &[Bomb] = &[
    Bomb {
        what: "four thousand types of a thousand parameters",
        end: End::CompiledOrStopped,
        make: || {
            let mut types = TypeSection::new();
            for number in 0..3_900_u32 {
                // No two are the same.
                let bits =
                    (0..1_000_u32).map(|bit| if number >> (bit % 32) & 1 == 1 { ValType::I64 } else { ValType::I32 });
                types.ty().function(bits, []);
            }
            holding(Module::new().section(&types))
        },
    },
    Bomb {
        what: "nine hundred thousand types",
        end: End::CompiledOrStopped,
        make: || {
            let mut types = TypeSection::new();
            for _ in 0..900_000 {
                types.ty().function([], []);
            }
            holding(Module::new().section(&types))
        },
    },
    Bomb {
        what: "a type of two to the hundredth fields",
        end: End::Refused("component-malformed"),
        make: || doubling(100),
    },
    Bomb {
        what: "types nested a hundred thousand deep",
        end: End::Refused("component-malformed"),
        make: || nested_lists(100_000),
    },
    Bomb { what: "components nested five thousand deep", end: End::Refused("component-shape"), make: || nested(5_000) },
];

fn with_types(types: &ComponentTypeSection) -> Vec<u8> {
    let mut component = Component::new();
    component.section(types).section(&ModuleSection(&Module::new()));
    component.finish()
}

fn doubling(steps: u32) -> Vec<u8> {
    let mut types = ComponentTypeSection::new();
    types.defined_type().tuple([PrimitiveValType::U64; 2].map(ComponentValType::Primitive));
    for step in 0..steps {
        types.defined_type().tuple([ComponentValType::Type(step); 2]);
    }
    with_types(&types)
}

fn nested_lists(depth: u32) -> Vec<u8> {
    let mut types = ComponentTypeSection::new();
    types.defined_type().list(ComponentValType::Primitive(PrimitiveValType::U8));
    for step in 0..depth {
        types.defined_type().list(ComponentValType::Type(step));
    }
    with_types(&types)
}

fn nested(depth: usize) -> Vec<u8> {
    let mut innermost = Component::new();
    innermost.section(&ModuleSection(&Module::new()));
    let outermost = (0..depth).fold(innermost, |inner, _| {
        let mut outer = Component::new();
        outer.section(&NestedComponentSection(&inner));
        outer
    });
    outermost.finish()
}
