//! PostgreSQL connections: made when needed, lost, made again, and never a transaction twice.
#![allow(clippy::unwrap_used)]

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Barrier,
        atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use slated_store::{
    args,
    db::{Conn, Db, Engine, Error, Options, Outage, Result, Role, Target},
    testing::{Database, run},
};

const ADD: &str = "INSERT INTO n (n) VALUES ($1)";
/// Locks every row.
const TAKE: &str = "UPDATE n SET n = n";

fn add(tx: &mut Conn, n: i64) -> Result<u64> {
    tx.execute(ADD, args![n])
}

async fn numbers(db: &Database) {
    db.write(|tx| tx.batch("CREATE TABLE n (n BIGINT NOT NULL)")).await.unwrap();
}

async fn stored(db: &Db) -> Vec<i64> {
    db.read(|c| c.query("SELECT n FROM n ORDER BY n", args![])).await.unwrap()
}

fn backend(c: &mut Conn) -> Result<i64> {
    Ok(c.one("SELECT pg_backend_pid()", args![])?.unwrap())
}

/// As an operator, a crash or a failover would.
async fn kill(db: &Database, pid: i64) {
    let killed: Option<bool> = db
        .read(move |c| c.one("SELECT pg_terminate_backend(CAST(CAST($1 AS BIGINT) AS INTEGER))", args![pid]))
        .await
        .unwrap();
    assert_eq!(killed, Some(true));
    gone(db, pid).await;
}

/// Waits until the server has ended this session.
async fn gone(db: &Db, pid: i64) {
    let sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE pid = CAST(CAST($1 AS BIGINT) AS INTEGER)";
    let end = Instant::now() + Duration::from_mins(1);
    while db.read(move |c| c.one::<i64>(sql, args![pid])).await.unwrap() != Some(0) {
        assert!(Instant::now() < end, "session {pid} is still there");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

fn one_connection(db: &Database) -> Db {
    Db::open(&Options { pool: 1, ..db.options().clone() }).unwrap()
}

#[test]
fn a_connection_lost_between_requests_goes_unnoticed() {
    run(Engine::Postgres, &[], |db| async move {
        numbers(&db).await;
        let one = one_connection(&db);
        let pid = one.read(backend).await.unwrap();
        kill(&db, pid).await;
        assert_eq!(stored(&one).await, [0; 0]);
        let pid = one.read(backend).await.unwrap();
        kill(&db, pid).await;
        one.write(|tx| add(tx, 1)).await.unwrap();
        assert_eq!(stored(&one).await, [1]);
        assert_eq!(one.stats().connects, 3);
        one.close().await;
    });
}

#[test]
fn a_connection_lost_before_commit_runs_the_transaction_again() {
    run(Engine::Postgres, &[], |db| async move {
        numbers(&db).await;
        let one = one_connection(&db);
        let runs = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&runs);
        let killer = Arc::new(Db::clone(&db));
        one.write(move |tx| {
            add(tx, 1)?;
            if counted.fetch_add(1, Ordering::Relaxed) == 0 {
                let pid = backend(tx)?;
                let killer = Arc::clone(&killer);
                let sql = "SELECT pg_terminate_backend(CAST(CAST($1 AS BIGINT) AS INTEGER))";
                elsewhere(async move {
                    killer.read(move |c| c.one::<bool>(sql, args![pid])).await.unwrap();
                    gone(&killer, pid).await;
                });
            }
            add(tx, 2)
        })
        .await
        .unwrap();
        assert_eq!(runs.load(Ordering::Relaxed), 2);
        assert_eq!(stored(&db).await, [1, 2]);
        assert_eq!((one.stats().retries, one.stats().connects), (1, 2));
        one.close().await;
    });
}

/// What was left for later is prepared when it is sent: the connection breaks before COMMIT is.
#[test]
fn a_connection_lost_before_commit_is_sent_runs_the_transaction_again() {
    run(Engine::Postgres, &[], |db| async move {
        numbers(&db).await;
        let one = one_connection(&db);
        let runs = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&runs);
        let killer = Arc::new(Db::clone(&db));
        one.write(move |tx| {
            let pid = backend(tx)?;
            if counted.fetch_add(1, Ordering::Relaxed) == 0 {
                let killer = Arc::clone(&killer);
                let sql = "SELECT pg_terminate_backend(CAST(CAST($1 AS BIGINT) AS INTEGER))";
                elsewhere(async move {
                    killer.read(move |c| c.one::<bool>(sql, args![pid])).await.unwrap();
                    gone(&killer, pid).await;
                });
            }
            tx.execute_later(ADD, args![1])
        })
        .await
        .unwrap();
        assert_eq!(runs.load(Ordering::Relaxed), 2);
        assert_eq!(stored(&db).await, [1]);
        assert_eq!((one.stats().retries, one.stats().unknown_outcomes), (1, 0));
        one.close().await;
    });
}

