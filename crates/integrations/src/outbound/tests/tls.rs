//! HTTPS as it is in production, with the certificate authorities swapped for one of ours.

use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::*;

/// Self-signed, for `hooks.example.com` and 127.0.0.1, until 2126. The key is worth nothing.
const CERTIFICATE: &[u8] = include_bytes!("self_signed.cert.der");
const KEY: &[u8] = include_bytes!("self_signed.key.der");

fn trusting(roots: RootCertStore) -> Outbound {
    Outbound::with_outside(policy("127.0.0.1"), Arc::new(Answers::of(&["127.0.0.1"])), roots)
}

#[tokio::test]
async fn a_trusted_server_is_reached_over_https() {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(CERTIFICATE)).unwrap();
    let (outbound, port) = (trusting(roots), serve().port());
    for host in ["hooks.example.com", "127.0.0.1"] {
        let answer = post(&outbound, &format!("https://{host}:{port}/")).await.unwrap();
        assert_eq!((answer.status, answer.body_prefix.as_slice()), (200, b"ok".as_slice()));
    }
    // Trusted, but for another name.
    let error = post(&outbound, &format!("https://other.example.com:{port}/")).await.unwrap_err();
    assert!(matches!(error, OutboundError::Tls { .. }), "{error:?}");
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_gets_nothing() {
    let error = post(&trusting(web_roots()), &format!("https://hooks.example.com:{}/", serve().port())).await;
    assert!(matches!(error, Err(OutboundError::Tls { .. })), "{error:?}");
}

/// Answers every request over TLS.
fn serve() -> SocketAddr {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(KEY));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(CERTIFICATE)], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let session = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(session, stream);
            // The whole request is small enough to come as one record or two; its end is known by its body.
            let mut request = Vec::new();
            let mut buffer = [0; 1024];
            while !request.ends_with(b"{\"event\":1}") {
                match stream.read(&mut buffer) {
                    Ok(n) if n > 0 => request.extend_from_slice(&buffer[..n]),
                    _ => break,
                }
            }
            let _ = stream.write_all(OK);
        }
    });
    address
}
