//! A page that follows a server, which is played by the test.

use guestpass_browser::digest_of;
use guestpass_browser_tests::{Fixture, PageEngine, Site, small_policy};
use serde_json::{Value, json};

use crate::sample::{FACTS, REQUESTS, decisions};
use crate::{honest, start};

const KEY: &str = "a-key";
const ACTIVE: &str = "/policy/v1/active";
pub const EVENTS: &str = "/operations/v1/policy/events";

/// Makes the component available, and gives its digest.
pub fn offer(site: &Site, component: Vec<u8>) -> String {
    let digest = digest_of(&component);
    site.put(&format!("/policy/v1/components/{digest}"), component);
    digest
}

/// A component that differs from others by its name.
fn named(name: &str) -> Vec<u8> {
    let fixture = Fixture::new(&small_policy(name), &decisions(2)).expect("a fixture");
    fixture.component().expect("a component")
}

/// What the server says when asked.
pub fn answer_active(site: &Site, digest: Option<&str>, generation: u64) {
    let active = json!({ "digest": digest, "policy": "sample", "version": "1", "generation": generation });
    site.put(ACTIVE, active.to_string().into_bytes());
}

/// What the server says by itself.
pub fn tell_active(site: &Site, digest: Option<&str>, generation: u64) {
    let data = json!({ "generation": generation, "digest": digest });
    site.tell(EVENTS, &format!(":\n\nevent: active\ndata: {data}\n\n")).expect("the page listens");
}

/// A page that follows the server with `options`, and a server whose first policy is the returned digest.
fn following(options: &str) -> (PageEngine, String) {
    following_as(options, Vec::new())
}

/// As [`following`]; the options find `values` in `given`, behind the key.
pub fn following_as(options: &str, values: Vec<Value>) -> (PageEngine, String) {
    let mut page = start(&honest());
    let site = page.site();
    site.guard("/policy/", KEY);
    site.guard("/operations/", KEY);
    site.stream(EVENTS);
    let first = offer(site, named("first"));
    answer_active(site, Some(&first), 1);
    let begin = format!(
        "(() => {{
            globalThis.news = [];
            globalThis.following = harness.guestpass.follow({{
                server: '/', key: given[0], pauseMsMin: 20, pauseMsMax: 100,
                onChange: (policy, active) => news.push(['change', policy.digest, active.generation]),
                onTrouble: (trouble) => news.push(['trouble', trouble.code]),
                {options}
            }});
        }})()"
    );
    page.run(&begin, [vec![json!(KEY)], values].concat()).expect("it begins");
    (page, first)
}

/// Waits in the page until `condition` holds of the following.
pub fn until(page: &mut PageEngine, condition: &str) {
    let wait = format!(
        "new Promise((resolve) => {{
            const look = () => ({condition}) && resolve();
            following.subscribe(look);
            look();
        }})"
    );
    page.run(&wait, Vec::new()).expect(condition);
}

fn until_digest(page: &mut PageEngine, digest: &str) {
    until(page, &format!("following.policy?.digest === '{digest}'"));
}

/// Waits until the page listens to the events.
pub fn until_listening(page: &PageEngine) {
    until_site_is_heard(page.site());
}

