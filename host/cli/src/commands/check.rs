//! `guestpass check`: may this person do this?

use std::path::PathBuf;

use clap::Args;
use guestpass::{CheckError, Policy};
use guestpass_authoring::replay::request_text;
use guestpass_contract::json::{self, DecisionJson, JsonError, SchemaKind, facts_from_str, request_from_str};
use guestpass_contract::limits::MAX_JSON_BYTES;
use guestpass_contract::{Decision, Facts};

use crate::arguments::Format;
use crate::attempts::patiently;
use crate::commands::Outcome;
use crate::errors::CliError;
use crate::input::Input;
use crate::output::Results;
use crate::recorder::Recorder;
use crate::request_lines::{NumberedRequest, RequestLines, packed};
use crate::{decision_text, policy_file};

/// Asks a policy whether a person may do something, and says why.
///
/// The exit status is 0 when every request is allowed, 1 when one is denied, and 2 after an error, which is a denial
/// too.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  guestpass check --policy flexera-one.wasm --facts facts.json --request request.json --explain"
)]
pub(crate) struct Check {
    /// Policy component, or a policy document, which is then built in memory; the content says which.
    #[arg(long, value_name = "POLICY")]
    policy: Input,
    /// Facts about the person and the organisation (JSON); `guestpass schema facts` describes them.
    #[arg(long, value_name = "FACTS.json")]
    facts: Input,
    #[command(flatten)]
    asked: Asked,
    /// Shows every gate and what became of it, and for a denial the changes that would flip it.
    #[arg(long)]
    explain: bool,
    /// Appends each decision, with its facts and its request, to this file for `policy diff --replay`; nothing is
    /// masked.
    #[arg(long, value_name = "DECISIONS.ndjson")]
    record: Option<PathBuf>,
}

/// One request or many.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Asked {
    /// One request (JSON), or `-` for standard input; `guestpass schema request` describes it.
    #[arg(long, value_name = "REQUEST.json")]
    request: Option<Input>,
    /// Many requests, one on each line (NDJSON), or `-` for standard input.
    #[arg(long, value_name = "REQUESTS.ndjson")]
    requests: Option<Input>,
}

/// What every request is asked of, and where the answers go.
struct Session {
    policy: Policy,
    policy_file: String,
    facts: Facts,
    recorder: Option<Recorder>,
    format: Format,
    /// In a batch each answer has the number of its line.
    is_batch: bool,
    results: Results,
    allowed: usize,
    denied: usize,
}

impl Check {
    pub(crate) fn run(&self, format: Format) -> Result<Outcome, CliError> {
        self.check_arguments()?;
        let mut session = self.open(format)?;
        if let Some(input) = &self.asked.request {
            session.answer(input, &[self.single(input)?])?;
        }
        if let Some(input) = &self.asked.requests {
            self.answer_batch(input, &mut session)?;
        }
        session.results.finish()?;
        // Nothing asked is nothing allowed.
        let all_allowed = session.denied == 0 && session.allowed > 0;
        Ok(if all_allowed { Outcome::Done } else { Outcome::Denied })
    }

    fn check_arguments(&self) -> Result<(), CliError> {
        let inputs = [Some(&self.policy), Some(&self.facts), self.asked.request.as_ref(), self.asked.requests.as_ref()];
        Input::stdin_at_most_once(inputs.into_iter().flatten())
    }

    fn open(&self, format: Format) -> Result<Session, CliError> {
        let file = self.facts.name();
        let text = self.facts.text(MAX_JSON_BYTES)?;
        let facts = facts_from_str(&text).map_err(|error| CliError::json(&file, None, SchemaKind::Facts, error))?;
        Ok(Session {
            policy: policy_file::load(&self.policy, format)?,
            policy_file: self.policy.name(),
            facts,
            recorder: self.record.as_deref().map(|path| Recorder::open(path, &text)).transpose()?,
            format,
            is_batch: self.asked.requests.is_some(),
            results: Results::new(),
            allowed: 0,
            denied: 0,
        })
    }

