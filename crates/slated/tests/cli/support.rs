//! Running the binary in a directory of its own, and speaking HTTP to it.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use serde_json::Value;
use slated_store::{
    db::Target,
    testing::{Database, KEY},
};

/// A data directory, and optionally a database elsewhere, for one test.
pub(crate) struct Place {
    root: PathBuf,
    database: Option<String>,
    key_is_given: bool,
}

impl Place {
    /// On SQLite, in the data directory.
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let unique = format!("slated-cli-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let root = std::env::temp_dir().join(unique);
        fs::create_dir_all(&root).unwrap();
        Self { root, database: None, key_is_given: false }
    }

    /// In a database of the test's engine.
    pub(crate) fn on(database: &Database) -> Self {
        let url = match &database.options().target {
            Target::Sqlite(path) => format!("sqlite:{}", path.display()),
            Target::Postgres(url) => url.clone(),
        };
        let mut place = Self::new();
        (place.database, place.key_is_given) = (Some(url), true);
        place
    }

    /// The same, with the key of the test's database in the data directory instead of the environment.
    pub(crate) fn with_key_file(database: &Database) -> Self {
        let place = Self::without_key(database);
        fs::create_dir(place.data()).unwrap();
        fs::set_permissions(place.data(), fs::Permissions::from_mode(0o700)).unwrap();
        fs::write(place.key_file(), format!("{KEY}\n")).unwrap();
        fs::set_permissions(place.key_file(), fs::Permissions::from_mode(0o600)).unwrap();
        place
    }

    /// The same, without the key.
    pub(crate) fn without_key(database: &Database) -> Self {
        let mut place = Self::on(database);
        place.key_is_given = false;
        place
    }

    /// Where keys are unless they are given.
    pub(crate) fn key_file(&self) -> PathBuf {
        self.data().join("secrets.key")
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.root.join(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// The binary with no environment but what the test sets.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_slated"));
        command.env_clear().current_dir(&self.root).env("SLATED_DATA_DIR", self.data()).args(args);
        command.envs(self.database.iter().map(|url| ("DATABASE_URL", url.as_str())));
        if self.key_is_given {
            command.env("SLATED_SECRETS_KEY", KEY);
        }
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs a command that must succeed; what it printed.
    pub(crate) fn succeed(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// Waits until something has happened.
    pub(crate) fn until(what: &str, mut done: impl FnMut() -> bool) {
        let end = Instant::now() + Duration::from_secs(30);
        while !done() {
            assert!(Instant::now() < end, "{what}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Starts a server and waits for its first line.
    pub(crate) fn start(&self, args: &[&str]) -> Server {
        let mut command = self.command(args);
        let mut child = command
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        out.read_line(&mut first).unwrap();
        if first.is_empty() {
            let mut log = String::new();
            child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
            panic!("nothing was printed: {log}");
        }
        Server { child, out, first }
    }

    /// Serves what is there; where.
    pub(crate) fn serve(&self, args: &[&str]) -> (Server, String) {
        let server = self.start(&[&["serve"], args].concat());
        let url = server.first.split_whitespace().find(|word| word.starts_with("http://"));
        let url = url.unwrap_or_else(|| panic!("no address in: {}", server.first)).to_owned();
        (server, url)
    }

    pub(crate) fn demo(&self) -> (Server, Value) {
        let server = self.start(&["demo", "--json"]);
        let ready = serde_json::from_str(&server.first).unwrap();
        (server, ready)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.root));
    }
}

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
    /// The first line it printed.
    pub(crate) first: String,
}

impl Server {
    /// Everything printed until this word has come.
    pub(crate) fn printed_until(&mut self, word: &str) -> String {
        let mut all = self.first.clone();
        while !all.contains(word) {
            assert_ne!(self.out.read_line(&mut all).unwrap(), 0, "{word} never came: {all}");
        }
        all
    }

    pub(crate) fn tell(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for the end: exit code, the rest of standard output, and the log.
    pub(crate) fn ended(mut self) -> (Option<i32>, String, String) {
        let deadline = Instant::now() + Duration::from_secs(20);
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "it did not end");
            std::thread::sleep(Duration::from_millis(10));
        };
        let (mut rest, mut log) = (String::new(), String::new());
        self.out.read_to_string(&mut rest).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (status.code(), rest, log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// An answer over HTTP.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// Opens a connection to a URL's host.
pub(crate) fn connect(url: &str) -> TcpStream {
    TcpStream::connect(url.strip_prefix("http://").unwrap().split('/').next().unwrap()).unwrap()
}

/// A request's bytes, asking for the connection to be closed after the answer.
pub(crate) fn request(method: &str, path: &str, key: &str, body: Option<&Value>) -> String {
    let body = body.map(ToString::to_string).unwrap_or_default();
    let kind = if body.is_empty() { "" } else { "Content-Type: application/json\r\n" };
    format!(
        "{method} {path} HTTP/1.1\r\nHost: slated\r\nConnection: close\r\nAuthorization: Bearer {key}\r\n{kind}\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Reads an answer to its end.
pub(crate) fn read(mut stream: TcpStream) -> Answer {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text}"));
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head: head.to_lowercase(), body: unchunked(head, body) }
}

/// Asks and waits for the answer.
pub(crate) fn ask(url: &str, method: &str, path: &str, key: &str, body: Option<&Value>) -> Answer {
    let mut stream = connect(url);
    stream.write_all(request(method, path, key, body).as_bytes()).unwrap();
    read(stream)
}

pub(crate) fn get(url: &str, path: &str, key: &str) -> Answer {
    ask(url, "GET", path, key, None)
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The permission bits.
pub(crate) fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn unchunked(head: &str, body: &str) -> String {
    if !head.to_lowercase().contains("transfer-encoding: chunked") {
        return body.to_owned();
    }
    let (mut rest, mut whole) = (body, String::new());
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        whole.push_str(&after[..size]);
        rest = after.get(size + 2..).unwrap_or_default();
    }
    whole
}
