//! How the values of attributes combine, and what combinations are called.

use std::collections::BTreeSet;

use guestpass_contract::InstantMs;
use guestpass_contract::json::instant_to_string;

/// Built-in names that stand for a part of the question, which can be asked with a constant in its place.
pub(super) const OVERRIDDEN: [&str; 4] = ["principal.id", "organisation.id", "resource.id", "context.now"];

/// A text that an attribute may hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TextValue {
    Constant(String),
    /// The id of the person asking.
    Principal,
    /// The id of the resource asked about.
    Resource,
    /// The id of the organisation.
    Organisation,
    /// The name of the role that is held.
    Role,
    /// None of those.
    Other,
    /// None of those, and not that other one either: a different text for each number.
    Further(usize),
}

/// What an attribute may hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    Text(TextValue),
    Texts(Vec<TextValue>),
    Integer(i64),
    Boolean(bool),
    Timestamp(InstantMs),
}

/// An attribute, and the values that it is tried with besides being absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Domain {
    pub(super) name: String,
    pub(super) values: Vec<Value>,
}

impl Domain {
    /// The value of that number; the one behind the last is none: the attribute is absent.
    pub(super) fn value(&self, number: usize) -> Option<&Value> {
        self.values.get(number)
    }

    fn choices(&self) -> usize {
        self.values.len().saturating_add(1)
    }
}

/// For each attribute the number of its value.
pub(super) type Assignment = Vec<usize>;

/// Assignments of attributes, all of them or as many as are allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Assignments {
    pub(super) domains: Vec<Domain>,
    pub(super) tried: Vec<Assignment>,
    /// How many there are; more than were tried when the bound was hit.
    pub(super) all: u64,
}

impl Assignments {
    /// How many there are, and how many of them [`Self::new`] tries.
    pub(super) fn count(domains: &[Domain], assignments_max: usize) -> (u64, u64) {
        let choices = domains.iter().map(|domain| count(domain.choices()));
        let all = choices.fold(1, u64::saturating_mul);
        (all, all.min(count(assignments_max)))
    }

    pub(super) fn new(domains: Vec<Domain>, assignments_max: usize) -> Self {
        let choices: Vec<usize> = domains.iter().map(Domain::choices).collect();
        let (all, tries) = Self::count(&domains, assignments_max);
        let mut tried: Vec<Assignment> = Vec::new();
        if all == tries {
            extend_by_counting(&mut tried, &choices, assignments_max);
        } else {
            // Nothing known, everything as the conditions like it, each attribute alone otherwise, each pair; then the
            // rest in order.
            let liked = vec![0; choices.len()];
            tried.push(domains.iter().map(|domain| domain.values.len()).collect());
            tried.push(liked.clone());
            extend_by_varying(&mut tried, &liked, &choices, assignments_max);
            extend_by_counting(&mut tried, &choices, assignments_max);
        }
        Self { domains, tried, all }
    }

    /// In words: the values that all of these assignments have in common and others have not. None when they are all
    /// that were tried.
    pub(super) fn in_words(&self, numbers: &BTreeSet<usize>) -> Option<String> {
        if numbers.len() == self.tried.len() {
            return None;
        }
        let chosen: Vec<&Assignment> = numbers.iter().filter_map(|number| self.tried.get(*number)).collect();
        let words = self.domains.iter().enumerate().filter_map(|(position, domain)| {
            let values: BTreeSet<usize> = chosen.iter().filter_map(|it| it.get(position).copied()).collect();
            (values.len() < domain.choices()).then(|| domain_in_words(domain, &values))
        });
        let words: Vec<String> = words.collect();
        let combinations = format!("{} of {} combinations of attributes", numbers.len(), self.tried.len());
        let product = (0..self.domains.len())
            .map(|position| chosen.iter().filter_map(|it| it.get(position)).collect::<BTreeSet<_>>().len());
        let is_exact = product.fold(1, usize::saturating_mul) == numbers.len();
        Some(match (words.is_empty(), is_exact) {
            (true, _) => format!("for {combinations}"),
            (false, true) => format!("when {}", words.join(" and ")),
            (false, false) => format!("when {} ({combinations})", words.join(" and ")),
        })
    }
}

/// As the number of something.
pub(super) fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn extend_by_counting(tried: &mut Vec<Assignment>, choices: &[usize], assignments_max: usize) {
    let mut seen: BTreeSet<Assignment> = tried.iter().cloned().collect();
    let mut current = vec![0; choices.len()];
    while tried.len() < assignments_max {
        if seen.insert(current.clone()) {
            tried.push(current.clone());
        }
        let mut carried = true;
        for (digit, choices) in current.iter_mut().zip(choices).rev() {
            *digit = digit.saturating_add(1);
            if *digit < *choices {
                carried = false;
                break;
            }
            *digit = 0;
        }
        if carried {
            return;
        }
    }
}

