//! Databases for tests: a fresh one each, on either engine, gone afterwards.
//!
//! Behind the feature `testing`, which only tests of this and other crates turn on. PostgreSQL tests use the
//! server named by [`VARIABLE`]; without it they fail, since a skipped test looks like a passed one.

pub use texts::{Found, text_columns, texts};
mod texts;

use std::{
    collections::HashSet,
    fs,
    future::Future,
    ops::Deref,
    path::PathBuf,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use postgres::{Client, NoTls};

use crate::{
    db::{Db, Engine, Options, Target},
    migrate::{self, Migration},
    sealing::{Key, Keys, book},
};

/// Environment variable with the URL of a PostgreSQL server where databases may be created.
pub const VARIABLE: &str = "SLATED_TEST_POSTGRES";

/// The key that secrets are sealed with in these databases, as it is configured.
pub const KEY: &str = "dGhlIGtleSB0aGF0IHRlc3RzIHNlYWwgd2l0aCwgMzI=";

/// A migrated database of its own; deletes itself when dropped. Use it as a [`Db`].
#[derive(Debug)]
pub struct Database {
    db: Db,
    options: Options,
    place: Place,
}

/// What the name of a copy ends with. One that a failed test leaves behind goes an hour later.
const COPY: &str = "_copy";

#[derive(Debug)]
enum Place {
    Directory(PathBuf),
    Server { name: String },
}

/// Declares a test that runs on both engines, as `name::sqlite` and `name::postgres`:
///
/// ```ignore
/// both_engines! {
///     async fn finds_nobody(db) {
///         assert_eq!(db.read(|c| users::by_id(c, id)).await.unwrap(), None);
///     }
/// }
/// ```
///
/// `db` is a [`Database`] with the schema of [`migrate::ALL`], or with that of a second argument:
/// `async fn name(db, &[])`. Several functions may stand in one invocation, with attributes and doc comments.
#[macro_export]
macro_rules! both_engines {
    ($($(#[$attribute:meta])* async fn $name:ident($db:ident $(, $schema:expr)?) $body:block)+) => {$(
        async fn $name($db: $crate::testing::Database) $body

        mod $name {
            $(#[$attribute])*
            #[test]
            fn sqlite() {
                $crate::testing::run($crate::db::Engine::Sqlite, $crate::schema!($($schema)?), super::$name);
            }

            $(#[$attribute])*
            #[test]
            fn postgres() {
                $crate::testing::run($crate::db::Engine::Postgres, $crate::schema!($($schema)?), super::$name);
            }
        }
    )+};
}

/// The schema of a test: the real one unless another is given.
#[doc(hidden)]
#[macro_export]
macro_rules! schema {
    () => {
        $crate::migrate::ALL
    };
    ($schema:expr) => {
        $schema
    };
}

/// What [`both_engines!`](crate::both_engines) expands to: a runtime, a database, the test.
///
/// # Panics
/// As the test does, or when no database can be made.
pub fn run<F: Future<Output = ()>>(
    engine: Engine,
    schema: &'static [Migration],
    test: impl FnOnce(Database) -> F,
) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("threads for the test's runtime");
    runtime.block_on(async { test(Database::with(engine, schema).await).await });
}

impl Database {
    /// With the schema of [`migrate::ALL`].
    pub async fn new(engine: Engine) -> Self {
        Self::with(engine, migrate::ALL).await
    }

    /// With another schema; `&[]` for none.
    ///
    /// # Panics
    /// When no database can be made, or a migration fails.
    pub async fn with(engine: Engine, migrations: &'static [Migration]) -> Self {
        match engine {
            Engine::Sqlite => Self::sqlite(migrations).await,
            Engine::Postgres => {
                let name = format!("slated_test_{}", unique());
                let created = name.clone();
                blocking(move || create(&created, migrations));
                let options =
                    Options { pool: 8, keys: keys(), ..Options::new(Target::Postgres(url_of(&name))) };
                let db = Db::open(&options).expect("a database was just created there");
                Self { db, options, place: Place::Server { name } }
            }
        }
    }

    /// What [`Db::open`] was called with: to open the same database once more.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// PostgreSQL: where [`freeze_copy`](Self::freeze_copy) makes its copy.
    ///
    /// # Panics
    /// On SQLite.
    pub fn copy(&self) -> Target {
        Target::Postgres(url_of(&format!("{}{COPY}", self.server_name())))
    }

    /// PostgreSQL: copies the database as it is now to one that takes no writes, which is what a standby shows that has
    /// stopped to follow. Connections to this one are cut for that.
    ///
    /// # Panics
    /// On SQLite, or when the server refuses.
    pub fn freeze_copy(&self) {
        let name = self.server_name().to_owned();
        blocking(move || {
            let mut client = Client::connect(&server(), NoTls).expect("the server of the database");
            for statement in [
                format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"),
                format!(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"
                ),
                format!("CREATE DATABASE {name}{COPY} TEMPLATE {name}"),
                format!("ALTER DATABASE {name}{COPY} SET default_transaction_read_only = on"),
                format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"),
            ] {
                client.batch_execute(&statement).expect("statements of a test");
            }
        });
    }

    /// PostgreSQL: removes the copy under whoever reads it.
    ///
    /// # Panics
    /// On SQLite, or when the server refuses.
    pub fn drop_copy(&self) {
        let drop_database = format!("DROP DATABASE IF EXISTS {}{COPY} WITH (FORCE)", self.server_name());
        blocking(move || {
            let mut client = Client::connect(&server(), NoTls).expect("the server of the database");
            client.batch_execute(&drop_database).expect("DROP DATABASE");
        });
    }

    fn server_name(&self) -> &str {
        match &self.place {
            Place::Server { name } => name,
            Place::Directory(_) => panic!("only PostgreSQL has copies"),
        }
    }

    async fn sqlite(migrations: &'static [Migration]) -> Self {
        let directory = std::env::temp_dir().join(format!("slated-test-{}", unique()));
        fs::create_dir_all(&directory).expect("a temporary directory");
        let target = Target::Sqlite(directory.join("slated.db"));
        let options = Options { readers: 2, keys: keys(), ..Options::new(target) };
        let db = Db::open(&options).expect("a new SQLite file");
        prepare(&db, migrations).await;
        Self { db, options, place: Place::Directory(directory) }
    }
}

impl Deref for Database {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        match &self.place {
            // The threads may still hold the files; unlinking under them is fine, and what fails to go lies
            // in the directory for temporary things.
            Place::Directory(directory) => drop(fs::remove_dir_all(directory)),
            Place::Server { name } => {
                let drop_database = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                blocking(move || {
                    let dropped = Client::connect(&server(), NoTls)
                        .and_then(|mut client| client.batch_execute(&drop_database));
                    // Not a panic: this may run while a failed test unwinds.
                    if let Err(error) = dropped {
                        eprintln!("{drop_database}: {error}");
                    }
                });
            }
        }
    }
}

fn keys() -> Keys {
    Keys::from_source(|| Key::parse(KEY).map(|key| vec![key]))
}

/// Brings a new database to its schema, and seals with [`KEY`] where that is part of it.
async fn prepare(db: &Db, migrations: &'static [Migration]) {
    migrate::run(db, migrations).await.expect("migrations apply to an empty database");
    if migrations.iter().any(|migration| migration.name.ends_with("_secret_keys")) {
        db.write(|tx| book::begin(tx, jiff::Timestamp::now())).await.expect("the first key is taken");
    }
}

/// Copies the migrated template, which the first to need it makes.
fn create(name: &str, migrations: &'static [Migration]) {
    static KNOWN: Mutex<Option<HashSet<String>>> = Mutex::new(None);
    let template = format!("slated_template_{}", &migrate::checksum(migrations)[..16]);
    let mut client = Client::connect(&server(), NoTls).unwrap_or_else(|error| {
        panic!("{VARIABLE}: {error} ({error:?}); `cargo xtask test` starts a server")
    });
    // Other threads of this process wait for the mutex, other processes for the lock on the server.
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if known.get_or_insert_default().insert(template.clone()) {
        make_template(&mut client, &template, migrations);
    }
    drop(known);
    client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).expect("CREATE DATABASE");
}

fn make_template(client: &mut Client, template: &str, migrations: &'static [Migration]) {
    // Not tied to one template, so that tidying up and making never meet.
    const LOCK: i64 = 0x51a7_ed00;
    client.execute("SELECT pg_advisory_lock($1)", &[&LOCK]).expect("pg_advisory_lock");
    tidy(client);
    let exists = "SELECT 1 FROM pg_database WHERE datname = $1";
    if client.query_opt(exists, &[&template]).expect("pg_database").is_none() {
        // Under another name until it is finished: who finds the name may use it.
        let draft = format!("{template}_draft");
        client
            .batch_execute(&format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)"))
            .expect("DROP DATABASE");
        client.batch_execute(&format!("CREATE DATABASE {draft}")).expect("CREATE DATABASE");
        let options = Options { pool: 1, keys: keys(), ..Options::new(Target::Postgres(url_of(&draft))) };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let db = Db::open(&options).expect("a database was just created there");
            prepare(&db, migrations).await;
            db.close().await;
        });
        client
            .batch_execute(&format!("ALTER DATABASE {draft} RENAME TO {template}"))
            .expect("ALTER DATABASE");
    }
    client.execute("SELECT pg_advisory_unlock($1)", &[&LOCK]).expect("pg_advisory_unlock");
}