/// Runs a future to its end on a thread outside the test's runtime.
fn elsewhere<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> T {
    let run =
        || tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future);
    thread::spawn(run).join().unwrap()
}

#[test]
fn a_connection_lost_during_commit_is_an_unknown_outcome_and_not_run_again() {
    for (cut, expected) in [(Cut::BeforeCommit, &[][..]), (Cut::AfterCommit, &[1][..])] {
        run(Engine::Postgres, &[], move |db| async move {
            numbers(&db).await;
            let proxy = Proxy::start(&db, cut);
            let one = Db::open(&Options { pool: 1, ..Options::new(proxy.target.clone()) }).unwrap();
            let (runs, session) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicI64::new(0)));
            let (counted, noted) = (Arc::clone(&runs), Arc::clone(&session));
            let answer = one
                .write(move |tx| {
                    counted.fetch_add(1, Ordering::Relaxed);
                    noted.store(backend(tx)?, Ordering::Relaxed);
                    add(tx, 1)
                })
                .await;
            assert!(matches!(answer, Err(Error::Unavailable(Outage::UnknownOutcome(_)))), "{answer:?}");
            assert_eq!(runs.load(Ordering::Relaxed), 1);
            assert_eq!(one.stats().unknown_outcomes, 1);
            // Until then the server may still be at it.
            gone(&db, session.load(Ordering::Relaxed)).await;
            assert_eq!(stored(&db).await, expected);
            one.write(|tx| add(tx, 5)).await.expect("the next transaction gets a new connection");
            one.close().await;
        });
    }
}

#[test]
fn a_server_that_is_away_is_unavailable() {
    run(Engine::Postgres, &[], |db| async move {
        numbers(&db).await;
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let away = Options::new(Target::Postgres(format!("postgres://slated@127.0.0.1:{port}/none")));
        let away = Db::open(&away).expect("opening connects to nothing yet");
        let answer = away.read(|c| c.one::<i64>("SELECT 1", args![])).await;
        assert!(matches!(answer, Err(Error::Unavailable(Outage::Connection(_)))), "{answer:?}");
        let answer = away.write(|tx| tx.one::<i64>("SELECT 1", args![])).await;
        assert!(matches!(answer, Err(Error::Unavailable(Outage::Connection(_)))), "{answer:?}");
        away.close().await;
    });
}

#[test]
fn a_statement_that_takes_too_long_is_stopped() {
    run(Engine::Postgres, &[], |db| async move {
        let options = Options { statement_timeout: Duration::from_millis(100), ..db.options().clone() };
        let hasty = Db::open(&options).unwrap();
        let slow = "SELECT CAST(pg_sleep(5) AS TEXT)";
        let answer = hasty.read(move |c| c.one::<String>(slow, args![])).await;
        assert!(matches!(answer, Err(Error::Unavailable(Outage::Timeout(_)))), "{answer:?}");
        let answer = hasty.write(move |c| c.one::<String>(slow, args![])).await;
        assert!(matches!(answer, Err(Error::Unavailable(Outage::Timeout(_)))), "{answer:?}");
        hasty.close().await;
    });
}

