//! From the pieces of a condition to the nodes that are evaluated: flat, each after those that it refers to.

use super::fold;
use super::names::{Named, Names, Scope};
use super::operand::{self, type_name};
use super::parse::Parsed;
use super::slip::{SPLIT, Slip};
use crate::code::DiagnosticCode;
use crate::suggest::quoted;
use cel::common::ast::operators;
use cel::common::ast::{CallExpr, Expr, IdedExpr, SelectExpr};
use guestpass_model::{AttributeTypeModel, ComparisonModel, NodeModel, OperandModel};
use guestpass_rules::limits::CONDITION_NODES_MAX;

/// What a condition comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Compiled {
    /// It holds, or does not, whatever the facts say, and never lacks an attribute.
    Constant(bool),
    /// The last of these nodes is the whole of it.
    Nodes(Vec<NodeModel>),
}

/// Compiles a condition that was read.
pub(super) fn compile(parsed: &Parsed<'_>, names: &Names, scope: Scope) -> Result<Compiled, Slip> {
    let mut compiler = Compiler { parsed, names, scope, nodes: Vec::new() };
    let truth = compiler.truth(&parsed.root)?;
    Ok(match truth {
        Truth::Constant(value) => Compiled::Constant(value),
        Truth::Node(_) => Compiled::Nodes(compiler.nodes),
    })
}

/// Whether an operator or function of this name gives true or false.
pub(super) fn gives_truth(name: &str) -> bool {
    let connectives = [operators::LOGICAL_AND, operators::LOGICAL_OR, operators::LOGICAL_NOT, operators::IN];
    connectives.contains(&name) || comparison(name).is_some()
}

/// Whether a piece holds: known now, or the position of the node that says it.
#[derive(Debug, Clone, Copy)]
enum Truth {
    Constant(bool),
    Node(u16),
}

struct Compiler<'c> {
    parsed: &'c Parsed<'c>,
    names: &'c Names,
    scope: Scope,
    nodes: Vec<NodeModel>,
}

