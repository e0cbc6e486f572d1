//! A page without modules.

use guestpass_browser::digest_of;
use guestpass_browser_tests::{Chromium, Site, site_files};
use serde_json::{Value, json};

use crate::honest;
use crate::sample::{FACTS, REQUESTS, expected_lines};

const PAGE: &str = "<!doctype html><title>Without modules</title><script src=\"/package/classic.js\"></script>";

#[test]
fn a_plain_script_tag_gives_the_package_to_a_page_without_modules() {
    let component = honest().component().expect("a component");
    let digest = digest_of(&component);
    let site = Site::start(site_files().expect("a package").clone()).expect("a site");
    site.put("/classic.html", PAGE.into());
    site.put("/policy.bin", component);
    let mut page = Chromium::start().expect("Chromium starts");
    page.open(&format!("{}/classic.html", site.address())).expect("the page opens");
    let ask = "const [digest, facts, requests, done] = arguments;
        guestpass
            .then(({ Policy }) => fetch('/policy.bin')
                .then((response) => response.arrayBuffer())
                .then((bytes) => Policy.load(new Uint8Array(bytes), { digest })))
            .then((policy) => done(policy.checkText(facts, requests)), (error) => done({ error: String(error) }));";
    let answer = page.run(ask, vec![json!(digest), json!(FACTS), json!(REQUESTS)]).expect("the page answers");
    let lines: Vec<_> = answer.as_str().unwrap_or_else(|| panic!("{answer}")).lines().collect();
    assert_eq!(lines, expected_lines(&digest));
    let refused = "const [digest, done] = arguments;
        guestpass
            .then(({ Policy }) => Policy.load(new Uint8Array(8), { digest }))
            .then(() => done(null), ({ code }) => done(code));";
    assert_eq!(page.run(refused, vec![json!(digest)]).expect("the page answers"), Value::from("digest-mismatch"));
}