#[test]
fn a_lock_that_is_not_given_back_is_not_waited_for() {
    run(Engine::Postgres, &[], |db| async move {
        numbers(&db).await;
        db.write(|tx| add(tx, 1)).await.unwrap();
        let hasty = Options { lock_timeout: Duration::from_millis(100), ..db.options().clone() };
        let hasty = Db::open(&hasty).unwrap();
        let (locked, told) = std::sync::mpsc::channel();
        let (give_back, asked) = std::sync::mpsc::channel::<()>();
        let asked = std::sync::Mutex::new(asked);
        let holder = Db::clone(&db);
        let holding = tokio::spawn(async move {
            holder
                .write(move |tx| {
                    tx.execute(TAKE, args![])?;
                    locked.send(()).unwrap();
                    asked.lock().unwrap().recv().unwrap();
                    Ok::<_, Error>(())
                })
                .await
        });
        tokio::task::spawn_blocking(move || told.recv().unwrap()).await.unwrap();
        let answer = hasty.write(|tx| tx.execute(TAKE, args![])).await;
        assert!(matches!(answer, Err(Error::Unavailable(Outage::Timeout(_)))), "{answer:?}");
        assert_eq!(
            hasty.read(|c| c.query::<i64>("SELECT n FROM n", args![])).await.unwrap(),
            [1],
            "reading waits for nobody"
        );
        give_back.send(()).unwrap();
        holding.await.unwrap().unwrap();
        assert_eq!(hasty.write(|tx| tx.execute(TAKE, args![])).await.unwrap(), 1);
        hasty.close().await;
    });
}

#[test]
fn a_transaction_that_stands_idle_is_ended_and_run_again() {
    run(Engine::Postgres, &[], |db| async move {
        numbers(&db).await;
        let options = Options { idle_timeout: Duration::from_secs(1), ..db.options().clone() };
        let hasty = Db::open(&options).unwrap();
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&runs);
        let watch = Arc::new(Db::clone(&db));
        let answer = hasty
            .write(move |tx| {
                add(tx, 1)?;
                if counted.fetch_add(1, Ordering::Relaxed) == 0 {
                    let (pid, watch) = (backend(tx)?, Arc::clone(&watch));
                    elsewhere(async move { gone(&watch, pid).await });
                }
                add(tx, 2)
            })
            .await;
        answer.unwrap();
        assert_eq!(runs.load(Ordering::Relaxed), 2);
        assert_eq!(stored(&db).await, [1, 2], "once");
        hasty.close().await;
    });
}

/// Another node's migration changes a column's type under a prepared statement.
#[test]
fn statements_prepared_before_a_migration_are_prepared_again() {
    run(Engine::Postgres, &[], |db| async move {
        numbers(&db).await;
        let one = one_connection(&db);
        let all = "SELECT n FROM n";
        let look = move |c: &mut Conn| c.query::<i64>(all, args![]);
        one.write(|tx| add(tx, 1)).await.unwrap();
        assert_eq!(one.read(look).await.unwrap(), [1]);
        db.write(|tx| tx.batch("ALTER TABLE n ALTER COLUMN n TYPE INTEGER")).await.unwrap();
        assert_eq!(one.read(look).await.unwrap(), [1]);
        db.write(|tx| tx.batch("ALTER TABLE n ALTER COLUMN n TYPE BIGINT")).await.unwrap();
        assert_eq!(one.write(look).await.unwrap(), [1]);
        one.close().await;
    });
}

/// A firewall that has forgotten a connection, or a server that hangs: nobody says that it is broken.
#[test]
fn a_connection_that_goes_silent_is_given_up_and_the_transaction_run_again() {
    run(Engine::Postgres, &[], |db| async move {
        numbers(&db).await;
        let proxy = Proxy::start(&db, Cut::Silence("hush"));
        let one = Db::open(&hasty(1, &proxy)).unwrap();
        let hush = |c: &mut Conn| c.one::<String>("SELECT CAST('hush' AS TEXT)", args![]);
        one.write(move |tx| {
            add(tx, 1)?;
            hush(tx).map(drop)
        })
        .await
        .unwrap();
        assert_eq!(stored(&db).await, [1]);
        assert_eq!((one.stats().retries, one.stats().connects), (1, 2));

        let proxy = Proxy::start(&db, Cut::Silence("hush"));
        let one = Db::open(&hasty(1, &proxy)).unwrap();
        assert_eq!(one.read(hush).await.unwrap().as_deref(), Some("hush"));
        assert_eq!(one.stats().connects, 2);
        one.close().await;
    });
}

