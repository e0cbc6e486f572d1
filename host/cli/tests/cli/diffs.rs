//! Comparing policies: what is said, what a pull request gets, and when the exit status is 1.

use std::fs;

use crate::program::{Case, component, document, file, folder, path_text, run, sample};
use guestpass_authoring::replay::Record;
use guestpass_server::evidence::{DecisionLog, DecisionLogOptions, LoggedDecision, Mask};
use serde_json::Value;

const VIEWER: &str = "[roles.saas-viewer]";
const VIEW: &str = "  \"saas:application:view\",\n";

/// The document in which viewers may edit.
fn wider(name: &str) -> String {
    let text = fs::read_to_string(document()).unwrap();
    let (before, viewer) = text.split_at(text.find(VIEWER).unwrap());
    let viewer = viewer.replacen(VIEW, &format!("{VIEW}  \"saas:application:edit\",\n"), 1);
    file(&folder(name), "wider.toml", format!("{before}{viewer}"))
}

/// A document whose one privilege depends on six attributes: more combinations than are tried.
fn conditional(name: &str) -> String {
    let names: Vec<String> = (0..6).map(|number| format!("principal.a{number}")).collect();
    let attributes: String = names.iter().map(|name| format!("\"{name}\" = \"boolean\"\n")).collect();
    let document = format!(
        "name = \"small\"\nversion = \"1.0.0\"\ncontract = \"0.2\"\n[suites.desk]\nsummary = \"Tickets\"\n\
         [attributes]\n{attributes}[privileges]\n\"desk:ticket:view\" = \"View tickets\"\n\
         [roles.clerk]\ntitle = \"Clerk\"\nsummary = \"Reads\"\n\
         privileges = [{{ privilege = \"desk:ticket:view\", when = \"{}\" }}]\n",
        names.join(" && ")
    );
    file(&folder(name), "small.toml", document)
}

#[test]
fn people_who_gain_access_are_named() {
    let (wider, records) = (wider("diff-people"), sample("diff/decisions.ndjson"));
    let said = [
        "newly allowed\n  a member, a partner's user or an employee of the vendor with role ",
        "`saas-viewer` may now `saas:application:edit`\n",
        "recorded decisions\n  3 people gain access: dana@partner.example (saas:application:edit), kim@",
    ];
    for old in [component(), &document()] {
        let arguments = ["policy", "diff", old, &wider, "--replay", &records, "--deny-new-access"];
        Case { arguments: &arguments, status: 1, stdout: &said, ..Case::default() }.check();
        Case { arguments: &arguments[..6], stdout: &said, ..Case::default() }.check();
    }
    let said = ["newly denied\n", "may no longer `saas:application:edit`\n", "  3 people lose access: dana@"];
    let arguments = ["policy", "diff", &wider, &document(), "--replay", &records, "--deny-new-access"];
    Case { arguments: &arguments, stdout: &said, ..Case::default() }.check();
    // The facts of a file stand on one line each.
    let facts = fs::read_to_string(sample("facts.json")).unwrap().replace('\n', " ");
    let now = "2026-03-02T09:30:00Z";
    let arguments = ["policy", "diff", &document(), &wider, "--people", "-", "--now", now];
    let said =
        ["people\n  1 person gains access: dana@partner.example (application.update and saas:application:edit)\n"];
    Case { arguments: &arguments, stdin: &facts, stdout: &said, ..Case::default() }.check();
}

#[test]
fn markdown_and_json_say_the_same() {
    let wider = wider("diff-forms");
    let arguments = ["policy", "diff", &document(), &wider, "--output-as", "markdown"];
    Case { arguments: &arguments, stdout: &["### newly allowed\n\n- a member, "], ..Case::default() }.check();
    let output = run(&["policy", "diff", &document(), &wider, "--format", "json"], "");
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let first = &found["differences"][0];
    assert_eq!(first["kind"], "newly-allowed", "{found}");
    assert!(first["standings"].as_array().is_some_and(|it| it.contains(&"partner-user.access-last".into())), "{first}");
    assert!(first["targets"].as_array().is_some_and(|it| it.len() == 2), "the operation too: {first}");
}

