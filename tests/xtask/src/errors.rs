//! Why a task failed, in words that say what to do next.

/// Why a task failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TaskError {
    /// A program is not there.
    #[error("cannot start `{program}`; install it and run the task again: {cause}")]
    NotStarted {
        /// Name of the program.
        program: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A program ran and failed. It has printed why.
    #[error("`{command}` failed with {status}; what it printed stands above")]
    Failed {
        /// The command line, as it can be typed at the top of the repository.
        command: String,
        /// How it ended.
        status: std::process::ExitStatus,
    },
    /// A file or folder could not be read or written.
    #[error("cannot use `{path}`: {cause}")]
    File {
        /// Its path.
        path: std::path::PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// Something that setup cannot install here.
    #[error("{0}")]
    Missing(String),
    /// What is to be given out is not as it has to be.
    #[error("{0}")]
    Release(String),
    /// Files could not be listed.
    #[error(transparent)]
    Source(#[from] guestpass_tidy::SourceError),
    /// Rules of the house are broken.
    #[error("{0} of the rules of the house are broken; each place stands above")]
    Untidy(usize),
    /// The list of reviewed mutants cannot be read, or nothing on it survives.
    #[error("tests/xtask/survivors.toml: {0}")]
    Survivors(String),
    /// The tests of the rules miss too many changes of the rules.
    #[error("{found} of the mutants were caught, at least {wanted} % are wanted; those that were missed stand above")]
    Missed {
        /// What was caught, in percent.
        found: String,
        /// What is wanted, in percent.
        wanted: usize,
    },
    /// Promises were broken in a long run.
    #[error("{broken} of {of} promises were broken; their rows say `failed`, and what the proofs printed stands above")]
    Broken {
        /// How many.
        broken: usize,
        /// How many were tried.
        of: usize,
    },
    /// The README promises something else than what the commands print.
    #[error("README.md line {line}: `{command}` {problem}")]
    Readme {
        /// Line of the command, counted from 1.
        line: usize,
        /// The command.
        command: String,
        /// What is wrong.
        problem: String,
    },
    /// One of several steps failed.
    #[error("the step `{step}` failed: {cause}\nto repeat it alone: {repeat}")]
    Step {
        /// Name of the step.
        step: &'static str,
        /// Why.
        cause: Box<TaskError>,
        /// The command that repeats this step only.
        repeat: String,
    },
}

/// What a task gives back.
pub(crate) type TaskResult = Result<(), TaskError>;
