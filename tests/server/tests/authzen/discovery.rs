//! The level Discovery.

use crate::scenario::{ACTIONS, EVALUATION, EVALUATIONS, PUBLIC_URL, RESOURCES, SUBJECTS, Scenario, passed};
use serde_json::json;

#[tokio::test]
async fn discovery() {
    let scenario = Scenario::start().await;
    let expected = json!({
        "policy_decision_point": PUBLIC_URL,
        "access_evaluation_endpoint": format!("{PUBLIC_URL}{EVALUATION}"),
        "access_evaluations_endpoint": format!("{PUBLIC_URL}{EVALUATIONS}"),
        "search_subject_endpoint": format!("{PUBLIC_URL}{SUBJECTS}"),
        "search_resource_endpoint": format!("{PUBLIC_URL}{RESOURCES}"),
        "search_action_endpoint": format!("{PUBLIC_URL}{ACTIONS}"),
        "access_request_endpoint": format!("{PUBLIC_URL}/access/v1/requests"),
        "capabilities": ["urn:openid:authzen:capability:access-request"],
    });
    for host in ["access.example", "evil.example"] {
        let answer = scenario.get("/.well-known/authzen-configuration", host).await;
        assert_eq!((answer.status, &answer.body), (200, &expected), "the header `Host: {host}` changes nothing");
        assert_eq!(answer.headers["content-type"], "application/json");
    }
    passed("Discovery", 2);
}
