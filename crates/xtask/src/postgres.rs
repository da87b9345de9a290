//! A PostgreSQL server of our own, from the installed binaries, or the one we were given.

use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use postgres::{Client, NoTls};

use crate::process::{self, Group, Signal};
use crate::scratch::Scratch;
use crate::{tools, workspace};

/// Whether a commit must survive a power cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// No `fsync`: for tests, whose data nobody will miss.
    Off,
    /// As an operator would run it: for figures.
    On,
}

/// A server to make databases on. Ours is stopped and removed when dropped.
pub(crate) struct Postgres {
    /// The URL of a database that exists, to make others from.
    home: String,
    // In this order: the server stops before its files go.
    _server: Option<Group>,
    _files: Option<Scratch>,
}

impl Postgres {
    /// The server named by `SLATED_TEST_POSTGRES`, or one of our own.
    pub(crate) fn given_or_own() -> Result<Self> {
        match std::env::var("SLATED_TEST_POSTGRES") {
            Ok(url) if !url.is_empty() => {
                connect(&url).context("SLATED_TEST_POSTGRES cannot be reached")?;
                println!("Using the PostgreSQL of SLATED_TEST_POSTGRES");
                Ok(Self { home: url, _server: None, _files: None })
            }
            _ => Self::own(Durability::Off),
        }
    }

    /// A server of our own on a free port of loopback.
    pub(crate) fn own(durability: Durability) -> Result<Self> {
        let binaries = tools::postgres_binaries()?;
        let account = Account::for_server()?;
        let files = Scratch::new(&account.home(), "postgres")?;
        let data = files.path().join("data");
        fs::create_dir(&data)?;
        fs::set_permissions(files.path(), fs::Permissions::from_mode(0o755))?;
        fs::set_permissions(&data, fs::Permissions::from_mode(0o700))?;
        account.give(&data)?;

        let mut initdb = account.command(&binaries.join("initdb"), files.path());
        initdb.arg("-D").arg(&data);
        initdb.args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        process::output(&mut initdb)?;

        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut server = account.command(&binaries.join("postgres"), files.path());
        server.arg("-D").arg(&data).args(["-p", &port.to_string()]);
        // No socket file: the usual directory may belong to another user.
        for setting in ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=300"] {
            server.args(["-c", setting]);
        }
        if durability == Durability::Off {
            for setting in ["fsync=off", "synchronous_commit=off", "full_page_writes=off"] {
                server.args(["-c", setting]);
            }
        }
        let log_path = workspace::target().join("xtask/postgres.log");
        fs::create_dir_all(log_path.parent().expect("the log lies in a directory"))?;
        let log = File::create(&log_path)?;
        server.stdout(Stdio::from(log.try_clone()?)).stderr(Stdio::from(log));
        let mut server = Group::spawn(&mut server)?.stopped_by(Signal::Interrupt);

        let home = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        let deadline = Instant::now() + Duration::from_secs(30);
        while let Err(error) = connect(&home) {
            if server.ended().is_some() || Instant::now() > deadline {
                let log = fs::read_to_string(&log_path).unwrap_or_default();
                bail!("PostgreSQL did not start ({error:#}); its log says:\n{log}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        println!("Started PostgreSQL on 127.0.0.1:{port}");
        Ok(Self { home, _server: Some(server), _files: Some(files) })
    }

    /// The URL of a database that exists, for tests that make their own.
    pub(crate) fn home(&self) -> &str {
        &self.home
    }

    /// Makes database `name` afresh and returns its URL.
    pub(crate) fn fresh_database(&self, name: &str) -> Result<String> {
        self.remove_database(name)?;
        connect(&self.home)?.batch_execute(&format!("CREATE DATABASE \"{name}\""))?;
        with_database(&self.home, name)
    }

    /// Removes database `name`; a server that was given to us is left as it was.
    pub(crate) fn remove_database(&self, name: &str) -> Result<()> {
        let mut client = connect(&self.home)?;
        Ok(client.batch_execute(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"))?)
    }
}

fn connect(url: &str) -> Result<Client> {
    let mut config: postgres::Config = url.parse().context("not a PostgreSQL URL")?;
    Ok(config.connect_timeout(Duration::from_secs(5)).connect(NoTls)?)
}

/// The same server's URL for database `name`.
fn with_database(url: &str, name: &str) -> Result<String> {
    let (scheme, rest) = url.split_once("://").context("the PostgreSQL address is not a URL")?;
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
    let host = rest.split_once('/').map_or(rest, |(host, _)| host);
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    Ok(format!("{scheme}://{host}/{name}{query}"))
}

/// The user the server runs as. PostgreSQL refuses to run as root, so root lends it another user.
enum Account {
    Ourselves,
    Other { user: u32, group: u32 },
}

impl Account {
    fn for_server() -> Result<Self> {
        if !tools::we_are_root() {
            return Ok(Self::Ourselves);
        }
        let passwd = fs::read_to_string("/etc/passwd")?;
        for name in ["postgres", "nobody"] {
            for line in passwd.lines() {
                let fields: Vec<&str> = line.split(':').collect();
                if let [account, _, user, group, ..] = fields[..]
                    && account == name
                {
                    return Ok(Self::Other { user: user.parse()?, group: group.parse()? });
                }
            }
        }
        bail!("PostgreSQL does not run as root, and there is neither a user `postgres` nor `nobody`")
    }

    /// Where its files may lie: in `target`, unless the account cannot get there.
    fn home(&self) -> PathBuf {
        let target = workspace::target();
        let reachable = target.ancestors().all(|directory| {
            fs::metadata(directory).is_ok_and(|data| data.permissions().mode() & 0o001 != 0)
        });
        match self {
            Self::Other { .. } if !reachable => std::env::temp_dir(),
            _ => target,
        }
    }

    fn give(&self, path: &Path) -> Result<()> {
        if let Self::Other { user, group } = *self {
            std::os::unix::fs::chown(path, Some(user), Some(group))?;
            let owner = fs::metadata(path)?.uid();
            anyhow::ensure!(owner == user, "{} could not be given to PostgreSQL", path.display());
        }
        Ok(())
    }

    fn command(&self, program: &Path, directory: &Path) -> Command {
        let mut command = Command::new(program);
        // Our own directory may be closed to that user.
        command.current_dir(directory);
        if let Self::Other { user, group } = *self {
            command.uid(user).gid(group);
        }
        command
    }
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn only_the_database_of_a_url_is_replaced() {
        let ok = |url: &str| with_database(url, "new").expect("a good URL");
        assert_eq!(ok("postgres://u:p@h:1/db"), "postgres://u:p@h:1/new");
        assert_eq!(ok("postgres://h?sslmode=disable"), "postgres://h/new?sslmode=disable");
        assert_eq!(ok("postgresql://h/db?a=b"), "postgresql://h/new?a=b");
        assert!(with_database("h:5432", "new").is_err());
    }
}
