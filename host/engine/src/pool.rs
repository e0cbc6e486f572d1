//! Instances waiting for their next call.

use std::sync::{Mutex, PoisonError};

/// Idle instances of one policy. The last one returned is lent first: its memory is most likely still in the cache.
pub(crate) struct Pool<Instance> {
    idle: Mutex<Vec<Instance>>,
    idle_max: usize,
}

impl<Instance> Pool<Instance> {
    pub(crate) fn new(idle_max: usize) -> Self {
        Self { idle: Mutex::new(Vec::new()), idle_max }
    }

    pub(crate) fn take(&self) -> Option<Instance> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    /// Takes an instance back after a call that went well.
    pub(crate) fn put(&self, instance: Instance) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < self.idle_max {
            idle.push(instance);
        }
    }
}
