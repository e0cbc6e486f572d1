//! A loaded policy: decides requests.

use crate::check_error::CheckError;
use crate::digest::digest_of;
use crate::functions::FunctionIndices;
use crate::instance::{Bounds, Instance};
use crate::load_error::{LoadError, Refusal};
use crate::pool::Pool;
use crate::provenance::{self, Provenance};
use crate::runtime::Shared;
use crate::structure;
use guestpass_contract::{Decision, Facts, PolicyInfo, RequestDraft, Requests};
use std::sync::Arc;
use wasmtime::component::{Component, InstancePre, Linker};

/// A loaded policy. Clones are cheap and share its instances; calls from many threads run side by side.
#[derive(Clone)]
pub struct Policy {
    loaded: Arc<Loaded>,
}

struct Loaded {
    runtime: Arc<Shared>,
    prepared: InstancePre<Bounds>,
    indices: FunctionIndices,
    pool: Pool,
    info: PolicyInfo,
    digest: String,
    provenance: Provenance,
}

impl Policy {
    pub(crate) fn load(runtime: Arc<Shared>, component: &[u8], expected: Option<&str>) -> Result<Self, LoadError> {
        let limits = &runtime.limits;
        if component.len() > limits.component_bytes_max {
            let detail = format!("{} bytes, and {} are allowed", component.len(), limits.component_bytes_max);
            return Err(LoadError::new(Refusal::TooLarge, detail));
        }
        let digest = digest_of(component);
        if let Some(expected) = expected.filter(|&expected| expected != digest) {
            let detail = format!("its digest is `{digest}`, and `{expected}` was expected");
            return Err(LoadError::new(Refusal::DigestMismatch, detail));
        }
        structure::check(component, limits)?;
        let refuse = |refusal| move |error: wasmtime::Error| LoadError::caused_by(refusal, error);
        let compiled = Component::from_binary(&runtime.engine, component).map_err(refuse(Refusal::Compile))?;
        let indices = FunctionIndices::find(&compiled)
            .ok_or_else(|| LoadError::new(Refusal::World, "`describe`, `check` or `review` is missing"))?;
        // The linker is empty and stays empty: there is nothing that a policy could ask for.
        let prepared = Linker::new(&runtime.engine).instantiate_pre(&compiled).map_err(refuse(Refusal::Imports))?;

        let mut instance = Instance::start(&runtime.engine, &prepared, indices, limits).map_err(start_refused)?;
        let info = instance.describe(limits).map_err(start_refused)?;
        if info.name.is_empty() {
            return Err(LoadError::new(Refusal::NoPolicy, "its name is empty"));
        }
        info.verify().map_err(|error| LoadError::caused_by(Refusal::Description, error))?;

        let provenance = provenance::of(component);
        let pool = Pool::new(limits.idle_instances_max);
        let policy = Self { loaded: Arc::new(Loaded { prepared, indices, pool, info, digest, provenance, runtime }) };
        policy.return_or_drop(instance);
        Ok(policy)
    }

    /// Decides every request against the same facts: as many decisions as requests, in their order.
    ///
    /// ```
    /// # use guestpass::{Limits, Runtime};
    /// use guestpass::contract::{FactsBuilder, PrincipalDraft, Requests, RequestDraft, RoleGrantDraft};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let source = include_str!("../../../guest/policies/flexera-one.toml");
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
        let limits = &self.loaded.runtime.limits;
        let mut instance = match self.loaded.pool.take() {
            Some(instance) => instance,
            None => self.start_instance()?,
        };
        // On an error the instance is dropped here: a trap leaves it unusable.
        let decisions = instance.check(limits, facts, requests)?;
        self.return_or_drop(instance);
        self.verify(&decisions, facts, requests)?;
        Ok(decisions)
    }

    /// Decides one request.
    ///
    /// # Errors
    /// As [`Policy::check`].
    pub fn check_one(&self, facts: &Facts, request: &RequestDraft<'_>) -> Result<Decision, CheckError> {
        let mut requests = Requests::default();
        requests.push(request).map_err(|error| CheckError::Unreadable(error.to_string()))?;
        let decisions = self.check(facts, &requests)?;
        decisions.into_iter().next().ok_or(CheckError::Count { asked: 1, received: 0 })
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

    /// Starts an instance and drops it again; what a first call, or any call of a custom component, pays.
    #[doc(hidden)]
    pub fn start_and_drop_instance(&self) -> Result<(), CheckError> {
        self.start_instance().map(drop)
    }

    fn start_instance(&self) -> Result<Instance, CheckError> {
        let loaded = &self.loaded;
        Instance::start(&loaded.runtime.engine, &loaded.prepared, loaded.indices, &loaded.runtime.limits)
    }

    fn return_or_drop(&self, instance: Instance) {
        let reusable = self.loaded.provenance == Provenance::Engine;
        if reusable && instance.calls < self.loaded.runtime.limits.calls_per_instance_max {
            self.loaded.pool.put(instance);
        }
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

fn start_refused(error: CheckError) -> LoadError {
    let refusal = if matches!(error, CheckError::Instantiation(_)) { Refusal::World } else { Refusal::Start };
    LoadError::caused_by(refusal, error)
}
