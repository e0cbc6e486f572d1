//! Why the server does not start with these settings.

use guestpass_distribution::LocationError;
use guestpass_store::StoreError;

/// Why the server does not start with these settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file is no TOML, or holds something that is not known.
    #[error("the settings cannot be read: {0}")]
    Unreadable(#[from] Box<toml::de::Error>),
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
            Self::Unreadable(_) => "settings::unreadable",
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

    /// What to set.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "correct the file; a setting that is not known is never skipped",
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