fn extend_by_varying(tried: &mut Vec<Assignment>, liked: &Assignment, choices: &[usize], assignments_max: usize) {
    let mut seen: BTreeSet<Assignment> = tried.iter().cloned().collect();
    let singles: Vec<(usize, usize)> = choices
        .iter()
        .enumerate()
        .flat_map(|(position, choices)| (1..*choices).map(move |number| (position, number)))
        .collect();
    let changed = |changes: &[(usize, usize)]| {
        let of = |position: usize| changes.iter().find(|(changed, _)| *changed == position).map(|(_, number)| *number);
        liked.iter().enumerate().map(|(position, number)| of(position).unwrap_or(*number)).collect::<Assignment>()
    };
    let pairs = singles.iter().flat_map(|first| singles.iter().map(move |second| [*first, *second]));
    let alone = singles.iter().map(|single| [*single, *single]);
    for changes in alone.chain(pairs) {
        if tried.len() >= assignments_max {
            return;
        }
        let assignment = changed(&changes);
        if seen.insert(assignment.clone()) {
            tried.push(assignment);
        }
    }
}

fn domain_in_words(domain: &Domain, values: &BTreeSet<usize>) -> String {
    let name = &domain.name;
    let words: Vec<String> = values.iter().filter_map(|number| domain.value(*number)).map(value_in_words).collect();
    let may_be_absent = values.contains(&domain.values.len());
    // A built-in name is never absent: it stands for what is asked then.
    let absent = if OVERRIDDEN.contains(&name.as_str()) { "something else" } else { "absent" };
    match (words.as_slice(), may_be_absent) {
        ([], _) => format!("`{name}` is {absent}"),
        ([word], false) => format!("`{name}` is {word}"),
        (words, false) => format!("`{name}` is {}", words.join(" or ")),
        (words, true) => format!("`{name}` is {} or {absent}", words.join(" or ")),
    }
}

fn value_in_words(value: &Value) -> String {
    match value {
        Value::Text(text) => text_in_words(text),
        Value::Texts(texts) if texts.is_empty() => "empty".to_owned(),
        Value::Texts(texts) => format!("[{}]", texts.iter().map(text_in_words).collect::<Vec<_>>().join(", ")),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Timestamp(instant) => instant_to_string(*instant).unwrap_or_else(|_| format!("{instant} ms")),
    }
}

fn text_in_words(text: &TextValue) -> String {
    match text {
        TextValue::Constant(text) => format!("`{text}`"),
        TextValue::Principal => "the person's id".to_owned(),
        TextValue::Resource => "the resource's id".to_owned(),
        TextValue::Organisation => "the organisation's id".to_owned(),
        TextValue::Role => "the role's name".to_owned(),
        TextValue::Other => "another text".to_owned(),
        TextValue::Further(_) => "yet another text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Assignments, Domain, Value};
    use std::collections::BTreeSet;

    fn domain(name: &str, values: i64) -> Domain {
        Domain { name: name.to_owned(), values: (1..=values).map(Value::Integer).collect() }
    }

    #[test]
    fn all_are_tried_when_there_are_few_and_the_telling_ones_first_when_there_are_many() {
        let few = Assignments::new(vec![domain("a", 2), domain("b", 1)], 6);
        assert_eq!((few.tried.len(), few.all), (6, 6));
        let many = Assignments::new(vec![domain("a", 9), domain("b", 9), domain("c", 9)], 50);
        assert_eq!((many.tried.len(), many.all), (50, 1000));
        assert_eq!(Assignments::count(&many.domains, 50), (1000, 50));
        assert_eq!(many.tried[..4], [vec![9, 9, 9], vec![0, 0, 0], vec![1, 0, 0], vec![2, 0, 0]]);
        assert_eq!(many.tried.iter().collect::<BTreeSet<_>>().len(), 50, "none is tried twice");
    }

    #[test]
    fn what_assignments_have_in_common_is_said() {
        let assignments = Assignments::new(vec![domain("principal.a", 2), domain("principal.b", 1)], 10);
        for (chosen, expected) in [
            (&[0, 1, 2, 3, 4, 5][..], None),
            (&[0, 1], Some("when `principal.a` is 1")),
            (&[0, 2], Some("when `principal.a` is 1 or 2 and `principal.b` is 1")),
            (&[5], Some("when `principal.a` is absent and `principal.b` is absent")),
            (&[0, 3, 4], Some("for 3 of 6 combinations of attributes")),
        ] {
            assert_eq!(assignments.in_words(&chosen.iter().copied().collect()).as_deref(), expected, "{chosen:?}");
        }
    }
}
