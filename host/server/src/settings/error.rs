//! Why the server does not start with these settings.
//!
//! **Invariant:** no error repeats what stands in the file or in a variable beside a value that cannot be: it may be a
//! password.

use std::ops::Range;

use guestpass_distribution::LocationError;
use guestpass_store::StoreError;

/// Why the server does not start with these settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file is no TOML, or the settings hold something that is not known.
    #[error("the settings cannot be read: {reason}")]
    Unreadable {
        /// What is wrong, without the text that it is wrong in.
        reason: String,
        /// Where it is in the file; none when a variable or a flag is wrong.
        span: Option<Range<usize>>,
    },
    /// A variable of the environment that is not known.
    #[error("the environment variable `{0}` is not known")]
    UnknownVariable(String),
    /// A value that cannot be.
    #[error("`{setting}`: {reason}")]
    Value {
        /// Which setting.
        setting: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Nobody could ask anything, or everybody everything.
    #[error("nobody is allowed to ask: there is neither a key nor a provider of tokens")]
    NoCredentials,
    /// Tokens for any other service would be believed.
    #[error("`oidc.audience` is missing")]
    AudienceMissing,
    /// Tokens of any provider would be believed.
    #[error("`oidc.issuer` is missing")]
    IssuerMissing,
    /// No token could be verified.
    #[error("`oidc.jwks` is missing")]
    JwksMissing,
    /// Whoever stands between could give this server keys of its own.
    #[error("`oidc.jwks` is not protected: `{0}`")]
    JwksInsecure(String),
    /// Credentials would travel in the open.
    #[error("`{0}` can be reached from elsewhere, and nothing speaks TLS")]
    TlsMissing(std::net::SocketAddr),
    /// One of the two files of TLS.
    #[error("`listen.tls.{0}` is missing")]
    TlsIncomplete(&'static str),
    /// The demonstration is for one machine.
    #[error("the demonstration would be open to others at `{0}`")]
    DemoExposed(std::net::SocketAddr),
    /// The demonstration does not follow anybody's policies or people.
    #[error("the demonstration takes no settings `{0}`")]
    DemoWith(&'static str),
    /// Anybody's policy would be believed.
    #[error("`policy.trust` is missing")]
    TrustMissing,
    /// Nobody could be let in.
    #[error("`policy.source` is missing")]
    PolicyMissing,
    /// An older policy could be taken after a restart.
    #[error("`policy.keep` is missing")]
    KeepMissing,
    /// Where nothing can be kept.
    #[error("`store.location`: {0}")]
    Store(StoreError),
    /// Where no policy can come from.
    #[error("`policy.source`: {0}")]
    Source(LocationError),
}

impl SettingsError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "settings::unreadable",
            Self::UnknownVariable(_) => "settings::unknown-variable",
            Self::Value { .. } => "settings::value",
            Self::NoCredentials => "settings::no-credentials",
            Self::AudienceMissing => "settings::audience-missing",
            Self::IssuerMissing => "settings::issuer-missing",
            Self::JwksMissing => "settings::jwks-missing",
            Self::JwksInsecure(_) => "settings::jwks-insecure",
            Self::TlsMissing(_) => "settings::tls-missing",
            Self::TlsIncomplete(_) => "settings::tls-incomplete",
            Self::DemoExposed(_) => "settings::demo-exposed",
            Self::DemoWith(_) => "settings::demo-with",
            Self::TrustMissing => "settings::trust-missing",
            Self::PolicyMissing => "settings::policy-missing",
            Self::KeepMissing => "settings::keep-missing",
            Self::Store(error) => error.code(),
            Self::Source(error) => error.code(),
        }
    }

    /// Where in the file it is, line and column, both counted from 1; none when it is not of one place in the file.
    #[must_use]
    pub fn position(&self, file: &str) -> Option<(usize, usize)> {
        let Self::Unreadable { span: Some(span), .. } = self else { return None };
        let before = file.get(..span.start).unwrap_or(file);
        let line = before.bytes().filter(|byte| *byte == b'\n').count();
        let column = before.chars().rev().take_while(|character| *character != '\n').count();
        Some((line.saturating_add(1), column.saturating_add(1)))
    }

    /// Whether it stands neither in the file nor is missing there, but was set by a variable or a flag.
    #[must_use]
    pub fn is_of_surroundings(&self) -> bool {
        matches!(self, Self::UnknownVariable(_) | Self::Unreadable { span: None, .. })
    }

    /// What to set.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Unreadable { span: Some(_), .. } => "correct the file; a setting that is not known is never skipped",
            Self::Unreadable { span: None, .. } => {
                "correct the variable `GUESTPASS_...` or the flag that sets it; the file by itself can be read"
            }
            Self::UnknownVariable(_) => "correct its name, or unset it; a setting that is not known is never skipped",
            Self::Value { .. } => "correct the value",
            Self::NoCredentials => "make a key with `guestpass keys api`, or set `oidc`",
            Self::AudienceMissing => "set it to the name by which the provider's tokens call this server",
            Self::IssuerMissing => "set it to the `iss` of the provider's tokens",
            Self::JwksMissing => "set it to a file or an `https://` address with the provider's public keys",
            Self::JwksInsecure(_) => "use `https://`, or a file",
            Self::TlsMissing(_) => {
                "set `listen.tls`, or `listen.behind_proxy = true` if a proxy speaks TLS, or listen on `127.0.0.1`"
            }
            Self::TlsIncomplete(_) => "set both `listen.tls.certificate` and `listen.tls.key`",
            Self::DemoExposed(_) => "listen on `127.0.0.1`; everybody knows what the demonstration holds",
            Self::DemoWith(_) => "leave `--demo` away to run a server with them",
            Self::TrustMissing => "set it to the file that `guestpass keys trust` prints",
            Self::PolicyMissing => "set it to a file, a folder, an `https://` address or `oci://` registry",
            Self::KeepMissing => "set it to a folder of this server; what has been seen of policies is kept there",
            Self::Store(_) => "write `sqlite:FILE` or `postgres://USER@HOST/DATABASE`",
            Self::Source(error) => error.help(),
        }
    }
}

