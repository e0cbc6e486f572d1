//! What can be typed behind `guestpass`.

use std::sync::LazyLock;

use clap::{Parser, Subcommand, ValueEnum};
use guestpass_contract::CONTRACT_VERSION;

use crate::commands::{
    audit, backup, build, check, completions, diff, health, inspect, keys, manual, policy_check, policy_docs,
    policy_fmt, policy_new, pull, push, review, schema, serve, sign, test, timeline, verify,
};

/// Access control for outsiders: builds policies, shows what is in them and asks them questions.
#[derive(Debug, Parser)]
#[command(name = "guestpass", version = VERSION.as_str(), after_help = EXIT_STATUS, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// How results and errors are printed.
    #[arg(long, value_enum, default_value_t, global = true, value_name = "FORMAT")]
    pub(crate) format: Format,
}

static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{} (contract {CONTRACT_VERSION})", env!("CARGO_PKG_VERSION")));

const EXIT_STATUS: &str = "Exit status: 0 when all is done and allowed, 1 when a request is denied or a change refused, 2 after any error.\n\n\
    Example:\n  guestpass check --policy flexera-one.toml --facts facts.json --request request.json";

/// How results and errors are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// Sentences for people.
    #[default]
    Text,
    /// One JSON object a line for programs; errors too, on standard error.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Builds policies and shows what is in them.
    #[command(subcommand)]
    Policy(PolicyCommand),
    #[command(subcommand)]
    Keys(keys::Keys),
    Check(check::Check),
    Review(review::Review),
    Timeline(timeline::Timeline),
    Serve(serve::Serve),
    Health(health::Health),
    Backup(backup::Backup),
    #[command(subcommand)]
    Audit(audit::Audit),
    Schema(schema::Schema),
    Completions(completions::Completions),
    Manual(manual::Manual),
}

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    New(policy_new::New),
    Build(build::Build),
    Test(test::Test),
    Check(policy_check::PolicyCheck),
    Fmt(policy_fmt::Fmt),
    Inspect(inspect::Inspect),
    Docs(policy_docs::Docs),
    Diff(diff::Diff),
    Sign(sign::Sign),
    Verify(verify::Verify),
    Push(push::Push),
    Pull(pull::Pull),
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_contradict_nothing() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_command_and_every_argument_is_explained_in_a_sentence() {
        let mut waiting = vec![Arguments::command()];
        while let Some(command) = waiting.pop() {
            let name = command.get_name().to_owned();
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(!about.is_empty(), "`{name}` says nothing about itself");
            for argument in command.get_arguments() {
                let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(help.chars().next().is_some_and(char::is_uppercase), "`{name}`: {argument} {help}");
            }
            let example = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(command.has_subcommands() || example.contains("Example:\n  guestpass "), "`{name}` has no example");
            waiting.extend(command.get_subcommands().cloned());
        }
    }
}
