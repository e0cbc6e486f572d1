//! `guestpass policy diff`: whose access changes when one policy takes the place of another?

use std::io::{self, BufRead, Read, Write};
use std::time::Instant;

use anstyle::Style;
use clap::builder::RangedU64ValueParser;
use clap::{Args, ValueEnum};
use guestpass_authoring::comparison::{Bounds, Comparison, ComparisonError, Difference, Kind, Side, compare};
use guestpass_authoring::replay::{PeopleChanges, Record};
use guestpass_contract::json::{SchemaKind, facts_from_str, instant_from_str};
use guestpass_contract::limits::MAX_JSON_BYTES;
use guestpass_distribution::{Surroundings, SystemSurroundings};
use serde::Serialize;

use crate::arguments::Format;
use crate::commands::Outcome;
use crate::decision_text::{ALLOWED, DENIED};
use crate::errors::CliError;
use crate::input::{Input, text_of};
use crate::limits::{COMBINATIONS_MAX, PASSED_OVER_BYTES_MAX};
use crate::output::Results;
use crate::policy_file;
use crate::quoting::visible;

/// Compares two policies by what they mean: who may now do what, and who no longer.
///
/// Both are asked the same questions: every role, in every standing, for every privilege and operation. Conditions are
/// tried with the constants that stand in them. The exit status is 0, whatever differs, unless `--deny-new-access` is
/// given.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit status: 0 when both were asked, whatever differs; with `--deny-new-access` 1 when something is \
    newly allowed or shown, and 2 when nothing is and there may be: when anything is printed as not covered, such as \
    questions that were left out, an entitlement that is not known, a condition that asks for more than is tried or \
    the conditions of a custom component; when recorded lines were skipped, or a file had nothing to ask; 2 after an \
    error.\n\n\
    Example:\n  guestpass policy diff old.wasm new.toml --replay decisions.ndjson --deny-new-access"
)]
pub(crate) struct Diff {
    /// The policy to compare with: a component or a document.
    #[arg(value_name = "OLD")]
    old: Input,
    /// The policy that may take its place: a component or a document.
    #[arg(value_name = "NEW")]
    new: Input,
    /// Asks both what was recorded, one decision on each line.
    #[arg(long, value_name = "DECISIONS.ndjson")]
    replay: Option<Input>,
    /// Asks both for everything, as each of these people: one set of facts on each line.
    #[arg(long, value_name = "FACTS.ndjson")]
    people: Option<Input>,
    /// The instant at which `--people` are asked; without it, now.
    #[arg(long, value_name = "INSTANT", requires = "people")]
    now: Option<String>,
    /// Something that an organisation can buy, when no document says it; may be given again.
    #[arg(long, value_name = "NAME")]
    entitlement: Vec<String>,
    /// Most questions that are put to each policy, besides those of files.
    #[arg(long, value_name = "NUMBER", default_value_t = Bounds::default().questions_max)]
    questions_max: u64,
    /// Most combinations of attributes that are tried for one role.
    #[arg(long, value_name = "NUMBER", default_value_t = Bounds::default().assignments_max)]
    #[arg(value_parser = RangedU64ValueParser::<usize>::new().range(1..=COMBINATIONS_MAX))]
    combinations_max: usize,
    /// Skips recorded lines that cannot be read, and counts them.
    #[arg(long, requires = "replay")]
    lenient: bool,
    /// Ends with status 1 when anything is newly allowed or shown, and with 2 when that cannot be ruled out.
    #[arg(long)]
    deny_new_access: bool,
    /// Prints Markdown for a pull request.
    #[arg(long, value_enum, value_name = "FORM")]
    output_as: Option<Form>,
}

/// A form of text besides that for terminals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For a pull request.
    Markdown,
}

/// All that is found, as JSON prints it.
#[derive(Debug, Serialize)]
struct Found {
    #[serde(flatten)]
    comparison: Comparison,
    replay: Option<PeopleChanges>,
    people: Option<PeopleChanges>,
    skipped_lines: usize,
}

