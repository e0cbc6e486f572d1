//! Everything that can go wrong, each with a stable code and, where it helps, what to do next.

use std::io::ErrorKind;

use guestpass::{CheckError, LoadError, Refusal};
use guestpass_authoring::cases::CaseFindings;
use guestpass_authoring::comparison::BlindSpot;
use guestpass_compiler::CompileError;
use guestpass_contract::json::{JsonError, SchemaKind};
use guestpass_distribution::{LocationError, SourceError};
use guestpass_manifest::{KeyError, ManifestError, StateError, TrustError};
use guestpass_server::{ServeError, SettingsError};
use guestpass_store::StoreError;
use guestpass_store::audit::Damage;

use crate::quoting::quoted;

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error("the file does not exist")]
    FileNotFound { file: String },
    #[error("the file cannot be read: {reason}")]
    FileUnreadable { file: String, reason: String },
    #[error("the file has more than {bytes_max} bytes")]
    FileTooLarge { file: String, bytes_max: usize },
    #[error("the line has more than {bytes_max} bytes")]
    LineTooLarge { file: String, line: usize, bytes_max: usize, help: &'static str },
    #[error("the byte `0x{byte:02x}` is not text")]
    FileNotUtf8 { file: String, byte: u8, line: usize, column: usize },
    /// `line` counts in the file; the error's own line counts in the one request that was read.
    #[error("{}", json_message(error))]
    Json { file: String, line: Option<usize>, shape: SchemaKind, error: Box<JsonError> },
    #[error("it is no recorded decision: {reason}")]
    Record { file: String, line: usize, reason: String },
    #[error("the file holds no request")]
    NoRequests { file: String },
    #[error("there are no test cases")]
    NoCases { file: String },
    #[error("no test case has {} in its name", quoted(filter))]
    NoSuchCases { file: String, filter: String },
    /// Recorded decisions or people that were to show whether there is new access.
    #[error("nothing was asked of it, so that nobody knows whether there is new access")]
    NothingAsked { file: String },
    /// No new access was found, and there may be some.
    #[error("no new access was found, but this was not compared: {blind_spot}")]
    NotAllCompared { file: String, blind_spot: BlindSpot },
    /// The same, because recorded decisions were skipped.
    #[error("no new access was found, but {}", unread(*lines))]
    LinesSkipped { file: String, lines: usize },
    /// Printed one by one.
    #[error("the case file has {} errors", _0.items.len())]
    Cases(Box<CaseFindings>),
    #[error("{error}")]
    Compile { file: String, error: Box<CompileError> },
    #[error("{error}")]
    Load { file: String, error: LoadError },
    #[error("{error}")]
    Check { file: String, error: CheckError },
    /// An answer that JSON cannot express, such as an instant after the year 9999.
    #[error("the answer of the policy cannot be printed: {}", json_message(error))]
    Unprintable { file: String, error: Box<JsonError> },
    #[error("there is no manifest beside the component")]
    Unsigned { file: String },
    #[error("{error}")]
    Key { file: String, error: KeyError },
    #[error("{error}")]
    Trust { file: String, error: TrustError },
    #[error("{error}")]
    TrustedState { file: String, error: StateError },
    #[error("another process has been writing it for too long")]
    TrustedStateInUse { file: String },
    /// What is signed is not believed.
    #[error("{error}")]
    Manifest { file: String, error: Box<ManifestError> },
    #[error(transparent)]
    Location(LocationError),
    #[error("{}", _0.detail())]
    Source(SourceError),
    /// The database with the audit log.
    #[error("{error}")]
    Store { file: String, error: Box<StoreError> },
    #[error("it is no checkpoint: {reason}")]
    Checkpoint { file: String, reason: String },
    /// No checkpoint is made of a log that is damaged already.
    #[error("the audit log is damaged: {damage}")]
    DamagedLog { file: String, damage: Damage },
    /// A fault of the formatter, which checks itself.
    #[error("{reason}")]
    NotLaidOut { file: String, reason: String },
    #[error("the file cannot be written: {reason}")]
    OutputNotWritable { file: String, reason: String, help: &'static str },
    /// The server does not start with these settings. `position` is the line and the column in the file.
    #[error("{error}")]
    Settings { file: Option<String>, position: Option<(usize, usize)>, error: Box<SettingsError> },
    /// The server does not start.
    #[error(transparent)]
    Serve(Box<ServeError>),
    #[error("{message}")]
    Usage { message: String, help: String },
    /// Whoever read the results has gone. There is nobody to tell.
    #[error("nobody reads the results")]
    BrokenPipe,
}

/// What to do about an audit log that somebody changed.
pub(crate) const DAMAGED_HELP: &str = "keep it as it is, and compare it with a copy from before";

/// Where something is wrong: a file, and the line and column in it, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Place<'a> {
    pub(crate) file: Option<&'a str>,
    pub(crate) line: Option<usize>,
    pub(crate) column: Option<usize>,
}

