//! Instances, lent for one call each.

use super::Policy;
use crate::Limits;
use crate::check_error::CheckError;
use crate::instance::Instance;
use crate::provenance::Provenance;

impl Policy {
    /// Lends an idle instance, or a new one. On an error it is dropped: a trap leaves it unusable.
    pub(super) fn with_instance<Answer>(
        &self,
        ask: impl FnOnce(&mut Instance, &Limits) -> Result<Answer, CheckError>,
    ) -> Result<Answer, CheckError> {
        let mut instance = match self.loaded.pool.take() {
            Some(instance) => instance,
            None => self.start_instance()?,
        };
        let answer = ask(&mut instance, &self.loaded.runtime.limits)?;
        self.return_or_drop(instance);
        Ok(answer)
    }

    pub(super) fn start_instance(&self) -> Result<Instance, CheckError> {
        let loaded = &self.loaded;
        Instance::start(&loaded.runtime.engine, &loaded.prepared, loaded.indices, &loaded.runtime.limits)
    }

    /// Starts instances for the first calls. A component that gets a fresh one for each call has one started to see
    /// that it starts.
    pub(crate) fn warm(&self, count: usize) -> Result<(), CheckError> {
        let count = if self.loaded.provenance == Provenance::Engine { count } else { 1 };
        let instances = (0..count).map(|_| self.start_instance()).collect::<Result<Vec<_>, _>>()?;
        instances.into_iter().for_each(|instance| self.return_or_drop(instance));
        match &self.loaded.direct {
            Some(direct) => direct.warm(&self.loaded.runtime, count),
            None => Ok(()),
        }
    }

    pub(super) fn return_or_drop(&self, instance: Instance) {
        let reusable = self.loaded.provenance == Provenance::Engine;
        if reusable && instance.calls < self.loaded.runtime.limits.calls_per_instance_max {
            self.loaded.pool.put(instance);
        }
    }
}
