//! Every maximum of this crate. What is larger is not read to its end, what takes longer is given up.

use std::time::Duration;

/// Bytes of a component: what the engine takes by default. Reliability row 32.
pub const COMPONENT_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Bytes of a signed manifest: a payload of about 500 bytes, and room for hundreds of signatures.
pub const ENVELOPE_BYTES_MAX: usize = 64 * 1024;
/// Bytes of what a registry says about an artifact. One with two layers takes about 800.
pub const ARTIFACT_BYTES_MAX: usize = 64 * 1024;
/// Bytes of a token that a registry gives out.
pub const TOKEN_BYTES_MAX: usize = 64 * 1024;
/// Bytes of a file of certificate authorities, and of the configuration of Docker.
pub const CONFIGURATION_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of the record of the active policy.
pub const ACTIVE_BYTES_MAX: usize = 64 * 1024;
/// Names in a watched folder. A folder with more is refused as a whole: it is not one for policies.
pub const FOLDER_NAMES_MAX: usize = 1024;
/// Packages of a watched folder that are offered at once, those with the highest versions first.
pub const FOLDER_PACKAGES_MAX: usize = 8;
/// How long a watched folder is left alone when the system reports no change: some file systems report none.
pub const FOLDER_POLL: Duration = Duration::from_secs(30);
/// How long a follower waits for more after a change that it was told of.
pub const SETTLE_TIME: Duration = Duration::from_millis(200);
/// Characters of a location.
pub const LOCATION_CHARACTERS_MAX: usize = 2048;
/// How often a registry may point to another place for a blob, whose digest is known beforehand.
pub const BLOB_REDIRECTS_MAX: usize = 3;
/// Time for a connection to stand.
pub const CONNECT_TIME_MAX: Duration = Duration::from_secs(10);
/// Time for one request, from its first byte to the last one of its answer.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_fetched_can_be_loaded() {
        assert_eq!(super::COMPONENT_BYTES_MAX, guestpass::Limits::default().component_bytes_max);
    }
}
