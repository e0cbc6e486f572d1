//! `guestpass keys`: the keys that sign policies, and whom a host believes.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use guestpass_manifest::limits::KEY_BYTES_MAX;
use guestpass_manifest::{PolicyName, PublicKey, SecretKey, TargetName, Trust, TrustedKey};
use serde::Serialize;

use crate::arguments::Format;
use crate::commands::api_key::MakeApiKey;
use crate::errors::CliError;
use crate::input::Input;
use crate::output::{NewFile, Results, write_all_new};
use crate::quoting::quoted;
use crate::report::{self, Finding};

/// Makes the keys that sign policies, and the file that says whose signatures count.
#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    Generate(Generate),
    Show(Show),
    Trust(MakeTrust),
    Api(MakeApiKey),
}

/// Makes a key pair: `NAME.key`, which only its owner may read, and `NAME.pub`.
///
/// Both are PEM files, which openssl reads too. A file that is there is never replaced.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass keys generate --name ops --output keys")]
pub(crate) struct Generate {
    /// What the key is called.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Folder that the two files go to; it is made when it is not there.
    #[arg(short, long, value_name = "FOLDER", default_value = ".")]
    output: PathBuf,
}

/// Prints the id of a key, public or private. A private key is never printed.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass keys show ops.pub")]
pub(crate) struct Show {
    /// Key (PEM), or `-` for standard input.
    #[arg(value_name = "KEY")]
    key: Input,
}

/// Prints a trust file: whose signatures a host believes, for which policy, and how many of them it takes.
///
/// The file's name, without `.pub`, is what the key is called.
#[derive(Debug, Args)]
#[command(
    name = "trust",
    after_help = "Example:\n  guestpass keys trust --policy flexera-one --target production ops.pub > trust.toml"
)]
pub(crate) struct MakeTrust {
    /// Policy that is trusted, by the name that its document gives it.
    #[arg(long, value_name = "NAME")]
    policy: String,
    /// Place that the policies are for, such as `production`.
    #[arg(long, value_name = "NAME")]
    target: String,
    /// How many of the keys must have signed.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    threshold: usize,
    /// Public keys (PEM).
    #[arg(value_name = "KEY.pub", required = true)]
    keys: Vec<PathBuf>,
}

/// A key, as JSON.
#[derive(Debug, Serialize)]
struct KeyJson {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    private: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    public: Option<String>,
}

impl Keys {
    pub(crate) fn run(&self, format: Format) -> Result<(), CliError> {
        match self {
            Self::Generate(generate) => generate.run(format),
            Self::Show(show) => show.run(format),
            Self::Trust(trust) => trust.run(),
            Self::Api(api) => api.run(format),
        }
    }
}

impl Generate {
    fn run(&self, format: Format) -> Result<(), CliError> {
        let is_plain = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
        if self.name.is_empty() || self.name.starts_with('.') || !self.name.chars().all(is_plain) {
            return Err(CliError::Usage {
                message: format!("{} cannot be the name of a key", quoted(&self.name)),
                help: "use letters, digits, `-`, `_` and `.`; both files are called after it".to_owned(),
            });
        }
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| CliError::Usage {
            message: format!("this machine has no randomness to make a key of: {error}"),
            help: "make the key on another machine".to_owned(),
        })?;
        let key = SecretKey::from_seed(&seed);
        seed.fill(0);
        fs::create_dir_all(&self.output).map_err(|error| not_written(&self.output, &error))?;
        let path = |ending: &str| self.output.join(format!("{}.{ending}", self.name));
        let (private, public) = (path("key"), path("pub"));
        let unwritable = |file: &Path| {
            let file = file.display().to_string();
            move |error| CliError::Key { file: file.clone(), error }
        };
        let pem = key.public().to_pem().map_err(unwritable(&public))?;
        let secret = key.to_pem().map_err(unwritable(&private))?;
        // A half is good for nothing, and would be in the way of the next attempt.
        let files = [
            NewFile { path: &private, text: secret.expose(), mode: 0o600 },
            NewFile { path: &public, text: &pem, mode: 0o644 },
        ];
        write_all_new(&files).map_err(|(path, error)| not_written(&path, &error))?;

        let (private, public) = (private.display().to_string(), public.display().to_string());
        let id = key.public().id().to_string();
        let mut results = Results::new();
        match format {
            Format::Text => results.line(format_args!(
                "made {} and {}\n  id: {id}\n  keep the first secret; give the second to those who are to believe it",
                quoted(&private),
                quoted(&public),
            ))?,
            Format::Json => {
                results.json_line("<stdout>", &KeyJson { id, private: Some(private), public: Some(public) })?
            }
        }
        results.finish()
    }
}

impl Show {
    fn run(&self, format: Format) -> Result<(), CliError> {
        let text = self.key.text(KEY_BYTES_MAX)?;
        let id = match PublicKey::from_pem(&text) {
            Ok(key) => key.id(),
            Err(error) => match SecretKey::from_pem(&text) {
                Ok(key) => key.public().id(),
                Err(_) => return Err(CliError::Key { file: self.key.name(), error }),
            },
        };
        let mut results = Results::new();
        match format {
            Format::Text => results.line(&id)?,
            Format::Json => {
                results.json_line("<stdout>", &KeyJson { id: id.to_string(), private: None, public: None })?
            }
        }
        results.finish()
    }
}

impl MakeTrust {
    fn run(&self) -> Result<(), CliError> {
        let named = |what, text: &str, error: String| CliError::Usage {
            message: format!("{} cannot be the name of a {what}: {error}", quoted(text)),
            help: format!("give the name of the {what} as it stands in the manifest"),
        };
        let policy = PolicyName::new(&self.policy).map_err(|error| named("policy", &self.policy, error.to_string()))?;
        let target = TargetName::new(&self.target).map_err(|error| named("target", &self.target, error.to_string()))?;
        let keys = self.keys.iter().map(|path| {
            let input = Input::File(path.clone());
            let text = input.text(KEY_BYTES_MAX)?;
            let public = PublicKey::from_pem(&text).map_err(|error| CliError::Key { file: input.name(), error })?;
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            Ok(TrustedKey { name, public })
        });
        let keys = keys.collect::<Result<Vec<_>, CliError>>()?;
        let trust = Trust::new(policy, target, self.threshold, keys);
        let trust = trust.map_err(|error| CliError::Trust { file: "<the trust file>".to_owned(), error })?;
        let mut results = Results::new();
        results.line(trust.to_toml().trim_end())?;
        results.finish()
    }
}

/// The private key of a file. One that others may read is used, and said to be no secret.
pub(crate) fn secret_key(path: &Path, format: Format) -> Result<SecretKey, CliError> {
    let input = Input::File(path.to_owned());
    let text = input.text(KEY_BYTES_MAX)?;
    let key = SecretKey::from_pem(&text).map_err(|error| CliError::Key { file: input.name(), error })?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map(|metadata| metadata.permissions().mode()).unwrap_or_default();
        if mode & 0o077 != 0 {
            let warning = Finding {
                severity: "warning",
                code: "key::not-private".to_owned(),
                message: "others than you may read it".to_owned(),
                file: Some(input.name()),
                line: None,
                column: None,
                help: Some("run `chmod 600` on it".to_owned()),
            };
            report::finding(&warning, format);
        }
    }
    Ok(key)
}

fn not_written(path: &Path, error: &io::Error) -> CliError {
    let help = match error.kind() {
        ErrorKind::AlreadyExists => "give another name; a key that is there is never replaced",
        _ => "give a folder that you may write to",
    };
    CliError::OutputNotWritable { file: path.display().to_string(), reason: error.to_string(), help }
}
