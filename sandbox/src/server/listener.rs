//! Connections: TLS, HTTP/1.1, which host is meant, and the cutting of connections. Knows no endpoint.

use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::server::TlsStream;
use tower::ServiceExt;

use super::state::Shared;
use super::tls::{ADMIN_HOST, API_HOST};

/// A mark on a response: close the connection instead of sending it.
#[derive(Debug, Clone, Copy)]
pub struct Cut;

/// Who answers for which host name.
#[derive(Debug, Clone)]
pub struct Hosts {
    pub api: Router,
    pub admin: Router,
    pub shared: Arc<Shared>,
}

impl Hosts {
    /// The host's own router; by path where one name serves both.
    fn choose(&self, host: &str, path: &str) -> Option<Router> {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name).to_ascii_lowercase();
        match name.as_str() {
            API_HOST => Some(self.api.clone()),
            ADMIN_HOST => Some(self.admin.clone()),
            "localhost" | "127.0.0.1" if path.starts_with("/api/") => Some(self.api.clone()),
            "localhost" | "127.0.0.1" => Some(self.admin.clone()),
            _ => None,
        }
    }

    async fn answer(self, request: Request<Incoming>) -> io::Result<Response> {
        let host =
            request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let Some(router) = self.choose(host, request.uri().path()) else {
            return Ok(
                (StatusCode::MISDIRECTED_REQUEST, "The sandbox does not serve this host.").into_response()
            );
        };
        let mut response = route(router, request).await;
        if self.shared.lock().faults.want_fresh_connections() {
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        // hyper closes the connection on an error, without a word to the client.
        if response.extensions().get::<Cut>().is_some() {
            Err(io::ErrorKind::ConnectionAborted.into())
        } else {
            Ok(response)
        }
    }
}

async fn route(router: Router, request: Request<Incoming>) -> Response {
    let answered: Result<Response, Infallible> = router.oneshot(request).await;
    match answered {
        Ok(response) => response,
    }
}

/// Serves both hosts over TLS.
pub async fn serve_https(listener: TcpListener, config: Arc<ServerConfig>, hosts: Hosts) {
    let acceptor = TlsAcceptor::from(config);
    loop {
        let Some(stream) = accept(&listener).await else { continue };
        let (acceptor, hosts) = (acceptor.clone(), hosts.clone());
        let renewals = hosts.shared.renewals();
        tokio::spawn(async move {
            if let Ok(stream) = acceptor.accept(stream).await {
                serve_renewable(stream, &hosts, renewals).await;
            }
        });
    }
}

/// Serves until the client is gone, or until connections are renewed and this one is idle.
async fn serve_renewable(stream: TlsStream<TcpStream>, hosts: &Hosts, mut renewals: watch::Receiver<()>) {
    let asked = AtomicBool::new(false);
    let answer = service_fn(|request| {
        asked.store(true, Ordering::Relaxed);
        hosts.clone().answer(request)
    });
    let mut connection = pin!(http1::Builder::new().serve_connection(TokioIo::new(stream), answer));
    loop {
        tokio::select! {
            // An error means that the client hung up or a fault cut the connection: nothing to report.
            _ = connection.as_mut() => return,
            Ok(()) = renewals.changed() => {
                // A connection that was opened in advance would count as reused, too.
                if !asked.load(Ordering::Relaxed) {
                    return;
                }
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

/// Serves one router without TLS.
pub async fn serve_plain(listener: TcpListener, router: Router) {
    loop {
        let Some(stream) = accept(&listener).await else { continue };
        let router = router.clone();
        tokio::spawn(async move {
            let answer = service_fn(move |request| {
                let router = router.clone();
                async { io::Result::Ok(route(router, request).await) }
            });
            // An error means that the client hung up.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}

async fn accept(listener: &TcpListener) -> Option<TcpStream> {
    match listener.accept().await {
        Ok((stream, _)) => {
            // Small answers are not to wait for each other; without it they still arrive.
            let _ = stream.set_nodelay(true);
            Some(stream)
        }
        Err(_) => {
            // Out of file handles, as a rule: other connections have to end first.
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            None
        }
    }
}
