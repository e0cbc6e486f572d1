//! Looks at a component before anything of it is compiled.
//!
//! An allow-list: exactly one core module, no imports, nothing that could answer otherwise on another machine, and
//! memory with a bound. What is not known to be harmless is refused.

use crate::Limits;
use crate::load_error::{LoadError, Refusal};
use wasmparser::{Encoding, MemoryType, Parser, Payload, TableType, Validator, WasmFeatures};

/// What a component may use. No floating point: its bits may differ between machines. No threads, SIMD, exceptions,
/// garbage collection or 64-bit memory: nothing in a policy needs them.
const FEATURES: WasmFeatures = WasmFeatures::MUTABLE_GLOBAL
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::MULTI_VALUE)
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::REFERENCE_TYPES)
    .union(WasmFeatures::GC_TYPES)
    .union(WasmFeatures::COMPONENT_MODEL);

/// How deep components may nest: one inside another gives exported functions their types, and nothing needs more. The
/// compiler takes half a gigabyte for five thousand.
const NESTING_MAX: usize = 8;

/// Checks the structure of a component.
///
/// # Errors
/// [`LoadError`] with the first thing found that a policy may not have.
pub(crate) fn check(component: &[u8], limits: &Limits) -> Result<(), LoadError> {
    if !Parser::is_component(component) {
        return Err(LoadError::new(Refusal::NotAComponent, describe_start(component)));
    }
    walk(component, limits)?;
    // After the walk, which names what is asked for; the validator would only say that something is wrong.
    Validator::new_with_features(FEATURES)
        .validate_all(component)
        .map(drop)
        .map_err(|error| classify(component, &error))
}

fn walk(component: &[u8], limits: &Limits) -> Result<(), LoadError> {
    let bytes = component.len();
    let mut walk = Walk { limits, bytes, core_modules: 0, depth: 0, inside_module: false };
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload.map_err(|error| LoadError::caused_by(Refusal::Malformed, error))?;
        walk.visit(payload)?;
    }
    if walk.core_modules == 1 {
        return Ok(());
    }
    Err(LoadError::new(Refusal::Shape, format!("it holds {} core modules", walk.core_modules)))
}

struct Walk<'l> {
    limits: &'l Limits,
    /// Length of the whole file.
    bytes: usize,
    core_modules: usize,
    /// 1 in the component itself, more in what it nests.
    depth: usize,
    /// The one core module is being read: modules do not nest, so the next `End` leaves it.
    inside_module: bool,
}

impl Walk<'_> {
    fn visit(&mut self, payload: Payload<'_>) -> Result<(), LoadError> {
        match payload {
            Payload::Version { encoding, .. } => {
                self.depth = self.depth.saturating_add(1);
                if self.depth > NESTING_MAX {
                    return Err(LoadError::new(Refusal::Shape, format!("it nests deeper than {NESTING_MAX}")));
                }
                self.inside_module = encoding == Encoding::Module;
                self.core_modules = self.core_modules.saturating_add(usize::from(self.inside_module));
                Ok(())
            }
            Payload::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                self.inside_module = false;
                Ok(())
            }
            // The parser takes the end of the file for the end of a part that should have been longer.
            Payload::ModuleSection { unchecked_range: part, .. }
            | Payload::ComponentSection { unchecked_range: part, .. }
                if part.end > self.bytes =>
            {
                let detail = format!("it ends at byte {}, inside a part that ends at byte {}", self.bytes, part.end);
                Err(LoadError::new(Refusal::Malformed, detail))
            }
            // A nested component gives exported functions their types. What it imports is given to it inside; it has no
            // code, because the one core module is counted wherever it lies.
            Payload::ComponentImportSection(imports) if self.depth == 1 => {
                let first = imports.into_iter().next();
                first.map_or(Ok(()), |import| {
                    let import = import.map_err(malformed)?;
                    Err(LoadError::new(Refusal::Imports, format!("it imports `{}`", import.name.name)))
                })
            }
            Payload::ImportSection(imports) => {
                let first = imports.into_imports().next();
                first.map_or(Ok(()), |import| {
                    let import = import.map_err(malformed)?;
                    let named = format!("its core module imports `{}` from `{}`", import.name, import.module);
                    Err(LoadError::new(Refusal::Imports, named))
                })
            }
            Payload::MemorySection(memories) if self.inside_module => self.memories(memories.into_iter()),
            Payload::TableSection(tables) if self.inside_module => {
                self.tables(tables.into_iter().map(|table| table.map(|table| table.ty)))
            }
            _ => Ok(()),
        }
    }

    fn memories(&self, memories: impl Iterator<Item = wasmparser::Result<MemoryType>>) -> Result<(), LoadError> {
        let mut count = 0_usize;
        for memory in memories {
            let memory = memory.map_err(malformed)?;
            count = count.saturating_add(1);
            let page_bytes = 1_u64 << memory.page_size_log2.unwrap_or(16).min(32);
            let bytes_max = memory.maximum.and_then(|pages| pages.checked_mul(page_bytes));
            let allowed = u64::try_from(self.limits.memory_bytes_max).unwrap_or(u64::MAX);
            if bytes_max.is_none_or(|bytes| bytes > allowed) {
                let declared = bytes_max.map_or("no maximum".into(), |bytes| format!("a maximum of {bytes} bytes"));
                let detail = format!("its memory has {declared}, and {allowed} bytes are allowed");
                return Err(LoadError::new(Refusal::Unbounded, detail));
            }
        }
        if count <= 1 { Ok(()) } else { Err(LoadError::new(Refusal::Shape, format!("it has {count} memories"))) }
    }

    fn tables(&self, tables: impl Iterator<Item = wasmparser::Result<TableType>>) -> Result<(), LoadError> {
        let mut elements = 0_u64;
        for table in tables {
            let table = table.map_err(malformed)?;
            elements = elements.saturating_add(table.maximum.unwrap_or(table.initial).max(table.initial));
        }
        let allowed = u64::try_from(self.limits.table_elements_max).unwrap_or(u64::MAX);
        if elements <= allowed {
            return Ok(());
        }
        let detail = format!("its tables hold {elements} elements, and {allowed} are allowed");
        Err(LoadError::new(Refusal::Unbounded, detail))
    }
}

fn malformed(error: wasmparser::BinaryReaderError) -> LoadError {
    LoadError::caused_by(Refusal::Malformed, error)
}

/// Whether the component breaks the format, or only uses a feature that policies may not: then it is valid with all
/// features on.
fn classify(component: &[u8], error: &wasmparser::BinaryReaderError) -> LoadError {
    let all_features = Validator::new_with_features(WasmFeatures::all()).validate_all(component);
    let refusal = if all_features.is_ok() { Refusal::Feature } else { Refusal::Malformed };
    LoadError::caused_by(refusal, error)
}

fn describe_start(bytes: &[u8]) -> &'static str {
    if bytes.is_empty() {
        "the file is empty"
    } else if Parser::is_core_wasm(bytes) {
        "it is a core module"
    } else if bytes.starts_with(b"\x7fELF") {
        "it is compiled machine code, which is never loaded"
    } else {
        "it does not begin as one"
    }
}
