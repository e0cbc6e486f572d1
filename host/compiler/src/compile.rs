//! From a document to the component that hosts load.

use crate::diagnostics::Diagnostics;
use crate::digest::sha256_hex;
use crate::document::{self, CheckedDocument};
use crate::limits::COMPONENT_BYTES_MAX;
use crate::snapshot::{self, SnapshotError};
use guestpass_model::ModelError;
use wasmparser::{Encoding, Parser, Payload, Validator};

/// A component with a policy in it.
#[derive(Debug, Clone)]
pub struct CompiledPolicy {
    /// The component's bytes, at most 4 MiB: what hosts load.
    pub component: Vec<u8>,
    /// `sha256:` and the SHA-256 of the component in 64 lower-case hexadecimal digits.
    pub digest: String,
    /// SHA-256 of the document in 64 lower-case hexadecimal digits, as the component states it.
    pub source_digest: String,
    /// What is doubtful about the document.
    pub warnings: Diagnostics,
}

/// Why there is no component.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum CompileError {
    /// The document has errors.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Document(#[from] Diagnostics),
    /// The document is fine, and more than a component can hold.
    #[error("the policy is too large: {reason}")]
    #[diagnostic(code("policy::too-large"), help("leave out roles, or split the policy"))]
    TooLarge {
        /// What it is too large for.
        reason: String,
    },
    /// The engine component could not be run, or does not do what it should. Not the document's fault.
    #[error("the component could not be built: {reason}")]
    #[diagnostic(
        code("policy::build-failed"),
        help("this is a fault of the compiler; please report it with the document")
    )]
    Build {
        /// What went wrong.
        reason: String,
    },
}

impl From<ModelError> for CompileError {
    fn from(error: ModelError) -> Self {
        Self::TooLarge { reason: error.to_string() }
    }
}

impl From<SnapshotError> for CompileError {
    fn from(error: SnapshotError) -> Self {
        match error {
            SnapshotError::Refused(refusal) => {
                Self::Build { reason: format!("the engine component refuses the model: {}", refusal.name()) }
            }
            SnapshotError::OutOfMemory => Self::TooLarge {
                reason: format!(
                    "it needs more than the {} bytes of memory that hosts give it",
                    crate::limits::MEMORY_BYTES_MAX
                ),
            },
            SnapshotError::Failed(error) => Self::Build { reason: format!("{error:#}") },
        }
    }
}

/// Compiles a document. `file_name` is only repeated in messages.
///
/// Takes a fraction of a second and one thread.
///
/// # Errors
/// [`CompileError::Document`] carries everything that is wrong with the document; the others are about its size, or
/// about the compiler.
pub fn compile(file_name: &str, source: &str) -> Result<CompiledPolicy, CompileError> {
    let CheckedDocument { model, warnings } = document::parse(file_name, source)?;
    let source_digest = model.source_digest.clone();
    let component = snapshot::snapshot(&guestpass_model::encode(&model)?)?;
    if component.len() > COMPONENT_BYTES_MAX {
        let reason = format!("its component has {} bytes, hosts load at most {COMPONENT_BYTES_MAX}", component.len());
        return Err(CompileError::TooLarge { reason });
    }
    check_shape(&component)?;
    let digest = format!("sha256:{}", sha256_hex(&component));
    Ok(CompiledPolicy { component, digest, source_digest, warnings })
}

/// What every host asks of a component, asked here first: valid, one core module, no imports. The component that
/// describes the exported types is nested in every component; what it imports are those types, from the one around it.
fn check_shape(component: &[u8]) -> Result<(), CompileError> {
    let failed = |reason: String| CompileError::Build { reason };
    Validator::new().validate_all(component).map_err(|error| failed(format!("the snapshot is not valid: {error}")))?;
    let mut core_modules: usize = 0;
    let mut depth: usize = 0;
    for payload in Parser::new(0).parse_all(component) {
        match payload.map_err(|error| failed(error.to_string()))? {
            Payload::Version { encoding, .. } => {
                depth = depth.saturating_add(1);
                core_modules = core_modules.saturating_add(usize::from(encoding == Encoding::Module));
            }
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ImportSection(imports) if imports.count() > 0 => {
                return Err(failed("the core module of the snapshot imports something".to_owned()));
            }
            Payload::ComponentImportSection(imports) if depth == 1 && imports.count() > 0 => {
                return Err(failed("the snapshot imports something".to_owned()));
            }
            _ => {}
        }
    }
    if core_modules == 1 { Ok(()) } else { Err(failed(format!("the snapshot holds {core_modules} core modules"))) }
}
