//! Requests, which this crate can print.

use guestpass_contract::json::{
    JsonError, OwnedRequest, OwnedTarget, instant_to_string, request_from_str, requests_from_array_str,
    requests_from_ndjson,
};
use guestpass_vectors::Asked;
use serde_json::json;

use super::judge;
use super::ordered::Ordered;
use crate::samples;
use crate::target::{Broken, Target, require_same};

/// The readers of one request, of a list and of lines.
pub const REQUESTS: Target = Target {
    name: "requests",
    property: "as for facts; besides, a request that is printed is read as the same, and it is the same alone, in a \
               list and on a line of its own",
    judge: |data| judge(data, &request_from_str, &printed_and_among_others),
    fault: "a reader that loses `explain`",
    judge_spoiled: |data| {
        let read = |text: &str| -> Result<OwnedRequest, JsonError> {
            Ok(OwnedRequest { explain: false, ..request_from_str(text)? })
        };
        judge(data, &read, &printed_and_among_others)
    },
    seeds: || {
        let mut seeds = samples::files("host/cli/samples", "request.json")?;
        seeds.extend(samples::files("host/contract/tests/data", "request.json")?);
        for vector in guestpass_vectors::load()? {
            let request = vector.cases.into_iter().find_map(|case| match case.asked {
                Asked::Decision(request) => Some(request),
                Asked::Verdict(_) | Asked::Description => None,
            });
            seeds.extend(request.map(String::into_bytes));
        }
        seeds.push(br#"{"api":"sign-in","privileges":"a:b:c","now":"2026-11-22T10:00:00Z"}"#.to_vec());
        Ok(seeds)
    },
};

fn printed_and_among_others(text: &str, request: &OwnedRequest) -> Result<(), Broken> {
    let refused = |error: JsonError| Broken(format!("it is refused in another place: {error}"));
    let again = request_from_str(&print(request)?).map_err(refused)?;
    require_same(&again, request, "printed and read again")?;
    let two = vec![request.clone(), request.clone()];
    require_same(&requests_from_array_str(&format!("[{text},{text}]")).map_err(refused)?, &two, "in a list")?;
    let line = Ordered::read(text).map(|value| value.print()).unwrap_or_default();
    require_same(&requests_from_ndjson(&format!("{line}\n\n{line}\r\n")).map_err(refused)?, &two, "on lines")
}

fn print(request: &OwnedRequest) -> Result<String, Broken> {
    let now = instant_to_string(request.now_ms).map_err(|error| Broken(format!("its instant has no text: {error}")))?;
    let (key, target) = match &request.target {
        OwnedTarget::Privileges(expression) => ("privileges", expression),
        OwnedTarget::Api(name) => ("api", name),
    };
    let shape = json!({ key: target, "on_resource": request.on_resource, "now": now, "explain": request.explain });
    Ok(shape.to_string())
}
