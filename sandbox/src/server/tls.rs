//! The sandbox's own certificate, made anew at every start, for the real host names.

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rcgen::{CertificateParams, KeyPair, PublicKeyData};
use sha2::{Digest, Sha256};
use thiserror::Error;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{self, ServerConfig};

/// The admin's host name.
pub const ADMIN_HOST: &str = "admin.shopify.com";
/// The service's host name.
pub const API_HOST: &str = "api.ultimate-custom-order-status.apps.msmtech.ca";

/// Why no certificate could be made.
#[derive(Debug, Error)]
pub enum TlsError {
    /// Making it failed.
    #[error(transparent)]
    Certificate(#[from] rcgen::Error),
    /// Serving it failed.
    #[error(transparent)]
    Config(#[from] rustls::Error),
}

/// A certificate and its key.
#[derive(Debug)]
pub struct Identity {
    certificate: CertificateDer<'static>,
    key: KeyPair,
}

impl Identity {
    /// A new one.
    pub fn new() -> Result<Self, TlsError> {
        let key = KeyPair::generate()?;
        let params = CertificateParams::new([ADMIN_HOST, API_HOST, "localhost"].map(String::from))?;
        let certificate = params.self_signed(&key)?.der().clone();
        Ok(Self { certificate, key })
    }

    /// The certificate, for clients that trust it by itself.
    pub fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    /// For Chromium's `--ignore-certificate-errors-spki-list`.
    pub fn spki_hash(&self) -> String {
        BASE64_STANDARD.encode(Sha256::digest(self.key.subject_public_key_info()))
    }

    pub(super) fn server_config(&self) -> Result<Arc<ServerConfig>, TlsError> {
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(self.key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate.clone()], key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}
