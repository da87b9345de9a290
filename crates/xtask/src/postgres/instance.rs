//! One PostgreSQL server of our own: started, stopped, killed and started again on the same files, followed by a
//! standby, and followed no more when that takes its place.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};

use super::{Durability, connect};
use crate::process::{self, Group, Signal};
use crate::scratch::Scratch;
use crate::{port, tools, workspace};

/// A server may take so long to start, crash recovery included.
const PATIENCE: Duration = Duration::from_secs(30);

/// The copy that a standby begins with may take so long.
const COPY: Duration = Duration::from_mins(2);

/// For filling: nothing is flushed, indexes are built without write-ahead log and in memory, and nobody cleans up beside.
const FILLING: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=8GB",
    "checkpoint_timeout=1h",
    "autovacuum=off",
    "shared_buffers=1GB",
];

/// How a standby follows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Follows {
    /// A commit is answered when it is on disk there too.
    Synchronously,
    /// A commit waits for nobody.
    Behind,
}

/// Whether a standby shows what it gets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Replay {
    On,
    Paused,
}

/// A server and its files, which go with it.
pub(crate) struct Instance {
    account: Account,
    binaries: PathBuf,
    port: u16,
    durability: Durability,
    // In this order: the server stops before its files go.
    server: Option<Group>,
    files: Scratch,
}

impl Instance {
    /// A new server, started on a free port of loopback.
    pub(crate) fn create(durability: Durability) -> Result<Self> {
        let mut instance = Self::on_new_files(durability)?;
        let _ = fs::remove_file(log_path());
        let mut initdb = instance.command("initdb");
        initdb.arg("-D").arg(instance.data());
        initdb.args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        process::output(&mut initdb)?;
        instance.ask_for_passwords()?;
        instance.start()?;
        Ok(instance)
    }

    /// Everybody is trusted but these, who are asked for a password in the way they are named after. The first line that
    /// fits counts.
    fn ask_for_passwords(&self) -> Result<()> {
        let path = self.data().join("pg_hba.conf");
        let lines = [("scram", "scram-sha-256"), ("md5", "md5"), ("password", "password")]
            .map(|(role, method)| format!("host all slated_{role} 127.0.0.1/32 {method}\n"));
        let trusting = fs::read_to_string(&path)?;
        Ok(fs::write(&path, lines.concat() + &trusting)?)
    }

    /// A hot standby of this server, that follows.
    pub(crate) fn standby(&self, follows: Follows) -> Result<Self> {
        let mut standby = Self::on_new_files(self.durability)?;
        let mut copy = standby.command("pg_basebackup");
        let from = format!("host=127.0.0.1 port={} user=postgres application_name=standby", self.port);
        copy.args(["--dbname", &from, "--write-recovery-conf", "--checkpoint=fast", "--no-sync", "-D"]);
        copy.arg(standby.data());
        process::run_within(&mut copy, COPY)?;
        standby.start()?;
        if let Err(error) = self.wait_for_standby(follows) {
            // Or commits would wait for nobody.
            self.set_synchronous("''")?;
            return Err(error);
        }
        Ok(standby)
    }

