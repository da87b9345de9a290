//! How a PostgreSQL server is entered: by a password, and through TLS.
#![allow(clippy::unwrap_used)]

use std::{
    io::{ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::net::{UnixListener, UnixStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use slated_store::{
    args,
    db::{Db, Engine, Error, Options, Outage, Result, Target},
    testing::{Database, run},
};

const AUTHORITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/authority.pem");
const CERTIFICATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/server.pem");
const KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/server.key");

fn url(db: &Database) -> String {
    let Target::Postgres(url) = &db.options().target else { unreachable!() };
    url.clone()
}

/// Who we are to a server, or why it cannot be entered.
async fn enter(url: String) -> Result<String> {
    let db = Db::open(&Options { pool: 1, ..Options::new(Target::Postgres(url)) })?;
    let user = db.read(|c| c.one::<String>("SELECT CAST(current_user AS TEXT)", args![])).await;
    db.close().await;
    user.map(Option::unwrap)
}

fn is_refused(outcome: &Result<String>) -> bool {
    matches!(outcome, Err(Error::Unavailable(Outage::Connection(_))))
}

/// `cargo xtask test` starts a server that asks these three for a password, each in its way. One that is given in
/// `SLATED_TEST_POSTGRES` needs the same lines in its `pg_hba.conf` (CONTRIBUTING.md).
#[test]
fn passwords_are_told_in_the_way_the_server_asks() {
    run(Engine::Postgres, &[], |db| async move {
        for (role, stored_as) in
            [("slated_scram", "scram-sha-256"), ("slated_md5", "md5"), ("slated_password", "scram-sha-256")]
        {
            let make = format!(
                "SET LOCAL password_encryption = '{stored_as}'; \
                 DO $$ BEGIN CREATE ROLE {role} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$; \
                 ALTER ROLE {role} PASSWORD 'päss wörd'"
            );
            db.write(move |tx| tx.batch(&make)).await.unwrap();
            let url = url(&db);
            let (_, place) = url.split_once('@').unwrap();
            let with = |password: &str| enter(format!("postgres://{role}{password}@{place}"));
            assert_eq!(with(":p%C3%A4ss%20w%C3%B6rd").await.unwrap(), role);
            for wrong in [":else", ""] {
                let outcome = with(wrong).await;
                assert!(is_refused(&outcome), "{role} with password {wrong:?}: {outcome:?}");
            }
        }
    });
}

#[test]
fn a_url_that_cannot_be_followed_is_a_matter_of_configuration() {
    run(Engine::Postgres, &[], |_| async {
        for wrong in ["postgres://u@h:port/d", "postgres://u@h/d?channel_binding=require"] {
            let outcome = enter(wrong.to_owned()).await;
            assert!(matches!(outcome, Err(Error::Configuration(_))), "{wrong}: {outcome:?}");
        }
    });
}

#[test]
fn what_tls_is_wanted_is_what_is_spoken() {
    run(Engine::Postgres, &[], |db| async move {
        let user = url(&db).split_once("://").unwrap().1.split_once('@').unwrap().0.to_owned();
        let outcome = async |front: &Front, host: &str, options: &str| {
            let before = front.encrypted.load(Ordering::SeqCst);
            let url = format!("postgres://{user}@{host}:{}/{}?{options}", front.port, front.database);
            let entered = enter(url).await;
            let encrypted = front.encrypted.load(Ordering::SeqCst) > before;
            assert!(entered.is_ok() || is_refused(&entered), "{options}: {entered:?}");
            entered.is_ok().then_some(if encrypted { "encrypted" } else { "clear" })
        };
        let trusted = format!("sslrootcert={AUTHORITY}");
        let both = Front::open(&db, Tls::Offered);
        for mode in ["require", "verify-ca", "verify-full"] {
            let options = format!("sslmode={mode}&{trusted}");
            assert_eq!(outcome(&both, "localhost", &options).await, Some("encrypted"), "{mode}");
            assert_eq!(outcome(&both, "127.0.0.1", &options).await, None, "{mode}: another name");
            let unknown = format!("sslmode={mode}");
            assert_eq!(outcome(&both, "localhost", &unknown).await, None, "{mode}: nobody we trust vouches");
        }
        assert_eq!(outcome(&both, "127.0.0.1", "sslmode=prefer").await, Some("encrypted"));
        assert_eq!(outcome(&both, "127.0.0.1", "application_name=x").await, Some("encrypted"));
        assert_eq!(outcome(&both, "127.0.0.1", "sslmode=disable").await, Some("clear"));

        let clear = Front::open(&db, Tls::Declined);
        assert_eq!(outcome(&clear, "localhost", "sslmode=prefer").await, Some("clear"));
        assert_eq!(outcome(&clear, "localhost", &format!("sslmode=require&{trusted}")).await, None);

        let direct = Front::open(&db, Tls::AtOnce);
        let options = format!("sslmode=require&sslnegotiation=direct&{trusted}");
        assert_eq!(outcome(&direct, "localhost", &options).await, Some("encrypted"));
    });
}

#[test]
fn a_socket_file_is_as_good_as_an_address() {
    run(Engine::Postgres, &[], |db| async move {
        let url = url(&db);
        let (who, place) = url.split_once('@').unwrap();
        let (server, database) = place.split_once('/').unwrap();
        let directory = std::env::temp_dir().join(format!("slated-socket-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let listener = UnixListener::bind(directory.join(".s.PGSQL.5432")).unwrap();
        let server = TcpStream::connect(server).unwrap();
        thread::spawn(move || carry(listener.accept().unwrap().0, server));
        let user = enter(format!("{who}@/{database}?host={}", directory.display())).await;
        std::fs::remove_dir_all(&directory).unwrap();
        assert_eq!(user.unwrap(), who.split_once("://").unwrap().1);
    });
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tls {
    Offered,
    Declined,
    AtOnce,
}

/// The server, behind one that speaks TLS.
struct Front {
    port: u16,
    database: String,
    encrypted: Arc<AtomicUsize>,
}

impl Front {
    fn open(db: &Database, tls: Tls) -> Self {
        let url = url(db);
        let (server, database) = url.split_once('@').unwrap().1.split_once('/').unwrap();
        let certificate = CertificateDer::pem_file_iter(CERTIFICATE).unwrap().map(|c| c.unwrap()).collect();
        let key = PrivateKeyDer::from_pem_file(KEY).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config =
            ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let mut config = config.with_no_client_auth().with_single_cert(certificate, key).unwrap();
        if tls == Tls::AtOnce {
            config.alpn_protocols = vec![b"postgresql".to_vec()];
        }
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, encrypted) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
        let (server, counted) = (server.to_owned(), Arc::clone(&encrypted));
        thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(&server).unwrap());
                let (config, counted) = (Arc::clone(&config), Arc::clone(&counted));
                thread::spawn(move || serve(client, server, tls, config, &counted));
            }
        });
        Self { port, database: database.to_owned(), encrypted }
    }
}

fn serve(
    mut client: TcpStream,
    server: TcpStream,
    tls: Tls,
    config: Arc<ServerConfig>,
    counted: &AtomicUsize,
) {
    const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];
    let mut first = [0; 8];
    if client.peek(&mut first).is_ok() && first == SSL_REQUEST {
        client.read_exact(&mut first).unwrap();
        client.write_all(if tls == Tls::Offered { b"S" } else { b"N" }).unwrap();
        if tls == Tls::Declined {
            return carry(client, server);
        }
    } else if tls != Tls::AtOnce {
        return carry(client, server);
    }
    let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), client);
    while stream.conn.is_handshaking() {
        if stream.conn.complete_io(&mut stream.sock).is_err() {
            return;
        }
    }
    counted.fetch_add(1, Ordering::SeqCst);
    carry(stream, server);
}

/// Until either side has gone.
fn carry(mut client: impl Read + Write + Timed, mut server: TcpStream) {
    client.give_up_early();
    server.give_up_early();
    while let (true, true) = (moved(&mut client, &mut server), moved(&mut server, &mut client)) {}
}

trait Timed {
    fn give_up_early(&self);
}

impl Timed for TcpStream {
    fn give_up_early(&self) {
        self.set_read_timeout(Some(Duration::from_millis(2))).unwrap();
    }
}

impl Timed for UnixStream {
    fn give_up_early(&self) {
        self.set_read_timeout(Some(Duration::from_millis(2))).unwrap();
    }
}

impl Timed for StreamOwned<ServerConnection, TcpStream> {
    fn give_up_early(&self) {
        self.sock.give_up_early();
    }
}

fn moved(from: &mut impl Read, to: &mut impl Write) -> bool {
    let mut buffer = [0; 4096];
    match from.read(&mut buffer) {
        Ok(0) => false,
        Ok(length) => to.write_all(&buffer[..length]).is_ok() && to.flush().is_ok(),
        Err(error) => matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
    }
}
