//! Cuts a condition into tokens.

use crate::json::Unreadable;

/// A piece of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// `principal`, `in`, `true`.
    Word(String),
    Text(String),
    Integer(i64),
    /// An operator or a bracket.
    Sign(&'static str),
}

/// The longer ones first, so that `<=` is not read as `<`.
const SIGNS: [&str; 17] = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "[", "]", ",", ".", "-", "+"];

/// All tokens of a condition.
pub(super) fn split(text: &str) -> Result<Vec<Token>, Unreadable> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = if first == '"' || first == '\'' {
            quoted(rest, first)?
        } else if first.is_ascii_digit() {
            let (digits, after) = take_while(rest, |it| it.is_ascii_digit());
            let number = digits.parse().map_err(|_| Unreadable(format!("`{digits}` is too large")))?;
            (Token::Integer(number), after)
        } else if first.is_ascii_alphabetic() || first == '_' {
            let (word, after) = take_while(rest, |it| it.is_ascii_alphanumeric() || it == '_');
            (Token::Word(word.to_owned()), after)
        } else {
            let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
            let sign = sign.ok_or_else(|| Unreadable(format!("`{first}` means nothing in a condition")))?;
            (Token::Sign(sign), rest.strip_prefix(sign).unwrap_or_default())
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

fn take_while(text: &str, keep: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at_checked(text.find(|it| !keep(it)).unwrap_or(text.len())).unwrap_or((text, ""))
}

/// A text in quotes, which may hold `\"`, `\'`, `\\`, `\n`, `\r` and `\t`.
fn quoted(text: &str, quote: char) -> Result<(Token, &str), Unreadable> {
    let mut characters = text.chars();
    characters.next();
    let mut inside = String::new();
    loop {
        match characters.next() {
            None => return Err(Unreadable(format!("a text does not end: {text}"))),
            Some(found) if found == quote => return Ok((Token::Text(inside), characters.as_str())),
            Some('\\') => match characters.next() {
                Some('n') => inside.push('\n'),
                Some('r') => inside.push('\r'),
                Some('t') => inside.push('\t'),
                Some(found @ ('"' | '\'' | '\\')) => inside.push(found),
                _ => return Err(Unreadable(format!("an escape that is not known: {text}"))),
            },
            Some(found) => inside.push(found),
        }
    }
}
