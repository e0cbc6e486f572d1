//! For operators: which policy decides, which one might, and how to go back.
//!
//! A candidate travels with its manifest and is verified like one of the source. Whoever operates needs a credential
//! that reaches every organisation: a policy decides for all of them.

mod audited;
mod events;
mod impact;
mod status;

use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::extract::{Request, State};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use guestpass::generations::Generations;
use guestpass_distribution::{Accepted, Activator, Keep, PolicyPackage, Recipient, Refused, StatusHandle};
use guestpass_store::audit::Deed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio::task::JoinError;

use audited::audited;
use events::Streams;

use crate::endpoint::{Access, Endpoint};
use crate::extract::{StrictJson, body_bytes, strict_json};
use crate::identity::{Caller, Scope, ScopeName};
use crate::problem::{Problem, ProblemCode};
use crate::state::{PolicySlot, ServerState};

/// Bytes of a candidate's body at most: a component and a manifest, in base64.
const CANDIDATE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What operators share.
#[derive(Debug)]
pub(crate) struct Operations {
    /// The package that was proposed last.
    candidate: Mutex<Option<PolicyPackage>>,
    /// How the following of the source goes.
    pub(crate) follow: Option<StatusHandle>,
    streams: Streams,
    /// Whether the server is about to stop.
    pub(crate) ending: watch::Sender<bool>,
}

impl Default for Operations {
    fn default() -> Self {
        let (candidate, streams) = (Mutex::default(), Streams::default());
        Self { candidate, follow: None, streams, ending: watch::Sender::new(false) }
    }
}

/// A candidate.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ProposedPolicy")]
struct Proposal {
    /// The component, in base64.
    component: String,
    /// Its signed manifest, as it was published.
    manifest: String,
}

/// The candidate that is meant.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ChosenPolicy")]
struct Chosen {
    /// Its digest, as the answer to the proposal has it.
    digest: String,
}

/// What the operator has seen.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SeenGeneration")]
struct Seen {
    /// The number of the active generation.
    generation: u64,
}

/// A candidate that could be activated.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReadyPolicy")]
struct Ready {
    digest: String,
    /// Its name.
    policy: String,
    /// The version of its manifest.
    version: u64,
}

/// A shadow that is asked from now on.
#[derive(Serialize, JsonSchema)]
struct BegunShadow {
    /// Its digest.
    shadow: String,
}

/// The policy that is active now.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ActivatedPolicy")]
struct Active {
    /// Its digest.
    active: String,
    /// The version of its manifest, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    /// Digest of the one whose place it took, if it took any.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced: Option<String>,
    /// The former policies that going back has passed over, the latest first, if there were any.
    #[serde(skip_serializing_if = "Option::is_none")]
    passed_over: Option<Vec<PassedOver>>,
}

/// A former policy that cannot be used any more.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PassedOverPolicy")]
struct PassedOver {
    /// Its digest.
    digest: String,
    /// The stable code of what is wrong with it.
    cause: String,
    /// The same in words.
    detail: String,
}

pub(crate) fn endpoints() -> Vec<Endpoint> {
    let operate = Access::Scope(ScopeName::Operate);
    vec![
        Endpoint::get("/operations/v1/policy", operate, status).answering::<status::Status>(),
        Endpoint::post("/operations/v1/policy/candidate", operate, propose).taking::<Proposal>().answering::<Ready>(),
        Endpoint::post("/operations/v1/policy/impact", operate, impact::report)
            .taking::<Chosen>()
            .answering::<impact::Report>(),
        Endpoint::post("/operations/v1/policy/shadow", operate, begin_shadow)
            .taking::<Chosen>()
            .answering::<BegunShadow>(),
        Endpoint::delete("/operations/v1/policy/shadow", operate, end_shadow).answering::<status::Shadow>(),
        Endpoint::post("/operations/v1/policy/activate", operate, activate).taking::<Chosen>().answering::<Active>(),
        Endpoint::post("/operations/v1/policy/rollback", operate, roll_back).taking::<Seen>().answering::<Active>(),
        Endpoint::get("/operations/v1/policy/events", Access::Scope(ScopeName::Decide), events::active)
            .answering_bytes("text/event-stream"),
    ]
}