impl Compiler<'_> {
    /// A piece that must be true or false. Calls itself as deep as the parser did, which its limits bound.
    fn truth(&mut self, piece: &IdedExpr) -> Result<Truth, Slip> {
        match &piece.expr {
            Expr::Select(select) if select.test => self.has(piece, select),
            Expr::Call(call) => match (call.func_name.as_str(), call.args.as_slice()) {
                (operators::LOGICAL_NOT, [inner]) => self.not(inner),
                (operators::LOGICAL_AND, [left, right]) => self.joined(left, right, false),
                (operators::LOGICAL_OR, [left, right]) => self.joined(left, right, true),
                (operators::IN, [item, list]) => self.is_in(item, list),
                (name, [left, right]) => match comparison(name) {
                    Some(comparison) => self.compared(call, comparison, piece, left, right),
                    None => self.value(piece),
                },
                _ => self.value(piece),
            },
            _ => self.value(piece),
        }
    }

    fn value(&mut self, piece: &IdedExpr) -> Result<Truth, Slip> {
        let Named { operand, holds } = self.operand(piece)?;
        if holds != AttributeTypeModel::Boolean {
            let range = self.parsed.range(piece);
            let text = quoted(self.parsed.text(&range));
            let message = format!("{text} is of type {}, and a condition must be true or false", type_name(holds));
            return Err(Slip::new(DiagnosticCode::MismatchedTypes, range, message).help("compare it, as in `x == y`"));
        }
        self.push(NodeModel::Value(operand))
    }

    fn has(&mut self, piece: &IdedExpr, select: &SelectExpr) -> Result<Truth, Slip> {
        let range = self.parsed.asked(select);
        let name = operand::dotted(piece);
        let Some(name) = name else { return Err(operand::unsupported(piece, self.parsed, "`has` takes an attribute")) };
        match self.names.find(&name, self.scope, range.clone())?.operand {
            OperandModel::Attribute(index) => self.push(NodeModel::Has(index)),
            _ => {
                let message = format!("`has` cannot ask about {}: it is built in", quoted(&name));
                Err(Slip::new(DiagnosticCode::UnsupportedCondition, range, message)
                    .help("`has` asks whether the facts hold an attribute of `[attributes]`"))
            }
        }
    }

    fn not(&mut self, inner: &IdedExpr) -> Result<Truth, Slip> {
        match self.truth(inner)? {
            Truth::Constant(value) => Ok(Truth::Constant(!value)),
            Truth::Node(inner) => self.push(NodeModel::Not(inner)),
        }
    }

    /// `&&` where `deciding` is false, `||` where it is true: the value of the left side that leaves the right one
    /// unasked. A constant on the right cannot take the place of the whole, as the left side may lack an attribute.
    fn joined(&mut self, left: &IdedExpr, right: &IdedExpr, deciding: bool) -> Result<Truth, Slip> {
        let left = self.truth(left)?;
        let before = self.nodes.len();
        let right = self.truth(right)?;
        match (left, right) {
            (Truth::Constant(value), _) if value == deciding => {
                // Read to find slips in it, and never asked.
                self.nodes.truncate(before);
                Ok(left)
            }
            (Truth::Constant(_), _) => Ok(right),
            (_, Truth::Constant(value)) if value != deciding => Ok(left),
            (Truth::Node(left), right) => {
                let right = match right {
                    Truth::Node(right) => right,
                    Truth::Constant(value) => self.node(NodeModel::Value(OperandModel::Boolean(value)))?,
                };
                self.push(if deciding { NodeModel::Or(left, right) } else { NodeModel::And(left, right) })
            }
        }
    }

    fn is_in(&mut self, item: &IdedExpr, list: &IdedExpr) -> Result<Truth, Slip> {
        let (found_item, found_list) = (self.operand(item)?, self.operand(list)?);
        self.expect(item, &found_item, AttributeTypeModel::Text, "a text stands before `in`")?;
        self.expect(list, &found_list, AttributeTypeModel::Texts, "texts stand after `in`")?;
        self.push(NodeModel::In { item: found_item.operand, list: found_list.operand })
    }

    fn expect(&self, piece: &IdedExpr, found: &Named, expected: AttributeTypeModel, rule: &str) -> Result<(), Slip> {
        if found.holds == expected {
            return Ok(());
        }
        let range = self.parsed.range(piece);
        let message = format!("{} is of type {}, and {rule}", quoted(self.parsed.text(&range)), type_name(found.holds));
        Err(Slip::new(DiagnosticCode::MismatchedTypes, range, message)
            .help("write a text before `in` and texts after it, as in `role.name in [\"a\", \"b\"]`"))
    }

    fn compared(
        &mut self,
        call: &CallExpr,
        comparison: ComparisonModel,
        piece: &IdedExpr,
        left: &IdedExpr,
        right: &IdedExpr,
    ) -> Result<Truth, Slip> {
        let (Named { operand: left, holds }, right) = (self.operand(left)?, self.operand(right)?);
        let symbol = call.func_name.trim_matches('_');
        if holds != right.holds {
            let message = format!(
                "`{symbol}` compares {} with {}: both sides must be of one type",
                type_name(holds),
                type_name(right.holds)
            );
            let slip = Slip::new(DiagnosticCode::MismatchedTypes, self.parsed.token(piece.id), message);
            let takes_in = holds == AttributeTypeModel::Text && right.holds == AttributeTypeModel::Texts;
            return Err(if takes_in { slip.help("write `in` to ask whether a list holds a text") } else { slip });
        }
        let is_ordered = matches!(holds, AttributeTypeModel::Integer | AttributeTypeModel::Timestamp);
        if !is_ordered && !matches!(comparison, ComparisonModel::Equal | ComparisonModel::NotEqual) {
            let message = format!("`{symbol}` cannot compare values of type {}", type_name(holds));
            return Err(Slip::new(DiagnosticCode::MismatchedTypes, self.parsed.token(piece.id), message)
                .help("numbers and timestamps have an order; everything else is compared by `==` and `!=`"));
        }
        self.push(NodeModel::Compare { comparison, left, right: right.operand })
    }

    fn operand(&self, piece: &IdedExpr) -> Result<Named, Slip> {
        if matches!(&piece.expr, Expr::Select(select) if select.test) {
            return Err(operand::unsupported(piece, self.parsed, "`has(...)` is a condition of its own"));
        }
        operand::read(piece, self.parsed, self.names, self.scope)
    }

    fn push(&mut self, node: NodeModel) -> Result<Truth, Slip> {
        match fold::constant(&node) {
            Some(value) => Ok(Truth::Constant(value)),
            None => self.node(node).map(Truth::Node),
        }
    }

    fn node(&mut self, node: NodeModel) -> Result<u16, Slip> {
        let position = u16::try_from(self.nodes.len()).ok().filter(|_| self.nodes.len() < CONDITION_NODES_MAX);
        let Some(position) = position else {
            let message = format!("the condition has more than {CONDITION_NODES_MAX} pieces");
            return Err(Slip::new(DiagnosticCode::ConditionTooLarge, 0..self.parsed.source.len(), message).help(SPLIT));
        };
        self.nodes.push(node);
        Ok(position)
    }
}

fn comparison(name: &str) -> Option<ComparisonModel> {
    Some(match name {
        operators::EQUALS => ComparisonModel::Equal,
        operators::NOT_EQUALS => ComparisonModel::NotEqual,
        operators::LESS => ComparisonModel::Less,
        operators::LESS_EQUALS => ComparisonModel::LessOrEqual,
        operators::GREATER => ComparisonModel::Greater,
        operators::GREATER_EQUALS => ComparisonModel::GreaterOrEqual,
        _ => return None,
    })
}
