//! Whether a condition holds, or does not, whatever the facts say.
//!
//! What a condition compares its attributes with divides all facts into a few kinds. [`Worlds`] tries one of each kind:
//! for a text, every text that stands in the condition and one that does not; for a number, those that stand there and
//! their neighbours. What cannot be divided like that, such as whether a list holds a text, counts as free, so that
//! there are rather too many worlds than too few.
//!
//! **Invariant:** what is said about a condition is true of it. Nothing is said when there are too many worlds to try.

use super::fold::holds;
use guestpass_model::{
    AttributeModel, AttributeTypeModel, BuiltInModel, ComparisonModel, NodeModel, OperandModel, PolicyModel,
};
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// Worlds that are tried for one condition.
const WORLDS_MAX: usize = 4096;
/// Pieces that are looked at for all conditions of a document together, and values that are written out for them.
const PIECES_MAX: usize = 4_000_000;

/// What is the same in every world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Always {
    /// It holds wherever the facts have its attributes.
    True,
    /// It never holds.
    False,
}

/// Tries conditions of one document.
pub(crate) struct Worlds<'m> {
    attributes: &'m [AttributeModel],
    suites: BTreeSet<&'m str>,
    resources: BTreeSet<&'m str>,
    actions: BTreeSet<&'m str>,
    roles: BTreeSet<&'m str>,
    pieces_left: usize,
}

/// What an operand is in one world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Value<'m> {
    /// The facts do not have it.
    Missing,
    /// The facts have it, and that is all that matters.
    Present,
    Text(&'m str),
    /// A text that stands nowhere in the condition.
    OtherText(usize),
    /// A number, or an instant.
    Number(i64),
    Boolean(bool),
}

/// Whether a piece holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Truth {
    Yes,
    No,
    /// An attribute that it asks about is missing: the rules deny.
    Missing,
}

/// What differs from world to world: an attribute or a built-in, or whether two of them go together.
struct Variable<'m> {
    operand: OperandModel,
    /// The list that may hold the operand, or be the same list.
    list: Option<OperandModel>,
    holds: AttributeTypeModel,
    /// What the condition compares it with.
    literals: Vec<Value<'m>>,
    /// It is compared with another variable.
    is_linked: bool,
    /// The condition asks whether it is there.
    may_miss: bool,
}

/// What a variable can be, one of each kind and without repeats. Counted before it is written out.
struct Domain<'m> {
    values: BTreeSet<Value<'m>>,
    /// Numbers in rising order. None of them is in two ranges.
    numbers: Vec<RangeInclusive<i64>>,
}

impl<'m> Worlds<'m> {
    pub(crate) fn new(model: &'m PolicyModel) -> Self {
        let segment = |position: usize| {
            let names = model.privileges.iter();
            names.filter_map(|privilege| privilege.name.split(':').nth(position)).collect()
        };
        Self {
            attributes: &model.attributes,
            suites: segment(0),
            resources: segment(1),
            actions: segment(2),
            roles: model.roles.iter().map(|role| role.name.as_str()).collect(),
            pieces_left: PIECES_MAX,
        }
    }

    /// What a condition comes to in every world; none when that differs, or cannot be tried.
    pub(crate) fn judge(&mut self, nodes: &'m [NodeModel]) -> Option<Always> {
        if let [NodeModel::Value(OperandModel::Boolean(_))] = nodes {
            // Whoever compiled it has said so.
            return None;
        }
        let variables = self.variables(nodes);
        let (domains, worlds) = self.domains(&variables)?;
        self.spend(worlds.checked_mul(nodes.len())?)?;
        let mut found = None;
        for world in 0..worlds {
            let is_met = truth(nodes, &variables, &values(&domains, world)) == Truth::Yes;
            let always = if is_met { Always::True } else { Always::False };
            if *found.get_or_insert(always) != always {
                return None;
            }
        }
        found
    }

    /// Takes from what is left for the document; none when that is less.
    fn spend(&mut self, pieces: usize) -> Option<()> {
        self.pieces_left = self.pieces_left.checked_sub(pieces)?;
        Some(())
    }

