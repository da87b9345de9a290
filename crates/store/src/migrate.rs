//! Brings a database to the shape this binary expects, one numbered text after the other.
//!
//! A text is SQL for both engines with a few tokens: `{{id}}`, `{{uuid}}`, `{{bytes}}`, `{{clustered}}` (after
//! the closing parenthesis of a `CREATE TABLE` without `{{id}}`), and lines for one engine only between
//! `-- {{sqlite}}` or `-- {{postgres}}` and `-- {{end}}`. Each text runs in a transaction of its own, so it
//! must not contain `COMMIT`, `VACUUM` or `CREATE INDEX CONCURRENTLY`; but what stands between `-- {{steps}}` and
//! `-- {{end}}` runs on PostgreSQL before, one statement after the other, each committed by itself (`steps.rs`). An applied
//! text is never edited.

mod steps;

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use crate::{
    args,
    db::{self, Conn, Db, Engine},
};

/// One step of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// Counts from 1 without gaps.
    pub version: u32,
    /// For people.
    pub name: &'static str,
    /// The text with its tokens.
    pub sql: &'static str,
}

/// Embeds `migrations/NNNN_name.sql`: `migration!(1, "0001_people")`.
macro_rules! migration {
    ($version:literal, $name:literal) => {
        Migration {
            version: $version,
            name: $name,
            sql: include_str!(concat!("../migrations/", $name, ".sql")),
        }
    };
}

/// The schema of this binary, in order.
pub const ALL: &[Migration] = &[
    migration!(1, "0001_foundation"),
    migration!(2, "0002_company_branding"),
    migration!(3, "0003_what_changed"),
    migration!(4, "0004_privacy"),
    migration!(5, "0005_webhook_states"),
    migration!(6, "0006_audit"),
    migration!(7, "0007_mail"),
    migration!(8, "0008_secret_keys"),
    migration!(9, "0009_audit_previous"),
    migration!(10, "0010_approval_then_opt_in"),
    migration!(11, "0011_queues"),
    migration!(12, "0012_heartbeat"),
    migration!(13, "0013_sign_in"),
    migration!(14, "0014_keys_by_company"),
    migration!(15, "0015_lanes"),
    migration!(16, "0016_earlier_claims"),
];

/// Lines that not everybody takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    Sqlite,
    Postgres,
    Steps,
}

/// Why the schema cannot be brought up to date.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// A newer Slated has used this database.
    #[error(
        "the database has schema version {database}, this program knows up to {binary}: start a newer version of Slated"
    )]
    Newer {
        /// Version found.
        database: u32,
        /// Version expected.
        binary: u32,
    },
    /// A text was edited after it had been applied.
    #[error("migration {version} ({name}) is not what was applied to this database")]
    Changed {
        /// Which.
        version: u32,
        /// Its name here.
        name: &'static str,
    },
    /// The list or one of its texts is faulty.
    #[error("migration {version}: {reason}")]
    Faulty {
        /// Which.
        version: u32,
        /// What is wrong.
        reason: String,
    },
    /// A text failed; what came before it stays applied.
    #[error("migration {version} ({name}) failed: {source}")]
    Failed {
        /// Which.
        version: u32,
        /// Its name.
        name: &'static str,
        /// Why.
        #[source]
        source: db::Error,
    },
    /// The database itself.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Applies what is missing and returns how many steps that were. Nodes that start together take turns, and
/// the later ones find nothing to do.
pub async fn run(db: &Db, migrations: &'static [Migration]) -> Result<usize, Error> {
    check(migrations)?;
    prepare(db).await?;
    if db.engine() == Engine::Postgres {
        let applied = db.write(move |tx| found(tx, migrations)).await?;
        if applied > 0 {
            return Ok(applied);
        }
    }
    let mut applied = 0;
    loop {
        if db.engine() == Engine::Postgres {
            db.read(move |c| steps::run(c, migrations)).await?;
        }
        match db.write(move |tx| apply_next(tx, migrations)).await? {
            Next::Applied => applied += 1,
            Next::NeedsSteps => {}
            Next::None => return Ok(applied),
        }
    }
}

