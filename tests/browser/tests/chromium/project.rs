//! The package in a project as anybody begins one: packed, installed by npm, bundled by Vite without a configuration,
//! and used from React.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs};

use guestpass_browser::digest_of;
use guestpass_browser_tests::{Chromium, Fixture, Site, build_package, small_policy};
use guestpass_contract::{Effect, Reason};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::following::{EVENTS, answer_active, offer, tell_active, until_site_is_heard};
use crate::sample::decisions;

const FILES: [(&str, &str); 3] = [
    ("index.html", include_str!("../../project/index.html")),
    ("main.jsx", include_str!("../../project/main.jsx")),
    ("types.ts", include_str!("../../project/types.ts")),
];
/// What the console has installed and the project uses too, so that nothing is downloaded here.
const BORROWED: [&str; 3] = ["react", "react-dom", "vite"];
/// As strict as can be, and the package's own types are read too.
const TYPESCRIPT: &str = "--noEmit --strict --target es2023 --lib es2023,dom,esnext.disposable --module esnext \
                          --moduleResolution bundler --exactOptionalPropertyTypes --verbatimModuleSyntax types.ts";
/// What Vite says before the address that it serves.
const SERVED_AT: &str = "Local:";

/// A component that allows or denies the one request that the project asks.
fn component(name: &str, allows: bool) -> Vec<u8> {
    let mut decisions = decisions(1);
    if allows {
        (decisions[0].effect, decisions[0].reason) = (Effect::Allow, Reason::NoRoleRequired);
    }
    Fixture::new(&small_policy(name), &decisions).and_then(|fixture| fixture.component()).expect("a component")
}

/// The project's folder.
struct Project(TempDir);

impl Project {
    fn begin() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (package, project) = (folder.path().join("package"), folder.path().join("project"));
        build_package(&package).expect("a package");
        fs::create_dir(&project).expect("a folder");
        fs::write(project.join("package.json"), r#"{ "private": true, "type": "module" }"#).expect("written");
        for (name, text) in FILES {
            fs::write(project.join(name), text).expect("written");
        }
        let this = Self(folder);
        let packed =
            run(Command::new("npm").args(["pack", "--silent", "--pack-destination"]).arg(&project).arg(&package));
        let packed = format!("./{}", packed.trim());
        run(this.command("npm").args(["install", "--offline", "--no-audit", "--no-fund", &packed]));
        for name in BORROWED {
            symlink(console_module(name), this.path().join("node_modules").join(name)).expect("linked");
        }
        this
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("project")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path());
        command
    }

    fn vite(&self) -> Command {
        let mut command = self.command("node");
        command.arg("node_modules/vite/bin/vite.js");
        command
    }

    /// Every file of a folder, by its path as a page asks for it.
    fn site(&self, folder: &str) -> Site {
        let (root, mut files, mut folders) = (self.path().join(folder), Vec::new(), vec![self.path().join(folder)]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        let address = |path: &Path| format!("/{}", path.strip_prefix(&root).expect("inside").display());
        let site = files.iter().map(|path| (address(path), fs::read(path).expect("a file"))).collect();
        let site = Site::start(site).expect("a site");
        site.put("/", fs::read(root.join("index.html")).expect("the page"));
        site
    }
}

/// A package that the console has installed.
fn console_module(name: &str) -> PathBuf {
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web-demo/node_modules");
    let module = modules.canonicalize().map(|modules| modules.join(name)).unwrap_or_default();
    assert!(module.is_dir(), "`{name}` is not installed; run `cargo xtask console` first");
    module
}

/// What a program prints; it must succeed.
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{command:?}: {printed}{}", String::from_utf8_lossy(&output.stderr));
    printed
}

/// Waits in the page until the button shows this policy, and gives whether it can be pressed.
fn until_shown(page: &mut Chromium, digest: &str) -> bool {
    let wait = "const [digest, done] = arguments;
        const began = Date.now();
        (function look() {
            const button = document.querySelector('button');
            if (button?.textContent === digest) return done({ pressable: !button.disabled });
            if (Date.now() - began < 20000) return setTimeout(look, 10);
            const { trouble } = globalThis.project?.following ?? {};
            done({ shown: document.body.innerText, trouble: String(trouble) });
        })();";
    let shown = page.run(wait, vec![json!(digest)]).expect("the page answers");
    shown["pressable"].as_bool().unwrap_or_else(|| panic!("`{digest}` is not to be seen: {shown}"))
}

