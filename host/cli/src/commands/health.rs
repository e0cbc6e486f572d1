//! `guestpass health`: whether a server is there.

use std::time::Duration;

use clap::Args;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};
use serde::Serialize;

use crate::arguments::Format;
use crate::commands::Outcome;
use crate::distribution::wait_for;
use crate::errors::CliError;
use crate::output::Results;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks a server whether it is alive, or whether it can decide.
///
/// The exit status is 0 when it is, 1 when it says that it is not, and 2 when it gives no such answer. Containers and
/// service managers ask so. No certificate is looked at when the server is on this machine: its name is another one
/// there, nothing secret is sent, and nothing is decided by the answer.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass health http://127.0.0.1:8080 --ready")]
pub(crate) struct Health {
    /// Address of the server.
    #[arg(value_name = "URL", default_value = "http://127.0.0.1:8080")]
    server: Url,
    /// Asks whether it can decide: whether it has a policy, and its directory answers.
    #[arg(long)]
    ready: bool,
}

/// What the server says of itself, as JSON.
#[derive(Debug, Serialize)]
struct HealthJson<'a> {
    status: &'a str,
}

impl Health {
    pub(crate) fn run(&self, format: Format) -> Result<Outcome, CliError> {
        let (path, yes, no) =
            if self.ready { ("ready", "ready", "not ready") } else { ("health", "alive", "not alive") };
        let mut url = self.server.clone();
        url.set_path(path);
        let outcome = match wait_for(ask(url))? {
            StatusCode::OK => Outcome::Done,
            StatusCode::SERVICE_UNAVAILABLE => Outcome::Denied,
            other => return Err(no_answer(&self.server, &format!("it answers {other}"))),
        };
        let status = if outcome == Outcome::Done { yes } else { no };
        let mut results = Results::new();
        match format {
            Format::Text => results.line(status)?,
            Format::Json => results.json_line("<stdout>", &HealthJson { status })?,
        }
        results.finish()?;
        Ok(outcome)
    }
}

async fn ask(url: Url) -> Result<StatusCode, CliError> {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Somebody else may have been faster, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
    }
    let mut builder = Client::builder().redirect(Policy::none()).timeout(PATIENCE);
    if is_here(&url) {
        // A proxy cannot reach this machine as itself.
        builder = builder.no_proxy().tls_danger_accept_invalid_certs(true);
    }
    let client = builder.build().map_err(|error| no_answer(&url, &whole(&error)))?;
    let answer = client.get(url.clone()).send().await.map_err(|error| no_answer(&url, &whole(&error)))?;
    Ok(answer.status())
}

fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

/// The error and what is behind it: the innermost says what happened.
fn whole(error: &dyn std::error::Error) -> String {
    let innermost = std::iter::successors(Some(error), |error| error.source()).last();
    innermost.map(ToString::to_string).unwrap_or_default()
}

fn no_answer(server: &Url, reason: &str) -> CliError {
    CliError::Usage {
        message: format!("no Guestpass server answers at `{server}`: {reason}"),
        help: "give the address that it printed when it started".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn only_this_machine_is_here() {
        for (url, expected) in [
            ("http://127.0.0.1:8080", true),
            ("https://[::1]:8443/", true),
            ("http://localhost", true),
            ("https://guestpass.example", false),
            ("http://127.0.0.1.example", false),
            ("http://10.0.0.1", false),
        ] {
            assert_eq!(is_here(&url.parse().unwrap()), expected, "{url}");
        }
    }
}
