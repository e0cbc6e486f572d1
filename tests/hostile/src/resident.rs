//! How much memory this process holds.

use anyhow::{Context, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Bytes of memory that are resident now, as `/proc/self/statm` counts them.
///
/// # Errors
/// When the system has no such file.
pub fn resident_bytes() -> Result<u64> {
    const PAGE_BYTES: u64 = 4096;
    let statm = std::fs::read_to_string("/proc/self/statm").context("this needs Linux")?;
    let pages: u64 = statm.split_whitespace().nth(1).context("statm has a second field")?.parse()?;
    Ok(pages.saturating_mul(PAGE_BYTES))
}

/// Looks at the memory of this process every millisecond until it is asked for the most that it saw.
#[derive(Debug)]
pub struct Watch {
    ended: Arc<AtomicBool>,
    watcher: JoinHandle<Result<u64>>,
}

impl Watch {
    /// Begins to look.
    #[must_use]
    pub fn begin() -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let seen_end = Arc::clone(&ended);
        let watcher = thread::spawn(move || {
            let mut most = resident_bytes()?;
            while !seen_end.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(1));
                most = most.max(resident_bytes()?);
            }
            Ok(most)
        });
        Self { ended, watcher }
    }

    /// The most bytes that were resident since the beginning.
    ///
    /// # Errors
    /// As [`resident_bytes`].
    pub fn most_bytes(self) -> Result<u64> {
        self.ended.store(true, Ordering::Relaxed);
        self.watcher.join().map_err(|_| anyhow::anyhow!("the watcher stopped by itself"))?
    }
}
