//! The loader of components in a server.

use std::sync::OnceLock;

use guestpass::contract::{FactsBuilder, PrincipalDraft, Requests};
use guestpass::{LoadError, Policy, Refusal, Runtime, digest_of};
use guestpass_browser::core_module;
use guestpass_browser_tests::{Fixture, small_policy};

use crate::edits::{edited, plain, unedited};
use crate::target::{Broken, Found, Reached, Target, require, require_same};

/// The loader of components.
pub const LOADER: Target = Target {
    name: "loader",
    property: "bytes are refused with a code, or make a policy that bears their digest and answers or denies; what is \
               loaded has one core module and no imports by the walk of the browser host, too",
    judge: |data| judge(data, &|bytes| runtime()?.load(bytes).map_err(Into::into)),
    fault: "a loader that loads a good component whatever it is given",
    judge_spoiled: |data| {
        judge(data, &|_| {
            let good = bases()?.first().map(Vec::as_slice).unwrap_or_default();
            runtime()?.load(good).map_err(Into::into)
        })
    },
    seeds: || {
        let bases = bases().map_err(|failed| anyhow::anyhow!("{failed:?}"))?;
        let mut seeds: Vec<Vec<u8>> = (0..).zip(bases).map(|(position, _)| unedited(position)).collect();
        seeds.extend((0..7_u8).map(|kind| [&unedited(0)[..], &[kind, 0, 9 + kind, b'7', 9]].concat()));
        seeds.push(plain(b"\0asm\x0d\0\x01\0"));
        seeds.push(plain(b"\x7fELF"));
        Ok(seeds)
    },
};

/// Why nothing was loaded: the bytes, or this target.
#[derive(Debug)]
enum Failed {
    Refused(LoadError),
    Broken(Broken),
}

impl From<LoadError> for Failed {
    fn from(error: LoadError) -> Self {
        Self::Refused(error)
    }
}

impl From<Broken> for Failed {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

type Loads<'a> = dyn Fn(&[u8]) -> Result<Policy, Failed> + 'a;

fn judge(data: &[u8], load: &Loads<'_>) -> Found {
    let bases = bases()?;
    let bytes = edited(bases, data);
    let policy = match load(&bytes) {
        Ok(policy) => policy,
        Err(Failed::Broken(broken)) => return Err(broken),
        Err(Failed::Refused(error)) => {
            let is_said = Refusal::ALL.contains(&error.refusal()) && !error.to_string().is_empty();
            require(is_said, || format!("a refusal without words: {error:?}"))?;
            return Ok(Reached::Refused);
        }
    };
    require_same(&policy.digest(), &digest_of(&bytes).as_str(), "the digest of what is loaded")?;
    let walked = core_module(&bytes);
    require(walked.is_ok(), || format!("a server loads it, a page does not: {walked:?}"))?;
    let unfit = |error: &dyn std::fmt::Display| Broken(format!("the question does not fit: {error}"));
    let mut facts = FactsBuilder::new("initech").map_err(|error| unfit(&error))?;
    facts.principal(&PrincipalDraft::member("sam")).map_err(|error| unfit(&error))?;
    let requests = Requests::privileges("saas:application:view", 1_772_366_400_000).map_err(|error| unfit(&error))?;
    match policy.check(&facts.build(), &requests) {
        Ok(decisions) => require_same(&decisions.len(), &1, "decisions")?,
        Err(error) => require(!error.code().is_empty(), || format!("a denial without a code: {error:?}"))?,
    }
    Ok(Reached::Accepted)
}

/// One for the process, as in a server.
fn runtime() -> Result<&'static Runtime, Broken> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| Runtime::new(limits()).map_err(|error| error.to_string()));
    runtime.as_ref().map_err(|error| Broken(format!("wasmtime does not start: {error}")))
}

/// A deadline that a fuzzer can wait for.
fn limits() -> guestpass::Limits {
    let deadline = std::time::Duration::from_millis(100);
    guestpass::Limits { deadline, description_deadline: deadline, ..guestpass::Limits::default() }
}

/// A component that describes itself and gives no answers, and two that are no policies.
fn bases() -> Result<&'static [Vec<u8>], Broken> {
    static BASES: OnceLock<Result<Vec<Vec<u8>>, String>> = OnceLock::new();
    let make = || -> anyhow::Result<Vec<Vec<u8>>> {
        let small = Fixture::new(&small_policy("sample"), &[])?.component()?;
        let others = ["(component (core module))", r#"(component (import "clock" (func)) (core module))"#];
        let others = others.iter().map(|text| Ok(wat::parse_str(text)?));
        std::iter::once(Ok(small)).chain(others).collect()
    };
    let bases = BASES.get_or_init(|| make().map_err(|error| format!("{error:#}")));
    bases.as_deref().map_err(|error| Broken(format!("a base cannot be made: {error}")))
}
