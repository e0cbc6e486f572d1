//! Whether a component is a copy of the engine component with a policy in it.
//!
//! Such a copy keeps nothing between calls, because its code is our own, so its instances may be used again. That rests
//! on the data too, which was made by our compiler: whoever takes components from strangers should have them signed,
//! and load them by their digest. Any other
//! component gets a fresh instance for each call, or it could carry what it saw in one organisation over to the next.

use std::sync::OnceLock;
use wasmparser::{Parser, Payload};

/// Where a component comes from, as far as its bytes can prove it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// Byte for byte the code of the engine component; only data and the initial size of memory differ.
    Engine,
    /// Anything else.
    Custom,
}

/// Compares everything but data with the engine component.
pub(crate) fn of(component: &[u8]) -> Provenance {
    static ENGINE_CODE: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    let engine = ENGINE_CODE.get_or_init(|| code_of(guestpass_artifact::ENGINE_COMPONENT));
    match (engine, code_of(component)) {
        (Some(engine), Some(component)) if *engine == component => Provenance::Engine,
        _ => Provenance::Custom,
    }
}

/// All sections that decide what a component *does*, each behind its number and length: those of the component itself
/// and, of its core module, everything but memory, data and custom sections.
fn code_of(component: &[u8]) -> Option<Vec<u8>> {
    const CUSTOM: u8 = 0;
    const CORE_MODULE: u8 = 1;
    const CORE_MEMORY: u8 = 5;
    const CORE_DATA: u8 = 11;
    const CORE_DATA_COUNT: u8 = 12;

    let mut code = Vec::with_capacity(component.len());
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload.ok()?;
        match payload {
            Payload::Version { .. } => depth = depth.checked_add(1)?,
            Payload::End(_) => depth = depth.checked_sub(1)?,
            _ => {}
        }
        let inside_module = depth > 1;
        let Some((id, range)) = payload.as_section() else { continue };
        let left_out = if inside_module {
            matches!(id, CUSTOM | CORE_MEMORY | CORE_DATA | CORE_DATA_COUNT)
        } else {
            matches!(id, CUSTOM | CORE_MODULE)
        };
        if !left_out {
            code.push(u8::from(inside_module));
            code.push(id);
            let section = component.get(range)?;
            code.extend_from_slice(&u64::try_from(section.len()).ok()?.to_le_bytes());
            code.extend_from_slice(section);
        }
    }
    Some(code)
}
