//! A web server on this machine only, with the page, the package and the components to load, and with events that the
//! test sends.
//!
//! Each connection has a thread of its own, and one answer. A browser opens spare connections and says nothing on them
//! for minutes; where connections share a few threads, such a one can keep a file from the page that waits for it.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result};

/// What the page may do: run its own scripts and compile WebAssembly, nothing else.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The longest head of a request that is read.
const HEAD_BYTES_MAX: u64 = 64 * 1024;
/// The head of an answer that never ends.
const STREAM_HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: \
     close\r\n\r\n";
/// How many of the last answers are remembered for [`Site::served`].
const SERVED_MAX: usize = 32;

/// Serves files from memory until it is dropped.
pub struct Site {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    address: SocketAddr,
}

/// What all connections see.
#[derive(Default)]
struct Shared {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
    /// The open connections of each path whose answer never ends.
    streams: Mutex<BTreeMap<String, Vec<TcpStream>>>,
    /// What paths begin with, and what requests of them must say of themselves.
    keys: Mutex<Vec<(String, String)>>,
    served: Mutex<VecDeque<String>>,
    ended: AtomicBool,
}

impl Site {
    /// Serves `files`, by path, on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// When no port is free.
    pub fn start(files: BTreeMap<String, Vec<u8>>) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("cannot listen on 127.0.0.1")?;
        let address = listener.local_addr().context("the server has no port")?;
        let shared = Arc::new(Shared { files: Mutex::new(files), ..Shared::default() });
        let thread = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || accept(&listener, &shared))
        };
        Ok(Self { shared, thread: Some(thread), address })
    }

    /// `http://127.0.0.1:` and the port.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Serves `bytes` at `path` from now on.
    pub fn put(&self, path: &str, bytes: Vec<u8>) {
        lock(&self.shared.files).insert(path.to_owned(), bytes);
    }

    /// Serves nothing at `path` from now on.
    pub fn remove(&self, path: &str) {
        lock(&self.shared.files).remove(path);
    }

    /// Refuses requests of paths that begin with `prefix`, unless they bear `key`.
    pub fn guard(&self, prefix: &str, key: &str) {
        lock(&self.shared.keys).push((prefix.to_owned(), format!("authorization: bearer {key}")));
    }

    /// Keeps connections at `path` open from now on, for [`Site::tell`].
    pub fn stream(&self, path: &str) {
        lock(&self.shared.streams).entry(path.to_owned()).or_default();
    }

    /// How many connections were opened at `path` since it was last hung up.
    #[must_use]
    pub fn listeners(&self, path: &str) -> usize {
        lock(&self.shared.streams).get(path).map_or(0, Vec::len)
    }

    /// Sends `text` to every open connection at `path`.
    ///
    /// # Errors
    /// When one of them is closed.
    pub fn tell(&self, path: &str, text: &str) -> Result<()> {
        for connection in lock(&self.shared.streams).get(path).into_iter().flatten() {
            let mut output = connection;
            output.write_all(text.as_bytes()).context("a listener has gone")?;
        }
        Ok(())
    }

    /// Ends every open connection at `path`.
    pub fn hang_up(&self, path: &str) {
        let connections = lock(&self.shared.streams).get_mut(path).map(std::mem::take);
        // One that has gone already is what is wanted.
        connections.into_iter().flatten().for_each(|connection| drop(connection.shutdown(Shutdown::Both)));
    }

    /// The last answers, for messages: each path with its status.
    #[must_use]
    pub fn served(&self) -> String {
        let served = lock(&self.shared.served);
        if served.is_empty() { "nothing".to_owned() } else { Vec::from(served.clone()).join(", ") }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Release);
        // One more connection, so that the thread looks. If there can be none, it is left to itself.
        if TcpStream::connect(self.address).is_ok()
            && let Some(thread) = self.thread.take()
        {
            // It has nothing to tell, not even a panic.
            let _ = thread.join();
        }
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for connection in listener.incoming() {
        if shared.ended.load(Ordering::Acquire) {
            return;
        }
        let Ok(connection) = connection else { continue };
        let shared = Arc::clone(shared);
        // It ends with the connection, at the latest when the browser goes; which it may do at any time.
        thread::spawn(move || serve(&connection, &shared).unwrap_or_default());
    }
}

/// Answers the one request of a connection.
fn serve(connection: &TcpStream, shared: &Shared) -> io::Result<()> {
    let Some(Requested { path, headers }) = requested(connection)? else { return Ok(()) };
    let bears = |key: &String| headers.iter().any(|header| header == key);
    let refused = lock(&shared.keys).iter().any(|(prefix, key)| path.starts_with(prefix) && !bears(key));
    if !refused && let Some(listeners) = lock(&shared.streams).get_mut(&path) {
        let mut output = connection;
        output.write_all(STREAM_HEAD.as_bytes())?;
        listeners.push(connection.try_clone()?);
        return Ok(());
    }
    let found = lock(&shared.files).get(&path).cloned();
    let (status, body) = match found {
        _ if refused => ("401 Unauthorized", b"no key".to_vec()),
        Some(bytes) => ("200 OK", bytes),
        None => ("404 Not Found", b"not found".to_vec()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\nContent-Length: {}\r\nContent-Security-Policy: \
         {CONTENT_SECURITY_POLICY}\r\nX-Content-Type-Options: nosniff\r\nCache-Control: {}\r\nConnection: \
         close\r\n\r\n",
        content_type(&path),
        body.len(),
        // A page asks anew for what may have been signed anew, whatever a cache in between holds.
        if path.starts_with("/policy/v1/manifests/") { "private, max-age=31536000, immutable" } else { "no-store" },
    );
    let mut output = connection;
    let sent = output.write_all(head.as_bytes()).and_then(|()| output.write_all(&body));
    let outcome = sent.as_ref().map_or_else(ToString::to_string, |()| status.to_owned());
    let mut served = lock(&shared.served);
    if served.len() == SERVED_MAX {
        served.pop_front();
    }
    served.push_back(format!("{path} ({outcome})"));
    sent
}

/// What a request names: a path, and its headers in lower case.
struct Requested {
    path: String,
    headers: Vec<String>,
}

/// A request, once its head is read; none when the connection closes before.
fn requested(connection: &TcpStream) -> io::Result<Option<Requested>> {
    let mut lines = BufReader::new(connection.take(HEAD_BYTES_MAX)).lines();
    let Some(first) = lines.next().transpose()? else { return Ok(None) };
    let mut headers = Vec::new();
    for line in lines {
        let line = line?;
        if line.is_empty() {
            let path = first.split(' ').nth(1).and_then(|address| address.split('?').next());
            return Ok(path.map(|path| Requested { path: path.to_owned(), headers }));
        }
        headers.push(line.to_ascii_lowercase());
    }
    Ok(None)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "wasm")) => "application/wasm",
        Some((_, "bin")) => "application/octet-stream",
        _ => "text/html; charset=utf-8",
    }
}
