//! Every maximum of the command line. Those of documents, components and JSON texts are of the crates that read them.

/// Requests of a batch that go into one call. Far below the contract's maximum, so that a call takes a small part of
/// its deadline, and its answer, explanations included, a small part of the bytes that an answer may have.
pub(crate) const REQUESTS_PER_CALL: usize = 256;
const _: () = assert!(REQUESTS_PER_CALL <= guestpass_contract::limits::MAX_REQUESTS);
