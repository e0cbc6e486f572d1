//! The main job on a sample: a policy document becomes a component, and a server and a page load the same bytes and
//! decide about the same person.

#![forbid(unsafe_code)]

use anyhow::{Result, ensure};
use guestpass_contract::json;
use guestpass_engines::{ChromiumEngine, Engine, Question, WasmtimeEngine};
use std::io::Write;

const FACTS: &str = include_str!("../../../../host/cli/samples/facts.json");

/// What Dana of a partner asks for, and when.
const REQUESTS: [(&str, &str); 6] = [
    ("view applications, in March", r#"{"privileges":"saas:application:view","now":"2026-03-01T09:00:00Z"}"#),
    ("change an application, in March", r#"{"privileges":"saas:application:edit","now":"2026-03-01T09:00:00Z"}"#),
    (
        "view applications, a moment before the end",
        r#"{"privileges":"saas:application:view","now":"2026-06-30T23:59:59.999Z"}"#,
    ),
    ("view applications, at the end", r#"{"privileges":"saas:application:view","now":"2026-07-01T00:00:00Z"}"#),
    (
        "view applications, before the start",
        r#"{"privileges":"saas:application:view","now":"2025-12-31T23:59:59.999Z"}"#,
    ),
    ("renew one's own credentials", r#"{"api":"refresh-token","now":"2026-07-01T00:00:00Z"}"#),
];

fn main() -> Result<()> {
    let mut out = anstream::stdout();
    let compiled = guestpass_compiler::compile(guestpass_vectors::POLICY_FILE, guestpass_vectors::POLICY_SOURCE)?;
    writeln!(out, "{} became a component of {} bytes", guestpass_vectors::POLICY_FILE, compiled.component.len())?;
    let facts = json::facts_from_str(FACTS)?;
    let who = facts.principal.id.of(&facts.text).unwrap_or_default();
    let organisation = facts.organisation.of(&facts.text).unwrap_or_default();
    writeln!(out, "{who}, a partner's user, asks in the organisation {organisation}\n")?;

    let requests: Vec<_> = REQUESTS.iter().map(|(_, request)| *request).collect();
    let question = Question::Check { facts: FACTS.to_owned(), requests: format!("[{}]", requests.join(",")) };
    let mut server = WasmtimeEngine::start(&compiled.component)?;
    let mut page = ChromiumEngine::start(&compiled.component)?;
    let on_server = decisions(&mut server, &question)?;
    let in_page = decisions(&mut page, &question)?;

    for (((what, _), server), page) in REQUESTS.iter().zip(&on_server).zip(&in_page) {
        writeln!(out, "{what}\n  wasmtime  {}\n  chromium  {}", summary(server), summary(page))?;
    }
    writeln!(out, "\nwasmtime  {}\nchromium  {}", server.digest(), page.digest())?;
    ensure!(server.digest() == page.digest(), "the two hosts did not load the same bytes");
    ensure!(on_server == in_page, "the two hosts do not decide alike");
    writeln!(out, "same bytes, same answers: {} decisions, equal byte for byte", on_server.len())?;
    Ok(())
}

fn decisions(engine: &mut dyn Engine, question: &Question) -> Result<Vec<String>> {
    let answers = engine.answer(std::slice::from_ref(question))?;
    answers.into_iter().next().unwrap_or_else(|| Ok(Vec::new())).map_err(|code| anyhow::anyhow!("refused: {code}"))
}

/// Effect, reason, and until when, out of a decision's JSON.
fn summary(decision: &str) -> String {
    let decision: serde_json::Value = serde_json::from_str(decision).unwrap_or_default();
    let text =
        |pointer: &str| decision.pointer(pointer).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    let mut summary = format!("{:<5} {}", text("/effect"), text("/reason"));
    let role = text("/granted_by/role");
    if !role.is_empty() {
        summary.push_str(&format!(" by the role {role}, held as {}", text("/granted_by/held")));
    }
    let until = text("/valid_until");
    if !until.is_empty() {
        summary.push_str(&format!(", until {until}"));
    }
    summary
}