#[test]
fn the_same_policy_differs_in_nothing_and_what_is_not_covered_is_said() {
    let arguments = ["policy", "diff", component(), &document(), "--deny-new-access"];
    Case { arguments: &arguments, stdout: &["no difference\n  both policies mean the same\n"], ..Case::default() }
        .check();
    let arguments = ["policy", "diff", component(), component()];
    let said =
        ["no difference found\n", "not covered\n", "entitlement that is not known; name it by `--entitlement`\n"];
    Case { arguments: &arguments, stdout: &said, ..Case::default() }.check();
}

#[test]
fn what_was_not_asked_is_no_proof_that_nothing_is_new() {
    let (component, document) = (component(), document());
    let many = conditional("diff-combinations");
    let halves = format!("{{}}\n{}", fs::read_to_string(sample("diff/decisions.ndjson")).unwrap());
    let unread = ["--replay", "-", "--lenient"];
    for (policy, more, stdin, stdout, stderr) in [
        (component, &[][..], "", "no difference found\n", ["comparison-incomplete", "name it by `--entitlement`, or"]),
        (&document, &["--questions-max", "1"], "", "not covered\n", ["comparison-incomplete", "`--questions-max`"]),
        (&many, &[], "", "not covered\n  217 of 729 combinations", ["for role `clerk`\n", "`--combinations-max`"]),
        (&document, &unread[..2], "", "  nothing was asked\n", ["`<stdin>`: nothing was asked", "nothing-asked"]),
        (&document, &unread, "{}\n", "  nothing was asked\n", ["`<stdin>`: nothing was asked", "nothing-asked"]),
        (
            &document,
            &unread,
            &halves,
            "  1 lines could not be read\n",
            ["but 1 line could not be read", "lines-skipped"],
        ),
        (&document, &["--people", "-"], "\n", "  nothing was asked\n", ["`<stdin>`: nothing was asked", "one set"]),
    ] {
        let arguments = [&["policy", "diff", policy, policy], more].concat();
        Case { arguments: &arguments, stdin, stdout: &[stdout], ..Case::default() }.check();
        let arguments = [&arguments[..], &["--deny-new-access"]].concat();
        Case { arguments: &arguments, stdin, status: 2, stdout: &[stdout], stderr: &stderr }.check();
    }
    let named = ["--entitlement", "flexera-one-saas-management", "--deny-new-access"];
    let arguments = [&["policy", "diff", component, component], &named[..]].concat();
    Case { arguments: &arguments, stdout: &["both policies mean the same\n"], ..Case::default() }.check();
    let arguments = ["policy", "diff", &many, &many, "--combinations-max", "729", "--deny-new-access"];
    Case { arguments: &arguments, stdout: &["both policies mean the same\n"], ..Case::default() }.check();
    // What was found counts more than what was not looked for.
    let arguments = ["policy", "diff", &document, &wider("diff-partly"), "--replay", "-", "--deny-new-access"];
    Case { arguments: &arguments, status: 1, stdout: &["newly allowed\n"], ..Case::default() }.check();
}

#[test]
fn a_condition_that_is_not_tried_whole_is_told() {
    let conditional = conditional("diff-condition");
    let text = fs::read_to_string(&conditional).unwrap();
    let attributes = "\"principal.verbs\" = \"texts\"\n\"principal.a1\" = ";
    let text = text.replacen("\"principal.a1\" = ", attributes, 1);
    let (before, _) = text.split_at(text.find("when = ").unwrap());
    let text = format!("{before}when = \"action.name in principal.verbs\" }}]\n");
    let policy = file(&folder("diff-condition"), "verbs.toml", text);
    let arguments = ["policy", "diff", &policy, &policy, "--deny-new-access"];
    let said =
        "not covered\n  every way in which `action.name in principal.verbs` may hold: it asks for more than is tried\n";
    let refused = ["`action.name in principal.verbs`", "comparison-incomplete", "`--people` or `--replay`"];
    Case {
        arguments: &arguments,
        status: 2,
        stdout: &["no difference found\n", said],
        stderr: &refused,
        ..Case::default()
    }
    .check();
}

