//! What a denial says about asking.

use guestpass::contract::json::instant_to_string;
use guestpass::contract::{Decision, Reason, Remedy};
use guestpass_store::OrganisationId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::sealed::Seal;
use crate::authzen::wire::Evaluation;
use crate::identity::to_hex;
use crate::problem::{Problem, ProblemCode};
use crate::state::ServerState;

/// Requests are for a company of an account (C28).
pub(super) const COMPANY: &str = "company";
/// How long a denial can be answered by a request.
const ASK_TIME_MS: i64 = 10 * 60 * 1000;
pub(super) const DENIAL: &str = "guestpass-denial";

/// What a denial is bound to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Binding {
    /// The number of the evaluation.
    pub(super) jti: String,
    /// Seconds since the epoch, for whoever reads it as a JWT.
    exp: i64,
    pub(super) denial_expires_at: String,
    pub(super) expires_ms: i64,
    /// Who wanted what: a digest of the subject, the action, the resource and the organisation.
    pub(super) binding_hash: String,
    /// What of the context is among it.
    binding_context_members: Vec<String>,
}

/// The digest that a request has to have, too.
pub(super) fn binding_hash(evaluation: &Evaluation, organisation: &OrganisationId) -> String {
    let entity = |entity: &crate::authzen::wire::Entity| json!({ "type": entity.kind, "id": entity.id, "properties": entity.properties });
    let action = json!({ "name": evaluation.action.name, "properties": evaluation.action.properties });
    let whole = json!({
        "subject": entity(&evaluation.subject),
        "resource": entity(&evaluation.resource),
        "action": action,
        "context": { "organisation": organisation },
    });
    to_hex(&Sha256::digest(whole.to_string()))
}

/// What is added to the context of a denial.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::authzen) struct Requestable {
    next_action: NextAction,
    /// The number of the evaluation.
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluation_id: Option<String>,
    /// In RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluated_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_request: Option<Offer>,
}

#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum NextAction {
    /// Ask for access.
    Request,
    /// Somebody has asked; ask the question again later.
    Retry,
}

/// How to ask for access.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "AccessRequestOffer")]
struct Offer {
    /// Where.
    endpoint: String,
    template: &'static str,
    /// Until when, in RFC 3339.
    expires_at: String,
    /// What binds the request to this denial.
    binding_token: String,
    display: Display,
}

/// What people are shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "AccessRequestDisplay")]
struct Display {
    title: &'static str,
    description: &'static str,
}

/// What is added to the context of a denial: nothing unless asking would help.
pub(in crate::authzen) async fn requestable(
    state: &ServerState,
    evaluation: &Evaluation,
    organisation: &OrganisationId,
    decision: &Decision,
    now_ms: i64,
) -> Result<Option<Requestable>, Problem> {
    let unprintable = |error: &dyn std::fmt::Display| Problem::new(ProblemCode::Internal, error.to_string());
    let Some(public_url) = state.public_url.as_ref().filter(|_| evaluation.resource.kind == COMPANY) else {
        return Ok(None);
    };
    match next_action(decision) {
        None => return Ok(None),
        Some(NextAction::Request) => {}
        Some(next_action @ NextAction::Retry) => {
            return Ok(Some(Requestable {
                next_action,
                evaluation_id: None,
                evaluated_at: None,
                access_request: None,
            }));
        }
    }
    let expires_ms = now_ms.saturating_add(ASK_TIME_MS);
    let expires_at = instant_to_string(expires_ms).map_err(|error| unprintable(&error))?;
    let number = format!("{:016x}{:016x}", random()?, random()?);
    let binding = Binding {
        jti: number.clone(),
        exp: expires_ms / 1000,
        denial_expires_at: expires_at.clone(),
        expires_ms,
        binding_hash: binding_hash(evaluation, organisation),
        binding_context_members: vec!["organisation".to_owned()],
    };
    let seal: &Seal = state.seal().await?;
    let offer = Offer {
        endpoint: format!("{public_url}{}", crate::authzen::ACCESS_REQUESTS),
        template: "support-access",
        expires_at,
        binding_token: seal.seal(DENIAL, &binding)?,
        display: Display {
            title: "Ask for access",
            description: "An administrator of the account can grant access to this company for a time.",
        },
    };
    Ok(Some(Requestable {
        next_action: NextAction::Request,
        evaluation_id: Some(number),
        evaluated_at: Some(instant_to_string(now_ms).map_err(|error| unprintable(&error))?),
        access_request: Some(offer),
    }))
}

/// What would help, by the changes that were tried out: the reason is that of the nearest miss alone, such as a grant
/// that has ended or a request that nobody has answered in time.
fn next_action(decision: &Decision) -> Option<NextAction> {
    let sets = decision.explanation.as_ref().map_or(&[][..], |explanation| explanation.remedies.as_slice());
    let helps = |remedy: Remedy| sets.iter().any(|set| set.remedies == [remedy]);
    // Nobody asks again for what has been asked for.
    if helps(Remedy::GrantRequest) {
        return Some(NextAction::Retry);
    }
    if helps(Remedy::ObtainAccessGrant) || helps(Remedy::ExtendAccessGrant) {
        return Some(NextAction::Request);
    }
    // Of many changes not all are tried.
    match decision.reason {
        Reason::NoAccessGrant | Reason::GrantRevoked => Some(NextAction::Request),
        Reason::RequestPending => Some(NextAction::Retry),
        _ => None,
    }
}

fn random() -> Result<u64, Problem> {
    getrandom::u64().map_err(|error| Problem::new(ProblemCode::Internal, error.to_string()))
}
