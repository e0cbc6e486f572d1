//! Materials that were asked for lately.

use std::fmt;
use std::sync::Arc;

use moka::sync::Cache;

use super::{FactsQuestion, Material};

/// Keeps materials; whether one is still true is for [`crate::Directory`] to say. A large one takes as much room as
/// several, so that what an organisation writes down does not say how much memory a server needs.
pub(crate) struct FactsCache(Cache<FactsQuestion, Arc<Material>>);

impl FactsCache {
    pub(crate) fn new(materials_max: u64) -> Self {
        let weight = |_: &FactsQuestion, material: &Arc<Material>| material.weight();
        Self(Cache::builder().max_capacity(materials_max).weigher(weight).build())
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

#[cfg(test)]
mod tests {
    use super::{FactsCache, FactsQuestion, Material};
    use crate::facts::ResourceName;
    use std::sync::Arc;

    /// The materials that are kept of a thousand about one person and as many resources, by the text of each.
    fn kept(bytes: usize) -> (u64, u64) {
        let cache = FactsCache::new(100);
        for number in 0..1_000 {
            let resource = ResourceName { kind: "app".parse().unwrap(), id: format!("app-{number}").parse().unwrap() };
            let (organisation, person) = ("acme".parse().unwrap(), "mia".parse().unwrap());
            let question = FactsQuestion { organisation, person, resource: Some(resource) };
            let material = Material { bytes, ..Material::of_nothing(&question) };
            cache.put(question, Arc::new(material));
        }
        cache.0.run_pending_tasks();
        (cache.0.entry_count(), cache.0.weighted_size())
    }

    #[test]
    fn large_materials_take_the_room_of_several() {
        for (bytes, count) in [(0, 100), (4 * 1024 - 1, 100), (4 * 1024, 50), (40 * 1024 - 1, 10), (1024 * 1024, 0)] {
            let (entries, weight) = kept(bytes);
            assert!(entries <= count && weight <= 100, "of {bytes} bytes each {entries} are kept, of weight {weight}");
            assert_eq!(entries == 0, count == 0, "of {bytes} bytes each");
        }
    }
}