impl CliError {
    /// An error of a JSON file. `line` is the line of the file when each line is a text of its own.
    pub(crate) fn json(file: &str, line: Option<usize>, shape: SchemaKind, error: JsonError) -> Self {
        Self::Json { file: file.to_owned(), line, shape, error: Box::new(error) }
    }

    /// An answer of the policy in `file` that has no JSON form.
    pub(crate) fn unprintable(file: &str, error: JsonError) -> Self {
        Self::Unprintable { file: file.to_owned(), error: Box::new(error) }
    }

    /// An error of a policy document.
    pub(crate) fn compile(file: &str, error: impl Into<CompileError>) -> Self {
        Self::Compile { file: file.to_owned(), error: Box::new(error.into()) }
    }

    /// The stable code.
    pub(crate) fn code(&self) -> String {
        match self {
            Self::FileNotFound { .. } => "file-not-found",
            Self::FileUnreadable { .. } => "file-unreadable",
            Self::FileTooLarge { .. } | Self::LineTooLarge { .. } => "file-too-large",
            Self::FileNotUtf8 { .. } => "file-not-utf8",
            Self::Json { error, .. } | Self::Unprintable { error, .. } => error.code(),
            Self::Record { .. } => "record-malformed",
            Self::NoRequests { .. } => "no-requests",
            Self::NoCases { .. } => "no-cases",
            Self::NoSuchCases { .. } => "no-such-cases",
            Self::NothingAsked { .. } => "nothing-asked",
            Self::NotAllCompared { .. } => "comparison-incomplete",
            Self::LinesSkipped { .. } => "lines-skipped",
            Self::Cases(_) => "cases",
            Self::Compile { error, .. } => {
                return miette::Diagnostic::code(&**error).map(|code| code.to_string()).unwrap_or_default();
            }
            Self::Load { error, .. } => error.code(),
            Self::Check { error, .. } => error.code(),
            Self::Unsigned { .. } => "manifest-missing",
            Self::Key { error, .. } => error.code(),
            Self::Trust { error, .. } => error.code(),
            Self::TrustedState { error, .. } => error.code(),
            Self::TrustedStateInUse { .. } => "trusted-state::in-use",
            Self::Manifest { error, .. } => error.code(),
            Self::Location(error) => error.code(),
            Self::Source(error) => error.code(),
            Self::Store { error, .. } => error.code(),
            Self::Checkpoint { .. } => "audit::checkpoint",
            Self::DamagedLog { damage, .. } => damage.why.code(),
            Self::NotLaidOut { .. } => "policy::format-failed",
            Self::OutputNotWritable { .. } => "output-not-writable",
            Self::Settings { error, .. } => error.code(),
            Self::Serve(error) => return error.code(),
            Self::Usage { .. } => "usage",
            Self::BrokenPipe => "broken-pipe",
        }
        .to_owned()
    }