/// How many steps [`run`] would apply; nothing is changed. An error if it would be refused.
pub async fn missing(db: &Db, migrations: &'static [Migration]) -> Result<usize, Error> {
    check(migrations)?;
    db.read(move |c| {
        const SQLITE: &str = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'schema_migration'";
        const POSTGRES: &str =
            "SELECT COUNT(*) FROM pg_catalog.pg_class WHERE oid = to_regclass('schema_migration')";
        let book = if c.engine() == Engine::Sqlite { SQLITE } else { POSTGRES };
        let applied = if c.one::<i64>(book, args![])? == Some(1) { applied(c, migrations)? } else { 0 };
        Ok(migrations.len() - applied)
    })
    .await
}

/// The last migration that was applied to a database that has had some.
pub fn version(c: &mut Conn) -> db::Result<u32> {
    Ok(c.one("SELECT MAX(version) FROM schema_migration", args![])?.unwrap_or(0))
}

/// Names a list of migrations by its content, the same wherever it runs.
pub fn checksum(migrations: &[Migration]) -> String {
    let all: String = migrations.iter().map(Migration::checksum).collect();
    hex(&Sha256::digest(all))
}

impl Migration {
    /// Line ends do not count: a checkout may have changed them.
    fn checksum(&self) -> String {
        hex(&Sha256::digest(self.sql.replace("\r\n", "\n")))
    }

    /// The text for one engine, without its steps.
    fn text(&self, engine: Engine) -> Result<String, Error> {
        let block = if engine == Engine::Sqlite { Block::Sqlite } else { Block::Postgres };
        self.lines(engine, |at| at.is_none_or(|at| at == block))
    }

    /// The statements that PostgreSQL takes one by one, before the text.
    fn steps(&self) -> Result<Vec<String>, Error> {
        let text = self.lines(Engine::Postgres, |at| at == Some(Block::Steps))?;
        let code: Vec<&str> = text.lines().filter(|line| !line.trim().starts_with("--")).collect();
        let statements = code.join("\n");
        let statements = statements.split(';').map(str::trim).filter(|statement| !statement.is_empty());
        Ok(statements.map(str::to_owned).collect())
    }

