//! What a PostgreSQL connection is made with: the URL's own options, time limits, and TLS by rustls with ring.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use rustls::{
    ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use tokio_postgres::config::{ChannelBinding, Config, SslMode, SslNegotiation};

use super::{
    error::{Error, Result},
    options::{Options, Role},
};

/// A peer that acknowledges nothing for this long is gone, whatever the kernel's patience.
const SILENCE: Duration = Duration::from_secs(30);

/// A server's answer that a statement took too long must have reached us this soon after the statement's limit.
const WAY_BACK: Duration = Duration::from_secs(5);

pub(super) struct Connector {
    config: Config,
    tls: Arc<ClientConfig>,
    greeting: String,
    role: Role,
    statement_timeout: Duration,
    /// How often a connection of these fell silent.
    silences: AtomicU64,
}

impl Connector {
    pub(super) fn new(url: &str, options: &Options) -> Result<Self> {
        let Address { url, authorities } = Address::read(url)?;
        let mut config: Config =
            url.parse().map_err(|error| Error::Configuration(format!("the database's URL: {error}")))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(options.connect_timeout);
        }
        if config.get_application_name().is_none() {
            config.application_name("slated");
        }
        if config.get_channel_binding() == ChannelBinding::Require {
            return Err(Error::Configuration("channel_binding=require: channels are not bound here".into()));
        }
        config.tcp_user_timeout(SILENCE).keepalives_idle(SILENCE);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::Configuration(error.to_string()))?;
        let mut tls = if config.get_ssl_mode() == SslMode::Require {
            builder.with_root_certificates(roots(authorities.as_deref())?).with_no_client_auth()
        } else {
            builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(AnyServer(
                    provider.signature_verification_algorithms,
                )))
                .with_no_client_auth()
        };
        if config.get_ssl_negotiation() == SslNegotiation::Direct {
            tls.alpn_protocols = vec![b"postgresql".to_vec()];
        }
        let greeting = format!(
            "SHOW transaction_read_only; SET default_transaction_read_only = on; SET statement_timeout = {}; SET lock_timeout = {}; \
             SET idle_in_transaction_session_timeout = {}",
            options.statement_timeout.as_millis(),
            options.lock_timeout.as_millis(),
            options.idle_timeout.as_millis()
        );
        let (role, statement_timeout) = (options.role, options.statement_timeout);
        Ok(Self {
            config,
            tls: Arc::new(tls),
            greeting,
            role,
            statement_timeout,
            silences: AtomicU64::new(0),
        })
    }

    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    pub(super) fn tls(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.tls)
    }

    /// How many servers the URL names.
    pub(super) fn hosts(&self) -> usize {
        self.config.get_hosts().len().max(self.config.get_hostaddrs().len())
    }

    /// How long one address may take to accept a connection, and then for each answer until it is made: a server that
    /// accepts one may say nothing more.
    pub(super) fn connect_timeout(&self) -> Duration {
        self.config.get_connect_timeout().copied().unwrap_or_default().max(Duration::from_millis(1))
    }

    /// How long an answer is waited for; no end where statements have no time limit.
    pub(super) fn patience(&self) -> Option<Duration> {
        (!self.statement_timeout.is_zero()).then(|| self.statement_timeout + WAY_BACK)
    }

    /// How often a connection fell silent so far. What silenced one may have silenced others.
    pub(super) fn silences(&self) -> u64 {
        self.silences.load(Ordering::Relaxed)
    }

    /// One did.
    pub(super) fn fell_silent(&self) {
        self.silences.fetch_add(1, Ordering::Relaxed);
    }

    /// What the server must be.
    pub(super) fn role(&self) -> Role {
        self.role
    }

    /// What a new connection is told first. It begins by asking whether transactions are read-only.
    pub(super) fn greeting(&self) -> &str {
        &self.greeting
    }
}

/// A URL without what tokio-postgres does not know.
struct Address {
    url: String,
    authorities: Option<String>,
}

impl Address {
    fn read(url: &str) -> Result<Self> {
        let Some((place, query)) = url.split_once('?') else {
            return Ok(Self { url: url.to_owned(), authorities: None });
        };
        let mut authorities = None;
        let mut kept = Vec::new();
        for parameter in query.split('&') {
            match parameter.split_once('=') {
                Some(("sslmode", "verify-ca" | "verify-full")) => kept.push("sslmode=require"),
                Some(("sslmode", "allow")) => kept.push("sslmode=prefer"),
                Some(("sslrootcert", path)) if path.contains('%') => {
                    return Err(Error::Configuration("sslrootcert: write the path without %-escapes".into()));
                }
                Some(("sslrootcert", path)) => authorities = Some(path.to_owned()),
                _ => kept.push(parameter),
            }
        }
        Ok(Self { url: format!("{place}?{}", kept.join("&")), authorities })
    }
}

fn roots(authorities: Option<&str>) -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    let Some(path) = authorities else {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        return Ok(roots);
    };
    let wrong = |error: &dyn std::fmt::Display| Error::Configuration(format!("sslrootcert {path}: {error}"));
    for certificate in CertificateDer::pem_file_iter(path).map_err(|error| wrong(&error))? {
        let certificate = certificate.map_err(|error| wrong(&error))?;
        roots.add(certificate).map_err(|error| wrong(&error))?;
    }
    if roots.is_empty() {
        return Err(wrong(&"no certificate in it"));
    }
    Ok(roots)
}

/// `sslmode=prefer`: the connection may be unencrypted anyway, so a certificate proves nothing and a
/// self-signed one, which many servers come with, is as good as any. The handshake itself is checked.
#[derive(Debug)]
struct AnyServer(WebPkiSupportedAlgorithms);

impl ServerCertVerifier for AnyServer {
    fn verify_server_cert(
        &self,
        _certificate: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_schemes()
    }
}
