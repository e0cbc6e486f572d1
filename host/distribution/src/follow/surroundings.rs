//! What a follower needs of the world, so that tests need not wait.

use std::future::Future;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The clock, the chance and the waiting.
pub trait Surroundings: Send + Sync {
    /// The time in milliseconds since the epoch, UTC.
    fn now_ms(&self) -> i64;

    /// Any number, each as likely as the other. Nothing that has to be secret depends on it.
    fn random(&self) -> u64;

    /// Ends after a time.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send;
}

/// Those of the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemSurroundings;

impl Surroundings for SystemSurroundings {
    fn now_ms(&self) -> i64 {
        // A clock before 1970 is set wrong; the verification refuses what is not valid yet.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn random(&self) -> u64 {
        // Without chance, servers may ask together, which is no reason to stop asking.
        getrandom::u64().unwrap_or_default()
    }

    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}
