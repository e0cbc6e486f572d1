//! One layout for every document, whatever its author's was.

#![cfg(test)]
#![forbid(unsafe_code)]

mod ready;

use guestpass_compiler::{FormatError, format, parse};
use proptest::prelude::*;

/// The layout of a document that keeps the promises of every layout: it stays when it is laid out again, it means the
/// same, and no comment is lost.
fn laid_out(name: &str, source: &str) -> String {
    let text = format(name, source).unwrap_or_else(|error| panic!("{name}: {error}\n{source}"));
    let again = format(name, &text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
    assert_eq!(text, again, "{name} is laid out once and for all");
    assert_eq!(comments(source), comments(&text), "{name} keeps its comments");
    let model = |source: &str| {
        let checked = parse(name, source).ok()?;
        let mut model = checked.model;
        model.source_digest.clear();
        Some(model)
    };
    assert_eq!(model(source), model(&text), "{name} means what it meant");
    text
}

/// The comments of a document whose strings hold no `#`, sorted: a comment may come to stand above instead of behind.
fn comments(source: &str) -> Vec<&str> {
    let mut found: Vec<&str> = source.lines().filter_map(|line| Some(line.split_once('#')?.1.trim_end())).collect();
    found.sort_unstable();
    found
}

#[test]
fn layouts_are_as_they_are_promised() {
    for (name, source, expected) in [
        ("nothing", "", ""),
        ("comments only", "\n\n# a\n\n\n# b", "# a\n\n# b\n"),
        ("spaces", "a=1\nb  =  2 #c\n\n\n\n  d = 3", "a = 1\nb = 2 #c\n\nd = 3\n"),
        ("tables", "[a]\n\nb = 1\n[c . d]#e\nf = 2\n", "[a]\nb = 1\n\n[c.d] #e\nf = 2\n"),
        ("comments above tables", "a = 1\n# b\n[c]\n\n\n# d\n\n[e]\n", "a = 1\n\n# b\n[c]\n\n# d\n\n[e]\n"),
        ("comments below tables", "[a]\nb = 1\n# c\n\n# d\n[e]", "[a]\nb = 1\n# c\n\n# d\n[e]\n"),
        ("quotes", "a = 'x'\n'b' = \"y\"\n\"c.d\" = 'it\"s'", "a = \"x\"\nb = \"y\"\n\"c.d\" = 'it\"s'\n"),
        ("escapes", r#"a = "say \"x\"""#, "a = 'say \"x\"'\n"),
        ("three quotes", "a = '''b \"c\"'''\nd = '''\ne\nf'''", "a = 'b \"c\"'\nd = '''\ne\nf'''\n"),
        ("both quotes", r#"a = "it's \"x\"""#, "a = \"it's \\\"x\\\"\"\n"),
        ("short lists", "a = [ 'b','c' , ]\nd = [\n1,\n2\n]\ne = [ ]", "a = [\"b\", \"c\"]\nd = [1, 2]\ne = []\n"),
        ("kept lists", "a = [\n'b',\n\n\n'c',\n]", "a = [\n  \"b\",\n\n  \"c\",\n]\n"),
        (
            "comments in lists",
            "a = [ # b\n 'c', # d\n # e\n 'ff' # g\n\n # h\n] # i",
            "a = [\n  # b\n  \"c\", # d\n  # e\n  \"ff\", # g\n\n  # h\n] # i\n",
        ),
        (
            "comments around a comma",
            "a = [\n'b'\n# c\n, # d\n'e'\n\n, # f\n]",
            "a = [\n  \"b\",\n  # c\n  # d\n  \"e\",\n\n  # f\n]\n",
        ),
        ("aligned comments", "a = 1 # b\ncc = 22     # d\n\nee = 1 # f", "a = 1   # b\ncc = 22 # d\n\nee = 1 # f\n"),
        ("tables in lines", "a = {b=1,c = [ 'd' ]}\ne = { }", "a = { b = 1, c = [\"d\"] }\ne = {}\n"),
        ("dotted keys", "a . b = 1\na.c=2\n", "a.b = 1\na.c = 2\n"),
        ("tables in lists", "[[a]]\nb=1\n[[a]]\nb=2", "[[a]]\nb = 1\n\n[[a]]\nb = 2\n"),
        ("order", "[b.c]\nx = 1\n[a]\ny = 1\n[b]\nz = 1", "[b.c]\nx = 1\n\n[a]\ny = 1\n\n[b]\nz = 1\n"),
        ("Windows", "a = 1\r\n# b\r\n[c]\r\n", "a = 1\n\n# b\n[c]\n"),
    ] {
        assert_eq!(laid_out(name, source), expected, "{name}");
    }
}

#[test]
fn a_list_that_is_too_wide_gets_a_line_for_each_item() {
    let item = "x".repeat(50);
    let source = format!("a = ['{item}', '{item}', '{item}']");
    let expected = format!("a = [\n  \"{item}\",\n  \"{item}\",\n  \"{item}\",\n]\n");
    assert_eq!(laid_out("wide", &source), expected);
}

#[test]
fn the_ready_documents_are_laid_out() {
    for (name, source) in ready::documents() {
        let text = laid_out(&name, &source);
        let first = source.lines().zip(text.lines()).find(|(was, is)| was != is);
        assert!(source == text, "{name}: {first:?}; run `guestpass policy fmt` on it");
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let Err(FormatError::Document(found)) = format("broken.toml", "a = 1\nb = = 2\n") else { panic!("it is broken") };
    assert!(found.plain().starts_with("broken.toml:2:"), "{}", found.plain());
    let too_large = "#".repeat(1024 * 1024 + 1);
    assert!(matches!(format("large.toml", &too_large), Err(FormatError::Document(_))));
}

/// Lines of a ready document with blanks, tabs, comments and empty lines wherever TOML has room for them.
fn disturbed(lines: &[&str], noise: &[u8]) -> String {
    let mut text = String::new();
    for (line, noise) in lines.iter().zip(noise.iter().cycle()) {
        text.push_str(["", " ", "\t", "\n", "\n\n# more\n", "  "][usize::from(noise % 6)]);
        let line = if noise % 5 == 0 { line.replacen(" = ", "  =\t", 1) } else { (*line).to_owned() };
        let line = if noise % 7 == 0 { line.replacen(", {", " , {", 1) } else { line };
        text.push_str(&line);
        let takes_comment = !line.contains('#') && !line.contains("''");
        text.push_str(if takes_comment && noise % 11 == 0 { "# why\n" } else { " \n" });
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn however_it_was_spaced_it_means_the_same(
        which in 0..5_usize,
        noise in prop::collection::vec(any::<u8>(), 50..200),
    ) {
        let documents = ready::documents();
        let (name, source) = documents.get(which).expect("five ready documents");
        let lines: Vec<&str> = source.lines().collect();
        laid_out(name, &disturbed(&lines, &noise));
    }
}
