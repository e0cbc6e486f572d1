//! `guestpass completions`: what shells need to complete commands.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::errors::CliError;
use crate::output::Results;

/// Prints a script with which a shell completes commands, flags and values.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  guestpass completions bash > ~/.local/share/bash-completion/completions/guestpass\n  \
    guestpass completions fish > ~/.config/fish/completions/guestpass.fish"
)]
pub(crate) struct Completions {
    /// Shell that the script is for.
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self) -> Result<(), CliError> {
        let mut script = Vec::new();
        let mut command = Arguments::command();
        let name = command.get_name().to_owned();
        clap_complete::generate(self.shell, &mut command, name, &mut script);
        let mut results = Results::new();
        results.line(String::from_utf8_lossy(&script).trim_end())?;
        results.finish()
    }
}