#[test]
fn what_was_checked_can_be_replayed() {
    let records = path_text(&folder("diff-record").join("decisions.ndjson"));
    let (facts, requests) = (sample("facts.json"), sample("requests.ndjson"));
    let arguments =
        ["check", "--policy", component(), "--facts", &facts, "--requests", &requests, "--record", &records];
    Case { arguments: &arguments, status: 1, stdout: &["7 requests: "], ..Case::default() }.check();
    assert_eq!(fs::read_to_string(&records).unwrap().lines().count(), 7);
    let wider = wider("diff-recorded");
    let arguments = ["policy", "diff", component(), &wider, "--replay", &records];
    let said = ["  1 person gains access: dana@partner.example (application.update)\n"];
    Case { arguments: &arguments, stdout: &said, ..Case::default() }.check();
}

#[test]
fn a_line_that_is_no_record_is_refused_or_counted() {
    let text = fs::read_to_string(sample("diff/decisions.ndjson")).unwrap();
    let broken = text.replacen("\"policy\"", "\"facts\":{},\"policy\"", 1);
    let arguments = ["policy", "diff", component(), component(), "--replay", "-", "--lenient"];
    let refused = ["<stdin>:1: it is no recorded decision: duplicate key `facts`", "code: record-malformed"];
    Case { arguments: &arguments[..6], stdin: &broken, status: 2, stderr: &refused, ..Case::default() }.check();
    let said = ["recorded decisions\n", "  1 lines could not be read\n"];
    Case { arguments: &arguments, stdin: &broken, stdout: &said, ..Case::default() }.check();
    let long = " ".repeat(3 * 1024 * 1024);
    for (name, line, refused) in [
        ("bytes", &b"\xff\n"[..], ["bytes:1:1: the byte `0xff` is not text", "code: file-not-utf8"]),
        ("long", format!("{long}\n").as_bytes(), ["long:1: the line has more than", "help: write one decision"]),
    ] {
        let records = file(&folder("diff-unreadable"), name, [line, text.as_bytes()].concat());
        let arguments = ["policy", "diff", component(), component(), "--replay", &records, "--lenient"];
        Case { arguments: &arguments[..6], status: 2, stderr: &refused, ..Case::default() }.check();
        let said = ["recorded decisions\n  nothing changes for them\n  1 lines could not be read\n"];
        Case { arguments: &arguments, stdout: &said, ..Case::default() }.check();
    }
}

/// The server's log of decisions, with e-mail addresses masked: it says the same of the policies, and not of whom.
#[test]
fn what_a_server_logged_can_be_replayed() {
    let (wider, log) = (wider("diff-server"), folder("diff-server-log").join("decisions.ndjson"));
    let mask = Mask::new(["principal.email", "principal.id", "principal.identity"].map(str::to_owned), [7; 32]);
    let (every, bytes_max) = (std::num::NonZeroU32::MIN, u64::MAX);
    let options = DecisionLogOptions { every, all_denials: true, mask, queue_max: 100, bytes_max };
    let (decisions, writer) = DecisionLog::open(&log, options).unwrap();
    let recorded = fs::read_to_string(sample("diff/decisions.ndjson")).unwrap();
    for line in recorded.lines() {
        let record = Record::read(line).unwrap();
        let decision = serde_json::from_str::<Value>(line).unwrap()["decision"].to_string();
        assert!(decisions.wants(record.allowed));
        decisions.log(LoggedDecision {
            policy: record.policy,
            revision: 42,
            facts: record.facts,
            request: record.request,
            is_allowed: record.allowed,
            decision,
        });
    }
    drop(decisions);
    writer.join();
    let written = fs::read_to_string(&log).unwrap();
    assert_eq!(written.lines().count(), recorded.lines().count());
    assert!(written.lines().all(|line| Record::read(line).is_ok()) && !written.contains("dana"), "{written}");
    let arguments = ["policy", "diff", component(), &wider, "--replay", &path_text(&log), "--deny-new-access"];
    let said = ["recorded decisions\n  3 people gain access: masked-", " (saas:application:edit), masked-"];
    Case { arguments: &arguments, status: 1, stdout: &said, ..Case::default() }.check();
}
