//! The functions of a policy, found once for each instance and called many times.
//!
//! wasmtime's typed functions carry the lifetime of their arguments in their type, so one that borrows its arguments
//! cannot be kept beside the instance. This module keeps the plain functions and gives them their types again at each
//! call. It is the only place of this crate with `unsafe`.

#![expect(unsafe_code, reason = "one conversion, proved where it stands")]

use guestpass_contract::{Change, Decision, EVALUATION_INTERFACE, Facts, InstantMs, PolicyInfo, Requests, Verdict};
use wasmtime::component::{Component, ComponentExportIndex, Func, Instance, TypedFunc};
use wasmtime::{AsContextMut, Result, Store, bail};

type Describe = TypedFunc<(), (PolicyInfo,)>;
type Review<'a> = TypedFunc<(&'a Facts, &'a Change, InstantMs), (Verdict,)>;
type Check<'a> = TypedFunc<(&'a Facts, &'a Requests), (Vec<Decision>,)>;

/// Where the functions stand in a component.
#[derive(Clone, Copy)]
pub(crate) struct FunctionIndices {
    describe: ComponentExportIndex,
    check: ComponentExportIndex,
    review: ComponentExportIndex,
}

/// The functions of one instance.
pub(crate) struct Functions {
    describe: Describe,
    /// Of the type [`Check`]: [`Functions::of`] has asked wasmtime.
    check: Func,
}

impl FunctionIndices {
    /// Finds the functions; none when one is not exported.
    pub(crate) fn find(component: &Component) -> Option<Self> {
        let (_, interface) = component.get_export(None, EVALUATION_INTERFACE)?;
        let function = |name: &str| component.get_export_index(Some(&interface), name);
        Some(Self { describe: function("describe")?, check: function("check")?, review: function("review")? })
    }
}

impl Functions {
    /// The functions of an instance.
    ///
    /// # Errors
    /// When the instance lacks one, or one has other types than the contract.
    pub(crate) fn of<Data: 'static>(
        store: &mut Store<Data>,
        instance: &Instance,
        indices: FunctionIndices,
    ) -> Result<Self> {
        let describe = instance.get_typed_func(&mut *store, indices.describe)?;
        let Some(check) = instance.get_func(&mut *store, indices.check) else {
            bail!("the function `check` is missing");
        };
        let _: Check<'_> = check.typed(&*store)?;
        // Never called yet. A component without it, or with another one, is not of this contract all the same.
        let _: Review<'_> = instance.get_typed_func(&mut *store, indices.review)?;
        Ok(Self { describe, check })
    }

    pub(crate) fn describe(&self, store: impl AsContextMut) -> Result<PolicyInfo> {
        self.describe.call(store, ()).map(|(info,)| info)
    }

    pub(crate) fn check(&self, store: impl AsContextMut, facts: &Facts, requests: &Requests) -> Result<Vec<Decision>> {
        // SAFETY: `TypedFunc::new_unchecked` wants the function to have exactly these parameter and result types.
        // `Self::of`, the only constructor, had wasmtime check them; a function never changes its type, and lifetimes
        // are no part of a component type.
        let check: Check<'_> = unsafe { TypedFunc::new_unchecked(self.check) };
        check.call(store, (facts, requests)).map(|(decisions,)| decisions)
    }
}