    /// The lines of the blocks that are wanted, in the engine's own words; `None` is what stands in no block.
    fn lines(&self, engine: Engine, wanted: impl Fn(Option<Block>) -> bool) -> Result<String, Error> {
        let faulty = |reason: String| Error::Faulty { version: self.version, reason };
        let (uuid, id, bytes, clustered) = match engine {
            Engine::Sqlite => ("BLOB", "INTEGER PRIMARY KEY", "BLOB", "WITHOUT ROWID"),
            Engine::Postgres => ("UUID", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", "BYTEA", ""),
        };
        let mut text = String::with_capacity(self.sql.len());
        let mut block: Option<Block> = None;
        for line in self.sql.lines() {
            let marker = line.trim().strip_prefix("-- {{").and_then(|rest| rest.strip_suffix("}}"));
            match (marker, block) {
                (Some("sqlite"), None) => block = Some(Block::Sqlite),
                (Some("postgres"), None) => block = Some(Block::Postgres),
                (Some("steps"), None) => block = Some(Block::Steps),
                (Some("end"), Some(_)) => block = None,
                (Some(marker), _) => return Err(faulty(format!("-- {{{{{marker}}}}} is out of place"))),
                (None, at) if !wanted(at) => {}
                (None, _) => {
                    let tokens = [
                        ("{{uuid}}", uuid),
                        ("{{id}}", id),
                        ("{{bytes}}", bytes),
                        ("{{clustered}}", clustered),
                    ];
                    let line = tokens.iter().fold(Cow::Borrowed(line), |line, (token, meaning)| {
                        if line.contains(token) { line.replace(token, meaning).into() } else { line }
                    });
                    if line.contains("{{") {
                        return Err(faulty(format!("unknown token in: {}", line.trim())));
                    }
                    text.push_str(&line);
                }
            }
            // Also for lines left out, so that the engine's line numbers are the file's.
            text.push('\n');
        }
        if block.is_some() {
            return Err(faulty("a block is not closed with -- {{end}}".into()));
        }
        Ok(text)
    }
}

fn check(migrations: &[Migration]) -> Result<(), Error> {
    for (expected, migration) in (1..).zip(migrations) {
        if migration.version != expected {
            let reason = format!("stands at place {expected} of the list");
            return Err(Error::Faulty { version: migration.version, reason });
        }
    }
    Ok(())
}

/// The book of what was applied. Its row 0 is the lock that every engine has: a row to update.
async fn prepare(db: &Db) -> Result<(), Error> {
    const BOOK: &str = "CREATE TABLE IF NOT EXISTS schema_migration (
        version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";
    const LOCK: &str = "INSERT INTO schema_migration (version, name, checksum, applied_at)
        VALUES (0, 'lock', '', 0) ON CONFLICT DO NOTHING";
    let create = || {
        db.write(|tx| {
            tx.batch(BOOK)?;
            tx.execute(LOCK, args![]).map(drop)
        })
    };
    // PostgreSQL's IF NOT EXISTS is no lock: of two that create at once, one fails, and then it does exist.
    if create().await.is_err() {
        create().await?;
    }
    Ok(())
}

/// Applies all migrations to a PostgreSQL that has none, and in which nobody works yet: in one transaction, steps
/// included; how many.
fn found(tx: &mut Conn, migrations: &'static [Migration]) -> Result<usize, Error> {
    take_turn(tx)?;
    if applied(tx, migrations)? > 0 {
        return Ok(0);
    }
    for migration in migrations {
        let steps = migration.steps()?.join(";\n").replace(" CONCURRENTLY ", " ");
        apply(tx, migration, &format!("{steps};\n{}", migration.text(Engine::Postgres)?))?;
    }
    Ok(migrations.len())
}

/// What became of the next migration.
enum Next {
    Applied,
    /// Its steps are not behind it: while this one waited for its turn, another applied what was next before.
    NeedsSteps,
    /// There is none.
    None,
}

/// Applies the next migration, if its steps are behind it.
fn apply_next(tx: &mut Conn, migrations: &'static [Migration]) -> Result<Next, Error> {
    take_turn(tx)?;
    let Some(next) = migrations.get(applied(tx, migrations)?) else { return Ok(Next::None) };
    if tx.engine() == Engine::Postgres && steps::done(tx, next.version)? < next.steps()?.len() {
        return Ok(Next::NeedsSteps);
    }
    apply(tx, next, &next.text(tx.engine())?)?;
    Ok(Next::Applied)
}

fn take_turn(tx: &mut Conn) -> db::Result<()> {
    // Waiting for another node's turn and rewriting a large table both take their time.
    tx.without_time_limit()?;
    tx.execute("UPDATE schema_migration SET applied_at = applied_at WHERE version = 0", args![]).map(drop)
}

fn apply(tx: &mut Conn, migration: &Migration, text: &str) -> Result<(), Error> {
    const RECORD: &str =
        "INSERT INTO schema_migration (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";
    let failed = |source| Error::Failed { version: migration.version, name: migration.name, source };
    tx.batch(text).map_err(failed)?;
    let now = jiff::Timestamp::now();
    let row = args![migration.version, migration.name, migration.checksum(), now];
    tx.execute(RECORD, row).map(drop).map_err(failed)
}

/// How many are applied, all of them known here.
fn applied(c: &mut Conn, migrations: &[Migration]) -> Result<usize, Error> {
    const APPLIED: &str = "SELECT version, checksum FROM schema_migration WHERE version > 0 ORDER BY version";
    let applied: Vec<(u32, String)> = c.query(APPLIED, args![])?;
    for (place, (version, checksum)) in applied.iter().enumerate() {
        match migrations.get(place) {
            Some(known) if known.version == *version && known.checksum() == *checksum => {}
            Some(known) => return Err(Error::Changed { version: known.version, name: known.name }),
            None => {
                let newest = applied.last().map_or(0, |(version, _)| *version);
                let binary = migrations.last().map_or(0, |migration| migration.version);
                return Err(Error::Newer { database: newest, binary });
            }
        }
    }
    Ok(applied.len())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string can always grow");
        text
    })
}
