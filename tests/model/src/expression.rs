//! Privilege names and privilege expressions (R5, R9, R11-R15).

/// Why an expression cannot be read, as a reason of a denial.
const MALFORMED: &str = "malformed-expression";

/// R5: exactly three segments of `A-Za-z0-9_.-`, none empty, no wildcards.
pub(crate) fn is_privilege_name(name: &str) -> bool {
    let segments: Vec<&str> = name.split(':').collect();
    let is_fine = |segment: &&str| {
        !segment.is_empty() && segment.chars().all(|it| it.is_ascii_alphanumeric() || "_.-".contains(it))
    };
    name.len() <= 256 && segments.len() == 3 && segments.iter().all(is_fine)
}

/// The first segment of a privilege.
pub(crate) fn suite(privilege: &str) -> &str {
    segment(privilege, 0)
}

/// A segment of a privilege, counted from 0.
pub(crate) fn segment(privilege: &str, position: usize) -> &str {
    privilege.split(':').nth(position).unwrap_or_default()
}

/// R11: `||` and `+` both mean "or". R13: anything that is not a name between two operators is malformed.
/// At most 4096 bytes and 100 names.
pub(crate) fn read(expression: &str) -> Result<Vec<String>, &'static str> {
    if expression.len() > 4096 {
        return Err("limit-exceeded");
    }
    let with_one_operator = expression.replace("||", "+");
    let names: Vec<&str> =
        with_one_operator.split('+').map(|name| name.trim_matches([' ', '\t', '\r', '\n'])).collect();
    if !names.iter().all(|name| is_privilege_name(name)) {
        return Err(MALFORMED);
    }
    if names.len() > 100 {
        return Err("limit-exceeded");
    }
    Ok(names.into_iter().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_operators_mean_or() {
        let both = Ok(vec!["iam:invitation:create".to_owned(), "common:org:own".to_owned()]);
        for text in ["iam:invitation:create||common:org:own", " iam:invitation:create +\tcommon:org:own"] {
            assert_eq!(read(text), both, "`{text}`");
        }
    }

    #[test]
    fn anything_else_denies() {
        for text in ["", " ", "||", "a:b:c||", "+a:b:c", "a:b:c|d:e:f", "a:b:c|||d:e:f", "a:b:c && d:e:f", "(a:b:c)"] {
            assert_eq!(read(text), Err(MALFORMED), "`{text}`");
        }
        for name in ["a:b", "a:b:c:d", "a::c", "a:*:c", "a:b:c d", ""] {
            assert!(!is_privilege_name(name), "`{name}`");
        }
        assert_eq!(read(&["a:b:c"; 101].join("+")), Err("limit-exceeded"));
    }
}
