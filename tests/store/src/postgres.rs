//! A PostgreSQL server of our own, in a scratch folder, on a socket in that folder.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use std::{fs, thread};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

/// It refuses to run as root, so that root has to lend it this user.
const USER: &str = "nobody";
/// How often, and how long between, it is asked whether it is ready.
const ATTEMPTS: u32 = 300;
const PAUSE: Duration = Duration::from_millis(100);

/// A server that ends with this value.
#[derive(Debug)]
pub struct PostgresServer {
    programs: PathBuf,
    folder: TempDir,
    lent: Option<(u32, u32)>,
    server: Mutex<Child>,
    databases: AtomicU32,
}

impl PostgresServer {
    /// Makes a cluster and starts a server on it. Its databases sort text by language, as many do, so that whoever
    /// relies on the order of bytes has to ask for it.
    ///
    /// # Errors
    ///
    /// PostgreSQL is not installed, or does not start.
    pub fn start() -> Result<Self> {
        let programs = programs()?;
        let folder = tempfile::Builder::new().prefix("guestpass-postgres-").tempdir()?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
        let data = folder.path().join("data");
        fs::create_dir(&data)?;
        fs::set_permissions(&data, fs::Permissions::from_mode(0o700))?;
        // Whoever made the folder owns it.
        let lent = if fs::metadata(folder.path())?.uid() == 0 { Some(identity(USER)?) } else { None };
        if let Some((user, group)) = lent {
            chown(folder.path(), Some(user), Some(group))?;
            chown(&data, Some(user), Some(group))?;
        }
        let locale = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en", "--encoding=UTF8"];
        let mut initdb = as_user(lent, &programs.join("initdb"));
        initdb.args(["--no-sync", "--auth=trust", "--username=guestpass"]).args(locale).arg("-D").arg(&data);
        run(&mut initdb)?;
        let server = Mutex::new(spawned(lent, &programs, folder.path())?);
        let started = Self { programs, folder, lent, server, databases: AtomicU32::new(0) };
        started.wait()?;
        Ok(started)
    }

    /// Ends the server, as a machine that is switched off in good order; its databases stay.
    ///
    /// # Errors
    ///
    /// It does not end.
    pub fn stop(&self) -> Result<()> {
        let mut server = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        run(Command::new("kill").arg("-INT").arg(server.id().to_string()))?;
        server.wait().context("waiting for `postgres`")?;
        Ok(())
    }

    /// Starts the server again after [`PostgresServer::stop`].
    ///
    /// # Errors
    ///
    /// It does not start.
    pub fn start_again(&self) -> Result<()> {
        let server = spawned(self.lent, &self.programs, self.folder.path())?;
        *self.server.lock().unwrap_or_else(PoisonError::into_inner) = server;
        self.wait()
    }

    /// Kills the server as a machine that loses its power would, all but its disk, and starts it again.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub fn kill_and_start_again(&self) -> Result<()> {
        {
            let mut server = self.server.lock().unwrap_or_else(PoisonError::into_inner);
            server.kill()?;
            server.wait().context("waiting for `postgres`")?;
        }
        // What served its connections notices a moment later that it is alone, and ends; until then nothing starts.
        let mut last = self.start_again();
        for _ in 0..ATTEMPTS {
            if last.is_ok() {
                break;
            }
            thread::sleep(PAUSE);
            last = self.start_again();
        }
        last
    }

    /// A new, empty database, as a URL.
    ///
    /// # Errors
    ///
    /// The server does not make it.
    pub fn database(&self) -> Result<String> {
        let name = format!("directory{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut command = Command::new(self.programs.join("createdb"));
        run(command.arg("-h").arg(self.folder.path()).args(["-U", "guestpass", &name]))?;
        Ok(format!("postgres://guestpass@localhost/{name}?host={}", self.folder.path().display()))
    }

    /// The process that began first; those of connections are its children.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.server.lock().unwrap_or_else(PoisonError::into_inner).id()
    }

    fn wait(&self) -> Result<()> {
        for _ in 0..ATTEMPTS {
            let mut ready = Command::new(self.programs.join("pg_isready"));
            let ready = ready.arg("-q").arg("-h").arg(self.folder.path()).args(["-U", "guestpass", "-d", "postgres"]);
            if ready.status().context("running `pg_isready`")?.success() {
                return Ok(());
            }
            if let Some(status) = self.server.lock().unwrap_or_else(PoisonError::into_inner).try_wait()? {
                bail!("`postgres` ended with {status}: {}", self.log());
            }
            thread::sleep(PAUSE);
        }
        bail!("`postgres` is not ready after {:?}: {}", PAUSE * ATTEMPTS, self.log())
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        // Nothing can be done here about a server that will not go; its folder goes anyway.
        let server = self.server.get_mut().unwrap_or_else(PoisonError::into_inner);
        let _ = server.kill();
        let _ = server.wait();
    }
}

fn spawned(lent: Option<(u32, u32)>, programs: &Path, folder: &Path) -> Result<Child> {
    as_user(lent, &programs.join("postgres"))
        .arg("-D")
        .arg(folder.join("data"))
        .args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=60", "-k"])
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(folder.join("log"))?)
        .spawn()
        .context("starting `postgres`")
}

/// Debian keeps the programs of each version in a folder of its own, outside the search path.
fn programs() -> Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let folders = versions.map(|version| version.path().join("bin"));
    let search = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = folders.chain(std::env::split_paths(&search));
    let has_all = |folder: &PathBuf| ["initdb", "postgres"].iter().all(|program| folder.join(program).is_file());
    folders
        .find(has_all)
        .context("these tests need PostgreSQL: install `postgresql` (Debian), or run `cargo xtask setup`")
}

fn identity(user: &str) -> Result<(u32, u32)> {
    let number = |option: &str| -> Result<u32> {
        let output = Command::new("id").args([option, user]).output().context("running `id`")?;
        Ok(String::from_utf8(output.stdout)?.trim().parse()?)
    };
    Ok((number("-u")?, number("-g")?))
}

/// A program that runs as the user that is lent, in a folder which that user may see.
fn as_user(lent: Option<(u32, u32)>, program: &Path) -> Command {
    let Some((user, group)) = lent else { return Command::new(program) };
    let mut command = Command::new("setpriv");
    command.args([format!("--reuid={user}"), format!("--regid={group}")]).arg("--clear-groups").arg(program);
    command.current_dir("/");
    command
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("running {command:?}"))?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
