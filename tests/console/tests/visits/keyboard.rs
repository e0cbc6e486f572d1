//! The console with the keyboard alone.

use guestpass_console_tests::Visitor;
use serde_json::{Value, json};

use crate::{arrive, demonstration, visitor};

const TAB: char = '\u{E004}';
const ENTER: char = '\u{E007}';
const ESCAPE: char = '\u{E00C}';
const UP: char = '\u{E013}';
const DOWN: char = '\u{E015}';
/// A screen has fewer stops than this.
const STOPS_MAX: usize = 80;

/// What has the focus: its name, and whether a person can see that it has it.
const FOCUSED: &str = "
    const element = document.activeElement;
    // On the way round, what lies around the page has the focus.
    if (element === document.body) return arguments[0]({ name: '', isShown: true });
    const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const isShown = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
    arguments[0]({ name: label.replace(/\\s+/g, ' ').trim(), isShown });";

/// Waits for the screen of the organisation that is chosen, and gives its address. A screen that opens writes the title
/// of the page, after it has taken the focus or not.
const OPENED: &str = "
    const look = () => {
        const { value } = document.querySelector('header.top select');
        if (document.title !== '' && location.hash.startsWith(`#/${value}/`)) {
            arguments[0](location.hash);
        } else {
            setTimeout(look, 50);
        }
    };
    look();";

fn press(visitor: &mut Visitor, keys: &[char]) {
    keys.iter().for_each(|key| visitor.press(*key).expect("the key is pressed"));
}

fn focused(visitor: &mut Visitor) -> String {
    let focused = visitor.run(FOCUSED, Vec::new()).expect("the page answers");
    let name = focused["name"].as_str().expect("it has a name").to_owned();
    assert_eq!(focused["isShown"], true, "nobody sees that `{name}` has the focus");
    name
}

/// Goes from stop to stop until there is one with this name.
fn go_to(visitor: &mut Visitor, name: &str) {
    let mut passed = Vec::new();
    for _ in 0..STOPS_MAX {
        press(visitor, &[TAB]);
        let stop = focused(visitor);
        if stop.starts_with(name) {
            return;
        }
        passed.push(stop);
    }
    panic!("`{name}` cannot be reached: {passed:?}");
}

fn ask(visitor: &mut Visitor, expression: &str) -> Value {
    visitor.run(&format!("arguments[0]({expression});"), Vec::new()).expect("the page answers")
}

#[test]
fn one_organisation_after_the_other_is_opened_without_leaving_the_choice() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Dana", "initech/external-access");
    visitor.tries(json!([{ "see": "Who from outside may use" }])).expect("the screen is there");
    // The screen that opens has taken the focus.
    assert_eq!(ask(&mut visitor, "document.activeElement.tagName"), "H1");
    go_to(&mut visitor, "Organisation");
    let mut number = |what: &str| {
        let number = ask(&mut visitor, &format!("document.querySelector('header.top select').{what}"));
        number.as_u64().and_then(|number| number.try_into().ok()).expect("it is a number")
    };
    let (first, count): (usize, usize) = (number("selectedIndex"), number("options.length"));
    assert!(count > 1, "there are organisations to go through");
    let mut open = ask(&mut visitor, "location.hash");
    for key in [vec![UP; first], vec![DOWN; count - 1]].concat() {
        ask(&mut visitor, "document.title = ''");
        press(&mut visitor, &[key]);
        let opened = visitor.run(OPENED, Vec::new()).expect("a screen of the chosen organisation opens");
        assert_ne!(opened, open, "another organisation is opened");
        assert!(focused(&mut visitor).starts_with("Organisation"), "the focus stays at the choice");
        open = opened;
    }
}

#[test]
fn whom_a_customer_lets_in_is_changed_with_the_keyboard_alone() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/external-access");
    visitor.tries(json!([{ "see": "Users with access" }])).expect("the screen is there");
    go_to(&mut visitor, "Skip to the content");
    press(&mut visitor, &[ENTER]);
    assert_eq!(ask(&mut visitor, "document.activeElement.id"), "main", "the way through the header is spared");

    // Who has access, without a pointer.
    go_to(&mut visitor, "Users of Partner");
    press(&mut visitor, &[ENTER]);
    visitor.tries(json!([{ "see": "dana@partner.example" }])).expect("the people show");
    press(&mut visitor, &[ESCAPE]);
    visitor.tries(json!([{ "gone": "dana@partner.example" }])).expect("Escape puts them away");

    // A dialog takes the focus, keeps it, and gives it back.
    go_to(&mut visitor, "Edit Partner");
    press(&mut visitor, &[ENTER]);
    visitor.tries(json!([{ "see": "Edit the access of Partner" }])).expect("the dialog opens");
    press(&mut visitor, &[TAB; 20]);
    assert_eq!(ask(&mut visitor, "Boolean(document.activeElement.closest('dialog, body:not(:focus-within)'))"), true);
    press(&mut visitor, &[ESCAPE]);
    visitor.tries(json!([{ "gone": "Edit the access of Partner" }])).expect("Escape closes it");
    assert_eq!(focused(&mut visitor), "Edit Partner");

    press(&mut visitor, &[ENTER]);
    visitor.tries(json!([{ "see": "Edit the access of Partner" }])).expect("the dialog opens again");
    go_to(&mut visitor, "For a period");
    // One of several is chosen by the arrows.
    press(&mut visitor, &[DOWN]);
    visitor.tries(json!([{ "see": "Allowed, says the policy in" }])).expect("the policy says so");
    go_to(&mut visitor, "Save");
    press(&mut visitor, &[ENTER]);
    visitor.tries(json!([{ "see": "The access of Partner is saved." }])).expect("it is saved");
    visitor.tries(json!([{ "see": "Disabled" }])).expect("the new state is there");
}
