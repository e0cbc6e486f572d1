//! One file for each subcommand.

pub(crate) mod api_key;
pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod health;
pub(crate) mod inspect;
pub(crate) mod keys;
pub(crate) mod manual;
pub(crate) mod policy_check;
pub(crate) mod policy_docs;
pub(crate) mod policy_fmt;
pub(crate) mod policy_new;
pub(crate) mod pull;
pub(crate) mod push;
pub(crate) mod review;
pub(crate) mod schema;
pub(crate) mod serve;
pub(crate) mod sign;
pub(crate) mod test;
pub(crate) mod timeline;
pub(crate) mod verify;

use crate::arguments::{Arguments, Command, PolicyCommand};
use crate::errors::CliError;

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything was done, and allowed.
    Done,
    /// At least one request was denied, or the change was refused; or the answer was no in another way.
    Denied,
    /// What was looked at has errors, which have been printed as the result.
    Failed,
}

/// Does what was asked for.
pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let format = arguments.format;
    match &arguments.command {
        Command::Policy(PolicyCommand::Build(build)) => build.run(format),
        Command::Policy(PolicyCommand::Test(test)) => test.run(format),
        Command::Policy(PolicyCommand::Diff(diff)) => diff.run(format),
        Command::Policy(PolicyCommand::New(new)) => new.run(format).map(|()| Outcome::Done),
        Command::Policy(PolicyCommand::Check(check)) => check.run(format),
        Command::Policy(PolicyCommand::Fmt(fmt)) => fmt.run(format),
        Command::Policy(PolicyCommand::Docs(docs)) => docs.run(format).map(|()| Outcome::Done),
        Command::Policy(PolicyCommand::Inspect(inspect)) => inspect.run(format).map(|()| Outcome::Done),
        Command::Policy(PolicyCommand::Sign(sign)) => sign.run(format).map(|()| Outcome::Done),
        Command::Policy(PolicyCommand::Verify(verify)) => verify.run(format),
        Command::Audit(audit) => audit.run(format),
        Command::Keys(keys) => keys.run(format).map(|()| Outcome::Done),
        Command::Policy(PolicyCommand::Push(push)) => push.run(format).map(|()| Outcome::Done),
        Command::Policy(PolicyCommand::Pull(pull)) => pull.run(format).map(|()| Outcome::Done),
        Command::Check(check) => check.run(format),
        Command::Review(review) => review.run(format),
        Command::Timeline(timeline) => timeline.run(format).map(|()| Outcome::Done),
        Command::Backup(backup) => backup.run(format).map(|()| Outcome::Done),
        Command::Serve(serve) => serve.run(format).map(|()| Outcome::Done),
        Command::Health(health) => health.run(format),
        Command::Schema(schema) => schema.run().map(|()| Outcome::Done),
        Command::Completions(completions) => completions.run().map(|()| Outcome::Done),
        Command::Manual(manual) => manual.run(format).map(|()| Outcome::Done),
    }
}
