//! Policies from files, whether documents or components.

use std::path::PathBuf;

use guestpass::trial::TrialCommand;
use guestpass::{Limits, LoadError, Policy, Refusal, Runtime};
use guestpass_compiler::CompiledPolicy;

use crate::arguments::Format;
use crate::attempts::patiently;
use crate::errors::CliError;
use crate::input::Input;
use crate::report;

/// Reads a policy, whichever form it has. A document is compiled in memory; what is doubtful about it is reported.
pub(crate) fn load(input: &Input, format: Format) -> Result<Policy, CliError> {
    let file = input.name();
    let bytes = read(input)?;
    if is_component(&bytes) {
        return load_component(&file, &bytes);
    }
    let compiled = compile(&file, &bytes)?;
    report::diagnostics(&compiled.warnings, format);
    load_component(&file, &compiled.component)
}

/// The bytes of a document or a component.
pub(crate) fn read(input: &Input) -> Result<Vec<u8>, CliError> {
    let component_bytes_max = Limits::default().component_bytes_max;
    input.bytes(component_bytes_max.max(guestpass_compiler::limits::DOCUMENT_BYTES_MAX))
}

/// Decided by content, never by name. A component begins with `\0asm`, and no document begins with the zero byte, so
/// that a component cut short is still taken for one.
pub(crate) fn is_component(bytes: &[u8]) -> bool {
    bytes.first() == Some(&0)
}

/// Compiles a document.
pub(crate) fn compile(file: &str, bytes: &[u8]) -> Result<CompiledPolicy, CliError> {
    let source = guestpass_compiler::decode(file, bytes).map_err(|found| CliError::compile(file, found))?;
    guestpass_compiler::compile(file, source).map_err(|error| CliError::compile(file, error))
}

/// Loads a component as a server would.
pub(crate) fn load_component(file: &str, component: &[u8]) -> Result<Policy, CliError> {
    let load = || {
        let runtime = Runtime::with_trial(Limits::default(), trial())?;
        patiently(|error: &LoadError| error.refusal() == Refusal::Start, || runtime.load(component))
    };
    load().map_err(|error| CliError::Load { file: file.to_owned(), error })
}

/// A stranger's component compiles in a child first, so that one made to exhaust the compiler harms nobody. Where the
/// system does not say which program this is, there is no child, and strangers' components are refused.
fn trial() -> TrialCommand {
    let nobody = |_| TrialCommand { program: PathBuf::new(), arguments: Vec::new() };
    TrialCommand::this_program().unwrap_or_else(nobody)
}
