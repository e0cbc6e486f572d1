//! A web server with TLS on this machine.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{ETAG, IF_NONE_MATCH, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_server::tls_rustls::RustlsConfig;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;

/// What lies at an address.
#[derive(Clone, Debug)]
pub(crate) enum Page {
    /// A body, and what the server calls it.
    File(Vec<u8>, Option<&'static str>),
    /// Another place.
    Elsewhere(&'static str),
    /// Nothing but a status.
    Status(u16),
}

/// A site: what lies where, and what was asked, with the status of the answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Site {
    pages: Arc<Mutex<BTreeMap<String, Page>>>,
    answers: Arc<Mutex<Vec<(String, u16)>>>,
}

impl Site {
    pub(crate) fn put(&self, path: &str, page: Page) {
        self.pages.lock().unwrap().insert(path.to_owned(), page);
    }

    /// What was answered since the last time.
    pub(crate) fn answers(&self) -> Vec<(String, u16)> {
        std::mem::take(&mut self.answers.lock().unwrap())
    }

    fn answer(&self, path: &str, headers: &HeaderMap) -> Response {
        let page = self.pages.lock().unwrap().get(path).cloned();
        let response = match page.unwrap_or(Page::Status(404)) {
            Page::File(_, Some(tag)) if headers.get(IF_NONE_MATCH).is_some_and(|known| known == tag) => {
                StatusCode::NOT_MODIFIED.into_response()
            }
            Page::File(body, Some(tag)) => ([(ETAG, tag)], body).into_response(),
            Page::File(body, None) => body.into_response(),
            Page::Elsewhere(address) => (StatusCode::FOUND, [(LOCATION, address)]).into_response(),
            Page::Status(status) => StatusCode::from_u16(status).unwrap().into_response(),
        };
        self.answers.lock().unwrap().push((path.to_owned(), response.status().as_u16()));
        response
    }
}

/// A server that runs until the test ends.
pub(crate) struct WebServer {
    pub(crate) site: Site,
    pub(crate) address: String,
    /// The certificate of its authority.
    pub(crate) certificates: PathBuf,
    _folder: TempDir,
}

/// Starts a server, with a certificate for a host.
pub(crate) async fn serve(host: &str) -> WebServer {
    // The test and what is tested use the same cryptography; whoever comes second finds it there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let certificates = folder.path().join("authority.pem");
    let (certificate, key) = certify(host, &certificates);
    let configuration = RustlsConfig::from_pem(certificate.into_bytes(), key.into_bytes()).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    let site = Site::default();
    let handler = |State(site): State<Site>, request: Request| async move {
        site.answer(request.uri().path(), request.headers())
    };
    let router = Router::new().fallback(handler).with_state(site.clone());
    let server = axum_server::from_tcp_rustls(listener, configuration).unwrap();
    tokio::spawn(server.serve(router.into_make_service()));
    WebServer { site, address, certificates, _folder: folder }
}

/// A certificate and its key in PEM. That of the authority goes into a file.
fn certify(host: &str, authority_file: &Path) -> (String, String) {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    std::fs::write(authority_file, authority.as_ref().pem()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![host.to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    (certificate.pem(), key.serialize_pem())
}