impl From<Box<toml::de::Error>> for SettingsError {
    fn from(error: Box<toml::de::Error>) -> Self {
        let span = error.span();
        // With a place it prints the line of the file as well; without one it names the setting, and has no such line.
        let message = if span.is_some() { error.message().to_owned() } else { error.to_string() };
        let lines: Vec<&str> = message.lines().collect();
        Self::Unreadable { reason: without_text(&lines.join(" ")), span }
    }
}

/// Without the text that stands where something else should.
fn without_text(message: &str) -> String {
    match (message.split_once("string \""), message.rsplit_once("\", expected ")) {
        (Some((before, _)), Some((_, behind))) => format!("{before}a text, expected {behind}"),
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::SettingsError;
    use crate::{Settings, SettingsSources};

    const SECRET: &str = "s3cret";

    fn refused(file: &str, variable: Option<(&str, &str)>) -> SettingsError {
        let environment = variable.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
        let sources = SettingsSources { file: Some(file.to_owned()), environment, ..SettingsSources::default() };
        let error = Settings::read(&sources).unwrap_err();
        let said = format!("{error} {error:?}");
        assert!(!said.contains(SECRET) && !error.to_string().contains('\n'), "{said}");
        error
    }

    #[test]
    fn what_stands_in_the_file_is_not_repeated() {
        for (file, position, said) in [
            ("[store]\nlocation = \"postgres://u:s3cret@h/d\n", (2, 36), "cannot be read"),
            ("[store]\nplace = \"postgres://u:s3cret@h/d\"\n", (2, 1), "unknown field `place`"),
            ("store = \"postgres://u:s3cret@h/d\"\n", (1, 9), "invalid type: a text, expected "),
            ("[limits]\n\u{e4}\u{e4} = \"s3cret\"\n", (2, 1), "cannot be read"),
            ("[limits]\nburst = \"s3cret\"\n", (2, 9), "invalid type: a text, expected "),
        ] {
            let error = refused(file, None);
            assert!(error.to_string().contains(said) && error.help().contains("the file"), "{error}");
            assert_eq!(error.position(file), Some(position), "{file}: {error}");
            assert!(!error.is_of_surroundings());
        }
    }

    #[test]
    fn a_variable_that_cannot_be_is_named_by_its_setting() {
        let error = refused("", Some(("GUESTPASS_LIMITS_BURST", SECRET)));
        assert!(error.to_string().ends_with(" in `limits.burst`"), "{error}");
        assert!(error.help().contains("GUESTPASS_") && error.position("").is_none() && error.is_of_surroundings());
        let error = refused("", Some(("GUESTPASS_STORE_LOCATION", "postgre://u:s3cret@h/d")));
        assert_eq!(error.code(), "settings::no-credentials", "the store comes later");
    }
}
