//! What a new document begins as.

/// A document to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Template {
    /// Its name, as documents name themselves.
    pub name: &'static str,
    document: &'static str,
    cases: Option<&'static str>,
}

impl Template {
    /// The shortest document that has all that most policies have: two roles, a condition, gates, and test cases.
    pub const START: Self = Self {
        name: "new-policy",
        document: include_str!("start.toml"),
        cases: Some(include_str!("start.tests.toml")),
    };

    /// The ready documents, by name.
    pub const READY: &'static [Self] = &[
        Self::ready("access-granting", include_str!("../../../../guest/policies/access-granting.toml")),
        Self::ready("default", include_str!("../../../../guest/policies/default.toml")),
        Self::ready("flexera-one", include_str!("../../../../guest/policies/flexera-one.toml")),
        Self::ready("saas-manager", include_str!("../../../../guest/policies/saas-manager.toml")),
        Self::ready("snow-atlas", include_str!("../../../../guest/policies/snow-atlas.toml")),
    ];

    const fn ready(name: &'static str, document: &'static str) -> Self {
        Self { name, document, cases: None }
    }

    /// The document under another name, which the compiler will take or refuse.
    ///
    /// ```
    /// use guestpass_compiler::{Template, parse};
    ///
    /// let document = Template::START.document("help-desk");
    /// let checked = parse("help-desk.toml", &document)?;
    /// assert_eq!(checked.model.name, "help-desk");
    /// assert!(checked.warnings.is_empty());
    /// # Ok::<(), guestpass_compiler::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn document(&self, name: &str) -> String {
        if *self == Self::START {
            return self.document.replace(self.name, name);
        }
        // What a ready document says about its product stays.
        let own = |name: &str| format!("\nname = \"{name}\"\n");
        self.document.replacen(&own(self.name), &own(name), 1)
    }

    /// Test cases for the document under that name; none when the template has none.
    #[must_use]
    pub fn cases(&self, name: &str) -> Option<String> {
        self.cases.map(|cases| cases.replace(self.name, name))
    }
}

#[cfg(test)]
mod tests {
    use super::Template;
    use crate::{format, parse};

    #[test]
    fn every_document_builds_without_a_warning_and_is_laid_out() {
        for template in Template::READY.iter().chain([&Template::START]) {
            let document = template.document("help-desk");
            let checked = parse(template.name, &document).expect("a template has no errors");
            assert_eq!(checked.model.name, "help-desk");
            assert!(checked.warnings.is_empty(), "{}", checked.warnings.plain());
            assert_eq!(format(template.name, &document).expect("it is TOML"), document, "{}", template.name);
        }
        let cases = Template::START.cases("help-desk").expect("the first one has cases");
        assert_eq!(format("cases", &cases).expect("they are TOML"), cases);
        assert!(!cases.contains("new-policy"));
    }
}
