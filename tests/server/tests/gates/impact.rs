//! What an operator is told of a candidate before it is activated.

use guestpass_server::{Authenticator, RequestLimits, demo};
use guestpass_store::Expected;
use guestpass_store::model::CustomRole;
use serde_json::json;

use crate::operations::{HOUR_MS, candidate_until, followed};
use crate::service::{NOW_MS, Service, keys};

/// R3: roles of an organisation's own that give nothing once the candidate is active.
#[tokio::test]
async fn an_operator_is_told_which_names_of_roles_a_candidate_takes() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let (kept, keys) = keys();
    let slot = followed(folder.path());
    let service = Service::with(slot, Authenticator::new(kept), keys, RequestLimits::default()).await;
    demo::fill(&service.directory).await.expect("the sample fits");
    let mut writing = service.directory.begin().await.expect("it can be written to");
    for (organisation, name) in [("initech", "saas-viewer"), ("globex", "saas-auditor"), ("globex", "Reader")] {
        let role = CustomRole {
            organisation: organisation.parse().expect("it is an identifier"),
            name: name.parse().expect("it is a name"),
            kind: Default::default(),
            level: Default::default(),
            privileges: Vec::new(),
        };
        writing.put(&role, Expected::Absent).await.expect("it fits");
    }
    writing.commit().await.expect("it is kept");
    let path = |end: &str| format!("/operations/v1/policy/{end}");
    let (first, first_digest) = candidate_until("1.0.0", 1, 1, NOW_MS + HOUR_MS);
    let (second, second_digest) = candidate_until("1.1.0", 2, 1, NOW_MS + HOUR_MS);
    let chosen = |digest: &str| json!({ "digest": digest }).to_string();
    assert_eq!(service.operate(&path("candidate"), first.to_string()).await.status, 200);
    assert_eq!(service.operate(&path("activate"), chosen(&first_digest)).await.status, 200);
    assert_eq!(service.operate(&path("candidate"), second.to_string()).await.status, 200);
    let impact = service.operate(&path("impact"), chosen(&second_digest)).await;
    assert_eq!(impact.status, 200, "{}", impact.body);
    let taken = json!([
        { "organisation": "globex", "role": "saas-auditor" },
        { "organisation": "initech", "role": "saas-viewer" },
    ]);
    assert_eq!(impact.body["custom_roles_taken"], taken);
    assert_eq!(impact.body["people_in_words"], json!([]), "nobody gains or loses by a new number");
}
