//! The real server on free ports: TLS, host names, faults on the wire, control.

#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod support;

use std::sync::Arc;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use sandbox::database::Database;
use sandbox::database::seed::Seed;
use sandbox::server::{self, ADMIN_HOST, API_HOST, Clock, Identity, Options, Running};
use sandbox::service::Service;
use serde_json::{Value, json};
use support::MAPLE;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

type Connection = http1::Connection<TokioIo<TlsStream<TcpStream>>, Full<Bytes>>;

struct Sandbox {
    running: Running,
    key: String,
    pages: std::path::PathBuf,
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.pages);
    }
}

async fn start(name: &str) -> Sandbox {
    let clock = Clock::default();
    let database = Database::in_memory(&Seed { number: 3, orders: 120 }, clock.now()).unwrap();
    let key = database.key_by_name(1, "full").unwrap().unwrap().secret;
    let pages = std::env::temp_dir().join(format!("sandbox-test-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&pages).unwrap();
    std::fs::write(pages.join("pages.js"), "export {};").unwrap();
    let options = Options { port: 0, control_port: 0, pages: pages.clone() };
    let running = server::start(Service::new(database), clock, &options).await.unwrap();
    Sandbox { running, key, pages }
}

fn trusting(identity: &Identity) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(identity.certificate().clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

impl Sandbox {
    async fn connect(&self, host: &'static str) -> (http1::SendRequest<Full<Bytes>>, Connection) {
        let tcp = TcpStream::connect(("127.0.0.1", self.running.port)).await.unwrap();
        let name = ServerName::try_from(host).unwrap();
        let tls = trusting(&self.running.identity).connect(name, tcp).await.unwrap();
        http1::handshake(TokioIo::new(tls)).await.unwrap()
    }

    /// One request on a connection of its own; nothing if the connection was cut.
    async fn https(
        &self,
        host: &'static str,
        method: &str,
        target: &str,
        body: &Value,
    ) -> Option<Response<Bytes>> {
        let (mut sender, connection) = self.connect(host).await;
        tokio::spawn(connection);
        let request = Request::builder()
            .method(method)
            .uri(target)
            .header("host", host)
            .header("origin", "chrome-extension://abc")
            .header("x-api-key", &self.key)
            .body(Full::new(Bytes::from(body.to_string())))
            .unwrap();
        let (parts, body) = sender.send_request(request).await.ok()?.into_parts();
        Some(Response::from_parts(parts, body.collect().await.ok()?.to_bytes()))
    }

    async fn api(&self, target: &str) -> Option<Response<Bytes>> {
        self.https(API_HOST, "GET", target, &Value::Null).await
    }

    async fn admin(&self, target: &str) -> Response<Bytes> {
        self.https(ADMIN_HOST, "GET", target, &Value::Null).await.unwrap()
    }

    async fn control(&self, method: &str, target: &str, body: &Value) -> (u16, Value) {
        let tcp = TcpStream::connect(("127.0.0.1", self.running.control_port)).await.unwrap();
        let (mut sender, connection) = http1::handshake(TokioIo::new(tcp)).await.unwrap();
        tokio::spawn(connection);
        let request = Request::builder()
            .method(method)
            .uri(target)
            .header("host", "localhost")
            .body(Full::new(Bytes::from(body.to_string())))
            .unwrap();
        let (parts, body) = sender.send_request(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        (parts.status.as_u16(), serde_json::from_slice(&bytes).unwrap())
    }

    async fn fault(&self, fault: Value) {
        assert_eq!(self.control("POST", "/faults", &fault).await.0, 200);
    }

    /// An order and the request that puts it on hold.
    async fn hold(&self) -> (String, String, Value) {
        let (_, statuses) = self.control("GET", &format!("/statuses/{MAPLE}"), &Value::Null).await;
        let hold = statuses.as_array().unwrap().iter().find(|status| status["name"] == "On hold").unwrap();
        let list: Value = read(&self.admin(&format!("/_data/{MAPLE}/orders")).await);
        let id = list["orders"][0]["id"].as_str().unwrap().to_owned();
        let target = format!("/api/v1/orders/{id}/status");
        (id, target, json!({ "status_id": hold["id"], "use_shopify_order_id": true }))
    }

    async fn journal(&self) -> Vec<Value> {
        let (_, rows) = self.control("GET", &format!("/journal?store={MAPLE}"), &Value::Null).await;
        rows.as_array().unwrap().clone()
    }
}

fn read(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}

fn header<'a>(response: &'a Response<Bytes>, name: &str) -> &'a str {
    response.headers()[name].to_str().unwrap()
}

#[tokio::test]
async fn both_hosts_are_served_and_told_apart() {
    let sandbox = start("hosts").await;
    let orders = sandbox.api("/api/v1/orders?limit=3").await.unwrap();
    assert_eq!(orders.status(), 200);
    assert_eq!(read(&orders)["orders"].as_array().unwrap().len(), 3);
    assert_eq!(header(&orders, "access-control-allow-origin"), "chrome-extension://abc");
    assert_eq!(header(&orders, "x-ratelimit-remaining-minute"), "59");
    assert_eq!(orders.headers().get_all("date").iter().count(), 1);
    assert_eq!(sandbox.api(&format!("/store/{MAPLE}/orders")).await.unwrap().status(), 404);
    assert_eq!(sandbox.admin("/api/v1/orders").await.status(), 404);
    assert_eq!(header(&sandbox.admin("/").await, "location"), format!("/store/{MAPLE}/orders"));
}

#[tokio::test]
async fn pages_are_documents_with_a_strict_policy_and_a_fresh_nonce() {
    let sandbox = start("pages").await;
    let target = format!("/store/{MAPLE}/orders/123?markup=grid");
    let (first, second) = (sandbox.admin(&target).await, sandbox.admin(&format!("/store/{MAPLE}")).await);
    let policy = header(&first, "content-security-policy");
    assert!(policy.contains("require-trusted-types-for 'script'") && policy.contains("'strict-dynamic'"));
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    let text = String::from_utf8_lossy(first.body());
    assert!(text.contains(&format!("nonce=\"{nonce}\"")) && text.contains("<div id=\"app\"></div>"));
    assert!(!header(&second, "content-security-policy").contains(nonce));
    assert_eq!(sandbox.admin("/store/nobodys/orders").await.status(), 404);

    assert_eq!(
        header(&sandbox.admin("/assets/pages.js").await, "content-type"),
        "text/javascript; charset=utf-8"
    );
    for outside in
        ["/assets/../pages.js", "/assets/..%2f..%2fetc/passwd", "/assets/%2fetc/passwd", "/assets/pages.css"]
    {
        assert_eq!(sandbox.admin(outside).await.status(), 404, "{outside}");
    }
}

#[tokio::test]
async fn the_pages_data_is_listed_sorted_and_found() {
    let sandbox = start("data").await;
    let shell = read(&sandbox.admin(&format!("/_data/{MAPLE}/shell")).await);
    assert_eq!((&shell["staff"], shell["stores"].as_array().unwrap().len()), (&json!("Jordan Reyes"), 2));
    let list =
        read(&sandbox.admin(&format!("/_data/{MAPLE}/orders?view=open&sort=name&direction=asc")).await);
    assert_eq!(list["orders"].as_array().unwrap().len(), 50);
    assert!(
        list["orders"]
            .as_array()
            .unwrap()
            .iter()
            .all(|order| order["cancelled"] == false && order["kind"] == "order")
    );
    assert!(!list.to_string().contains("status"), "statuses are the service's alone");
    let drafts = read(&sandbox.admin(&format!("/_data/{MAPLE}/orders?kind=draft&per_page=1000")).await);
    let id = drafts["orders"][0]["id"].as_str().unwrap();
    let draft = read(&sandbox.admin(&format!("/_data/{MAPLE}/orders/draft/{id}")).await);
    assert_eq!(draft["id"], id);
    assert!(!draft["line_items"].as_array().unwrap().is_empty());
    assert_eq!(sandbox.admin(&format!("/_data/{MAPLE}/orders/order/{id}")).await.status(), 404);
}

#[tokio::test]
async fn cut_connections_leave_the_change_undone_or_done() {
    let sandbox = start("cut").await;
    let (id, target, body) = sandbox.hold().await;
    sandbox.fault(json!({ "kind": "drop-before-commit", "method": "POST" })).await;
    assert!(sandbox.https(API_HOST, "POST", &target, &body).await.is_none());
    assert_eq!(sandbox.journal().await.len(), 0);
    sandbox.fault(json!({ "kind": "drop-after-commit", "method": "POST" })).await;
    assert!(sandbox.https(API_HOST, "POST", &target, &body).await.is_none());
    assert_eq!(sandbox.journal().await.len(), 1);
    let (_, order) = sandbox.control("GET", &format!("/orders/{MAPLE}/{id}"), &Value::Null).await;
    assert_eq!(order["status"], "On hold");
    assert_eq!(sandbox.https(API_HOST, "POST", &target, &body).await.unwrap().status(), 200);
    let (_, log) = sandbox.control("GET", "/requests", &Value::Null).await;
    let answered: Vec<_> = log.as_array().unwrap().iter().map(|row| row["status"].clone()).collect();
    assert_eq!(answered, [Value::Null, Value::Null, json!(200)]);
    assert_eq!(log[0]["key_name"], "full");
}

#[tokio::test]
async fn a_cut_falls_on_a_fresh_connection_unless_asked_otherwise() {
    let sandbox = start("fresh").await;
    let ask = |sandbox: &Sandbox| {
        let request = Request::builder()
            .uri("/api/v1/orders")
            .header("host", API_HOST)
            .header("x-api-key", &sandbox.key);
        request.body(Full::new(Bytes::new())).unwrap()
    };
    let (mut idle, connection) = sandbox.connect(API_HOST).await;
    let closed = tokio::spawn(connection);
    let (parts, body) = idle.send_request(ask(&sandbox)).await.unwrap().into_parts();
    body.collect().await.unwrap();
    assert!(!parts.headers.contains_key("connection"));

    sandbox.fault(json!({ "kind": "drop-before-commit", "method": "POST", "reused": true })).await;
    let kept = idle.send_request(ask(&sandbox)).await.unwrap();
    assert!(!kept.headers().contains_key("connection"));
    kept.into_body().collect().await.unwrap();

    sandbox.fault(json!({ "kind": "drop-before-commit", "method": "POST" })).await;
    closed.await.unwrap().unwrap();
    assert_eq!(header(&sandbox.api("/api/v1/orders").await.unwrap(), "connection"), "close");
}

#[tokio::test]
async fn a_late_change_arrives_after_its_connection_was_cut() {
    let sandbox = start("late").await;
    let (_, target, body) = sandbox.hold().await;
    sandbox.fault(json!({ "kind": "late", "milliseconds": 20 })).await;
    assert!(sandbox.https(API_HOST, "POST", &target, &body).await.is_none());
    while sandbox.journal().await.is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn spoilt_answers_are_what_they_say() {
    let sandbox = start("spoilt").await;
    let target = "/api/v1/statuses";
    let whole = sandbox.api(target).await.unwrap().into_body();
    for (fault, status, check) in [
        (
            json!({ "kind": "status", "status": 503 }),
            503,
            (|body| body.starts_with(b"{")) as fn(&[u8]) -> bool,
        ),
        (
            json!({ "kind": "status", "status": 429, "headers": { "Retry-After": "7" }, "body": "" }),
            429,
            |body| body.is_empty(),
        ),
        (json!({ "kind": "html" }), 200, |body| body.starts_with(b"<!doctype")),
        (json!({ "kind": "empty" }), 200, |body| body.is_empty()),
        (json!({ "kind": "malformed" }), 200, |body| serde_json::from_slice::<Value>(body).is_err()),
        (json!({ "kind": "wrong-type" }), 200, |body| serde_json::from_slice::<Value>(body).is_ok()),
        (json!({ "kind": "huge" }), 200, |body| body.len() > 10_000_000),
    ] {
        sandbox.fault(fault.clone()).await;
        let response = sandbox.api(target).await.unwrap();
        assert_eq!(response.status(), status, "{fault}");
        assert!(check(response.body()), "{fault}");
    }
    sandbox.fault(json!({ "kind": "truncated" })).await;
    assert_eq!(sandbox.api(target).await.unwrap().body().len(), whole.len() / 2);
    assert_eq!(sandbox.api(target).await.unwrap().body(), &whole, "a fault is gone when it was used");
}

#[tokio::test]
async fn control_changes_keys_stores_orders_and_the_clock() {
    let sandbox = start("control").await;
    let (id, _, body) = sandbox.hold().await;
    let (status, now) = sandbox.control("POST", "/clock", &json!({ "set": "2030-01-02T03:04:05Z" })).await;
    assert_eq!(status, 200);
    assert!(now["now"].as_str().unwrap().starts_with("2030-01-02T03:04:05"));
    assert!(header(&sandbox.api("/api/v1/orders").await.unwrap(), "date").starts_with("Wed, 02 Jan 2030"));

    let moved = json!({ "status_id": body["status_id"] });
    let (status, order) = sandbox.control("POST", &format!("/orders/{MAPLE}/{id}/status"), &moved).await;
    assert_eq!((status, &order["status"]), (200, &json!("On hold")));
    assert!(order["entered_at"].as_str().unwrap().starts_with("2030-01-02"));

    let revoke = json!({ "store": MAPLE, "revoked": true });
    assert_eq!(sandbox.control("POST", "/keys/full", &revoke).await.0, 200);
    assert_eq!(sandbox.api("/api/v1/orders").await.unwrap().status(), 401);
    let limit = json!({ "store": MAPLE, "revoked": false, "per_minute": 0 });
    assert_eq!(sandbox.control("POST", "/keys/full", &limit).await.0, 200);
    assert_eq!(sandbox.api("/api/v1/orders").await.unwrap().status(), 429);

    assert_eq!(sandbox.control("POST", &format!("/stores/{MAPLE}"), &json!({ "staff": "Sam" })).await.0, 200);
    assert_eq!(read(&sandbox.admin(&format!("/_data/{MAPLE}/shell")).await)["staff"], "Sam");

    for (target, body) in [
        ("/faults", json!({ "kind": "fire" })),
        ("/clock", json!({ "set": "tomorrow" })),
        ("/keys/full", json!({ "revoked": true })),
    ] {
        let (status, answer) = sandbox.control("POST", target, &body).await;
        assert!(status == 400 && answer["error"].is_string(), "{target}: {answer}");
    }
    assert_eq!(sandbox.control("POST", "/keys/nobody", &revoke).await.0, 404);
}

#[tokio::test]
async fn a_taken_port_is_said_plainly() {
    let sandbox = start("port").await;
    let database = Database::in_memory(&Seed { number: 1, orders: 1 }, support::start()).unwrap();
    let options = Options { port: sandbox.running.port, control_port: 0, pages: ".".into() };
    let refused =
        server::start(Service::new(database), Clock::default(), &options).await.unwrap_err().to_string();
    assert!(refused.contains(&sandbox.running.port.to_string()) && refused.contains("--port"), "{refused}");
}
