//! What only a server of this directory can have written.

use guestpass_store::Directory;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::identity::to_hex;
use crate::problem::{Problem, ProblemCode};

/// The secret of the directory that this is made of.
const SECRET: &str = "access-requests";

/// A key to seal with. What is sealed can be read by everybody, and written by nobody else.
pub(crate) struct Seal {
    sealing: EncodingKey,
    opening: DecodingKey,
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Seal(..)")
    }
}

impl Seal {
    /// The seal of a directory; the first server makes it.
    ///
    /// # Errors
    /// The directory is away, or this machine has no randomness.
    pub(crate) async fn of(directory: &Directory) -> Result<Self, Problem> {
        let mut made = [0; 32];
        getrandom::fill(&mut made).map_err(|error| Problem::new(ProblemCode::Internal, error.to_string()))?;
        let secret = directory.secret(SECRET, &to_hex(&made)).await?;
        let (sealing, opening) =
            (EncodingKey::from_secret(secret.as_bytes()), DecodingKey::from_secret(secret.as_bytes()));
        Ok(Self { sealing, opening })
    }

    /// Seals claims. `purpose` keeps what is sealed for one thing from being taken for another.
    pub(super) fn seal(&self, purpose: &str, claims: &impl Serialize) -> Result<String, Problem> {
        let header = Header { typ: Some(purpose.to_owned()), ..Header::new(Algorithm::HS256) };
        let sealed = encode(&header, claims, &self.sealing);
        sealed.map_err(|error| Problem::new(ProblemCode::Internal, error.to_string()))
    }

    /// The claims that were sealed; none when they were not, or for something else.
    pub(super) fn open<T: DeserializeOwned + Clone>(&self, purpose: &str, sealed: &str) -> Option<T> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.required_spec_claims.clear();
        // By this server's own clock, where it matters.
        (validation.validate_exp, validation.validate_aud) = (false, false);
        let opened = decode::<T>(sealed, &self.opening, &validation).ok()?;
        (opened.header.typ.as_deref() == Some(purpose)).then_some(opened.claims)
    }
}
