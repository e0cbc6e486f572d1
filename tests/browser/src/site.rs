//! A web server on this machine only, with the page, the package and the components to load.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, anyhow};
use tiny_http::{Header, Response, Server};

/// What the page may do: run its own scripts and compile WebAssembly, nothing else.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Files = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// Serves files from memory until it is dropped.
pub struct Site {
    server: Arc<Server>,
    files: Files,
    thread: Option<JoinHandle<()>>,
    address: String,
}

impl Site {
    /// Serves `files`, by path, on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// When no port is free.
    pub fn start(files: BTreeMap<String, Vec<u8>>) -> Result<Self> {
        let server = Server::http("127.0.0.1:0").map_err(|error| anyhow!("cannot listen on 127.0.0.1: {error}"))?;
        let port = server.server_addr().to_ip().context("the server has no port")?.port();
        let server = Arc::new(server);
        let files = Arc::new(Mutex::new(files));
        let thread = {
            let (server, files) = (Arc::clone(&server), Arc::clone(&files));
            thread::spawn(move || serve(&server, &files))
        };
        Ok(Self { server, files, thread: Some(thread), address: format!("http://127.0.0.1:{port}") })
    }

    /// `http://127.0.0.1:` and the port.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Serves `bytes` at `path` from now on.
    pub fn put(&self, path: &str, bytes: Vec<u8>) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes);
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            // It has nothing to tell, not even a panic.
            let _ = thread.join();
        }
    }
}

fn serve(server: &Server, files: &Files) {
    for request in server.incoming_requests() {
        let path = request.url().to_owned();
        let found = files.lock().unwrap_or_else(PoisonError::into_inner).get(&path).cloned();
        let mut response = match found {
            Some(bytes) => Response::from_data(bytes),
            None => Response::from_data("not found").with_status_code(404),
        };
        let headers = [
            ("Content-Type", content_type(&path)),
            ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ];
        for (name, value) in headers {
            if let Ok(header) = Header::from_bytes(name, value) {
                response.add_header(header);
            }
        }
        // The browser may have gone meanwhile.
        let _ = request.respond(response);
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "wasm")) => "application/wasm",
        Some((_, "bin")) => "application/octet-stream",
        _ => "text/html; charset=utf-8",
    }
}
