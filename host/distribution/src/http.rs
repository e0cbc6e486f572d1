//! One way to ask a server: within a time, within a size, and never where it points to by itself.

use std::error::Error;
use std::path::Path;

use reqwest::header::{ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Certificate, Client, Response, StatusCode, Url};

use crate::errors::{Fault, SourceError};
use crate::limits::{BLOB_REDIRECTS_MAX, CONFIGURATION_BYTES_MAX, CONNECT_TIME_MAX};
use crate::source::SourceOptions;
use crate::sources::regular_file;

/// Whether a server may point elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Redirects {
    /// It may not: what it points to is an answer of its own.
    Refused,
    /// It may, to a named host by TLS. Only for bytes whose digest is known beforehand: registries keep blobs
    /// elsewhere. Credentials do not travel along.
    OfBlobs,
}

/// Asks servers. Cheap to clone; connections are kept and used again.
#[derive(Debug, Clone)]
pub(crate) struct HttpClient {
    client: Client,
}

/// An answer. Its body has not been read.
#[derive(Debug)]
pub(crate) struct Answer {
    place: String,
    response: Response,
}

impl HttpClient {
    /// A client that trusts the authorities of the system and those of the options.
    pub(crate) async fn new(
        options: &SourceOptions,
        redirects: Redirects,
        is_loopback: bool,
    ) -> Result<Self, SourceError> {
        install_cryptography();
        let mut builder = Client::builder()
            .redirect(match redirects {
                Redirects::Refused => Policy::none(),
                Redirects::OfBlobs => Policy::custom(follow_blob),
            })
            .connect_timeout(CONNECT_TIME_MAX)
            .timeout(options.request_time_max)
            .user_agent(concat!("guestpass/", env!("CARGO_PKG_VERSION")));
        if is_loopback {
            // A proxy cannot reach this machine as itself.
            builder = builder.no_proxy();
        }
        if let Some(file) = &options.certificates {
            builder = builder.tls_certs_merge(certificates(file).await?);
        }
        let client = builder.build().map_err(|error| {
            SourceError::new(Fault::Certificates, "TLS", format!("TLS cannot be set up: {}", chain(&error)))
        })?;
        Ok(Self { client })
    }

    /// Asks for what is at an address. `known` is what the server called what is known of it.
    pub(crate) async fn get(
        &self,
        address: &Url,
        headers: HeaderMap,
        known: Option<&str>,
    ) -> Result<Answer, SourceError> {
        let mut request = self.client.get(address.clone()).headers(headers);
        if let Some(known) = known.and_then(|known| HeaderValue::from_str(known).ok()) {
            request = request.header(IF_NONE_MATCH, known);
        }
        let response = request.send().await.map_err(|error| failed(address.as_str(), &error))?;
        Ok(Answer { place: address.to_string(), response })
    }
}

impl Answer {
    /// The address that was asked.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    /// Whether the server says that what is known still holds.
    pub(crate) fn is_unchanged(&self) -> bool {
        self.response.status() == StatusCode::NOT_MODIFIED
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// A header, if it is there and text.
    pub(crate) fn header(&self, name: impl reqwest::header::AsHeaderName) -> Option<&str> {
        self.response.headers().get(name).and_then(|value| value.to_str().ok())
    }

    /// What the server calls this state of the resource.
    pub(crate) fn tag(&self) -> Option<String> {
        self.header(ETAG).map(str::to_owned)
    }

    /// An error, unless the server gives what it was asked for.
    pub(crate) fn expect_success(&self) -> Result<(), SourceError> {
        let status = self.response.status();
        let (fault, detail) = match status {
            StatusCode::OK => return Ok(()),
            StatusCode::NOT_FOUND | StatusCode::GONE => (Fault::NotFound, "nothing is there".to_owned()),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                (Fault::Unauthorized, format!("the server lets nobody see it without the right credentials ({status})"))
            }
            _ if status.is_redirection() => (Fault::Redirected, format!("the server points elsewhere ({status})")),
            _ if status.is_server_error() => (Fault::ServerFailed, format!("the server is in trouble ({status})")),
            _ => (Fault::Rejected, format!("the server answers {status}")),
        };
        Err(SourceError::new(fault, &self.place, detail))
    }

    /// The whole body. One that is larger than `bytes_max`, or endless, is given up as soon as that shows.
    pub(crate) async fn body(mut self, bytes_max: usize) -> Result<Vec<u8>, SourceError> {
        let too_large = || SourceError::too_large(&self.place, bytes_max);
        let announced = self.response.content_length().unwrap_or(0);
        let announced = usize::try_from(announced).ok().filter(|bytes| *bytes <= bytes_max).ok_or_else(too_large)?;
        let mut body = Vec::with_capacity(announced);
        while let Some(chunk) = self.response.chunk().await.map_err(|error| cut_short(&self.place, &error))? {
            if body.len().saturating_add(chunk.len()) > bytes_max {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// ring does the cryptography of TLS, unless the program has chosen something else already.
pub(crate) fn install_cryptography() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Somebody else may have been faster, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}

/// The certificates of a file.
async fn certificates(file: &Path) -> Result<Vec<Certificate>, SourceError> {
    let refused = |detail: String| SourceError::new(Fault::Certificates, file.display(), detail);
    let pem = regular_file::read(file, CONFIGURATION_BYTES_MAX).await?;
    let found = Certificate::from_pem_bundle(&pem).map_err(|error| refused(chain(&error)))?;
    if found.is_empty() {
        return Err(refused("it holds no certificate".to_owned()));
    }
    Ok(found)
}

/// A registry may keep a blob elsewhere, but cannot send anybody into a network that it does not see itself: no plain
/// HTTP, no bare addresses, not this machine.
fn follow_blob(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let has_name = attempt.url().domain().is_some_and(|host| host != "localhost");
    if has_name && attempt.url().scheme() == "https" && attempt.previous().len() <= BLOB_REDIRECTS_MAX {
        return attempt.follow();
    }
    attempt.stop()
}

/// Why a request got no answer.
fn failed(place: &str, error: &reqwest::Error) -> SourceError {
    if error.is_timeout() {
        return SourceError::new(Fault::TooSlow, place, "no answer came in time");
    }
    if let Some(tls) = cause::<rustls::Error>(error) {
        return SourceError::new(Fault::Untrusted, place, format!("the server cannot be trusted: {tls}"));
    }
    SourceError::new(Fault::Unreachable, place, format!("the server cannot be reached: {}", chain(error)))
}

/// Why a body ended.
fn cut_short(place: &str, error: &reqwest::Error) -> SourceError {
    if error.is_timeout() {
        return SourceError::new(Fault::TooSlow, place, "the answer did not end in time");
    }
    SourceError::new(Fault::CutShort, place, format!("the answer ended early: {}", chain(error)))
}

/// The innermost cause of a kind, also where it hides inside an error of input and output.
fn cause<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<E>() {
            return Some(found);
        }
        let hidden = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        next = match hidden {
            Some(hidden) => Some(hidden),
            None => error.source(),
        };
    }
    None
}

/// The causes of an error, without the addresses, which stand elsewhere.
fn chain(error: &reqwest::Error) -> String {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(error) = next {
        causes.push(error.to_string());
        next = error.source();
    }
    // The last one says it; those before repeat it in other words.
    causes.pop().unwrap_or_else(|| "the request failed".to_owned())
}