    fn variables(&self, nodes: &'m [NodeModel]) -> Vec<Variable<'m>> {
        let mut found = Vec::new();
        for node in nodes {
            match node {
                NodeModel::Has(index) => {
                    if let Some(variable) = self.note(&OperandModel::Attribute(*index), &mut found) {
                        variable.may_miss = true;
                    }
                }
                NodeModel::Value(operand) => {
                    self.note(operand, &mut found);
                }
                NodeModel::Compare { left, right, .. } => {
                    for (operand, other) in [(left, right), (right, left)] {
                        if let Some(variable) = self.note(operand, &mut found) {
                            variable.compare(other);
                        }
                    }
                    if self.type_of(left) == AttributeTypeModel::Texts && position(left, Some(right), &found).is_none()
                    {
                        found.push(pair(left, right));
                    }
                }
                NodeModel::In { item, list } => {
                    self.note(list, &mut found);
                    let texts = if let OperandModel::Texts(texts) = list { texts.as_slice() } else { &[] };
                    if let Some(variable) = self.note(item, &mut found) {
                        variable.literals.extend(texts.iter().map(|text| Value::Text(text)));
                    }
                    if !matches!(list, OperandModel::Texts(_)) && position(item, Some(list), &found).is_none() {
                        found.push(pair(item, list));
                    }
                }
                NodeModel::Not(_) | NodeModel::And(..) | NodeModel::Or(..) => {}
            }
        }
        found
    }

    /// The variable that an operand is; none for what stands in the document.
    fn note<'v>(&self, operand: &OperandModel, found: &'v mut Vec<Variable<'m>>) -> Option<&'v mut Variable<'m>> {
        if !matches!(operand, OperandModel::Attribute(_) | OperandModel::BuiltIn(_)) {
            return None;
        }
        let position = position(operand, None, found).unwrap_or(found.len());
        if position == found.len() {
            found.push(Variable {
                operand: operand.clone(),
                list: None,
                holds: self.type_of(operand),
                literals: Vec::new(),
                is_linked: false,
                may_miss: false,
            });
        }
        found.get_mut(position)
    }

    fn type_of(&self, operand: &OperandModel) -> AttributeTypeModel {
        match operand {
            OperandModel::Attribute(index) => {
                let attribute = self.attributes.get(usize::from(*index));
                attribute.map_or(AttributeTypeModel::Text, |attribute| attribute.holds)
            }
            OperandModel::BuiltIn(BuiltInModel::Now) | OperandModel::Timestamp(_) => AttributeTypeModel::Timestamp,
            OperandModel::BuiltIn(_) | OperandModel::Text(_) => AttributeTypeModel::Text,
            OperandModel::Texts(_) => AttributeTypeModel::Texts,
            OperandModel::Integer(_) => AttributeTypeModel::Integer,
            OperandModel::Boolean(_) => AttributeTypeModel::Boolean,
        }
    }

