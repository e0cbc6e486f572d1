//! What there is to know about the policies.

use guestpass::generations::{GenerationStatus, ShadowReport};
use guestpass_contract::json::instant_to_string;
use guestpass_distribution::Standing;
use serde_json::{Map, Value, json};

use crate::state::ServerState;

/// All of it.
pub(super) fn described(state: &ServerState, candidate: Option<&str>) -> Value {
    let status = state.generations.generations().map(|generations| generations.status());
    let source = state.operations.follow.as_ref().map(|handle| {
        let status = handle.get();
        let standing = match status.standing(state.clock.now_ms()) {
            Standing::Missing => "missing",
            Standing::Current => "current",
            Standing::Behind => "behind",
            Standing::Expired => "expired",
        };
        json!({
            "standing": standing,
            "last_check": status.last_check_ms.and_then(instant),
            "last_success": status.last_success_ms.and_then(instant),
            "trouble": status.trouble.map(|trouble| json!({
                "at": instant(trouble.at_ms),
                "code": trouble.code,
                "message": trouble.message,
            })),
        })
    });
    json!({
        "active": status.as_ref().map(|status| generation(&status.active)),
        "previous": status.as_ref().map(|status| status.previous.iter().map(generation).collect::<Vec<_>>()),
        "shadow": status.as_ref().and_then(|status| status.shadow.as_ref()).map(shadow),
        "live": status.as_ref().map(|status| status.live),
        "candidate": candidate,
        "source": source,
    })
}

fn generation(status: &GenerationStatus) -> Value {
    json!({
        "generation": status.number,
        "digest": status.digest,
        "policy": status.policy,
        "version": status.version,
        "activated": instant(status.activated_ms),
    })
}

/// What has come of a shadow. Its samples name people of every organisation, which operators may see.
pub(super) fn shadow(report: &ShadowReport) -> Value {
    let counts = report.disagreements.iter().map(|(kind, count)| (kind.name().to_owned(), json!(count)));
    let samples = report.samples.iter().map(|sample| {
        json!({
            "kind": sample.kind.name(),
            "organisation": sample.organisation,
            "principal": sample.principal,
            "asked": sample.asked,
            "at": instant(sample.now_ms),
            "active": sample.active,
            "shadow": sample.shadow,
        })
    });
    json!({
        "digest": report.digest,
        "compared": report.compared,
        "errors": report.errors,
        "given_up": report.given_up,
        "disagreements": counts.collect::<Map<_, _>>(),
        "samples": samples.collect::<Vec<_>>(),
        "last_error": report.last_error,
    })
}

fn instant(instant_ms: i64) -> Option<String> {
    instant_to_string(instant_ms).ok()
}