/// Runs an expression of the project; an error gives its code.
fn ask(page: &mut Chromium, expression: &str, values: Vec<Value>) -> Value {
    let body = format!(
        "const given = Array.from(arguments), done = given.pop();
        (async () => ({expression}))().then(done, (error) => done(error.code ?? String(error)));"
    );
    page.run(&body, values).expect("the page answers")
}

/// What has to work wherever the bundler puts the files: the host, its Worker, and the judge of signatures.
fn everything_is_found(page: &mut Chromium, address: &str, digest: &str) {
    let in_worker = ask(page, "project.inWorker(...given)", vec![json!(address), json!(digest)]);
    assert_eq!(in_worker, "deny", "the Worker is found");
    let judged = ask(page, "project.verified()", Vec::new());
    assert_eq!(judged, "trust::no-keys", "the judge of signatures is found");
}

/// As visitors get it: bundled, under a strict content security policy.
fn what_vite_builds_follows_the_server(project: &Project, page: &mut Chromium) {
    run(project.vite().args(["build", "--logLevel", "warn"]));
    let site = project.site("dist");
    site.stream(EVENTS);
    let first = offer(&site, component("first", false));
    answer_active(&site, Some(&first), 1);
    page.open(&site.address()).expect("the page opens");
    assert!(!until_shown(page, &first), "the first policy denies");
    assert_eq!(ask(page, "(globalThis.before = project.listeners())", Vec::new()), 1);
    everything_is_found(page, &format!("/policy/v1/components/{first}"), &first);

    until_site_is_heard(&site);
    let second = offer(&site, component("second", true));
    tell_active(&site, Some(&second), 2);
    assert!(until_shown(page, &second), "the second policy allows");
    assert_eq!(ask(page, "globalThis.before", Vec::new()), 1, "the page was not loaded again");

    // Whoever leaves the page of React hears no more, and the following goes on.
    assert_eq!(ask(page, "(project.unmount(), project.listeners())", Vec::new()), 0);
    tell_active(&site, Some(&first), 3);
    let followed = "new Promise((done) => {
        const look = () => project.following.policy.digest === given[0] && done('followed');
        project.following.subscribe(look);
        look();
    })";
    assert_eq!(ask(page, followed, vec![json!(first)]), "followed");
}

/// Vite while somebody works on the project. It ends with this value.
struct Serving(Child);

impl Serving {
    /// It, and the address that it says.
    fn start(project: &Project) -> (Self, String) {
        let mut vite = project.vite();
        vite.args(["--host", "127.0.0.1", "--port", "0"]).env("NO_COLOR", "1").stdout(Stdio::piped());
        let mut child = vite.spawn().expect("Vite starts");
        let output = BufReader::new(child.stdout.take().expect("it prints"));
        let this = Self(child);
        let mut lines = output.lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.split_once(SERVED_AT).map(|(_, address)| address.trim().to_owned()));
        (this, address.expect("it says its address"))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// As whoever works on the project has it: module by module, and changed while the page is open.
fn what_vite_serves_finds_everything(project: &Project, page: &mut Chromium) {
    let component = component("first", false);
    let digest = digest_of(&component);
    // Files that Vite serves as they are, in place of a server.
    let server = project.path().join("public/policy/v1");
    fs::create_dir_all(server.join("components")).expect("a folder");
    fs::write(server.join("components").join(&digest), component).expect("written");
    fs::write(server.join("active"), json!({ "digest": digest, "generation": 1 }).to_string()).expect("written");
    let (_serving, address) = Serving::start(project);
    page.open(&address).expect("the page opens");
    assert!(!until_shown(page, &digest), "the policy denies");
    everything_is_found(page, &format!("/policy/v1/components/{digest}"), &digest);
}

#[test]
fn a_project_that_installs_the_package_uses_it_in_react_and_configures_nothing() {
    let project = Project::begin();
    let compiler = console_module("typescript").join("bin/tsc");
    run(project.command("node").arg(compiler).args(TYPESCRIPT.split_whitespace()));
    let mut page = Chromium::start().expect("Chromium starts");
    what_vite_builds_follows_the_server(&project, &mut page);
    what_vite_serves_finds_everything(&project, &mut page);
}
