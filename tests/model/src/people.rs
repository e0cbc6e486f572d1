//! Whether two entries are the same person (S11).

use crate::facts::Listed;

/// What a comparison of two people says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sameness {
    Same,
    Different,
    /// They have nothing in common that could be compared.
    Unknown,
}

/// Compares by what the policy names: `email` without regard to case or surrounding blanks, `identity` as it is.
pub(crate) fn compare(by: &[String], email: Option<&str>, identity: Option<&str>, other: &Listed) -> Sameness {
    let email = pair(email, other.email.as_deref()).map(|(left, right)| normalised(left) == normalised(right));
    let identity = pair(identity, other.identity.as_deref()).map(|(left, right)| left == right);
    let uses = |what: &str| by.iter().any(|used| used == what);
    let compared = [email.filter(|_| uses("email")), identity.filter(|_| uses("identity"))];
    if compared.contains(&Some(true)) {
        Sameness::Same
    } else if compared.contains(&Some(false)) {
        Sameness::Different
    } else {
        Sameness::Unknown
    }
}

/// Both, when both are known.
fn pair<'a>(left: Option<&'a str>, right: Option<&'a str>) -> Option<(&'a str, &'a str)> {
    left.zip(right).filter(|(left, right)| !left.is_empty() && !right.is_empty())
}

fn normalised(email: &str) -> String {
    email.trim().to_lowercase().replace('ς', "σ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_is_enough_and_nothing_in_common_is_unknown() {
        let both = ["email".to_owned(), "identity".to_owned()];
        let listed = |email: Option<&str>, identity: Option<&str>| Listed {
            email: email.map(str::to_owned),
            identity: identity.map(str::to_owned),
        };
        for (other, expected) in [
            (listed(Some(" DANA@x.example "), None), Sameness::Same),
            (listed(Some("sam@x.example"), Some("idp|dana")), Sameness::Same),
            (listed(Some("sam@x.example"), Some("IDP|DANA")), Sameness::Different),
            (listed(Some("sam@x.example"), None), Sameness::Different),
            (listed(None, None), Sameness::Unknown),
        ] {
            assert_eq!(compare(&both, Some("dana@x.example"), Some("idp|dana"), &other), expected, "{other:?}");
        }
        let by_email = ["email".to_owned()];
        assert_eq!(
            compare(&by_email, Some("dana@x.example"), Some("idp|dana"), &listed(None, Some("idp|dana"))),
            Sameness::Unknown
        );
    }
}