impl Diff {
    pub(crate) fn run(&self, format: Format) -> Result<Outcome, CliError> {
        let inputs = [Some(&self.old), Some(&self.new), self.replay.as_ref(), self.people.as_ref()];
        Input::stdin_at_most_once(inputs.into_iter().flatten())?;
        let started = Instant::now();
        let mut bounds = Bounds {
            questions_max: self.questions_max,
            assignments_max: self.combinations_max,
            entitlements: self.entitlement.clone(),
            // Whoever names one wants to know what depends on it.
            taken_away_max: usize::MAX,
        };
        let old = load(&self.old, format, &mut bounds.entitlements)?;
        let new = load(&self.new, format, &mut bounds.entitlements)?;
        let failed = |error| self.failed(error);
        let mut skipped_lines = 0;
        let mut replay = None;
        if let Some(input) = &self.replay {
            let mut changes = PeopleChanges::default();
            each_line(input, |line, text| match text.and_then(|text| record(input, line, &text)) {
                Ok(record) => changes.replay(&old, &new, &record).map_err(failed),
                Err(_) if self.lenient => {
                    skipped_lines += 1;
                    Ok(())
                }
                Err(error) => Err(error),
            })?;
            replay = Some(changes);
        }
        let mut people = None;
        if let Some(input) = &self.people {
            let (mut changes, now_ms) = (PeopleChanges::default(), self.now_ms()?);
            each_line(input, |line, text| {
                let refused = |error| CliError::json(&input.name(), Some(line), SchemaKind::Facts, error);
                let facts = facts_from_str(&text?).map_err(refused)?;
                changes.everything(&old, &new, &facts, now_ms).map_err(failed)
            })?;
            people = Some(changes);
        }
        let comparison = compare(&old, &new, &bounds).map_err(failed)?;
        let found = Found { comparison, replay, people, skipped_lines };
        self.print(&found, format)?;
        if format == Format::Text && Results::is_terminal() {
            let questions = found.comparison.questions;
            let seconds = started.elapsed().as_secs_f64();
            // Who does not see it misses nothing.
            let _ = writeln!(anstream::stderr(), "{questions} questions in {seconds:.1} s");
        }
        let changes = [&found.replay, &found.people].into_iter().flatten();
        let is_new = found.comparison.gives_new_access() || changes.into_iter().any(PeopleChanges::gives_new_access);
        match self.deny_new_access {
            true if is_new => Ok(Outcome::Denied),
            true => self.check_all_was_asked(&found).map(|()| Outcome::Done),
            false => Ok(Outcome::Done),
        }
    }

    /// That nothing new was found says that there is nothing only when nothing was left out.
    fn check_all_was_asked(&self, found: &Found) -> Result<(), CliError> {
        for (input, changes) in [(&self.replay, &found.replay), (&self.people, &found.people)] {
            if let (Some(input), Some(PeopleChanges { questions: 0, .. })) = (input, changes) {
                return Err(CliError::NothingAsked { file: input.name() });
            }
        }
        if let (Some(input), lines @ 1..) = (&self.replay, found.skipped_lines) {
            return Err(CliError::LinesSkipped { file: input.name(), lines });
        }
        match found.comparison.blind_spots.first() {
            None => Ok(()),
            Some(blind_spot) => Err(CliError::NotAllCompared { file: self.new.name(), blind_spot: blind_spot.clone() }),
        }
    }

    fn failed(&self, error: ComparisonError) -> CliError {
        match error {
            ComparisonError::Check { side, error } => {
                let input = if side == Side::Old { &self.old } else { &self.new };
                CliError::Check { file: input.name(), error }
            }
            ComparisonError::Unaskable { reason } => CliError::Usage {
                message: format!("the policies cannot be compared: {reason}"),
                help: "shorten the names of the policy".to_owned(),
            },
        }
    }

    fn now_ms(&self) -> Result<i64, CliError> {
        let Some(now) = &self.now else {
            return Ok(SystemSurroundings.now_ms());
        };
        instant_from_str(now).map_err(|error| CliError::Usage {
            message: format!("`--now`: {}", error.message()),
            help: "write it as in `2026-03-02T09:30:00Z`".to_owned(),
        })
    }

    fn print(&self, found: &Found, format: Format) -> Result<(), CliError> {
        let mut results = Results::new();
        if format == Format::Json {
            results.json_line(&self.new.name(), found)?;
            return results.finish();
        }
        let is_markdown = self.output_as == Some(Form::Markdown);
        for (title, style, lines) in sections(found) {
            if is_markdown {
                results.line(format_args!("### {title}\n"))?;
            } else {
                results.line(format_args!("{style}{title}{style:#}"))?;
            }
            let mark = if is_markdown { "- " } else { "  " };
            lines.iter().try_for_each(|line| results.line(format_args!("{mark}{}", visible(line))))?;
            if is_markdown {
                results.line("")?;
            }
        }
        results.finish()
    }
}

