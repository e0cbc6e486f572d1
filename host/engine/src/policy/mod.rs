//! A loaded policy: decides requests and judges changes.

mod lending;
mod loading;

use crate::check_error::CheckError;
use crate::direct::Direct;
use crate::functions::TypedIndices;
use crate::instance::{Bounds, Instance};
use crate::pool::Pool;
use crate::provenance::Provenance;
use crate::runtime::{Runtime, Shared};
use guestpass_contract::{
    Change, ChangeFacts, Decision, Facts, InstantMs, PolicyInfo, RequestDraft, Requests, Timeline, Verdict,
};
use std::sync::Arc;
use wasmtime::component::InstancePre;

/// A loaded policy. Clones are cheap and share its instances; calls from many threads run side by side.
#[derive(Clone)]
pub struct Policy {
    loaded: Arc<Loaded>,
}

struct Loaded {
    runtime: Arc<Shared>,
    prepared: InstancePre<Bounds>,
    indices: TypedIndices,
    pool: Pool<Instance>,
    /// The short way to `check`; none for a component that is not the engine's own code.
    direct: Option<Direct>,
    info: PolicyInfo,
    digest: String,
    provenance: Provenance,
}

impl Policy {
    /// Decides every request against the same facts: as many decisions as requests, in their order.
    ///
    /// ```
    /// # use guestpass::{Limits, Runtime};
    /// use guestpass::contract::{FactsBuilder, PrincipalDraft, Requests, RequestDraft, RoleGrantDraft};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let source = include_str!("../../../../guest/policies/flexera-one.toml");
    /// # let component = guestpass_compiler::compile("flexera-one.toml", source)?.component;
    /// let policy = Runtime::new(Limits::default())?.load(&component)?;
    /// let mut facts = FactsBuilder::new("initech")?;
    /// facts.principal(&PrincipalDraft::member("sam"))?;
    /// let facts = facts.build();
    ///
    /// let now_ms = 1_800_000_000_000;
    /// let mut requests = Requests::default();
    /// requests.push(&RequestDraft::api("refresh-token", now_ms))?;
    /// requests.push(&RequestDraft::privileges("iam:invitation:create", now_ms))?;
    /// let decisions = policy.check(&facts, &requests)?;
    /// assert!(decisions[0].is_allowed(), "an operation without privileges needs no role (R10)");
    /// assert!(!decisions[1].is_allowed(), "sam holds no role");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`CheckError`] when the component gave no answer that can be relied upon. That is a denial of every request.
    pub fn check(&self, facts: &Facts, requests: &Requests) -> Result<Vec<Decision>, CheckError> {
        let decisions = match &self.loaded.direct {
            Some(direct) if Direct::takes(requests) => direct.check(&self.loaded.runtime, facts, requests)?,
            _ => self.with_instance(|instance, limits| instance.check(limits, facts, requests))?,
        };
        self.verify(&decisions, facts, requests)?;
        Ok(decisions)
    }

    /// Decides one request.
    ///
    /// # Errors
    /// As [`Policy::check`].
    pub fn check_one(&self, facts: &Facts, request: &RequestDraft<'_>) -> Result<Decision, CheckError> {
        self.check_first(facts, &one_request(request)?)
    }

