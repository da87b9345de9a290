//! Child processes that do not outlive us: each leads a process group, and the group is stopped when its
//! handle is dropped, and on Ctrl-C.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::scratch;

static RUNNING: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

/// How a process is asked to end.
#[derive(Clone, Copy)]
pub(crate) enum Signal {
    /// Finish what you are doing.
    Terminate,
    /// Finish now; PostgreSQL's "fast" shutdown.
    Interrupt,
    /// End.
    Kill,
}

/// A child process and everything it starts.
pub(crate) struct Group {
    child: Child,
    gentle: Signal,
}

impl Group {
    /// Starts `command` at the head of its own group, with no standard input.
    pub(crate) fn spawn(command: &mut Command) -> Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        RUNNING.lock().expect("no holder of the list panics").insert(child.id());
        Ok(Self { child, gentle: Signal::Terminate })
    }

    /// The signal that is tried first when the group is stopped.
    pub(crate) fn stopped_by(mut self, signal: Signal) -> Self {
        self.gentle = signal;
        self
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The child's standard output, when it was piped and not taken yet.
    pub(crate) fn stdout(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// The status, if it has ended.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Ends it and all that came from it at one blow, also what leads a group of its own: as `kill -9` by an operator who
    /// wants to be sure, or a power cut.
    pub(crate) fn kill(self) {
        let mut ids = vec![self.id()];
        ids.extend(descendants(self.id()));
        let ids: Vec<_> = ids.iter().map(u32::to_string).collect();
        send("KILL", &ids.join(" "));
    }

    /// Waits for the child to end by itself.
    pub(crate) fn wait(&mut self) -> Result<ExitStatus> {
        Ok(self.child.wait()?)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if self.ended().is_none() {
            signal(self.id(), self.gentle);
            let deadline = Instant::now() + Duration::from_secs(10);
            while self.ended().is_none() && Instant::now() < deadline {
                thread::sleep(Duration::from_millis(20));
            }
        }
        // The leader has gone (or will not go); what it started goes too.
        signal(self.id(), Signal::Kill);
        let _ = self.child.kill();
        let _ = self.child.wait();
        RUNNING.lock().expect("no holder of the list panics").remove(&self.id());
    }
}

/// Runs `command` to its end with its output shown; an error names it when it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = Group::spawn(command)?.wait()?;
    if !status.success() {
        bail!("`{}` failed: {status}", line(command));
    }
    Ok(())
}

/// The same, for one that must end this soon.
pub(crate) fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    let mut group = Group::spawn(command)?;
    let deadline = Instant::now() + limit;
    loop {
        match group.ended() {
            Some(status) if status.success() => return Ok(()),
            Some(status) => bail!("`{}` failed: {status}", line(command)),
            None if Instant::now() > deadline => {
                bail!("`{}` did not end within {} s", line(command), limit.as_secs())
            }
            None => thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Runs `command` to its end, showing its standard output and giving each line to `watch` as well.
pub(crate) fn watch(command: &mut Command, mut watch: impl FnMut(&str)) -> Result<ExitStatus> {
    let mut group = Group::spawn(command.stdout(Stdio::piped()))?;
    let output = group.stdout().context("the output is piped")?;
    for text in BufReader::new(output).split(b'\n') {
        let text = text?;
        let text = String::from_utf8_lossy(&text);
        let _ = writeln!(std::io::stdout(), "{text}");
        watch(&text);
    }
    group.wait()
}

/// What `command` prints, when it succeeds.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {}", command.get_program().display()))?;
    if !output.status.success() {
        bail!("`{}` failed: {}", line(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// On Ctrl-C (or SIGTERM) stops every group, removes every scratch directory, and exits.
pub(crate) fn stop_everything_on_signals() {
    thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime of one thread starts");
        runtime.block_on(async {
            use tokio::signal::unix::{SignalKind, signal};
            let mut terminate = signal(SignalKind::terminate()).expect("SIGTERM can be watched");
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        });
        let running = RUNNING.lock().expect("no holder of the list panics").clone();
        for id in &running {
            signal(*id, Signal::Interrupt);
        }
        thread::sleep(Duration::from_secs(1));
        for id in &running {
            signal(*id, Signal::Kill);
        }
        scratch::remove_all();
        std::process::exit(130);
    });
}

/// Sends `signal` to the group led by `id`. A group that is gone is no error.
fn signal(id: u32, signal: Signal) {
    let name = match signal {
        Signal::Terminate => "TERM",
        Signal::Interrupt => "INT",
        Signal::Kill => "KILL",
    };
    send(name, &format!("-{id}"));
}

fn send(signal: &str, to: &str) {
    // The shell's own `kill` is everywhere, and needs no unsafe code of ours.
    let _ = Command::new("sh")
        .args(["-c", &format!("kill -s {signal} -- {to}")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}

/// What a process has started, and what that has started, as far as it still runs.
fn descendants(of: u32) -> Vec<u32> {
    let mut parents: Vec<(u32, u32)> = Vec::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // `12 (a name, perhaps with brackets) S 11 …`: the parent is the second word after the name.
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let parent = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse().ok());
        parents.extend(parent.map(|parent| (id, parent)));
    }
    let mut found = vec![of];
    let mut next = 0;
    while let Some(&id) = found.get(next) {
        found.extend(parents.iter().filter(|(_, parent)| *parent == id).map(|(child, _)| *child));
        next += 1;
    }
    found.split_off(1)
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    use super::Group;

    #[test]
    fn a_killed_group_leaves_nobody_even_in_other_groups() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' TERM; setsid sleep 300 & wait"]);
        let group = Group::spawn(&mut shell).expect("there is a shell");
        let deadline = Instant::now() + Duration::from_secs(5);
        let child = loop {
            if let Some(child) = super::descendants(group.id()).first() {
                break *child;
            }
            assert!(Instant::now() < deadline, "the shell starts its child");
        };
        let started = Instant::now();
        group.kill();
        assert!(started.elapsed() < Duration::from_secs(5), "nobody was asked");
        assert!(ends(child.to_string().as_str()), "the child of its own group lives");
    }

    /// Whether a process comes to its end within five seconds: a signal takes a moment to be felt.
    ///
    /// It is gone, or a zombie that nobody has collected yet.
    fn ends(process: &str) -> bool {
        let deadline = Instant::now() + Duration::from_secs(5);
        let alive = || {
            std::fs::read_to_string(format!("/proc/{process}/status"))
                .is_ok_and(|status| !status.contains("State:\tZ") && !status.contains("State:\tX"))
        };
        while alive() {
            if Instant::now() > deadline {
                return false;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        true
    }

    #[test]
    fn a_dropped_group_takes_its_grandchildren_along() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 300 & echo $!; wait"]).stdout(Stdio::piped());
        let mut group = Group::spawn(&mut shell).expect("there is a shell");
        let output = group.stdout().expect("the output is piped");
        let mut line = String::new();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(output), &mut line).expect("a line comes");
        let started = Instant::now();
        drop(group);
        assert!(started.elapsed() < Duration::from_secs(5), "the gentle signal was enough");
        assert!(ends(line.trim()), "the grandchild lives");
    }
}
