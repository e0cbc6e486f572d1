//! Materials that were asked for lately.

use std::fmt;
use std::sync::Arc;

use moka::sync::Cache;

use super::{FactsQuestion, Material};

/// Keeps materials; whether one is still true is for [`crate::Directory`] to say.
pub(crate) struct FactsCache(Cache<FactsQuestion, Arc<Material>>);

impl FactsCache {
    pub(crate) fn new(materials_max: u64) -> Self {
        Self(Cache::new(materials_max))
    }

    pub(crate) fn get(&self, question: &FactsQuestion) -> Option<Arc<Material>> {
        self.0.get(question)
    }

    pub(crate) fn put(&self, question: FactsQuestion, material: Arc<Material>) {
        self.0.insert(question, material);
    }
}

impl fmt::Debug for FactsCache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("FactsCache").field("count", &self.0.entry_count()).finish()
    }
}
