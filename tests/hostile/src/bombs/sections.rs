//! Too many of something that is not code.

use super::{Bomb, COMPILED, End, holding};
use wasm_encoder::{
    ConstExpr, CustomSection, DataSection, ElementSection, Elements, ExportKind, ExportSection, GlobalSection,
    GlobalType, MemorySection, MemoryType, Module, RefType, TableSection, TableType, ValType,
};

pub(super) const BOMBS: &[Bomb] = &[
    Bomb {
        what: "six hundred thousand globals",
        end: End::CompiledOrStopped,
        make: || holding(Module::new().section(&globals(600_000))),
    },
    Bomb {
        what: "three hundred thousand exports",
        end: End::CompiledOrStopped,
        make: || exporting((0..300_000).map(|number| format!("{number:x}"))),
    },
    Bomb {
        what: "names of sixty thousand characters",
        end: COMPILED,
        make: || exporting((0..60).map(|number| format!("{number:0>60000}"))),
    },
    Bomb { what: "four million bytes of data", end: COMPILED, make: || data(&vec![7; 4_000_000], 1) },
    Bomb { what: "ninety thousand pieces of data", end: COMPILED, make: || data(&[7; 32], 90_000) },
    Bomb { what: "a hundred tables", end: COMPILED, make: tables },
    Bomb { what: "ninety thousand lists of functions", end: End::CompiledOrStopped, make: lists_of_functions },
    Bomb {
        what: "four million bytes of notes",
        end: COMPILED,
        make: || {
            holding(Module::new().section(&CustomSection { name: "name".into(), data: vec![0; 4_000_000].into() }))
        },
    },
];

fn globals(count: u32) -> GlobalSection {
    let mut globals = GlobalSection::new();
    for _ in 0..count {
        let ty = GlobalType { val_type: ValType::I32, mutable: false, shared: false };
        globals.global(ty, &ConstExpr::i32_const(0));
    }
    globals
}

fn exporting(names: impl Iterator<Item = String>) -> Vec<u8> {
    let mut exports = ExportSection::new();
    names.for_each(|name| {
        exports.export(&name, ExportKind::Global, 0);
    });
    holding(Module::new().section(&globals(1)).section(&exports))
}

fn data(piece: &[u8], pieces: usize) -> Vec<u8> {
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 200,
        maximum: Some(256),
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut data = DataSection::new();
    for _ in 0..pieces {
        data.active(0, &ConstExpr::i32_const(0), piece.iter().copied());
    }
    holding(Module::new().section(&memories).section(&data))
}

fn table(elements: u64) -> TableType {
    let (element_type, maximum) = (RefType::FUNCREF, Some(elements));
    TableType { element_type, minimum: elements, maximum, table64: false, shared: false }
}

fn tables() -> Vec<u8> {
    let mut tables = TableSection::new();
    for _ in 0..100 {
        tables.table(table(100));
    }
    holding(Module::new().section(&tables))
}

fn lists_of_functions() -> Vec<u8> {
    let (mut tables, mut elements) = (TableSection::new(), ElementSection::new());
    tables.table(table(10_000));
    for _ in 0..90_000 {
        elements.active(None, &ConstExpr::i32_const(0), Elements::Expressions(RefType::FUNCREF, [].as_slice().into()));
    }
    holding(Module::new().section(&tables).section(&elements))
}
