//! The component in a page.

use crate::{Answer, Engine, Question};
use anyhow::Result;
use guestpass_browser_tests::{PageEngine, PageProblem, PageQuestion};

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

    fn answer(&mut self, questions: &[Question]) -> Result<Vec<Answer>> {
        let questions: Vec<_> = questions.iter().map(page_question).collect();
        let outcomes = self.page.answer_each(&questions)?;
        Ok(outcomes.into_iter().map(|outcome| outcome.map_err(|PageProblem { code, .. }| code)).collect())
    }
}

fn page_question(question: &Question) -> PageQuestion<'_> {
    match question {
        Question::Check { facts, requests } => PageQuestion::Check { facts, requests },
        Question::Review { facts, change } => PageQuestion::Review { facts, change },
        Question::Describe => PageQuestion::Describe,
    }
}