    /// What each variable can be, and how many worlds that makes. None when they are more than are tried: then no
    /// domain is written out, and those of the variables that are left are not even counted.
    fn domains(&mut self, variables: &[Variable<'m>]) -> Option<(Vec<Vec<Value<'m>>>, usize)> {
        let mut worlds: usize = 1;
        let mut domains = Vec::with_capacity(variables.len());
        for variable in variables {
            let domain = self.domain(variable, variables);
            self.spend(domain.values.len().saturating_add(domain.numbers.len()))?;
            worlds = worlds.checked_mul(domain.count()).filter(|worlds| *worlds <= WORLDS_MAX)?;
            domains.push(domain);
        }
        self.spend(domains.iter().map(Domain::count).sum())?;
        Some((domains.into_iter().map(Domain::written_out).collect(), worlds))
    }

    fn domain(&self, variable: &Variable<'m>, all: &[Variable<'m>]) -> Domain<'m> {
        // Variables that are compared with each other share what they are compared with.
        let linked = || all.iter().filter(|other| other.is_linked && other.holds == variable.holds);
        let (literals, count): (BTreeSet<Value<'m>>, usize) = if variable.is_linked {
            (linked().flat_map(|other| other.literals.iter().copied()).collect(), linked().count())
        } else {
            (variable.literals.iter().copied().collect(), 1)
        };
        let mut numbers = Vec::new();
        let mut values = match variable.holds {
            AttributeTypeModel::Boolean => BTreeSet::from([false, true].map(Value::Boolean)),
            AttributeTypeModel::Texts => BTreeSet::from([Value::Present]),
            AttributeTypeModel::Text => match self.known(&variable.operand).filter(|_| !variable.is_linked) {
                Some(known) => known_texts(known, &literals),
                None => literals.into_iter().chain((0..count).map(Value::OtherText)).collect(),
            },
            AttributeTypeModel::Integer | AttributeTypeModel::Timestamp => {
                numbers = ranges(&literals, count);
                BTreeSet::new()
            }
        };
        values.extend(variable.may_miss.then_some(Value::Missing));
        Domain { values, numbers }
    }

    /// The only texts that a built-in can be, where the document has them all.
    fn known(&self, operand: &OperandModel) -> Option<&BTreeSet<&'m str>> {
        let known = match operand {
            OperandModel::BuiltIn(BuiltInModel::ActionSuite) => &self.suites,
            OperandModel::BuiltIn(BuiltInModel::ActionResource) => &self.resources,
            OperandModel::BuiltIn(BuiltInModel::ActionName) => &self.actions,
            OperandModel::BuiltIn(BuiltInModel::RoleName) => &self.roles,
            _ => return None,
        };
        (!known.is_empty()).then_some(known)
    }
}

impl<'m> Domain<'m> {
    fn count(&self) -> usize {
        let in_range = |range: &RangeInclusive<i64>| range.end().abs_diff(*range.start()).saturating_add(1);
        let numbers = self.numbers.iter().map(in_range).fold(0, u64::saturating_add);
        self.values.len().saturating_add(usize::try_from(numbers).unwrap_or(usize::MAX))
    }

    fn written_out(self) -> Vec<Value<'m>> {
        self.values.into_iter().chain(self.numbers.into_iter().flatten().map(Value::Number)).collect()
    }
}

impl<'m> Variable<'m> {
    fn compare(&mut self, other: &'m OperandModel) {
        match other {
            OperandModel::Text(text) => self.literals.push(Value::Text(text)),
            OperandModel::Integer(number) | OperandModel::Timestamp(number) => {
                self.literals.push(Value::Number(*number));
            }
            OperandModel::Attribute(_) | OperandModel::BuiltIn(_) => self.is_linked = true,
            OperandModel::Texts(_) | OperandModel::Boolean(_) => {}
        }
    }
}

/// Whether a list holds a text, or is another list: free, whatever else is said about both.
fn pair<'m>(item: &OperandModel, list: &OperandModel) -> Variable<'m> {
    let (literals, list) = (Vec::new(), Some(list.clone()));
    let holds = AttributeTypeModel::Boolean;
    Variable { operand: item.clone(), list, holds, literals, is_linked: false, may_miss: false }
}

