//! A registry on this machine: the program of Debian's package `docker-registry`. The tests of the command line use it,
//! too.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// A registry that runs until the test ends.
pub(crate) struct Registry {
    program: Child,
    /// The host and the port.
    pub(crate) address: String,
    folder: TempDir,
}

/// `dana` with the password `secret`, in the form of `htpasswd -B`.
const PASSWORDS: &str = "dana:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n";

impl Registry {
    /// Starts a registry that anybody may read and write.
    pub(crate) fn open() -> Self {
        Self::start("")
    }

    /// Starts a registry that knows one user.
    pub(crate) fn with_password() -> Self {
        Self::start("auth:\n  htpasswd:\n    realm: guestpass\n    path: PASSWORDS\n")
    }

    fn start(authentication: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        fs::write(path("passwords"), PASSWORDS).unwrap();
        // Whoever lets go of a port may lose it to another program, but hardly within the next milliseconds.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let configuration = format!(
            "version: 0.1\nlog:\n  level: error\nstorage:\n  filesystem:\n    rootdirectory: {}\nhttp:\n  addr: \
             {address}\n{}",
            path("storage"),
            authentication.replace("PASSWORDS", &path("passwords")),
        );
        fs::write(path("config.yml"), configuration).unwrap();
        let program = Command::new("docker-registry")
            .args(["serve", &path("config.yml")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("these tests need a registry: install `docker-registry` (Debian), or run `cargo xtask setup`");
        let registry = Self { program, address, folder };
        for _ in 0..600 {
            if TcpStream::connect(&registry.address).is_ok() {
                return registry;
            }
            thread::sleep(Duration::from_millis(100));
        }
        panic!("the registry does not answer at {}", registry.address);
    }

    /// Ends it.
    pub(crate) fn stop(&mut self) {
        self.program.kill().unwrap();
        self.program.wait().unwrap();
    }

    /// Where it keeps the bytes with a digest.
    pub(crate) fn blob(&self, digest: &str) -> PathBuf {
        let digits = digest.strip_prefix("sha256:").unwrap();
        let blobs = Path::new("storage/docker/registry/v2/blobs/sha256");
        self.folder.path().join(blobs).join(digits.split_at(2).0).join(digits).join("data")
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
