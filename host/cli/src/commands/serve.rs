//! `guestpass serve`: the server.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use guestpass::trial::TrialCommand;
use guestpass_compiler::{Template, compile};
use guestpass_server::{Server, Settings, SettingsSources, StartOptions, start_logs};
use serde::Serialize;

use crate::arguments::Format;
use crate::errors::CliError;
use crate::input::Input;
use crate::output::Results;
use crate::quoting::quoted;

/// Bytes of a settings file at most.
const SETTINGS_BYTES_MAX: usize = 1024 * 1024;
/// How long requests that run may take to end when the server stops.
const GRACE: Duration = Duration::from_secs(20);
/// The policy that the sample organisations of the demonstration were made for.
const DEMO_POLICY: &str = "default";

/// Runs the server: decisions over HTTP, the directory, and the policies of a source.
///
/// Settings come from the file, then from variables of the environment such as `GUESTPASS_LISTEN_ADDRESS`, then from
/// flags. The server does not start while a setting that protects it is missing.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass serve --config guestpass.toml\n  guestpass serve --demo")]
pub(crate) struct Serve {
    /// Settings (TOML).
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Runs with sample organisations and a key that is made and printed at the start; for this machine only.
    #[arg(long)]
    demo: bool,
    /// Address and port, in place of `listen.address`.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Where the directory is kept, in place of `store.location`.
    #[arg(long, value_name = "LOCATION")]
    store: Option<String>,
    /// Folder of the console's files, in place of `console.folder`.
    #[arg(long, value_name = "FOLDER")]
    console: Option<PathBuf>,
}

/// What is told when the server answers.
#[derive(Debug, Serialize)]
struct Started<'a> {
    address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    demo_key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    demo_folder: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    console: Option<String>,
}

impl Serve {
    pub(crate) fn run(&self, format: Format) -> Result<(), CliError> {
        let settings = self.settings()?;
        start_logs(&settings.log).map_err(|message| CliError::Usage {
            message,
            help: "write `info`, or a filter such as `guestpass_server=debug`".to_owned(),
        })?;
        let demo_component = if settings.is_demo { Some(demo_component()?) } else { None };
        let options = StartOptions { trial: TrialCommand::this_program().ok(), demo_component };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.map_err(|error| CliError::Usage {
            message: format!("this machine lets nobody wait for a network: {error}"),
            help: "run it where sockets and threads can be opened".to_owned(),
        })?;
        runtime.block_on(async {
            let scheme = if settings.tls.is_some() { "https" } else { "http" };
            let server = Server::start(settings, options).await.map_err(|error| CliError::Serve(Box::new(error)))?;
            tell(&server, scheme, format)?;
            until_told_to_stop().await;
            server.stop(GRACE).await;
            Ok(())
        })
    }

    fn settings(&self) -> Result<Settings, CliError> {
        let file = match &self.config {
            Some(path) => Some(Input::File(path.clone()).text(SETTINGS_BYTES_MAX)?),
            None => None,
        };
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.to_string_lossy().into_owned()))
        };
        let flags = [
            self.listen.map(|address| ("listen.address", address.to_string())),
            self.store.clone().map(|location| ("store.location", location)),
            self.console.as_ref().map(|folder| ("console.folder", folder.display().to_string())),
        ];
        let environment = std::env::vars_os().filter_map(text).collect();
        let flags = flags.into_iter().flatten().collect();
        let sources = SettingsSources { file, environment, flags, is_demo: self.demo };
        let name = self.config.as_ref().map(|path| path.display().to_string());
        Settings::read(&sources).map_err(|error| CliError::Settings {
            position: error.position(sources.file.as_deref().unwrap_or_default()),
            file: name.filter(|_| !error.is_of_surroundings()),
            error: Box::new(error),
        })
    }
}

fn tell(server: &Server, scheme: &str, format: Format) -> Result<(), CliError> {
    let address = format!("{scheme}://{}", server.address());
    let key = server.demo_key().map(|key| key.expose());
    let console = server.has_console().then(|| format!("{address}/console/"));
    let folder = server.demo_folder().map(|folder| folder.display().to_string());
    let mut results = Results::new();
    if format == Format::Json {
        results.json_line("<stdout>", &Started { address, demo_key: key, demo_folder: folder, console })?;
        return results.finish();
    }
    match key {
        None => results.line(format_args!("listening on {address}"))?,
        Some(key) => results.line(format_args!(
            "demonstration on {address}: sample organisations, for this machine only, until it ends\n  key: {key}"
        ))?,
    }
    if let Some(console) = console {
        results.line(format_args!("  console: {console}"))?;
    }
    if let Some(folder) = folder {
        results.line(format_args!("  signs policies: `ops.key` in {}", quoted(&folder)))?;
    }
    results.finish()
}

fn demo_component() -> Result<Vec<u8>, CliError> {
    let ready = Template::ready().find(|template| template.name == DEMO_POLICY).unwrap_or(Template::START);
    let name = format!("{}.toml", ready.name);
    let compiled = compile(&name, &ready.document(ready.name)).map_err(|error| CliError::compile(&name, error))?;
    Ok(compiled.component)
}

/// Waits for Ctrl-C, or for what a service manager sends.
async fn until_told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    drop(tokio::signal::ctrl_c().await);
}