/// Lists are compared either way round.
fn position(operand: &OperandModel, list: Option<&OperandModel>, variables: &[Variable<'_>]) -> Option<usize> {
    variables.iter().position(|variable| {
        let is_swapped = variable.list.as_ref() == Some(operand) && Some(&variable.operand) == list;
        is_swapped || (variable.operand == *operand && variable.list.as_ref() == list)
    })
}

/// Those literals that are known, and one that is known and no literal.
fn known_texts<'m>(known: &BTreeSet<&'m str>, literals: &BTreeSet<Value<'m>>) -> BTreeSet<Value<'m>> {
    let is_known = |literal: &Value<'m>| matches!(literal, Value::Text(text) if known.contains(text));
    let other = known.iter().copied().map(Value::Text).find(|text| !literals.contains(text));
    literals.iter().copied().filter(is_known).chain(other).collect()
}

/// The literals, and as many numbers on each side of each as there are variables to put there.
fn ranges(literals: &BTreeSet<Value<'_>>, count: usize) -> Vec<RangeInclusive<i64>> {
    let reach = i64::try_from(count).unwrap_or(i64::MAX);
    let literals = literals.iter().filter_map(|literal| match literal {
        Value::Number(number) => Some(*number),
        _ => None,
    });
    let numbers: BTreeSet<i64> = literals.chain(std::iter::once(0)).collect();
    let mut found: Vec<RangeInclusive<i64>> = Vec::with_capacity(numbers.len());
    for number in numbers {
        let (first, last) = (number.saturating_sub(reach), number.saturating_add(reach));
        match found.last_mut() {
            Some(before) if *before.end() >= first => *before = *before.start()..=last,
            _ => found.push(first..=last),
        }
    }
    found
}

/// The values of all variables in one world: its number, read digit by digit.
fn values<'m>(domains: &[Vec<Value<'m>>], world: usize) -> Vec<Value<'m>> {
    let mut rest = world;
    let digit = |domain: &Vec<Value<'m>>| {
        let size = domain.len().max(1);
        let value = domain.get(rest.checked_rem(size).unwrap_or_default()).copied();
        rest = rest.checked_div(size).unwrap_or_default();
        value.unwrap_or(Value::Missing)
    };
    domains.iter().map(digit).collect()
}

/// What the rules make of a condition in this world.
fn truth(nodes: &[NodeModel], variables: &[Variable<'_>], values: &[Value<'_>]) -> Truth {
    let mut truths: Vec<Truth> = Vec::with_capacity(nodes.len());
    let at = |truths: &[Truth], index: u16| truths.get(usize::from(index)).copied().unwrap_or(Truth::Missing);
    let value =
        |operand: &OperandModel| position(operand, None, variables).and_then(|position| values.get(position)).copied();
    let free = |left: &OperandModel, right: &OperandModel| {
        let found = position(left, Some(right), variables).and_then(|position| values.get(position)).copied();
        let is_missing = [left, right].into_iter().any(|operand| value(operand) == Some(Value::Missing));
        if is_missing { Truth::Missing } else { Truth::of(found == Some(Value::Boolean(true))) }
    };
    for node in nodes {
        truths.push(match node {
            NodeModel::Has(index) => Truth::of(value(&OperandModel::Attribute(*index)) != Some(Value::Missing)),
            NodeModel::Not(inner) => at(&truths, *inner).not(),
            NodeModel::And(left, right) => match at(&truths, *left) {
                Truth::Yes => at(&truths, *right),
                decided => decided,
            },
            NodeModel::Or(left, right) => match at(&truths, *left) {
                Truth::No => at(&truths, *right),
                decided => decided,
            },
            NodeModel::Value(operand) => match value(operand).unwrap_or_else(|| literal(operand)) {
                Value::Boolean(is_met) => Truth::of(is_met),
                _ => Truth::Missing,
            },
            NodeModel::Compare { comparison, left, right } if position(left, Some(right), variables).is_some() => {
                let is_equal = free(left, right);
                if *comparison == ComparisonModel::Equal { is_equal } else { is_equal.not() }
            }
            NodeModel::Compare { comparison, left, right } => {
                let side = |operand| value(operand).unwrap_or_else(|| literal(operand));
                compared(*comparison, side(left), side(right))
            }
            NodeModel::In { item, list: OperandModel::Texts(texts) } => match value(item) {
                Some(Value::Missing) | None => Truth::Missing,
                Some(value) => Truth::of(texts.iter().any(|text| value == Value::Text(text))),
            },
            NodeModel::In { item, list } => free(item, list),
        });
    }
    truths.last().copied().unwrap_or(Truth::Missing)
}

/// A value that stands in the document.
fn literal(operand: &OperandModel) -> Value<'_> {
    match operand {
        OperandModel::Text(text) => Value::Text(text),
        OperandModel::Integer(number) | OperandModel::Timestamp(number) => Value::Number(*number),
        OperandModel::Boolean(value) => Value::Boolean(*value),
        OperandModel::Texts(_) | OperandModel::Attribute(_) | OperandModel::BuiltIn(_) => Value::Missing,
    }
}

