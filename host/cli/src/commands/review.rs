//! `guestpass review`: may this person make this change?

use clap::Args;
use guestpass::{CheckError, Policy};
use guestpass_contract::Verdict;
use guestpass_contract::json::{self, ProposedChange, SchemaKind, VerdictJson, change_from_str, review_facts_from_str};
use guestpass_contract::limits::MAX_JSON_BYTES;

use crate::arguments::Format;
use crate::attempts::patiently;
use crate::commands::Outcome;
use crate::errors::CliError;
use crate::input::Input;
use crate::output::Results;
use crate::{policy_file, verdict_text};

/// Asks a policy whether a person may make a change, and whether the change is valid.
///
/// A refusal names every reason, not only the first. The exit status is 0 when the change is accepted, 1 when it is
/// refused, and 2 after an error, which is a refusal too.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  guestpass review --policy flexera-one.wasm --facts facts.json --change change.json"
)]
pub(crate) struct Review {
    /// Policy component, or a policy document, which is then built in memory; the content says which.
    #[arg(long, value_name = "POLICY")]
    policy: Input,
    /// Facts about the person, the organisation and what the change names (JSON), or `-` for standard input;
    /// `guestpass schema facts` describes them.
    #[arg(long, value_name = "FACTS.json")]
    facts: Input,
    /// The change and the instant it is to be made at (JSON), or `-` for standard input; `guestpass schema change`
    /// describes it.
    #[arg(long, value_name = "CHANGE.json")]
    change: Input,
}

impl Review {
    pub(crate) fn run(&self, format: Format) -> Result<Outcome, CliError> {
        Input::stdin_at_most_once([&self.policy, &self.facts, &self.change])?;
        let facts = self.facts.text(MAX_JSON_BYTES)?;
        let broken = |input: &Input, shape, error| CliError::json(&input.name(), None, shape, error);
        let (facts, change_facts) =
            review_facts_from_str(&facts).map_err(|error| broken(&self.facts, SchemaKind::Facts, error))?;
        let change = self.change.text(MAX_JSON_BYTES)?;
        let change = change_from_str(&change).map_err(|error| broken(&self.change, SchemaKind::Change, error))?;
        let policy = policy_file::load(&self.policy, format)?;

        let may_be_haste = |error: &CheckError| *error == CheckError::Deadline;
        let asked = || policy.review(&facts, &change_facts, &change.change, change.now_ms);
        let verdict =
            patiently(may_be_haste, asked).map_err(|error| CliError::Check { file: self.policy.name(), error })?;
        self.print(&verdict, &change, &policy, format)?;
        Ok(if matches!(verdict, Verdict::Accepted(_)) { Outcome::Done } else { Outcome::Denied })
    }

    fn print(
        &self,
        verdict: &Verdict,
        change: &ProposedChange,
        policy: &Policy,
        format: Format,
    ) -> Result<(), CliError> {
        let lines = match format {
            Format::Text => verdict_text::lines(verdict),
            Format::Json => VerdictJson::new(verdict, policy.info(), change.now_ms, policy.digest())
                .and_then(|shape| json::to_string(&shape))
                .map(|line| vec![line]),
        };
        let mut results = Results::new();
        let lines = lines.map_err(|error| CliError::unprintable(&self.policy.name(), error))?;
        lines.iter().try_for_each(|line| results.line(line))?;
        results.finish()
    }
}