    fn single(&self, input: &Input) -> Result<NumberedRequest, CliError> {
        let text = input.text(MAX_JSON_BYTES)?;
        let refused = |error| CliError::json(&input.name(), None, SchemaKind::Request, error);
        let mut request = request_from_str(&text).map_err(refused)?;
        request.explain |= self.explain;
        Ok(NumberedRequest { line: 1, request })
    }

    fn answer_batch(&self, input: &Input, session: &mut Session) -> Result<(), CliError> {
        let mut lines = RequestLines::open(input)?;
        loop {
            let mut call = lines.next_call()?;
            if call.is_empty() {
                return session.summarise(input);
            }
            call.iter_mut().for_each(|numbered| numbered.request.explain |= self.explain);
            session.answer(input, &call)?;
        }
    }
}

impl Session {
    /// Asks the requests of one call, and prints the answers.
    fn answer(&mut self, input: &Input, call: &[NumberedRequest]) -> Result<(), CliError> {
        let requests = packed(input, call)?;
        let failed = |error| CliError::Check { file: self.policy_file.clone(), error };
        // As many decisions as requests: the engine has made sure of it.
        let may_be_haste = |error: &CheckError| *error == CheckError::Deadline;
        let decisions = patiently(may_be_haste, || self.policy.check(&self.facts, &requests)).map_err(failed)?;
        for (decision, asked) in decisions.iter().zip(call) {
            let counter = if decision.is_allowed() { &mut self.allowed } else { &mut self.denied };
            *counter = counter.saturating_add(1);
            let lines = match self.format {
                Format::Text => self.text(decision, asked),
                Format::Json => self.json(decision, asked).map(|line| vec![line]),
            };
            let lines = lines.map_err(|error| CliError::unprintable(&self.policy_file, error))?;
            lines.iter().try_for_each(|line| self.results.line(line))?;
            self.record(decision, asked)?;
        }
        Ok(())
    }

    fn record(&mut self, decision: &Decision, asked: &NumberedRequest) -> Result<(), CliError> {
        if self.recorder.is_none() {
            return Ok(());
        }
        let texts = request_text(&asked.request).and_then(|request| Ok((request, self.json(decision, asked)?)));
        let (request, decision) = texts.map_err(|error| CliError::unprintable(&self.policy_file, error))?;
        let digest = self.policy.digest();
        self.recorder.as_mut().map_or(Ok(()), |recorder| recorder.append(digest, &request, &decision))
    }

    /// In a batch one line, and the gates when they were asked for.
    fn text(&self, decision: &Decision, asked: &NumberedRequest) -> Result<Vec<String>, JsonError> {
        let info = self.policy.info();
        let headline = decision_text::headline(decision, info, &self.facts)?;
        let mut lines = if self.is_batch {
            vec![format!("{}: {headline}", asked.line)]
        } else {
            [vec![headline], decision_text::details(decision, info)].concat()
        };
        lines.extend(decision_text::explained(decision, info, &self.facts));
        Ok(lines)
    }

    fn json(&self, decision: &Decision, asked: &NumberedRequest) -> Result<String, JsonError> {
        let (info, digest) = (self.policy.info(), self.policy.digest());
        json::to_string(&DecisionJson::new(decision, info, &self.facts, asked.request.now_ms, digest)?)
    }

    /// What closes a batch.
    fn summarise(&mut self, input: &Input) -> Result<(), CliError> {
        let (allowed, denied) = (self.allowed, self.denied);
        let asked = allowed.saturating_add(denied);
        if asked == 0 {
            return Err(CliError::NoRequests { file: input.name() });
        }
        if self.format == Format::Text {
            let requests = if asked == 1 { "request" } else { "requests" };
            self.results.line(format_args!("{asked} {requests}: {allowed} allowed, {denied} denied"))?;
        }
        Ok(())
    }
}
