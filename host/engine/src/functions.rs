//! The functions of a policy, found once for each instance and called many times.
//!
//! wasmtime's typed functions carry the lifetime of their arguments in their type, so one that borrows its arguments
//! cannot be kept beside the instance. This module keeps the plain functions and gives them their types again at each
//! call. It is the only place of this crate with `unsafe`.
//!
//! The types are compared once for each component and not for each instance: a component that gets a fresh instance for
//! each call would pay more for the comparison than for the call.

#![expect(unsafe_code, reason = "three conversions, proved where they stand")]

use guestpass_contract::{
    Change, ChangeFacts, Decision, EVALUATION_INTERFACE, Facts, InstantMs, PolicyInfo, Requests, Verdict,
};
use wasmtime::component::{Component, ComponentExportIndex, Func, Instance, TypedFunc};
use wasmtime::{AsContextMut, Result, Store};

type Describe = TypedFunc<(), (PolicyInfo,)>;
type Check<'a> = TypedFunc<(&'a Facts, &'a Requests), (Vec<Decision>,)>;
type Review<'a> = TypedFunc<(&'a Facts, &'a ChangeFacts, &'a Change, InstantMs), (Verdict,)>;

/// Where the functions stand in a component.
#[derive(Clone, Copy)]
pub(crate) struct FunctionIndices {
    describe: ComponentExportIndex,
    check: ComponentExportIndex,
    review: ComponentExportIndex,
}

/// Where the functions stand in a component whose functions are of the types [`Describe`], [`Check`] and [`Review`].
/// Only [`FunctionIndices::typed`] makes one.
#[derive(Clone, Copy)]
pub(crate) struct TypedIndices(FunctionIndices);

/// The functions of one instance, of the types [`Describe`], [`Check`] and [`Review`]. Only [`Functions::of`] makes
/// one.
pub(crate) struct Functions {
    describe: Func,
    check: Func,
    review: Func,
}

impl FunctionIndices {
    /// Finds the functions; none when one is not exported.
    pub(crate) fn find(component: &Component) -> Option<Self> {
        let (_, interface) = component.get_export(None, EVALUATION_INTERFACE)?;
        let function = |name: &str| component.get_export_index(Some(&interface), name);
        Some(Self { describe: function("describe")?, check: function("check")?, review: function("review")? })
    }

    /// Has wasmtime compare the types of the functions with those of the contract, in an instance of the component.
    ///
    /// # Errors
    /// When a function is missing, or has other types than the contract.
    pub(crate) fn typed<Data: 'static>(self, store: &mut Store<Data>, instance: &Instance) -> Result<TypedIndices> {
        let _: Describe = instance.get_typed_func(&mut *store, self.describe)?;
        let _: Check<'_> = instance.get_typed_func(&mut *store, self.check)?;
        let _: Review<'_> = instance.get_typed_func(&mut *store, self.review)?;
        Ok(TypedIndices(self))
    }
}

impl Functions {
    /// The functions of an instance.
    ///
    /// # Errors
    /// When the indices are those of another component.
    pub(crate) fn of<Data: 'static>(
        store: &mut Store<Data>,
        instance: &Instance,
        TypedIndices(indices): TypedIndices,
    ) -> Result<Self> {
        let mut function = |index| {
            let found = instance.get_func(&mut *store, index);
            found.ok_or_else(|| wasmtime::format_err!("a function of the policy is missing"))
        };
        let (describe, check) = (function(indices.describe)?, function(indices.check)?);
        Ok(Self { describe, check, review: function(indices.review)? })
    }

    pub(crate) fn describe(&self, store: impl AsContextMut) -> Result<PolicyInfo> {
        // SAFETY: `TypedFunc::new_unchecked` wants the function to have exactly these parameter and result types.
        // `FunctionIndices::typed`, the only maker of `TypedIndices`, had wasmtime compare them in one instance of the
        // component. `Self::of`, the only constructor, found this function with them; wasmtime finds nothing with the
        // indices of another component, and a component declares the types of its functions for all of its instances.
        // Lifetimes are no part of a component type.
        let describe: Describe = unsafe { TypedFunc::new_unchecked(self.describe) };
        describe.call(store, ()).map(|(info,)| info)
    }

    pub(crate) fn check(&self, store: impl AsContextMut, facts: &Facts, requests: &Requests) -> Result<Vec<Decision>> {
        // SAFETY: as in `Self::describe`.
        let check: Check<'_> = unsafe { TypedFunc::new_unchecked(self.check) };
        check.call(store, (facts, requests)).map(|(decisions,)| decisions)
    }

    pub(crate) fn review(
        &self,
        store: impl AsContextMut,
        facts: &Facts,
        change_facts: &ChangeFacts,
        change: &Change,
        now_ms: InstantMs,
    ) -> Result<Verdict> {
        // SAFETY: as in `Self::describe`.
        let review: Review<'_> = unsafe { TypedFunc::new_unchecked(self.review) };
        review.call(store, (facts, change_facts, change, now_ms)).map(|(verdict,)| verdict)
    }
}