    /// Judges a change: may the principal of the facts make it at this instant, and is it valid?
    ///
    /// ```
    /// # use guestpass::{Limits, Runtime};
    /// use guestpass::contract::{
    ///     Change, ChangeFactsBuilder, FactsBuilder, PrincipalDraft, RoleGrantDraft, RoleSwitch, Verdict,
    /// };
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let source = include_str!("../../../../guest/policies/flexera-one.toml");
    /// # let component = guestpass_compiler::compile("flexera-one.toml", source)?.component;
    /// let policy = Runtime::new(Limits::default())?.load(&component)?;
    /// let mut facts = FactsBuilder::new("initech")?;
    /// facts.principal(&PrincipalDraft::member("sam"))?;
    /// let facts = facts.build();
    ///
    /// let change = Change::SwitchRole(RoleSwitch { role: "nobody's".into(), enabled: false });
    /// let change_facts = ChangeFactsBuilder::new().build();
    /// match policy.review(&facts, &change_facts, &change, 1_800_000_000_000)? {
    ///     Verdict::Accepted(_) => panic!("there is no such role"),
    ///     Verdict::Refused(rejection) => {
    ///         let reasons: Vec<_> = rejection.refusals.iter().map(|refusal| refusal.name()).collect();
    ///         assert!(reasons.contains(&"unknown-role"), "every reason is named, not only the first: {reasons:?}");
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`CheckError`] when the component gave no verdict that can be relied upon. That is a refusal.
    pub fn review(
        &self,
        facts: &Facts,
        change_facts: &ChangeFacts,
        change: &Change,
        now_ms: InstantMs,
    ) -> Result<Verdict, CheckError> {
        let verdict =
            self.with_instance(|instance, limits| instance.review(limits, facts, change_facts, change, now_ms))?;
        verdict.verify().map_err(|lie| CheckError::LyingVerdict { lie })?;
        Ok(verdict)
    }

    /// How the decision on one request changes from its instant up to `until_ms`: one call for each change (X2).
    ///
    /// ```
    /// # use guestpass::{Limits, Runtime};
    /// use guestpass::contract::{
    ///     AccessMode, ExternalAccess, FactsBuilder, PrincipalDraft, RequestDraft, RoleGrantDraft, Window,
    /// };
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let source = include_str!("../../../../guest/policies/flexera-one.toml");
    /// # let component = guestpass_compiler::compile("flexera-one.toml", source)?.component;
    /// let policy = Runtime::new(Limits::default())?.load(&component)?;
    /// let now_ms = 1_800_000_000_000;
    /// let window = Window { start: now_ms + 60_000, end: now_ms + 3_600_000 };
    /// let mut facts = FactsBuilder::new("initech")?;
    /// facts.entitlement("flexera-one-saas-management")?;
    /// facts.principal(&PrincipalDraft::member("sam"))?;
    /// facts.role_grant(&RoleGrantDraft { window: Some(window), ..RoleGrantDraft::of("saas-viewer", "initech") })?;
    ///
    /// let request = RequestDraft::privileges("saas:application:view", now_ms);
    /// let timeline = policy.timeline(&facts.build(), &request, now_ms + 86_400_000)?;
    /// let ends: Vec<_> = timeline.segments.iter().map(|segment| (segment.end,
    /// segment.decision.is_allowed())).collect(); assert_eq!(ends, [(window.start, false), (window.end, true),
    /// (now_ms + 86_400_000, false)]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Policy::check`]; there is no timeline with a gap.
    pub fn timeline(
        &self,
        facts: &Facts,
        request: &RequestDraft<'_>,
        until_ms: InstantMs,
    ) -> Result<Timeline, CheckError> {
        let mut requests = one_request(request)?;
        guestpass_contract::timeline(request.now, until_ms, |now| {
            requests.items.iter_mut().for_each(|item| item.now = now);
            self.check_first(facts, &requests)
        })
    }

    /// What the policy says about itself; it gives names to the indices in a decision.
    #[must_use]
    pub fn info(&self) -> &PolicyInfo {
        &self.loaded.info
    }

    /// Digest of the component's bytes, `sha256:` and 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.loaded.digest
    }

    /// Whether it is a copy of the engine component, whose instances are used again.
    #[must_use]
    pub fn provenance(&self) -> Provenance {
        self.loaded.provenance
    }

    /// The runtime that it was loaded with.
    #[must_use]
    pub fn runtime(&self) -> Runtime {
        Runtime::of(Arc::clone(&self.loaded.runtime))
    }

    /// Starts an instance and drops it again; what a first call, or any call of a custom component, pays.
    #[doc(hidden)]
    pub fn start_and_drop_instance(&self) -> Result<(), CheckError> {
        self.start_instance().map(drop)
    }

    fn check_first(&self, facts: &Facts, requests: &Requests) -> Result<Decision, CheckError> {
        let decisions = self.check(facts, requests)?;
        decisions.into_iter().next().ok_or(CheckError::Count { asked: 1, received: 0 })
    }

    /// A component may be anybody's: what it answers is checked before it is believed.
    fn verify(&self, decisions: &[Decision], facts: &Facts, requests: &Requests) -> Result<(), CheckError> {
        let (asked, received) = (requests.items.len(), decisions.len());
        if asked != received {
            return Err(CheckError::Count { asked, received });
        }
        for (position, (decision, request)) in decisions.iter().zip(&requests.items).enumerate() {
            decision.verify(request, facts, &self.loaded.info).map_err(|lie| CheckError::Lying { position, lie })?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for Policy {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (info, digest) = (self.info(), self.digest());
        formatter
            .debug_struct("Policy")
            .field("name", &info.name)
            .field("version", &info.version)
            .field("digest", &digest)
            .finish_non_exhaustive()
    }
}

pub(crate) fn one_request(request: &RequestDraft<'_>) -> Result<Requests, CheckError> {
    let mut requests = Requests::default();
    requests.push(request).map_err(|error| CheckError::Unreadable(error.to_string()))?;
    Ok(requests)
}