/// A title, how it looks, and sentences below it; those without sentences are left out.
fn sections(found: &Found) -> Vec<(&'static str, Style, Vec<String>)> {
    let plain = Style::new().bold();
    let comparison = &found.comparison;
    let people = |changes: &Option<PeopleChanges>| {
        let sentences = changes.iter().flat_map(PeopleChanges::sentences);
        let mut lines: Vec<String> = sentences.map(|(_, sentence)| sentence).collect();
        match changes {
            Some(PeopleChanges { questions: 0, .. }) => lines.push("nothing was asked".to_owned()),
            Some(_) if lines.is_empty() => lines.push("nothing changes for them".to_owned()),
            _ => {}
        }
        lines
    };
    let mut replayed = people(&found.replay);
    if found.skipped_lines > 0 {
        replayed.push(format!("{} lines could not be read", found.skipped_lines));
    }
    let of = |kinds: &[Kind]| {
        let among = |difference: &&Difference| kinds.contains(&difference.kind);
        comparison.differences.iter().filter(among).map(|difference| difference.sentence.clone()).collect()
    };
    let mut sections = vec![
        ("newly allowed", ALLOWED, of(&[Kind::NewlyAllowed, Kind::MoreShown])),
        ("newly denied", DENIED, of(&[Kind::NewlyDenied, Kind::LessShown])),
        ("same effect, other obligations", plain, of(&[Kind::OtherObligations])),
        ("same effect, other reason or time", plain, counted(comparison)),
        ("described differently", plain, comparison.described.clone()),
        ("recorded decisions", plain, replayed),
        ("people", plain, people(&found.people)),
    ];
    if sections.iter().take(5).all(|(_, _, lines)| lines.is_empty()) {
        let (title, means) = match comparison.not_covered.as_slice() {
            [] => ("no difference", "both policies mean the same"),
            _ => ("no difference found", "what was asked means the same; not all was asked"),
        };
        sections.insert(0, (title, plain, vec![means.to_owned()]));
    }
    sections.push(("not covered", plain, comparison.not_covered.clone()));
    sections.retain(|(_, _, lines)| !lines.is_empty());
    sections
}

/// Reasons and times say little by themselves, and follow from what is said already: JSON has each of them.
fn counted(comparison: &Comparison) -> Vec<String> {
    let is_counted = |it: &&Difference| matches!(it.kind, Kind::OtherReason | Kind::OtherValidity);
    let answers: usize = comparison.differences.iter().filter(is_counted).map(|it| it.answers).sum();
    let lines = (answers > 0).then(|| format!("{answers} answers; `--format json` has them"));
    lines.into_iter().collect()
}

/// Loads a policy; a document also says what an organisation can buy.
fn load(input: &Input, format: Format, entitlements: &mut Vec<String>) -> Result<guestpass::Policy, CliError> {
    let bytes = policy_file::read(input)?;
    let file = input.name();
    if policy_file::is_component(&bytes) {
        return policy_file::load_component(&file, &bytes);
    }
    let compiled = policy_file::compile(&file, &bytes)?;
    crate::report::diagnostics(&compiled.warnings, format);
    for name in guestpass_authoring::comparison::entitlements(&String::from_utf8_lossy(&bytes)) {
        if !entitlements.contains(&name) {
            entitlements.push(name);
        }
    }
    policy_file::load_component(&file, &compiled.component)
}

fn record(input: &Input, line: usize, text: &str) -> Result<Record, CliError> {
    Record::read(text).map_err(|error| CliError::Record { file: input.name(), line, reason: error.to_string() })
}

fn too_large(input: &Input, line: usize) -> CliError {
    let help = "write one decision, or one set of facts, on each line";
    CliError::LineTooLarge { file: input.name(), line, bytes_max: MAX_JSON_BYTES, help }
}

/// Passes over the rest of a line; whether that has an end.
fn rest_ends(reader: &mut impl BufRead) -> io::Result<bool> {
    let passed_over = reader.take(PASSED_OVER_BYTES_MAX).skip_until(b'\n')?;
    Ok(u64::try_from(passed_over).is_ok_and(|bytes| bytes < PASSED_OVER_BYTES_MAX))
}

/// Calls `each` with the number of every line that is not blank, and its text, or why it has none: it is too long or no
/// text. However long a line is, only as much of it is held as a line may have.
fn each_line(
    input: &Input,
    mut each: impl FnMut(usize, Result<String, CliError>) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let mut reader = input.reader()?;
    let limit = u64::try_from(MAX_JSON_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    for number in 1_usize.. {
        let mut line = Vec::new();
        let read = reader.by_ref().take(limit).read_until(b'\n', &mut line);
        read.map_err(|error| input.unreadable(&error))?;
        if line.is_empty() {
            break;
        }
        if line.len() > MAX_JSON_BYTES {
            each(number, Err(too_large(input, number)))?;
            let ends =
                line.last() == Some(&b'\n') || rest_ends(&mut reader).map_err(|error| input.unreadable(&error))?;
            if !ends {
                return Err(too_large(input, number));
            }
        } else if !line.trim_ascii().is_empty() {
            each(number, text_of(line, &input.name(), number))?;
        }
    }
    Ok(())
}