/// Whether the credential reaches what concerns every organisation.
pub(crate) fn of_the_server(caller: &Caller) -> Result<(), Problem> {
    match caller.organisation {
        Scope::All => Ok(()),
        Scope::One(_) => {
            let detail = "this concerns every organisation; use a credential of the organisation `*`";
            Err(Problem::new(ProblemCode::Forbidden, detail))
        }
    }
}

async fn status(State(state): State<Arc<ServerState>>, caller: Caller) -> Result<Json<status::Status>, Problem> {
    of_the_server(&caller)?;
    let candidate = state.operations.candidate().as_ref().map(PolicyPackage::digest);
    Ok(Json(status::described(&state, candidate)))
}

/// Verifies, compiles and tests a candidate, and keeps it for later. The active policy goes on.
async fn propose(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    request: Request,
) -> Result<Json<Ready>, Problem> {
    of_the_server(&caller)?;
    let proposal: Proposal = strict_json(&body_bytes(request, CANDIDATE_BYTES_MAX).await?)?;
    let component = STANDARD.decode(&proposal.component);
    let component = component.map_err(|_| Problem::new(ProblemCode::Unfit, "`component` is not base64"))?;
    let package = PolicyPackage { component, envelope: Some(proposal.manifest.into_bytes()) };
    let (activator, now_ms) = (activator(&state)?, state.clock.now_ms());
    let (examined, digest) = (package.clone(), package.digest());
    let keeping = Arc::clone(&state);
    let effect = async move {
        let (_, named) = blocking(move || activator.examine(&examined, now_ms)).await?;
        *keeping.operations.candidate() = Some(package);
        Ok(named)
    };
    let named = audited(&state, &caller, Deed::ProposePolicy, &digest, effect).await?;
    tracing::info!(caller = caller.id, digest = named.digest, "a candidate is ready");
    Ok(Json(Ready { digest: named.digest, policy: named.name, version: named.version }))
}

/// Asks the candidate beside the active policy from now on.
async fn begin_shadow(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    StrictJson(Chosen { digest }): StrictJson<Chosen>,
) -> Result<Json<BegunShadow>, Problem> {
    of_the_server(&caller)?;
    let (package, generations) = (state.operations.chosen(&digest)?, generations(&state)?);
    let (activator, now_ms) = (activator(&state)?, state.clock.now_ms());
    let (candidate, _) = blocking(move || activator.examine(&package, now_ms)).await?;
    let effect = async move {
        generations.shadow(candidate);
        Ok(())
    };
    audited(&state, &caller, Deed::ShadowPolicy, &digest, effect).await?;
    tracing::info!(caller = caller.id, digest, "a shadow begins");
    Ok(Json(BegunShadow { shadow: digest }))
}

/// Ends the shadow and says what came of it.
async fn end_shadow(State(state): State<Arc<ServerState>>, caller: Caller) -> Result<Json<status::Shadow>, Problem> {
    of_the_server(&caller)?;
    let generations = generations(&state)?;
    let shadow = generations.status().shadow.ok_or_else(Problem::not_found)?;
    let effect = async move { generations.end_shadow().map(|(_, report)| report).ok_or_else(Problem::not_found) };
    let report = audited(&state, &caller, Deed::EndShadow, &shadow.digest, effect).await?;
    tracing::info!(caller = caller.id, digest = report.digest, "the shadow ended");
    Ok(Json(report.into()))
}

/// Makes the candidate the active policy.
async fn activate(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    StrictJson(Chosen { digest }): StrictJson<Chosen>,
) -> Result<Json<Active>, Problem> {
    of_the_server(&caller)?;
    let package = state.operations.chosen(&digest)?;
    let (activator, now_ms) = (activator(&state)?, state.clock.now_ms());
    let (activating, chosen) = (Arc::clone(&state), digest.clone());
    let effect = async move {
        let offered = blocking(move || match activator.offer(&package, now_ms)? {
            Accepted::SetAside { version, .. } => Err(Refused::set_aside(version)),
            accepted => Ok(accepted),
        });
        let accepted = offered.await?;
        activating.operations.forget(&chosen);
        Ok(accepted)
    };
    let accepted = audited(&state, &caller, Deed::ActivatePolicy, &digest, effect).await?;
    tracing::info!(caller = caller.id, digest, "a policy was activated");
    Ok(Json(outcome(accepted)))
}