/// Drops what killed test runs left behind an hour ago or more.
fn tidy(client: &mut Client) {
    let left = "SELECT datname FROM pg_database d WHERE datname LIKE 'slated\\_test\\_%'
        AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datname = d.datname)";
    for row in client.query(left, &[]).expect("pg_database") {
        let name: String = row.get(0);
        let born = name.split('_').nth(2).and_then(|seconds| seconds.parse::<u64>().ok());
        if born.is_some_and(|born| born + 3600 < seconds_now()) {
            client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).expect("DROP DATABASE");
        }
    }
}

fn server() -> String {
    std::env::var(VARIABLE).unwrap_or_else(|_| {
        panic!(
            "{VARIABLE} is not set: run `cargo xtask test`, which starts a PostgreSQL server for the tests"
        )
    })
}

/// The server's URL with another database in it.
fn url_of(database: &str) -> String {
    let server = server();
    let (url, query) =
        server.split_once('?').map_or((server.as_str(), None), |(url, query)| (url, Some(query)));
    let start = url.find("://").map_or(0, |place| place + 3);
    let host = url[start..].find('/').map_or(url, |slash| &url[..start + slash]);
    query.map_or_else(|| format!("{host}/{database}"), |query| format!("{host}/{database}?{query}"))
}

/// `postgres::Client` brings a runtime of its own, which must not start inside another.
fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    thread::spawn(work).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn unique() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{}_{}_{}", seconds_now(), std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

fn seconds_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970").as_secs()
}