    fn wait_for_standby(&self, follows: Follows) -> Result<()> {
        // Only now: a setting of before the copy would be the copy's too, and it has no standby when it takes over.
        let state = match follows {
            Follows::Synchronously => {
                self.set_synchronous("'standby'")?;
                "sync"
            }
            Follows::Behind => "async",
        };
        let mut client = connect(&self.home())?;
        let there = "SELECT 1 FROM pg_stat_replication WHERE sync_state = $1 AND state = 'streaming'";
        let deadline = Instant::now() + PATIENCE;
        while client.query_opt(there, &[&state])?.is_none() {
            ensure!(Instant::now() < deadline, "the standby does not follow; see {}", log_path().display());
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// The standbys that commits wait for, as PostgreSQL writes them.
    pub(crate) fn set_synchronous(&self, names: &str) -> Result<()> {
        let mut client = connect(&self.home())?;
        client.batch_execute(&format!("ALTER SYSTEM SET synchronous_standby_names = {names}"))?;
        Ok(client.batch_execute("SELECT pg_reload_conf()")?)
    }

    /// Has a standby show what it shows now, or go on.
    pub(crate) fn replay(&self, replay: Replay) -> Result<()> {
        let call = match replay {
            Replay::Paused => "SELECT pg_wal_replay_pause()",
            Replay::On => "SELECT pg_wal_replay_resume()",
        };
        Ok(connect(&self.home())?.batch_execute(call)?)
    }

    /// Makes a standby a primary.
    pub(crate) fn promote(&self) -> Result<()> {
        let done: bool = connect(&self.home())?.query_one("SELECT pg_promote(true, 30)", &[])?.get(0);
        ensure!(done, "the standby was not promoted");
        Ok(())
    }

    /// Starts it, on whatever its files hold, and waits until it answers.
    pub(crate) fn start(&mut self) -> Result<()> {
        let mut server = self.command("postgres");
        server.arg("-D").arg(self.data()).args(["-p", &self.port.to_string()]);
        // No socket file: the usual directory may belong to another user.
        let always = [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=300",
            // What a standby that was copied just now has yet to fetch must still be there.
            "wal_keep_size=512MB",
        ];
        for setting in always {
            server.args(["-c", setting]);
        }
        let less: &[&str] = match self.durability {
            Durability::Off => &["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
            Durability::Processes => &["fsync=off"],
            Durability::On => &[],
            Durability::Filling => FILLING,
        };
        for setting in less {
            server.args(["-c", setting]);
        }
        let log_path = log_path();
        fs::create_dir_all(log_path.parent().expect("the log lies in a directory"))?;
        let log = File::options().create(true).append(true).open(&log_path)?;
        server.stdout(Stdio::from(log.try_clone()?)).stderr(Stdio::from(log));
        let mut server = Group::spawn(&mut server)?.stopped_by(Signal::Interrupt);
        let deadline = Instant::now() + PATIENCE;
        while let Err(error) = connect(&self.home()) {
            if server.ended().is_some() || Instant::now() > deadline {
                bail!("PostgreSQL did not start ({error:#}); see {}", log_path.display());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.server = Some(server);
        Ok(())
    }

    /// Stops it with all that it holds on disk, and starts it again for another use.
    pub(crate) fn restart(&mut self, durability: Durability) -> Result<()> {
        // Before it stops, which has to be quick.
        connect(&self.home())?.batch_execute("CHECKPOINT")?;
        self.stop();
        // What was written without being flushed would be while somebody measures.
        let mut flush = self.command("initdb");
        flush.arg("--sync-only").arg("-D").arg(self.data());
        process::output(&mut flush)?;
        self.durability = durability;
        self.start()
    }

    /// The "fast" shutdown: connections are ended, and everything is written.
    pub(crate) fn stop(&mut self) {
        self.server = None;
    }

    /// `kill -9`, of the server and all its backends.
    pub(crate) fn kill(&mut self) {
        if let Some(server) = self.server.take() {
            server.kill();
        }
    }

    /// Where it listens: `127.0.0.1:5432`.
    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The URL of a database that exists.
    pub(crate) fn home(&self) -> String {
        format!("postgres://postgres@{}/postgres", self.address())
    }

    /// What every server has before there is anything in it.
    fn on_new_files(durability: Durability) -> Result<Self> {
        let binaries = tools::postgres_binaries()?;
        let account = Account::for_server()?;
        let files = Scratch::new(&account.home(), "postgres")?;
        let port = port::lasting()?;
        let instance = Self { account, binaries, port, durability, server: None, files };
        let data = instance.data();
        fs::create_dir(&data)?;
        fs::set_permissions(instance.files.path(), fs::Permissions::from_mode(0o755))?;
        fs::set_permissions(&data, fs::Permissions::from_mode(0o700))?;
        instance.account.give(&data)?;
        Ok(instance)
    }

    fn data(&self) -> PathBuf {
        self.files.path().join("data")
    }

    fn command(&self, program: &str) -> Command {
        self.account.command(&self.binaries.join(program), self.files.path())
    }
}

/// What the servers of a run say.
fn log_path() -> PathBuf {
    workspace::target().join("xtask/postgres.log")
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