/// What silenced one connection has mostly silenced all: the others are tried before they are trusted.
#[test]
fn of_connections_that_went_silent_together_only_the_first_is_waited_for() {
    run(Engine::Postgres, &[], |db| async move {
        let proxy = Proxy::start(&db, Cut::Silence("hush"));
        let both = Db::open(&hasty(2, &proxy)).unwrap();
        // They wait for each other, so that both connections take part.
        let meet = Arc::new(Barrier::new(2));
        let use_one = || {
            let meet = Arc::clone(&meet);
            both.read(move |c| {
                meet.wait();
                c.one::<i64>("SELECT CAST(1 AS BIGINT)", args![])
            })
        };
        let answers = tokio::join!(use_one(), use_one());
        assert!(answers.0.is_ok() && answers.1.is_ok());
        assert_eq!(both.stats().connects, 2);
        let begun = Instant::now();
        both.read(|c| c.one::<String>("SELECT CAST('hush' AS TEXT)", args![])).await.unwrap();
        let waited = begun.elapsed();
        assert_eq!(both.stats().connects, 3);
        let begun = Instant::now();
        let answers = tokio::join!(use_one(), use_one());
        assert!(answers.0.is_ok() && answers.1.is_ok());
        assert_eq!(both.stats().connects, 4, "the other was silent too");
        assert!(begun.elapsed() < waited, "{:?} of {waited:?}", begun.elapsed());
        both.close().await;
    });
}

#[test]
fn silence_during_commit_is_an_unknown_outcome() {
    run(Engine::Postgres, &[], |db| async move {
        numbers(&db).await;
        let proxy = Proxy::start(&db, Cut::Silence(COMMIT));
        let one = Db::open(&hasty(1, &proxy)).unwrap();
        let answer = one.write(|tx| add(tx, 1)).await;
        assert!(matches!(answer, Err(Error::Unavailable(Outage::UnknownOutcome(_)))), "{answer:?}");
        one.write(|tx| add(tx, 2)).await.expect("the next transaction gets a new connection");
        one.close().await;
    });
}

#[test]
fn a_server_that_accepts_and_says_nothing_is_unavailable() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    run(Engine::Postgres, &[], move |_| async move {
        let url = format!("postgres://slated@127.0.0.1:{port}/none?sslmode=disable");
        let connect_timeout = Duration::from_millis(100);
        let mute = Db::open(&Options { connect_timeout, ..Options::new(Target::Postgres(url)) }).unwrap();
        let answer = tokio::time::timeout(Duration::from_secs(20), mute.read(backend)).await;
        let answer = answer.expect("it is given up");
        assert!(matches!(answer, Err(Error::Unavailable(Outage::Connection(_)))), "{answer:?}");
        drop(listener);
        mute.close().await;
    });
}

/// What a standby says until it is promoted: nodes must not settle there.
#[test]
fn a_server_that_takes_no_writes_is_not_connected_to() {
    run(Engine::Postgres, &[], |db| async move {
        let Target::Postgres(url) = &db.options().target else { unreachable!() };
        let mark = if url.contains('?') { '&' } else { '?' };
        let url = format!("{url}{mark}options=-c%20default_transaction_read_only=on");
        let read_only = Db::open(&Options::new(Target::Postgres(url))).unwrap();
        let answer = read_only.read(backend).await;
        assert!(matches!(answer, Err(Error::Unavailable(Outage::Connection(_)))), "{answer:?}");
        read_only.close().await;
    });
}

/// What was a replica until it was promoted, or never was one.
#[test]
fn a_server_that_takes_writes_is_not_read_from_as_a_replica() {
    run(Engine::Postgres, &[], |db| async move {
        let Target::Postgres(url) = &db.options().target else { unreachable!() };
        let replica = |url: &str| {
            Db::open(&Options { role: Role::Replica, ..Options::new(Target::Postgres(url.to_owned())) })
                .unwrap()
        };
        let answer = replica(url).read(backend).await;
        assert!(matches!(answer, Err(Error::Unavailable(Outage::Connection(_)))), "{answer:?}");

        let mark = if url.contains('?') { '&' } else { '?' };
        let standby = replica(&format!("{url}{mark}options=-c%20default_transaction_read_only=on"));
        standby.read(backend).await.unwrap();
        standby.close().await;
    });
}

