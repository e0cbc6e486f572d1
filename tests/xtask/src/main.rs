//! The tasks of this repository.
//!
//! `cargo xtask test` runs everything that must pass and installs what it needs; `cargo xtask demo` shows the whole
//! on sample organisations. `cargo xtask help` lists the others.
#![forbid(unsafe_code)]

mod commands;
mod console;
mod errors;
mod invocation;
mod project;
mod step;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::project::Project;

/// The tasks of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Clone, Subcommand)]
enum Task {
    /// Runs everything that must pass, after installing what is missing.
    Test,
    /// Runs the server with its console on sample organisations, and prints the address to open.
    Demo,
    /// Builds the console, with the npm package of the browser host.
    Console,
    /// Installs what the tests need and this machine lacks.
    Setup,
    /// Measures the figures that the documentation states, and compares them with other engines on the same work.
    Bench(commands::bench::Bench),
    /// Measures the figures of a page, beside Cedar's engine for pages. Needs a network.
    BenchPage,
    /// Measures the server: how fast it answers, and what a large directory costs.
    BenchServer(commands::bench_server::BenchServer),
    /// Drives a load against several servers on one PostgreSQL, and computes where the next limit lies.
    Scale(commands::scale::Scale),
    /// Looks up known vulnerabilities of the dependencies. Needs a network.
    Advisories,
    /// Prints where the rules of the house are broken, and the sizes of the files.
    Tidy,
    /// Builds the npm package of the browser host.
    Package,
    /// Takes the pictures of README.md from the last run of the console's tests.
    Pictures,
    /// Makes the packages of the next version and compiles them without the repository; gives nothing out.
    Release(commands::release::Release),
    /// Runs the commands of README.md and compares what they print.
    Readme,
    /// Compares the rules with an independent account of the requirements, on a million cases.
    Prove(commands::prove::Prove),
    /// Tries to break every promise for some minutes, and prints what came of it.
    Soak(commands::soak::Soak),
    /// Looks for inputs that break what must hold of whatever reads them. Needs a compiler of C++.
    Fuzz(commands::fuzz::Fuzz),
    /// Changes the rules in every place, one after the other, and counts how many changes the tests notice.
    Mutants,
}

fn main() -> ExitCode {
    let task = Arguments::parse().task;
    let project = Project::find();
    let result = match task {
        Task::Test => commands::test::run(&project),
        Task::Console => commands::console::run(&project),
        Task::Demo => commands::demo::run(&project),
        Task::Setup => commands::setup::run(&project),
        Task::Bench(bench) => commands::bench::run(&project, bench),
        Task::BenchPage => commands::bench_page::run(&project),
        Task::BenchServer(bench) => commands::bench_server::run(&project, bench),
        Task::Scale(scale) => commands::scale::run(&project, &scale),
        Task::Advisories => commands::advisories::run(&project),
        Task::Tidy => commands::tidy::run(),
        Task::Package => commands::package::run(&project),
        Task::Pictures => commands::pictures::run(&project),
        Task::Release(release) => commands::release::run(&project, release),
        Task::Readme => commands::readme::run(&project),
        Task::Prove(prove) => commands::prove::run(&project, prove),
        Task::Soak(soak) => commands::soak::run(&project, soak),
        Task::Fuzz(fuzz) => commands::fuzz::run(&project, fuzz),
        Task::Mutants => commands::mutants::run(&project),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            console::failure(&error.to_string());
            ExitCode::FAILURE
        }
    }
}
