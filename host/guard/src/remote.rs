//! Asks a server that speaks OpenID AuthZEN 1.0.

use std::sync::Arc;
use std::time::Duration;

use guestpass::contract::Reason;
use guestpass_rules::{ExpressionError, PrivilegeExpression};
use http::request::Parts;
use reqwest::{Client, Url};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::decider::{Answer, Decider, Undecided};

/// How long an answer is waited for. After that the request is denied.
const PATIENCE: Duration = Duration::from_secs(1);

/// Whom a server is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The identifier of the person.
    pub person: String,
    /// In whose system they act.
    pub organisation: String,
}

/// A server, and how the sender of a request is found.
///
/// It is asked about privilege expressions alone. Whatever else a server may take an action for, such as the name of an
/// operation, is denied without asking it.
pub struct RemoteServer<F> {
    client: Client,
    evaluation: Url,
    key: Arc<str>,
    subject_of: Arc<F>,
}

#[derive(Serialize)]
struct Question<'a> {
    subject: Named<'a>,
    action: Action<'a>,
    resource: Named<'a>,
    context: Context<'a>,
    options: Options,
}

#[derive(Serialize)]
struct Named<'a> {
    r#type: &'a str,
    id: &'a str,
}

#[derive(Serialize)]
struct Action<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Context<'a> {
    organisation: &'a str,
}

/// Ours; other servers ignore it.
#[derive(Serialize)]
struct Options {
    explain: bool,
}

#[derive(Deserialize)]
struct Decided {
    decision: bool,
    /// What else a server says. The standard leaves open what stands in it, and nothing of it makes an answer wrong.
    #[serde(default)]
    context: Value,
}

impl Decided {
    /// The reason, where it is one text, as from a Guestpass server. Others say it otherwise, or not at all.
    fn reason(&self) -> Option<String> {
        self.context.get("reason")?.as_str().map(str::to_owned)
    }
}

impl<F: Fn(&Parts) -> Option<Subject>> RemoteServer<F> {
    /// Asks at `evaluation`, the whole address of the evaluation endpoint, with a key of that server. `subject_of`
    /// gives none for a sender whom nobody knows.
    #[must_use]
    pub fn new(client: Client, evaluation: Url, key: &str, subject_of: F) -> Self {
        Self { client, evaluation, key: Arc::from(key), subject_of: Arc::new(subject_of) }
    }

    async fn ask(&self, subject: &Subject, privileges: &str) -> Result<Decided, reqwest::Error> {
        let Subject { person, organisation } = subject;
        let question = Question {
            subject: Named { r#type: "user", id: person },
            action: Action { name: privileges },
            resource: Named { r#type: "organisation", id: organisation },
            context: Context { organisation },
            options: Options { explain: true },
        };
        let request = self.client.post(self.evaluation.clone()).bearer_auth(&self.key).timeout(PATIENCE);
        request.json(&question).send().await?.error_for_status()?.json().await
    }
}

impl<F> Clone for RemoteServer<F> {
    fn clone(&self) -> Self {
        let (client, evaluation) = (self.client.clone(), self.evaluation.clone());
        Self { client, evaluation, key: Arc::clone(&self.key), subject_of: Arc::clone(&self.subject_of) }
    }
}

impl<F: Fn(&Parts) -> Option<Subject> + Send + Sync + 'static> Decider for RemoteServer<F> {
    async fn decide(&self, parts: &Parts, privileges: &str) -> Result<Answer, Undecided> {
        let Some(subject) = (self.subject_of)(parts) else { return Ok(Answer::Nobody) };
        // A server would take it for something else, which it may let everybody do.
        if let Some(error) = PrivilegeExpression(privileges).operands().find_map(Result::err) {
            return Ok(Answer::Denied(Some(reason_of(error).name().to_owned())));
        }
        // What went wrong names no key: the address holds none.
        let decided = self.ask(&subject, privileges).await.map_err(|error| Undecided::Server(error.to_string()))?;
        Ok(if decided.decision { Answer::Allowed(None) } else { Answer::Denied(decided.reason()) })
    }
}

/// The reason that a policy gives for such an expression.
fn reason_of(error: ExpressionError) -> Reason {
    match error {
        ExpressionError::TooLong => Reason::LimitExceeded,
        ExpressionError::EmptyOperand | ExpressionError::SingleBar | ExpressionError::Privilege(_) => {
            Reason::MalformedExpression
        }
    }
}
