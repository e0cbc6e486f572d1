//! The component in a page.

use crate::{Answer, Engine, Question};
use anyhow::Result;
use guestpass_browser_tests::{PageEngine, PageProblem};

/// Headless Chromium with the npm package.
pub struct ChromiumEngine {
    page: PageEngine,
}

impl ChromiumEngine {
    /// Packs the browser host, starts Chromium and loads the component in a page.
    ///
    /// # Errors
    /// When Chromium is missing, or the page refuses the component.
    pub fn start(component: &[u8]) -> Result<Self> {
        Ok(Self { page: PageEngine::start(component, &guestpass::digest_of(component))? })
    }
}

impl Engine for ChromiumEngine {
    fn name(&self) -> &'static str {
        "chromium"
    }

    fn digest(&self) -> &str {
        self.page.digest()
    }

    fn decide(&mut self, questions: &[Question]) -> Result<Vec<Answer>> {
        let cases: Vec<_> =
            questions.iter().map(|question| (question.facts.clone(), question.requests.clone())).collect();
        let outcomes = self.page.check_each(&cases)?;
        Ok(outcomes.into_iter().map(|outcome| outcome.map_err(|PageProblem { code, .. }| code)).collect())
    }
}
