//! Case files, and the facts that stand beside them.

use std::io::ErrorKind;
use std::path::Path;

use guestpass::Policy;
use guestpass_authoring::cases::{self, CASES_BYTES_MAX, CaseResult, Cases};
use guestpass_contract::limits::MAX_JSON_BYTES;

use crate::errors::CliError;
use crate::input::Input;

/// A case file that has been read.
pub(crate) struct CaseFile {
    cases: Cases,
}

/// The case file beside a document, when there is one: `flexera-one.tests.toml` beside `flexera-one.toml`. One that
/// cannot be read is there as well: no case is left out without a word.
pub(crate) fn beside(document: &Input) -> Option<Input> {
    let path = document.path()?.with_extension("tests.toml");
    let is_away = path.symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound);
    (!is_away).then_some(Input::File(path))
}

impl CaseFile {
    /// Reads the cases of a policy.
    pub(crate) fn read(input: &Input, policy: &Policy) -> Result<Self, CliError> {
        let source = input.text(CASES_BYTES_MAX)?;
        let folder = input.path().and_then(Path::parent).unwrap_or(Path::new("")).to_owned();
        let mut load = |name: &str| {
            let facts = Input::File(folder.join(name));
            facts.text(MAX_JSON_BYTES).map_err(|error| error.to_string())
        };
        let cases = cases::read(&input.name(), &source, policy.info(), &mut load);
        Ok(Self { cases: cases.map_err(|found| CliError::Cases(Box::new(found)))? })
    }

    /// Asks the policy. Each result comes with the name of its file.
    pub(crate) fn run(&self, policy: &Policy, filter: &str) -> Vec<(&str, CaseResult<'_>)> {
        let results = cases::run(policy, &self.cases, filter);
        results.into_iter().map(|result| (self.cases.file_name.as_str(), result)).collect()
    }
}
