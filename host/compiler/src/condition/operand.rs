//! The values of a condition, and their types.

use super::names::{Named, Names, Scope};
use super::parse::Parsed;
use super::slip::{ALLOWED, Slip};
use crate::code::DiagnosticCode;
use crate::suggest::quoted;
use cel::common::ast::{CallExpr, Expr, IdedExpr, ListExpr, LiteralValue};
use guestpass_model::{AttributeTypeModel, OperandModel};

/// The words for each type, as documents spell them.
pub(crate) const TYPES: [(&str, AttributeTypeModel); 5] = [
    ("text", AttributeTypeModel::Text),
    ("texts", AttributeTypeModel::Texts),
    ("integer", AttributeTypeModel::Integer),
    ("boolean", AttributeTypeModel::Boolean),
    ("timestamp", AttributeTypeModel::Timestamp),
];

const FUNCTIONS: &str =
    "there are `has(principal.named)` and `timestamp(\"2026-11-22T10:00:00Z\")`, and `in` looks into lists";

/// How messages call a type.
pub(super) fn type_name(holds: AttributeTypeModel) -> &'static str {
    TYPES.iter().find(|(_, known)| *known == holds).map_or("", |(name, _)| name)
}

/// The value that a piece stands for.
pub(super) fn read(piece: &IdedExpr, parsed: &Parsed<'_>, names: &Names, scope: Scope) -> Result<Named, Slip> {
    let named = |operand, holds| Ok(Named { operand, holds });
    match &piece.expr {
        Expr::Ident(name) => names.find(name, scope, parsed.range(piece)),
        Expr::Select(select) if !select.test => match dotted(piece) {
            Some(name) => names.find(&name, scope, parsed.range(piece)),
            None => Err(unsupported(piece, parsed, "only attributes have fields")),
        },
        Expr::Literal(LiteralValue::String(text)) => {
            named(OperandModel::Text(text.inner().to_owned()), AttributeTypeModel::Text)
        }
        Expr::Literal(LiteralValue::Int(number)) => {
            named(OperandModel::Integer(*number.inner()), AttributeTypeModel::Integer)
        }
        Expr::Literal(LiteralValue::Boolean(value)) => {
            named(OperandModel::Boolean(*value.inner()), AttributeTypeModel::Boolean)
        }
        Expr::List(list) => Ok(Named { operand: texts(list, parsed)?, holds: AttributeTypeModel::Texts }),
        Expr::Call(call) if call.func_name == "timestamp" && call.target.is_none() => {
            Ok(Named { operand: timestamp(piece, call, parsed)?, holds: AttributeTypeModel::Timestamp })
        }
        _ => Err(not_a_value(piece, parsed)),
    }
}

/// `principal.named` for the pieces of that name; none when there is something else among them.
pub(super) fn dotted(piece: &IdedExpr) -> Option<String> {
    let mut fields = Vec::new();
    let mut piece = piece;
    loop {
        match &piece.expr {
            Expr::Ident(name) => {
                fields.push(name.as_str());
                fields.reverse();
                return Some(fields.join("."));
            }
            Expr::Select(select) => {
                fields.push(&select.field);
                piece = &select.operand;
            }
            _ => return None,
        }
    }
}

fn texts(list: &ListExpr, parsed: &Parsed<'_>) -> Result<OperandModel, Slip> {
    let text = |element: &IdedExpr| match &element.expr {
        Expr::Literal(LiteralValue::String(text)) => Ok(text.inner().to_owned()),
        _ => {
            let range = parsed.range(element);
            let message = format!("{} cannot stand in a list: lists hold strings", quoted(parsed.text(&range)));
            Err(Slip::new(DiagnosticCode::UnsupportedCondition, range, message).help("write `[\"a\", \"b\"]`"))
        }
    };
    list.elements.iter().map(text).collect::<Result<_, _>>().map(OperandModel::Texts)
}

