//! `guestpass timeline`: how the answer to one question changes as time goes by.

use clap::Args;
use guestpass::CheckError;
use guestpass_contract::InstantMs;
use guestpass_contract::json::{
    self, JsonError, SchemaKind, TimelineJson, facts_from_str, instant_from_str, instant_to_string, request_from_str,
};
use guestpass_contract::limits::MAX_JSON_BYTES;
use serde_json::Value;

use crate::arguments::Format;
use crate::attempts::patiently;
use crate::errors::CliError;
use crate::input::Input;
use crate::output::Results;
use crate::report::{self, Finding};
use crate::{policy_file, timeline_text};

/// Shows how the answer to one request changes as time goes by, with nothing else changing.
///
/// Each line is a span of time in which the answer is the same; in JSON each line is one of the `segments` that
/// `guestpass schema timeline` describes. The exit status is 0 whatever the answers are, and 2
/// after an error.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  guestpass timeline --policy flexera-one.wasm --facts facts.json --request request.json \
                  --until 2027-01-01T00:00:00Z"
)]
pub(crate) struct Timeline {
    /// Policy component, or a policy document, which is then built in memory; the content says which.
    #[arg(long, value_name = "POLICY")]
    policy: Input,
    /// Facts about the person and the organisation (JSON); `guestpass schema facts` describes them.
    #[arg(long, value_name = "FACTS.json")]
    facts: Input,
    /// One request (JSON), or `-` for standard input; `guestpass schema request` describes it.
    #[arg(long, value_name = "REQUEST.json")]
    request: Input,
    /// The first instant that is asked about; left out, the `now` of the request.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    from: Option<InstantMs>,
    /// The first instant that is not asked about any more, such as `2027-01-01T00:00:00Z`.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    until: InstantMs,
}

/// As in the JSON files.
fn instant(text: &str) -> Result<InstantMs, String> {
    instant_from_str(text).map_err(|error| error.message().to_owned())
}

impl Timeline {
    pub(crate) fn run(&self, format: Format) -> Result<(), CliError> {
        Input::stdin_at_most_once([&self.policy, &self.facts, &self.request])?;
        let broken = |input: &Input, shape, error| CliError::json(&input.name(), None, shape, error);
        let facts = self.facts.text(MAX_JSON_BYTES)?;
        let facts = facts_from_str(&facts).map_err(|error| broken(&self.facts, SchemaKind::Facts, error))?;
        let request = self.request.text(MAX_JSON_BYTES)?;
        let mut request =
            request_from_str(&request).map_err(|error| broken(&self.request, SchemaKind::Request, error))?;
        request.now_ms = self.from.unwrap_or(request.now_ms);
        request.explain = false;
        if self.until <= request.now_ms {
            return Err(CliError::Usage {
                message: "`--until` is not later than the first instant that is asked about".to_owned(),
                help: "give a later one, or an earlier `--from`".to_owned(),
            });
        }
        let policy = policy_file::load(&self.policy, format)?;

        let may_be_haste = |error: &CheckError| *error == CheckError::Deadline;
        let asked = || policy.timeline(&facts, &request.as_draft(), self.until);
        let timeline =
            patiently(may_be_haste, asked).map_err(|error| CliError::Check { file: self.policy.name(), error })?;
        let lines = match format {
            Format::Text => timeline_text::lines(&timeline, Results::is_terminal(), policy.info(), &facts),
            Format::Json => TimelineJson::new(&timeline, policy.info(), &facts, policy.digest())
                .and_then(|shape| json_lines(&shape)),
        };
        let mut results = Results::new();
        let lines = lines.map_err(|error| CliError::unprintable(&self.policy.name(), error))?;
        lines.iter().try_for_each(|line| results.line(line))?;
        results.finish()?;
        if let Some(cut_at) = timeline.cut_at {
            report::finding(&cut(cut_at), format);
        }
        Ok(())
    }
}

/// Each segment of the shape on a line of its own.
fn json_lines(shape: &TimelineJson<'_>) -> Result<Vec<String>, JsonError> {
    // serde prints this shape always.
    let whole: Value = serde_json::to_value(shape).unwrap_or_default();
    let segments = whole.get("segments").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    segments.iter().map(json::to_string).collect()
}

/// There is more than a timeline holds.
fn cut(cut_at: InstantMs) -> Finding {
    let from = instant_to_string(cut_at).unwrap_or_default();
    Finding {
        severity: "warning",
        code: "timeline-cut".to_owned(),
        message: format!("more segments follow from {from} on"),
        file: None,
        line: None,
        column: None,
        help: Some(format!("ask again with `--from {from}`")),
    }
}