fn compared(comparison: ComparisonModel, left: Value<'_>, right: Value<'_>) -> Truth {
    if left == Value::Missing || right == Value::Missing {
        return Truth::Missing;
    }
    let ordering = match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.cmp(&right),
        // What has no order is only ever compared by `==` and `!=`.
        _ if left == right => Ordering::Equal,
        _ => Ordering::Less,
    };
    Truth::of(holds(comparison, ordering))
}

impl Truth {
    fn of(is_met: bool) -> Self {
        if is_met { Self::Yes } else { Self::No }
    }

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Missing => Self::Missing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Always, Domain, PIECES_MAX, Value, Worlds, ranges};
    use crate::condition::{Compiled, Names, Scope, compile};
    use guestpass_model::{AttributeModel, AttributeTypeModel, EntityModel, PolicyModel, PrivilegeModel, RoleModel};

    fn model() -> PolicyModel {
        let declared = [
            (EntityModel::Principal, "level", AttributeTypeModel::Integer),
            (EntityModel::Principal, "named", AttributeTypeModel::Boolean),
            (EntityModel::Principal, "site", AttributeTypeModel::Text),
            (EntityModel::Principal, "teams", AttributeTypeModel::Texts),
            (EntityModel::Resource, "level", AttributeTypeModel::Integer),
            (EntityModel::Resource, "site", AttributeTypeModel::Text),
            (EntityModel::Context, "since", AttributeTypeModel::Timestamp),
        ];
        let attribute = |(entity, name, holds): (_, &str, _)| AttributeModel { entity, name: name.to_owned(), holds };
        let privilege = |name: &str| PrivilegeModel { name: name.to_owned(), summary: String::new() };
        PolicyModel {
            attributes: declared.map(attribute).to_vec(),
            privileges: ["doors:door:open", "doors:door:shut"].map(privilege).to_vec(),
            roles: vec![RoleModel { name: "guard".to_owned(), ..RoleModel::default() }],
            ..PolicyModel::default()
        }
    }

    #[test]
    fn what_is_the_same_in_every_world_is_found() {
        const TRUE: Option<Always> = Some(Always::True);
        const FALSE: Option<Always> = Some(Always::False);
        let model = model();
        let names = Names::new(&model.attributes);
        for (condition, expected) in [
            ("principal.named", None),
            ("principal.named || !principal.named", TRUE),
            ("principal.named && !principal.named", FALSE),
            ("principal.site == 'x' && principal.site == 'y'", FALSE),
            ("principal.site == 'x' || principal.site == 'y'", None),
            ("principal.site != 'x' || principal.site != 'y'", TRUE),
            ("principal.site in ['x', 'y'] && principal.site == 'z'", FALSE),
            ("principal.site in ['x', 'y'] && principal.site == 'y'", None),
            ("!(principal.site in ['x']) && principal.site == 'x'", FALSE),
            ("principal.site in []", FALSE),
            ("principal.site == resource.site && principal.site == 'x' && resource.site == 'y'", FALSE),
            ("principal.site == resource.site && principal.site != 'x' && resource.site != 'y'", None),
            ("principal.site == resource.site || principal.site != resource.site", TRUE),
            ("principal.level > 3 && principal.level < 4", FALSE),
            ("principal.level > 3 && principal.level < 5", None),
            ("principal.level <= 3 || principal.level > 3", TRUE),
            ("principal.level > 3 && principal.level < resource.level && resource.level < 5", FALSE),
            ("principal.level > 3 && principal.level < resource.level && resource.level < 6", None),
            ("principal.level < resource.level && resource.level < principal.level", FALSE),
            ("context.now < context.since && context.since < timestamp('1970-01-01T00:00:00Z')", None),
            ("context.now < context.since && context.since < context.now", FALSE),
            ("'a' in principal.teams && !('a' in principal.teams)", FALSE),
            ("'a' in principal.teams && !('b' in principal.teams)", None),
            ("principal.site in principal.teams || !(principal.site in principal.teams)", TRUE),
            ("principal.teams == ['a'] && principal.teams != ['a']", FALSE),
            ("has(principal.site) || !has(principal.site)", TRUE),
            ("has(principal.site) && principal.site == 'x'", None),
            ("!has(principal.site) && principal.site == 'x'", FALSE),
            ("!has(principal.teams) && 'a' in principal.teams", FALSE),
            ("has(principal.site) && (principal.site == 'x' || principal.site != 'x')", None),
            ("role.name == 'gard'", FALSE),
            ("role.name == 'guard'", TRUE),
            ("role.name == principal.site", None),
            ("action.suite == 'doors'", TRUE),
            ("action.name == 'open' || action.name == 'shut'", TRUE),
            ("action.name == 'open' || action.name == 'close'", None),
            ("action.resource in ['window']", FALSE),
            ("principal.id == 'ann' && principal.id == organisation.id && organisation.id == 'bob'", FALSE),
            ("resource.id == principal.id", None),
        ] {
            let compiled = compile(condition, &names, Scope::Privilege).unwrap_or_else(|slip| panic!("{slip:?}"));
            let Compiled::Nodes(nodes) = compiled else { panic!("{condition} is a constant") };
            assert_eq!(Worlds::new(&model).judge(&nodes), expected, "{condition}");
        }
    }

    /// Attributes that are compared with each other share all numbers, and each has neighbours for all of them.
    #[test]
    fn what_makes_too_many_worlds_is_not_written_out() {
        let mut model = model();
        let holds = AttributeTypeModel::Integer;
        model.attributes.extend((0..50).map(|number| AttributeModel {
            entity: EntityModel::Context,
            name: format!("a{number}"),
            holds,
        }));
        let names = Names::new(&model.attributes);
        let pairs = (0..25).map(|pair| format!("context.a{pair}<context.a{}", pair + 25));
        let numbers = (1..=70).map(|number| format!("context.a0<{number}000"));
        let condition: Vec<String> = pairs.chain(numbers).collect();
        let Ok(Compiled::Nodes(nodes)) = compile(&condition.join("&&"), &names, Scope::Privilege) else {
            panic!("it compiles")
        };
        let mut worlds = Worlds::new(&model);
        assert_eq!(worlds.judge(&nodes), None);
        let spent = PIECES_MAX - worlds.pieces_left;
        assert!((1..=nodes.len()).contains(&spent), "{spent} values for {} pieces", nodes.len());
        let Ok(Compiled::Nodes(nodes)) = compile("context.a0 < 3 && context.a0 > 3", &names, Scope::Privilege) else {
            panic!("it compiles")
        };
        assert_eq!(worlds.judge(&nodes), Some(Always::False), "the others are still tried");
    }

    #[test]
    fn numbers_beside_each_other_are_there_once() {
        let literals = [1, 2, 9, i64::MAX].map(Value::Number);
        let found = ranges(&literals.into(), 2);
        assert_eq!(found, [-2..=4, 7..=11, i64::MAX - 2..=i64::MAX]);
        let domain = Domain { values: [Value::Missing].into(), numbers: found };
        assert_eq!(domain.count(), 16);
        assert_eq!(domain.written_out().len(), 16);
    }

    #[test]
    fn nothing_is_said_about_what_takes_too_long_to_try() {
        let model = model();
        let names = Names::new(&model.attributes);
        let many: Vec<String> = (0..14).map(|number| format!("'{number}' in principal.teams")).collect();
        let never = format!("{} && principal.named && !principal.named", many.join(" && "));
        let Ok(Compiled::Nodes(nodes)) = compile(&never, &names, Scope::Privilege) else { panic!("it compiles") };
        assert_eq!(Worlds::new(&model).judge(&nodes), None);
        let mut tired = Worlds { pieces_left: 3, ..Worlds::new(&model) };
        let Ok(Compiled::Nodes(nodes)) = compile("principal.named || !principal.named", &names, Scope::Privilege)
        else {
            panic!("it compiles")
        };
        assert_eq!(tired.judge(&nodes), None);
    }
}