fn timestamp(piece: &IdedExpr, call: &CallExpr, parsed: &Parsed<'_>) -> Result<OperandModel, Slip> {
    let help = "write an instant with its offset and at most milliseconds, as in `timestamp(\"2026-11-22T10:00:00Z\")`";
    let [argument] = call.args.as_slice() else {
        let message = format!("`timestamp` takes one string, {} are given", call.args.len());
        return Err(Slip::new(DiagnosticCode::UnsupportedCondition, parsed.range(piece), message).help(help));
    };
    let milliseconds = match &argument.expr {
        Expr::Literal(LiteralValue::String(text)) => milliseconds(text.inner()),
        _ => None,
    };
    milliseconds.map(OperandModel::Timestamp).ok_or_else(|| {
        let range = parsed.range(argument);
        let message = format!("{} is not an instant", quoted(parsed.text(&range)));
        Slip::new(DiagnosticCode::InvalidCondition, range, message).help(help)
    })
}

/// As the facts are read: an instant that has no text of its own could not be named as the end of an answer.
fn milliseconds(text: &str) -> Option<i64> {
    guestpass_contract::json::instant_from_str(text).ok()
}

fn not_a_value(piece: &IdedExpr, parsed: &Parsed<'_>) -> Slip {
    let reason = match &piece.expr {
        Expr::Literal(LiteralValue::Double(_)) => "numbers are whole",
        Expr::Literal(LiteralValue::UInt(_)) => "numbers are written without `u`",
        Expr::Literal(LiteralValue::Bytes(_)) => "strings are text",
        Expr::Literal(LiteralValue::Null) => "ask `has(...)` whether an attribute is there",
        Expr::Map(_) | Expr::Struct(_) => "values are texts, lists of strings, numbers, booleans and timestamps",
        Expr::Comprehension(_) => {
            let range = parsed.called(piece.id);
            let message = format!("the macro {} is not part of conditions", quoted(parsed.text(&range)));
            return Slip::new(DiagnosticCode::UnsupportedCondition, range, message).help(FUNCTIONS);
        }
        Expr::Call(call) => return not_an_operator(piece, call, parsed),
        _ => "it is not a value",
    };
    unsupported(piece, parsed, reason)
}

/// An operator or a function that conditions do not have, or one that gives no value to compare.
fn not_an_operator(piece: &IdedExpr, call: &CallExpr, parsed: &Parsed<'_>) -> Slip {
    let name = call.func_name.as_str();
    if super::compile::gives_truth(name) {
        let range = parsed.range(piece);
        let message = format!("{} is a condition of its own and cannot be compared", quoted(parsed.text(&range)));
        return Slip::new(DiagnosticCode::MismatchedTypes, range, message)
            .help("join conditions by `&&` and `||`, and compare attributes, strings, numbers and timestamps");
    }
    let symbol = name.trim_matches('_');
    let reason = match symbol {
        "[_]" => return unsupported(piece, parsed, "lists are not indexed; write `\"a\" in principal.list`"),
        "+" | "-" | "*" | "/" | "%" => "there is no arithmetic",
        "?_:" => return unsupported(piece, parsed, "there is no `? :`; use `&&` and `||`"),
        _ => {
            let message = format!("the function {} is not part of conditions", quoted(name));
            return Slip::new(DiagnosticCode::UnsupportedCondition, parsed.called(piece.id), message).help(FUNCTIONS);
        }
    };
    let message = format!("{} cannot stand in a condition: {reason}", quoted(symbol));
    Slip::new(DiagnosticCode::UnsupportedCondition, parsed.token(piece.id), message).help(ALLOWED)
}

pub(super) fn unsupported(piece: &IdedExpr, parsed: &Parsed<'_>, reason: &str) -> Slip {
    let range = parsed.range(piece);
    let message = format!("{} cannot stand in a condition: {reason}", quoted(parsed.text(&range)));
    Slip::new(DiagnosticCode::UnsupportedCondition, range, message).help(ALLOWED)
}