    /// Where it is.
    pub(crate) fn place(&self) -> Place<'_> {
        match self {
            Self::LineTooLarge { file, line, .. } | Self::Record { file, line, .. } => {
                Place { file: Some(file), line: Some(*line), column: None }
            }
            Self::FileNotUtf8 { file, line, column, .. } => {
                Place { file: Some(file), line: Some(*line), column: Some(*column) }
            }
            Self::Json { file, line, error, .. } => {
                Place { file: Some(file), line: line.or(error.line()), column: error.column() }
            }
            Self::FileNotFound { file }
            | Self::FileUnreadable { file, .. }
            | Self::FileTooLarge { file, .. }
            | Self::NoRequests { file }
            | Self::NoCases { file }
            | Self::NoSuchCases { file, .. }
            | Self::NothingAsked { file }
            | Self::NotAllCompared { file, .. }
            | Self::LinesSkipped { file, .. }
            | Self::Compile { file, .. }
            | Self::Unsigned { file }
            | Self::Key { file, .. }
            | Self::TrustedState { file, .. }
            | Self::TrustedStateInUse { file }
            | Self::Manifest { file, .. }
            | Self::Load { file, .. }
            | Self::Check { file, .. }
            | Self::Unprintable { file, .. }
            | Self::Store { file, .. }
            | Self::Checkpoint { file, .. }
            | Self::DamagedLog { file, .. }
            | Self::NotLaidOut { file, .. }
            | Self::OutputNotWritable { file, .. } => Place { file: Some(file), ..Place::default() },
            Self::Trust { file, error } => Place { file: Some(file), line: error.line(), column: None },
            Self::Source(error) => Place { file: Some(error.place()), ..Place::default() },
            Self::Cases(found) => Place { file: Some(&found.file_name), ..Place::default() },
            Self::Settings { file, position, .. } => {
                let (line, column) = position.unzip();
                Place { file: file.as_deref(), line, column }
            }
            Self::Location(_) | Self::Serve(_) | Self::Usage { .. } | Self::BrokenPipe => Place::default(),
        }
    }

    /// What to do next.
    pub(crate) fn help(&self) -> Option<String> {
        let help = match self {
            Self::FileNotFound { .. } => "check the name; paths count from the folder that the command is run in",
            Self::FileUnreadable { .. } => "give a file that you may read, or `-` for standard input",
            Self::FileTooLarge { .. } => "check that it is the right file; what is larger is not read",
            Self::LineTooLarge { help, .. } => help,
            Self::FileNotUtf8 { .. } => "save the file as UTF-8",
            Self::Json { shape, .. } => {
                return Some(format!("`guestpass schema {shape}` prints what may stand where"));
            }
            Self::Record { .. } => "correct the line, or skip what cannot be read by `--lenient`",
            Self::NoRequests { .. } => "write one request on each line; nothing asked is nothing allowed",
            Self::NoCases { .. } => {
                "write them beside the document, `flexera-one.tests.toml` for `flexera-one.toml`, or give `--cases`"
            }
            Self::NoSuchCases { .. } => "give a part of the name of a case; without `--filter` all of them are run",
            Self::NothingAsked { .. } => "give a file with one decision, or one set of facts, on each line",
            Self::NotAllCompared { blind_spot, .. } => blind_spot_help(blind_spot),
            Self::LinesSkipped { .. } => {
                "correct them or take them out of the file; without `--lenient` the first of them is named"
            }
            Self::Cases(_) => "correct each of them",
            Self::Compile { error, .. } => return miette::Diagnostic::help(&**error).map(|help| help.to_string()),
            Self::Load { error, .. } => load_help(error.refusal()),
            Self::Check { .. } | Self::Unprintable { .. } => {
                "no answer is a denial: let no request through, and ask whoever made the policy"
            }
            Self::Unsigned { .. } => "sign it with `guestpass policy sign`; no host takes an unsigned policy",
            Self::Key { .. } => {
                "give a key that `guestpass keys generate` made, or `openssl genpkey -algorithm ed25519`"
            }
            Self::Trust { .. } => "correct the trust file, which says whose signatures count",
            Self::TrustedState { .. } => "bring back the file from a copy; without it something older could be taken",
            Self::TrustedStateInUse { .. } => {
                "run it again when the other `guestpass policy verify --remember` has ended"
            }
            Self::Manifest { error, .. } => error.help(),
            Self::Location(error) => error.help(),
            Self::Source(error) => error.help(),
            Self::Store { error, .. } => store_help(error),
            Self::Checkpoint { .. } => "give what `guestpass audit checkpoint` printed",
            Self::DamagedLog { .. } => DAMAGED_HELP,
            Self::NotLaidOut { .. } => "the document was left alone; please report it with the document",
            Self::OutputNotWritable { help, .. } => help,
            Self::Settings { error, .. } => error.help(),
            Self::Serve(error) => error.help(),
            Self::Usage { help, .. } => help,
            Self::BrokenPipe => return None,
        };
        Some(help.to_owned())
    }
}

