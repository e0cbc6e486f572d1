//! What a condition asks, for those who try values out: what is compared in it, and whether it holds.

use super::compile::Compiled;
use super::fold;
use super::names::{BUILT_IN, Names, Scope, entity_of};
use guestpass_contract::{AttributeInfo, AttributeType};
use guestpass_model::{AttributeModel, AttributeTypeModel, BuiltInModel, ComparisonModel, NodeModel, OperandModel};

/// Something that a condition asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// Whether an attribute is true, or is there at all.
    Named(String),
    /// How two values of one type stand to each other.
    Compared(AskedValue, AskedValue),
    /// Whether a text is in a list.
    In {
        /// The text.
        item: AskedValue,
        /// The list.
        list: AskedValue,
    },
}

/// A value that a condition asks about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AskedValue {
    /// An attribute or a built-in name, such as `principal.named` or `context.now`.
    Named(String),
    /// A text that stands in the condition.
    Text(String),
    /// A list that stands in it.
    Texts(Vec<String>),
    /// A number that stands in it.
    Integer(i64),
    /// `true` or `false`.
    Boolean(bool),
    /// An instant that stands in it, in milliseconds since the Unix epoch, UTC.
    Timestamp(i64),
}

/// Reads the conditions that a policy describes.
#[derive(Debug)]
pub struct ConditionReader {
    names: Names,
    /// The full name of each attribute.
    attributes: Vec<String>,
}

impl ConditionReader {
    /// For conditions that may ask about these attributes.
    #[must_use]
    pub fn new(attributes: &[AttributeInfo]) -> Self {
        let known = attributes.iter().filter_map(|attribute| {
            let (entity, name) = attribute.name.split_once('.')?;
            let model = AttributeModel {
                entity: entity_of(entity)?,
                name: name.to_owned(),
                holds: type_model(attribute.holds),
            };
            Some((attribute.name.clone(), model))
        });
        let (attributes, models): (Vec<String>, Vec<AttributeModel>) = known.unzip();
        Self { names: Names::new(&models), attributes }
    }

    /// Reads a condition; none when it is no condition of a document.
    ///
    /// ```
    /// use guestpass_compiler::{Asked, AskedValue, ConditionReader};
    ///
    /// let reader = ConditionReader::new(&[]);
    /// let condition = reader.read(r#"role.name == "\x61dmin""#).expect("it is right");
    /// let (name, text) = (AskedValue::Named("role.name".to_owned()), AskedValue::Text("admin".to_owned()));
    /// assert_eq!(condition.asked(), [Asked::Compared(name, text.clone())]);
    /// assert!(condition.holds(&|_| Some(text.clone())) && !condition.holds(&|_| None));
    /// assert!(reader.read("principal.unknown").is_none());
    /// ```
    #[must_use]
    pub fn read(&self, condition: &str) -> Option<ReadCondition> {
        let nodes = match super::compile(condition, &self.names, Scope::Privilege).ok()? {
            Compiled::Constant(holds) => vec![NodeModel::Value(OperandModel::Boolean(holds))],
            Compiled::Nodes(nodes) => nodes,
        };
        let pieces = nodes.into_iter().map(|node| self.piece(node)).collect::<Option<_>>()?;
        Some(ReadCondition { pieces })
    }

    /// None cannot be, as only names that are known compile.
    fn piece(&self, node: NodeModel) -> Option<Piece> {
        Some(match node {
            NodeModel::Value(operand) => Piece::Value(self.value(operand)?),
            NodeModel::Has(index) => Piece::Has(self.attributes.get(usize::from(index))?.clone()),
            NodeModel::Not(inner) => Piece::Not(inner),
            NodeModel::And(left, right) => Piece::And(left, right),
            NodeModel::Or(left, right) => Piece::Or(left, right),
            NodeModel::Compare { comparison, left, right } => {
                Piece::Compared(comparison, self.value(left)?, self.value(right)?)
            }
            NodeModel::In { item, list } => Piece::In { item: self.value(item)?, list: self.value(list)? },
        })
    }

