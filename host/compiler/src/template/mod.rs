//! What a new document begins as.

use guestpass_policies::ReadyPolicy;

/// A document to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Template {
    /// Its name, as documents name themselves.
    pub name: &'static str,
    document: &'static str,
    cases: &'static str,
}

impl Template {
    /// The shortest document that has all that most policies have: two roles, a condition, gates, and test cases.
    pub const START: Self =
        Self { name: "new-policy", document: include_str!("start.toml"), cases: include_str!("start.tests.toml") };

    /// The ready documents, in the order of their names.
    pub fn ready() -> impl Iterator<Item = Self> {
        guestpass_policies::READY.iter().map(|&ReadyPolicy { name, document, cases }| Self { name, document, cases })
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

    /// Test cases for the document under that name.
    #[must_use]
    pub fn cases(&self, name: &str) -> String {
        if *self == Self::START {
            return self.cases.replace(self.name, name);
        }
        // Cases name their document only as a file. Its product, which may be called alike, stays.
        self.cases.replace(&format!("{}.toml", self.name), &format!("{name}.toml"))
    }
}

#[cfg(test)]
mod tests {
    use super::Template;
    use crate::{format, parse};

    #[test]
    fn every_document_builds_without_a_warning_and_is_laid_out() {
        for template in Template::ready().chain([Template::START]) {
            let document = template.document("help-desk");
            let checked = parse(template.name, &document).expect("a template has no errors");
            assert_eq!(checked.model.name, "help-desk");
            assert!(checked.warnings.is_empty(), "{}", checked.warnings.plain());
            assert_eq!(format(template.name, &document).expect("it is TOML"), document, "{}", template.name);
            let cases = template.cases("help-desk");
            assert!(cases.parse::<toml_edit::DocumentMut>().is_ok(), "{}", template.name);
            assert!(!cases.contains(&format!("{}.toml", template.name)), "{}", template.name);
        }
        assert!(!Template::START.cases("help-desk").contains("new-policy"));
    }
}
