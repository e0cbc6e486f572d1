//! What there is to know about the policies.

use std::collections::BTreeMap;

use guestpass::generations::{GenerationStatus, GenerationsStatus, ShadowReport};
use guestpass_contract::json::instant_to_string;
use guestpass_distribution::{FollowStatus, Standing};
use schemars::JsonSchema;
use serde::Serialize;

use crate::state::ServerState;

/// All of it. What is null is not there.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PolicyStatus")]
pub(super) struct Status {
    /// The policy that decides.
    active: Option<ActiveGeneration>,
    /// Those that can be gone back to, the newest first.
    previous: Option<Vec<ActiveGeneration>>,
    /// The one that is asked beside it.
    shadow: Option<Shadow>,
    /// Policies that are in memory.
    live: Option<usize>,
    /// Digest of the one that was proposed.
    candidate: Option<String>,
    /// Where policies come from.
    source: Option<Source>,
}

/// A policy that is or was active.
#[derive(Debug, Serialize, JsonSchema)]
struct ActiveGeneration {
    /// The number of its activation.
    generation: u64,
    digest: String,
    /// Its name.
    policy: String,
    /// The version of its document.
    version: String,
    /// When, in RFC 3339.
    activated: Option<String>,
}

/// How the following of the source goes.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PolicySource")]
struct Source {
    standing: SourceStanding,
    /// In RFC 3339, as every instant here.
    last_check: Option<String>,
    last_success: Option<String>,
    /// What went wrong last, until it goes well again.
    trouble: Option<Trouble>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum SourceStanding {
    /// There is no policy.
    Missing,
    /// The newest that is known of is active.
    Current,
    /// Something newer may be there.
    Behind,
    /// The active one has expired.
    Expired,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SourceTrouble")]
struct Trouble {
    at: Option<String>,
    code: String,
    message: String,
}

/// What has come of a shadow. Its samples name people of every organisation, which operators may see.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Shadow {
    digest: String,
    /// Answers that were compared.
    compared: u64,
    /// Calls that were not compared, since what is asked rests on something that the two policies have not in common.
    left_out: u64,
    /// Calls in which it failed and the active policy did not.
    errors: u64,
    /// Whether it failed so often that it is no longer asked.
    given_up: bool,
    /// How often it disagreed in each way.
    disagreements: BTreeMap<&'static str, u64>,
    /// The latest disagreements, the oldest first.
    samples: Vec<Sample>,
    /// Code of the latest error.
    last_error: Option<&'static str>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Disagreement")]
struct Sample {
    kind: &'static str,
    organisation: String,
    principal: String,
    asked: String,
    at: Option<String>,
    /// What the active policy answered.
    active: String,
    /// What the shadow answered.
    shadow: String,
}

/// What the server knows of them now.
pub(super) fn described(state: &ServerState, candidate: Option<String>) -> Status {
    let status = state.generations.generations().map(|generations| generations.status());
    let now_ms = state.clock.now_ms();
    let expires_ms = state.generations.expires_ms();
    let source = state.operations.follow.as_ref().map(|handle| {
        let status = handle.get();
        source(status.standing_of(expires_ms, now_ms), status)
    });
    let (active, previous, shadow, live) = match status {
        Some(GenerationsStatus { active, previous, shadow, live, .. }) => (
            Some(active.into()),
            Some(previous.into_iter().map(ActiveGeneration::from).collect()),
            shadow.map(Shadow::from),
            Some(live),
        ),
        None => (None, None, None, None),
    };
    Status { active, previous, shadow, live, candidate, source }
}

fn source(standing: Standing, status: FollowStatus) -> Source {
    Source {
        standing: match standing {
            Standing::Missing => SourceStanding::Missing,
            Standing::Current => SourceStanding::Current,
            Standing::Behind => SourceStanding::Behind,
            Standing::Expired => SourceStanding::Expired,
        },
        last_check: status.last_check_ms.and_then(instant),
        last_success: status.last_success_ms.and_then(instant),
        trouble: status.trouble.map(|trouble| Trouble {
            at: instant(trouble.at_ms),
            code: trouble.code,
            message: trouble.message,
        }),
    }
}

impl From<GenerationStatus> for ActiveGeneration {
    fn from(status: GenerationStatus) -> Self {
        let GenerationStatus { number, digest, policy, version, activated_ms } = status;
        Self { generation: number, digest, policy, version, activated: instant(activated_ms) }
    }
}

impl From<ShadowReport> for Shadow {
    fn from(report: ShadowReport) -> Self {
        let samples = report.samples.into_iter().map(|sample| Sample {
            kind: sample.kind.name(),
            organisation: sample.organisation,
            principal: sample.principal,
            asked: sample.asked,
            at: instant(sample.now_ms),
            active: sample.active,
            shadow: sample.shadow,
        });
        Self {
            digest: report.digest,
            compared: report.compared,
            left_out: report.left_out,
            errors: report.errors,
            given_up: report.given_up,
            disagreements: report.disagreements.iter().map(|(kind, count)| (kind.name(), *count)).collect(),
            samples: samples.collect(),
            last_error: report.last_error,
        }
    }
}

fn instant(instant_ms: i64) -> Option<String> {
    instant_to_string(instant_ms).ok()
}
