//! The calls: parameters in, function, result out, result freed.

use guestpass_contract::{Change, ChangeFacts, Decision, Facts, InstantMs, PolicyInfo, Requests, Verdict};

use super::lift::{DESCRIPTION_BYTES_MAX, LIFTED_BYTES_MAX};
use super::{FLAT_PARAMETERS_MAX, FLAT_RESULTS_MAX, Guest, GuestFunction, Lift, Lifter, Lower, Lowerer};
use crate::error::CallError;

/// What the policy is and holds.
///
/// # Errors
/// A [`CallError`]; the guest must then not be used again.
pub fn describe(guest: &mut dyn Guest) -> Result<PolicyInfo, CallError> {
    finish(guest, GuestFunction::Describe, None, DESCRIPTION_BYTES_MAX)
}

/// Decides every request against the same facts.
///
/// # Errors
/// A [`CallError`]; the guest must then not be used again.
pub fn check(guest: &mut dyn Guest, facts: &Facts, requests: &Requests) -> Result<Vec<Decision>, CallError> {
    call(guest, GuestFunction::Check, &(facts, requests))
}

/// May the principal of these facts make this change at this instant, and is it valid?
///
/// # Errors
/// A [`CallError`]; the guest must then not be used again.
pub fn review(
    guest: &mut dyn Guest,
    facts: &Facts,
    change_facts: &ChangeFacts,
    change: &Change,
    now: InstantMs,
) -> Result<Verdict, CallError> {
    call(guest, GuestFunction::Review, &(facts, change_facts, change, now))
}

fn call<P: Lower, R: Lift>(guest: &mut dyn Guest, function: GuestFunction, parameters: &P) -> Result<R, CallError> {
    const { assert!(P::FLAT > FLAT_PARAMETERS_MAX, "few parameters would be passed flat") };
    let address = Lowerer::new(guest).place(parameters)?;
    finish(guest, function, Some(address), LIFTED_BYTES_MAX)
}

fn finish<R: Lift>(
    guest: &mut dyn Guest,
    function: GuestFunction,
    parameters: Option<u32>,
    bytes_max: usize,
) -> Result<R, CallError> {
    const { assert!(R::FLAT > FLAT_RESULTS_MAX, "a small result would be passed flat") };
    let address = guest.call(function, parameters)?;
    let result = Lifter::within(guest, bytes_max).value_at(address)?;
    guest.post_return(function, address)?;
    Ok(result)
}