/// Waits until some page listens to the events of the site.
pub fn until_site_is_heard(site: &Site) {
    while site.listeners(EVENTS) == 0 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

pub fn news(page: &mut PageEngine) -> Value {
    page.run("news.splice(0)", Vec::new()).expect("news")
}

/// Whether the page's policy, whichever it is, answers.
fn answers(page: &mut PageEngine) -> bool {
    let values = [FACTS, REQUESTS].map(|text| serde_json::from_str(text).expect("JSON"));
    let decisions = page.run("following.policy.checkAll(...given)", values.into()).expect("decisions");
    decisions.as_array().is_some_and(|decisions| decisions.len() == 2)
}

#[test]
fn a_page_switches_when_the_server_does_and_keeps_its_policy_when_the_new_one_is_bad() {
    let (mut page, first) = following("");
    until_digest(&mut page, &first);
    assert_eq!(page.run("following.ready.then((policy) => policy.digest)", Vec::new()).expect("ready"), json!(first));
    until_listening(&page);
    // What is active already is told first, and changes nothing.
    tell_active(page.site(), Some(&first), 1);
    let second = offer(page.site(), named("second"));
    tell_active(page.site(), Some(&second), 2);
    until_digest(&mut page, &second);
    assert!(answers(&mut page));
    assert_eq!(news(&mut page), json!([["change", first, 1], ["change", second, 2]]));

    // Other bytes than the digest says: the second policy goes on.
    let third = digest_of(b"third");
    page.site().put(&format!("/policy/v1/components/{third}"), named("not third"));
    tell_active(page.site(), Some(&third), 3);
    until(&mut page, "following.trouble?.code === 'digest-mismatch'");
    assert!(answers(&mut page));
    tell_active(page.site(), None, 3);
    until(&mut page, "following.trouble?.code === 'no-active-policy'");
    // Back to what the page has: its trouble is over, and nothing is loaded.
    tell_active(page.site(), Some(&second), 4);
    until(&mut page, "following.trouble === null && following.active.generation === 4");
    assert_eq!(news(&mut page), json!([["trouble", "digest-mismatch"], ["trouble", "no-active-policy"]]));
}

#[test]
fn a_page_that_loses_its_server_keeps_deciding_and_comes_back() {
    let (mut page, first) = following("");
    until_digest(&mut page, &first);
    until_listening(&page);
    page.site().remove(ACTIVE);
    page.site().hang_up(EVENTS);
    until(&mut page, "following.trouble?.code === 'server-refused'");
    assert!(answers(&mut page));
    // The server is back, with another policy.
    let second = offer(page.site(), named("second"));
    answer_active(page.site(), Some(&second), 1);
    until_digest(&mut page, &second);
    assert_eq!(page.run("following.trouble", Vec::new()).expect("none"), Value::Null);
    until_listening(&page);
    let told = page.site().tell(EVENTS, "event: active\r\ndata: {\"digest\":\"../../x\"}\r\n\r\n");
    told.expect("the page listens");
    until(&mut page, "following.trouble?.code === 'server-unreadable'");

    page.run("following.stop()", Vec::new()).expect("stopped");
    assert!(answers(&mut page));
}

#[test]
fn the_old_policy_decides_until_the_new_one_is_ready() {
    let slowly = "load: async (bytes, options) => {
        if (following?.policy) await new Promise((go) => (globalThis.go = go));
        return harness.guestpass.PolicyWorker.load(bytes, options);
    },";
    let (mut page, first) = following(slowly);
    until_digest(&mut page, &first);
    until_listening(&page);
    let second = offer(page.site(), named("second"));
    tell_active(page.site(), Some(&second), 2);
    let values = || -> Vec<Value> { [FACTS, REQUESTS].map(|text| serde_json::from_str(text).expect("JSON")).into() };
    let before = "(async (...given) => {
        while (!globalThis.go) await new Promise((wait) => setTimeout(wait, 5));
        globalThis.old = following.policy;
        const decisions = await old.checkAll(...given);
        go();
        return [old.digest, decisions.length];
    })(...given)";
    assert_eq!(page.run(before, values()).expect("decisions"), json!([first, 2]));
    until_digest(&mut page, &second);
    // Whoever holds the old one still may ask it, though its Worker was ended.
    let after = "old.checkAll(...given).then((decisions) => decisions.length)";
    assert_eq!(page.run(after, values()).expect("decisions"), json!(2));
}

#[test]
fn a_key_that_the_server_refuses_is_told() {
    let (mut page, _) = following("key: 'another'");
    until(&mut page, "following.trouble?.code === 'server-refused'");
    assert_eq!(page.run("following.policy", Vec::new()).expect("none"), Value::Null);
    let stopped = "(following.stop(), following.ready.catch((error) => error.code))";
    assert_eq!(page.run(stopped, Vec::new()).expect("a code"), json!("closed"));
}
