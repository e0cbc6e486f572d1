//! Every maximum of this crate, in one place. Each is checked before anything else is done with what it bounds.

/// Longest envelope, in bytes. An envelope with [`SIGNATURES_MAX`] signatures takes less than 4 KiB.
pub const ENVELOPE_BYTES_MAX: usize = 64 * 1024;

/// Most signatures of one envelope: each costs a check of some 50 microseconds.
pub const SIGNATURES_MAX: usize = 16;

/// Most keys that a trust file lists.
pub const KEYS_MAX: usize = 16;

/// Longest trust file, in bytes.
pub const TRUST_BYTES_MAX: usize = 64 * 1024;

/// Longest trusted state as JSON, in bytes: room for [`POLICIES_MAX`] policies with the longest names.
pub const STATE_BYTES_MAX: usize = 256 * 1024;

/// Most policies that one trusted state remembers.
pub const POLICIES_MAX: usize = 256;

/// Longest PEM text of a key, in bytes. An ed25519 key takes less than 250.
pub const KEY_BYTES_MAX: usize = 4 * 1024;

/// Longest name of a policy, a target or a key, in bytes of UTF-8: the contract's bound on names.
pub const NAME_BYTES_MAX: usize = guestpass_contract::limits::MAX_NAME_BYTES;

/// Highest version of a manifest: the largest whole number that every JSON reader keeps exactly, 2^53 - 1.
pub const VERSION_MAX: u64 = (1 << 53) - 1;

/// How far a version may lie above the highest one seen, unless the trust file says otherwise. It leaves room for
/// versions made of dates, and keeps one bad manifest from using up all numbers (reliability row 29). The first version
/// that a host sees of a policy may be any: [`Trust::with_version_step_max`](crate::Trust::with_version_step_max).
pub const VERSION_STEP_DEFAULT: u64 = 1_000_000;

/// How far a clock may step back between two looks at it before it is suspect, in milliseconds: 5 minutes, more than
/// a time service corrects at once.
pub const CLOCK_STEP_BACK_MAX_MS: i64 = 5 * 60 * 1_000;

/// Longest time for which an expired policy may be kept in use, in days.
pub const GRACE_DAYS_MAX: u32 = 366;
