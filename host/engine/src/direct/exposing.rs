//! Has a component export the core module inside it.

use crate::instance::Bounds;
use wasmtime::component::Instance;
use wasmtime::{Module, Store};

/// The name of the export. A policy exports its interface and nothing else, so that it is free.
const NAME: &str = "code";
/// A section of the binary format with that one export: section 11 of 11 bytes; one export, its name, the sort "core
/// module", the first of them, and no type.
const SECTION: &[u8] = b"\x0b\x0b\x01\x00\x04code\x00\x11\x00\x00";

/// The component with its core module as one more export.
pub(crate) fn exposing(component: &[u8]) -> Vec<u8> {
    [component, SECTION].concat()
}

/// The core module that an instance of such a component exports, compiled with it.
pub(crate) fn exposed(store: &mut Store<Bounds>, instance: &Instance) -> Option<Module> {
    instance.get_module(store, NAME)
}

#[cfg(test)]
mod tests {
    use super::exposing;
    use wasmparser::{ComponentExternalKind, Parser, Payload};

    #[test]
    fn the_core_module_is_exported_and_nothing_else_changes() {
        let component = wat::parse_str("(component (core module) (component))").unwrap();
        let exposed = exposing(&component);
        assert_eq!(exposed.get(..component.len()), Some(component.as_slice()));
        let exports: Vec<_> = Parser::new(0)
            .parse_all(&exposed)
            .filter_map(|payload| match payload.unwrap() {
                Payload::ComponentExportSection(exports) => Some(exports),
                _ => None,
            })
            .flatten()
            .map(|export| export.map(|export| (export.name.name, export.kind, export.index, export.ty.is_some())))
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(exports, [("code", ComponentExternalKind::Module, 0, false)]);
        wasmparser::Validator::new().validate_all(&exposed).unwrap();
    }
}
