//! Every maximum of the command line. Those of documents, components and JSON texts are of the crates that read them.

/// How often a policy is asked before its deadline counts as missed. Waiting for a processor counts towards the
/// deadline, so that a busy machine may use it up without the policy being slow; a policy that does not end is given up
/// after all of these.
pub(crate) const ATTEMPTS_MAX: usize = 4;

/// Requests of a batch that go into one call. Far below the contract's maximum, so that a call takes a small part of
/// its deadline, and its answer, explanations included, a small part of the bytes that an answer may have.
pub(crate) const REQUESTS_PER_CALL: usize = 256;
const _: () = assert!(REQUESTS_PER_CALL <= guestpass_contract::limits::MAX_REQUESTS);

/// Bytes of a line that is too long and is passed over. A line that has more is taken for one that does not end.
pub(crate) const PASSED_OVER_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Most combinations of attributes that a comparison may be told to try for one role: they are held in memory.
pub(crate) const COMBINATIONS_MAX: u64 = 1_000_000;

/// How often it is tried to get the lock of a trusted state. Another process holds it while it reads and writes one
/// file, so that the 10 seconds which this and [`STATE_LOCK_PAUSE_MS`] make are enough for many of them.
pub(crate) const STATE_LOCK_ATTEMPTS_MAX: u32 = 400;

/// Pause between two attempts, in milliseconds.
pub(crate) const STATE_LOCK_PAUSE_MS: u64 = 25;