/// Whatever reason the server has to end a session, the transaction is run again.
#[test]
fn a_session_that_the_server_ends_is_a_broken_connection() {
    run(Engine::Postgres, &[], |db| async move {
        numbers(&db).await;
        let one = one_connection(&db);
        let runs = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&runs);
        let watch = Arc::new(Db::clone(&db));
        one.write(move |tx| {
            if counted.fetch_add(1, Ordering::Relaxed) == 0 {
                let (pid, watch) = (backend(tx)?, Arc::clone(&watch));
                tx.batch("SET LOCAL idle_in_transaction_session_timeout = 20")?;
                elsewhere(async move { gone(&watch, pid).await });
            }
            add(tx, 1)
        })
        .await
        .unwrap();
        assert_eq!((runs.load(Ordering::Relaxed), stored(&db).await), (2, vec![1]));
        one.close().await;
    });
}

/// So many connections over the proxy, which wait for no answer for ever.
fn hasty(pool: usize, proxy: &Proxy) -> Options {
    Options { pool, statement_timeout: Duration::from_secs(3), ..Options::new(proxy.target.clone()) }
}

/// The name of the prepared statement, where it is run: behind the empty name of a portal.
const COMMIT: &str = "\0commit\0";

/// How the connection breaks: when the client says COMMIT, or when the server has done it; or not at all, but what
/// holds this word gets lost, and all that comes on connections that are open then.
#[derive(Clone, Copy)]
enum Cut {
    BeforeCommit,
    AfterCommit,
    Silence(&'static str),
}

/// A wire to the server that breaks once.
struct Proxy {
    target: Target,
}

impl Proxy {
    fn start(db: &Database, cut: Cut) -> Self {
        let Target::Postgres(url) = &db.options().target else { unreachable!() };
        let (user, rest) = url.split_once('@').unwrap();
        let (server, database) = rest.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let target = Target::Postgres(format!("{user}@127.0.0.1:{port}/{database}"));
        let server = server.to_owned();
        let wire =
            Arc::new(Wire { cut, cuts_left: AtomicUsize::new(1), opened: 0.into(), forgotten: 0.into() });
        thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(&server).unwrap());
                let (to_server, from_server) = (server.try_clone().unwrap(), client.try_clone().unwrap());
                let wire = Arc::clone(&wire);
                thread::spawn(move || wire.carry(client, to_server));
                thread::spawn(move || drop(std::io::copy(&mut &server, &mut &from_server)));
            }
        });
        Self { target }
    }
}

struct Wire {
    cut: Cut,
    cuts_left: AtomicUsize,
    /// Connections so far.
    opened: AtomicUsize,
    /// How many of them, from the first, carry nothing any more.
    forgotten: AtomicUsize,
}

impl Wire {
    fn carry(&self, mut client: TcpStream, mut server: TcpStream) {
        let number = self.opened.fetch_add(1, Ordering::Relaxed);
        let mut buffer = [0; 4096];
        while let Ok(length @ 1..) = client.read(&mut buffer) {
            let bytes = &buffer[..length];
            if self.is_meant(bytes) {
                match self.cut {
                    Cut::BeforeCommit => break,
                    Cut::AfterCommit => {
                        // The answer must not get through: nobody listens any more.
                        client.shutdown(Shutdown::Both).unwrap();
                        server.write_all(bytes).unwrap();
                        break;
                    }
                    Cut::Silence(_) => {
                        self.forgotten.store(self.opened.load(Ordering::Relaxed), Ordering::Relaxed);
                    }
                }
            }
            let forgotten = number < self.forgotten.load(Ordering::Relaxed);
            if !forgotten && server.write_all(bytes).is_err() {
                break;
            }
        }
        let _ = (client.shutdown(Shutdown::Both), server.shutdown(Shutdown::Both));
    }

    /// Whether this is where it breaks, which it does once.
    fn is_meant(&self, bytes: &[u8]) -> bool {
        let word = if let Cut::Silence(word) = self.cut { word } else { COMMIT };
        bytes.windows(word.len()).any(|window| window == word.as_bytes())
            && self.cuts_left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_ok()
    }
}
