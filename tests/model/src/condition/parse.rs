//! Tokens to a tree. `!` binds closest, then comparisons and `in`, then `&&`, then `||`.

use super::tokens::Token;
use super::{Comparison, Condition, Value};
use crate::instants;
use crate::json::Unreadable;

/// Reads all tokens as one condition.
pub(super) fn parse(tokens: &[Token]) -> Result<Condition, Unreadable> {
    let mut reader = Reader { rest: tokens };
    let condition = reader.either()?;
    match reader.rest.first() {
        None => Ok(condition),
        Some(token) => Err(Unreadable(format!("{token:?} is one too many"))),
    }
}

struct Reader<'a> {
    rest: &'a [Token],
}

impl Reader<'_> {
    fn next(&mut self) -> Option<Token> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first.clone())
    }

    /// Takes the sign when it is the next token.
    fn takes(&mut self, sign: &'static str) -> bool {
        let is_next = self.rest.first() == Some(&Token::Sign(sign));
        if is_next {
            self.next();
        }
        is_next
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), Unreadable> {
        if self.takes(sign) { Ok(()) } else { Err(Unreadable(format!("`{sign}` is missing"))) }
    }

    fn either(&mut self) -> Result<Condition, Unreadable> {
        let mut left = self.both()?;
        while self.takes("||") {
            left = Condition::Or(Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Condition, Unreadable> {
        let mut left = self.comparison()?;
        while self.takes("&&") {
            left = Condition::And(Box::new(left), Box::new(self.comparison()?));
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Result<Condition, Unreadable> {
        let mut left = self.unary()?;
        loop {
            let comparison = match self.rest.first() {
                Some(Token::Sign("==")) => Some(Comparison::Equal),
                Some(Token::Sign("!=")) => Some(Comparison::NotEqual),
                Some(Token::Sign("<")) => Some(Comparison::Less),
                Some(Token::Sign("<=")) => Some(Comparison::LessOrEqual),
                Some(Token::Sign(">")) => Some(Comparison::Greater),
                Some(Token::Sign(">=")) => Some(Comparison::GreaterOrEqual),
                Some(Token::Word(word)) if word == "in" => None,
                _ => return Ok(left),
            };
            self.next();
            let (first, second) = (Box::new(left), Box::new(self.unary()?));
            left = match comparison {
                Some(comparison) => Condition::Compare(comparison, first, second),
                None => Condition::In(first, second),
            };
        }
    }

    /// As the grammar of CEL has it, `!` in even numbers is no `!`: it says nothing of what follows, be it an instant.
    fn unary(&mut self) -> Result<Condition, Unreadable> {
        let mut is_negated = false;
        while self.takes("!") {
            is_negated = !is_negated;
        }
        let single = self.single()?;
        Ok(if is_negated { Condition::Not(Box::new(single)) } else { single })
    }

    fn single(&mut self) -> Result<Condition, Unreadable> {
        match self.next() {
            Some(Token::Sign("(")) => {
                let inner = self.either()?;
                self.expect(")")?;
                Ok(inner)
            }
            Some(Token::Sign("[")) => self.texts(),
            Some(Token::Sign("-")) => match self.next() {
                Some(Token::Integer(number)) => Ok(Condition::Literal(Value::Integer(-number))),
                other => Err(Unreadable(format!("{other:?} after a minus"))),
            },
            Some(Token::Integer(number)) => Ok(Condition::Literal(Value::Integer(number))),
            Some(Token::Text(text)) => Ok(Condition::Literal(Value::Text(text))),
            Some(Token::Word(word)) => self.word(&word),
            other => Err(Unreadable(format!("{other:?} where a value should stand"))),
        }
    }

    fn texts(&mut self) -> Result<Condition, Unreadable> {
        let mut texts = Vec::new();
        while !self.takes("]") {
            match self.next() {
                Some(Token::Text(text)) => texts.push(text),
                other => return Err(Unreadable(format!("{other:?} in a list of texts"))),
            }
            if !self.takes(",") {
                self.expect("]")?;
                break;
            }
        }
        Ok(Condition::Literal(Value::Texts(texts)))
    }

    fn word(&mut self, word: &str) -> Result<Condition, Unreadable> {
        match word {
            "true" => Ok(Condition::Literal(Value::Boolean(true))),
            "false" => Ok(Condition::Literal(Value::Boolean(false))),
            "has" => {
                self.expect("(")?;
                let Some(Token::Word(entity)) = self.next() else {
                    return Err(Unreadable::new("`has` asks about a name"));
                };
                let name = self.name(&entity)?;
                self.expect(")")?;
                Ok(Condition::Has(name))
            }
            "timestamp" => {
                self.expect("(")?;
                let Some(Token::Text(text)) = self.next() else {
                    return Err(Unreadable::new("`timestamp` reads a text"));
                };
                self.expect(")")?;
                Ok(Condition::Literal(Value::Timestamp(instants::read_text(&text)?)))
            }
            entity => Ok(Condition::Name(self.name(entity)?)),
        }
    }

    /// What follows `principal`: a full stop and a name.
    fn name(&mut self, entity: &str) -> Result<String, Unreadable> {
        self.expect(".")?;
        match self.next() {
            Some(Token::Word(name)) => Ok(format!("{entity}.{name}")),
            other => Err(Unreadable(format!("{other:?} after `{entity}.`"))),
        }
    }
}