    fn value(&self, operand: OperandModel) -> Option<AskedValue> {
        Some(match operand {
            OperandModel::Attribute(index) => AskedValue::Named(self.attributes.get(usize::from(index))?.clone()),
            OperandModel::BuiltIn(built_in) => AskedValue::Named(built_in_name(built_in)?.to_owned()),
            OperandModel::Text(text) => AskedValue::Text(text),
            OperandModel::Texts(texts) => AskedValue::Texts(texts),
            OperandModel::Integer(number) => AskedValue::Integer(number),
            OperandModel::Boolean(holds) => AskedValue::Boolean(holds),
            OperandModel::Timestamp(instant) => AskedValue::Timestamp(instant),
        })
    }
}

/// A condition that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadCondition {
    /// Each after those that it refers to; the last is the whole.
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Value(AskedValue),
    Has(String),
    Not(u16),
    And(u16, u16),
    Or(u16, u16),
    Compared(ComparisonModel, AskedValue, AskedValue),
    In { item: AskedValue, list: AskedValue },
}

impl ReadCondition {
    /// Everything that it asks, however that is joined. What is never asked, as another part of the condition decides
    /// it without any facts, is left out.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        let asked = self.pieces.iter().filter_map(|piece| match piece.clone() {
            Piece::Value(AskedValue::Named(name)) | Piece::Has(name) => Some(Asked::Named(name)),
            Piece::Value(_) | Piece::Not(_) | Piece::And(..) | Piece::Or(..) => None,
            Piece::Compared(_, left, right) => Some(Asked::Compared(left, right)),
            Piece::In { item, list } => Some(Asked::In { item, list }),
        });
        asked.collect()
    }

    /// Whether it holds when names have these values, as the rules say; where one that is asked for has none, it does
    /// not.
    #[must_use]
    pub fn holds(&self, value: &dyn Fn(&str) -> Option<AskedValue>) -> bool {
        let worth = |asked: &AskedValue| match asked {
            AskedValue::Named(name) => value(name),
            constant => Some(constant.clone()),
        };
        let mut known: Vec<Option<bool>> = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            let of = |index: u16| known.get(usize::from(index)).copied().flatten();
            let truth = match piece {
                Piece::Value(asked) => match worth(asked) {
                    Some(AskedValue::Boolean(holds)) => Some(holds),
                    _ => None,
                },
                Piece::Has(name) => Some(value(name).is_some()),
                Piece::Not(inner) => of(*inner).map(|holds| !holds),
                Piece::And(left, right) => match of(*left) {
                    Some(true) => of(*right),
                    decided => decided,
                },
                Piece::Or(left, right) => match of(*left) {
                    Some(false) => of(*right),
                    decided => decided,
                },
                Piece::Compared(comparison, left, right) => match (worth(left), worth(right)) {
                    (Some(left), Some(right)) => Some(fold::holds(*comparison, left.cmp(&right))),
                    _ => None,
                },
                Piece::In { item, list } => match (worth(item), worth(list)) {
                    (Some(AskedValue::Text(item)), Some(AskedValue::Texts(list))) => Some(list.contains(&item)),
                    _ => None,
                },
            };
            known.push(truth);
        }
        known.last().copied().flatten().unwrap_or(false)
    }
}

fn built_in_name(built_in: BuiltInModel) -> Option<&'static str> {
    BUILT_IN.iter().find(|(_, known, _)| *known == built_in).map(|(name, ..)| *name)
}

fn type_model(holds: AttributeType) -> AttributeTypeModel {
    match holds {
        AttributeType::Text => AttributeTypeModel::Text,
        AttributeType::Texts => AttributeTypeModel::Texts,
        AttributeType::Integer => AttributeTypeModel::Integer,
        AttributeType::Boolean => AttributeTypeModel::Boolean,
        AttributeType::Timestamp => AttributeTypeModel::Timestamp,
    }
}