/// Goes back to the policy before, if the active generation is still the one that the operator has seen.
async fn roll_back(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    StrictJson(Seen { generation }): StrictJson<Seen>,
) -> Result<Json<Active>, Problem> {
    of_the_server(&caller)?;
    let generations = generations(&state)?;
    let pinned = generations.pin();
    let (active, digest) = (pinned.number(), pinned.digest().to_owned());
    drop(pinned);
    if active != generation {
        let detail = format!("generation {active} is active, and not {generation}; look again before you go back");
        return Err(Problem::new(ProblemCode::Conflict, detail).with("cause", "rollback-not-active"));
    }
    let answer = match &state.generations {
        PolicySlot::Followed(activator) => {
            let (activator, now_ms) = (Arc::clone(activator), state.clock.now_ms());
            let effect = blocking(move || activator.roll_back_from(generation, now_ms));
            outcome(audited(&state, &caller, Deed::RollBackPolicy, &digest, effect).await?)
        }
        _ => {
            let effect = async move {
                let restored = generations.rollback_from(generation);
                restored.map_err(|error| refused(&Refused::new(error.code(), error.to_string())))
            };
            let restored = audited(&state, &caller, Deed::RollBackPolicy, &digest, effect).await?;
            Active { active: restored.digest().to_owned(), version: None, replaced: None, passed_over: None }
        }
    };
    tracing::info!(caller = caller.id, from = generation, "an operator went back to the policy before");
    Ok(Json(answer))
}

impl Operations {
    fn candidate(&self) -> std::sync::MutexGuard<'_, Option<PolicyPackage>> {
        self.candidate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The candidate, if it is the one that the operator means.
    fn chosen(&self, digest: &str) -> Result<PolicyPackage, Problem> {
        self.candidate().clone().filter(|package| package.digest() == digest).ok_or_else(Problem::not_found)
    }

    /// Keeps a candidate no longer, unless another one was proposed meanwhile.
    fn forget(&self, digest: &str) {
        drop(self.candidate().take_if(|package| package.digest() == digest));
    }
}

fn generations(state: &ServerState) -> Result<Generations, Problem> {
    state.generations.generations().ok_or_else(Problem::no_policy)
}

fn activator(state: &ServerState) -> Result<Arc<Activator<Keep>>, Problem> {
    match &state.generations {
        PolicySlot::Followed(activator) => Ok(Arc::clone(activator)),
        _ => {
            Err(Problem::new(ProblemCode::Conflict, "this server has no trust file, so that no policy can be verified")
                .with("cause", "no-trust"))
        }
    }
}

/// Works where it may take its time: it writes files and compiles.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Refused> + Send + 'static) -> Result<T, Problem> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|reason| refused(&reason)),
        Err(error) => Err(interrupted(&error)),
    }
}

fn interrupted(error: &JoinError) -> Problem {
    tracing::error!(%error, "an operation was interrupted");
    Problem::new(ProblemCode::Internal, "it was interrupted; see which policy is active")
}

fn refused(reason: &Refused) -> Problem {
    tracing::warn!(code = reason.code, %reason, "an operation is refused");
    Problem::new(ProblemCode::Conflict, reason.to_string()).with("cause", reason.code.clone())
}

fn outcome(accepted: Accepted) -> Active {
    let (active, replaced, passed_over) = match accepted {
        Accepted::Activated { active, replaced, passed_over } => (active, replaced, passed_over),
        Accepted::AlreadyActive(active) | Accepted::SetAside { active, .. } => (active, None, Vec::new()),
    };
    let passed_over = passed_over.into_iter().map(|(digest, reason)| {
        tracing::warn!(digest, code = reason.code, %reason, "a former policy cannot be used, and is passed over");
        PassedOver { digest, cause: reason.code, detail: reason.message }
    });
    let passed_over: Vec<PassedOver> = passed_over.collect();
    Active {
        active: active.digest,
        version: Some(active.version),
        replaced: replaced.map(|replaced| replaced.digest),
        passed_over: (!passed_over.is_empty()).then_some(passed_over),
    }
}
