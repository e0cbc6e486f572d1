//! How far several servers on one database go.

use std::path::PathBuf;

use clap::Args;

use crate::errors::TaskResult;
use crate::invocation::Invocation;
use crate::project::Project;

/// What is driven, and whether it is kept.
#[derive(Args, Clone, Debug)]
pub(crate) struct Scale {
    /// The load (TOML), of the shape of `tests/scale/model.toml`; that file itself when it is left out.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Keeps what was found in the folder tests/scale.
    #[arg(long)]
    record: bool,
}

/// Builds the server in the release profile, drives the load, and prints what was found and where the next limit lies.
pub(crate) fn run(project: &Project, scale: &Scale) -> TaskResult {
    Invocation::new("cargo build --locked --release -p guestpass-cli -p guestpass-scale --bins").run(project)?;
    invocation(project, scale).run(project)
}

fn invocation(project: &Project, scale: &Scale) -> Invocation {
    let programs = project.release_programs();
    let scaled = Invocation::of(programs.join("scale")).argument("--program").argument(programs.join("guestpass"));
    let scaled = scaled.argument("--profile").argument("release profile");
    let scaled = match &scale.model {
        Some(model) => scaled.argument("--model").argument(model),
        None => scaled,
    };
    if scale.record { scaled.argument("--record") } else { scaled }
}

#[cfg(test)]
mod tests {
    use super::{Scale, invocation};
    use crate::project::Project;

    #[test]
    fn the_load_is_handed_on() {
        let shown = |model: Option<&str>, record| {
            invocation(&Project::find(), &Scale { model: model.map(Into::into), record }).to_string()
        };
        let plain = shown(None, false);
        assert!(
            plain.contains("release/scale --program ") && plain.ends_with("--profile 'release profile'"),
            "{plain}"
        );
        let all = shown(Some("load.toml"), true);
        assert!(all.ends_with("--model load.toml --record"), "{all}");
    }
}