fn load_help(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Runtime => "run it on a machine that wasmtime supports, with memory and threads to spare",
        Refusal::NotAComponent | Refusal::NoPolicy => {
            "give a policy document, or a component that `guestpass policy build` wrote"
        }
        Refusal::Malformed => "copy the file again, or build it again with `guestpass policy build`",
        Refusal::Start => "try again when the machine is less busy; if it stays, build the policy again",
        _ => "load only components that `guestpass policy build` wrote, of the version that you run",
    }
}

fn store_help(error: &StoreError) -> &'static str {
    match error {
        StoreError::Location(_) => "give the `store.location` of the server, such as `sqlite:guestpass.db`",
        StoreError::NoBackup(_) => "only a SQLite file is copied: give the `store.location` of a server that has one",
        StoreError::File { cause, .. } if cause.kind() == ErrorKind::AlreadyExists => {
            "give a file that is not there yet; nothing is written over"
        }
        StoreError::File { .. } => "give a file in a folder that you may write to, with room for it",
        StoreError::BadBackup { .. } => "run it again; if it stays, look for damage by `guestpass audit verify`",
        StoreError::InUse(_) => "end the other server first",
        StoreError::Unavailable(_) | StoreError::TooSlow(_) | StoreError::Away => {
            "check that the database is there, that it can be reached, and that you may read it"
        }
        _ => "check that the database was made by a Guestpass server of this version",
    }
}

/// How to get a whole comparison; where there is no way, what to do instead.
fn blind_spot_help(blind_spot: &BlindSpot) -> &'static str {
    match blind_spot {
        BlindSpot::Undescribed(_) => {
            "no comparison can rule it out for a custom component: ask about real people by `--people` or `--replay`, \
             and judge what is printed without `--deny-new-access`"
        }
        BlindSpot::NeverTakenAway { .. } => "name only the entitlements that the policies ask for",
        BlindSpot::CustomRoles => {
            "shorten the names of the privileges; or ask about real people, with the roles that organisations made, by \
             `--people` or `--replay`, and judge what is printed without `--deny-new-access`"
        }
        BlindSpot::Condition(_) => {
            "compare attributes with constants or with each other only; or ask about real people by `--people` or \
             `--replay`, and judge what is printed without `--deny-new-access`"
        }
        BlindSpot::Combinations { .. } => {
            "allow more by `--combinations-max`, and by `--questions-max` where those are too few; or ask about real \
             people by `--people` or `--replay`, and judge what is printed without `--deny-new-access`"
        }
        BlindSpot::Unentitled(_) => "name it by `--entitlement`, or give the documents, which say what can be bought",
        BlindSpot::LeftOut { .. } => {
            "allow more by `--questions-max`; without `--deny-new-access` what was found counts by itself"
        }
    }
}

/// How many lines could not be read.
fn unread(lines: usize) -> String {
    match lines {
        1 => "1 line could not be read".to_owned(),
        lines => format!("{lines} lines could not be read"),
    }
}

/// The path says where the line and the column are too far away, such as in a text on one line.
fn json_message(error: &JsonError) -> String {
    let (path, message) = (quoted(error.path()), error.message());
    if error.path().is_empty() || message.contains(&path) {
        return message.to_owned();
    }
    format!("{path}: {message}")
}
