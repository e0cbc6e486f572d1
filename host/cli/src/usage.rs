//! Help, version, and what is wrong with a command line.

use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

use clap::error::ErrorKind;

use crate::arguments::Format;
use crate::report::{self, Finding};

/// Prints what clap has to say, and gives the exit status that belongs to it.
pub(crate) fn report(error: &clap::Error) -> ExitCode {
    let is_question = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if !is_question && wants_json(std::env::args_os()) {
        report::finding(&finding(error), Format::Json);
    } else {
        // Nobody is there to read it: the exit status has to do.
        let _ = error.print();
    }
    if is_question { ExitCode::SUCCESS } else { ExitCode::from(crate::FAILED) }
}

/// The command line could not be read as a whole, so that this one argument is looked for by itself.
fn wants_json(arguments: impl Iterator<Item = OsString>) -> bool {
    let mut previous_is_format = false;
    for argument in arguments {
        if argument == "--format=json" || (previous_is_format && argument == "json") {
            return true;
        }
        previous_is_format = argument.as_os_str() == OsStr::new("--format");
    }
    false
}

fn finding(error: &clap::Error) -> Finding {
    let text = error.render().to_string();
    let (message, help) = text.split_once("\n\n").unwrap_or((&text, ""));
    let on_one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let message = on_one_line(message.strip_prefix("error: ").unwrap_or(message));
    let help = on_one_line(help);
    Finding {
        severity: "error",
        code: "usage".to_owned(),
        message,
        file: None,
        line: None,
        column: None,
        help: (!help.is_empty()).then_some(help),
    }
}

#[cfg(test)]
mod tests {
    use super::wants_json;

    #[test]
    fn the_format_is_found_without_reading_the_rest() {
        for (arguments, expected) in [
            (&["guestpass", "--format", "json"][..], true),
            (&["guestpass", "check", "--format=json", "--nonsense"], true),
            (&["guestpass", "--format", "text", "json"], false),
            (&["guestpass", "json"], false),
            (&["guestpass", "--format"], false),
        ] {
            assert_eq!(wants_json(arguments.iter().map(Into::into)), expected, "{arguments:?}");
        }
    }
}
