//! CPU time per query on the shared case, as the operating system accounts for it: steadier than wall-clock time on a machine
//! that does other things. The best of seven runs counts.
//!
//! `cargo bench -p slated-engine --bench cpu` prints all; `-- 30 100 everyone 50` runs 30 days of 100 hosts 50 times, once, to
//! be counted by callgrind.

#![allow(missing_docs, clippy::pedantic, clippy::unwrap_used)]

mod case;

use std::hint::black_box;

use case::{Team, query, range, rules};
use slated_engine::{Mode, starts_into};

/// Days, hosts, mode, the goal in nanoseconds (for ten hosts a tenth of that for a hundred).
const CASES: [(i64, i64, Mode, u64); 9] = [
    (7, 1, Mode::Anyone, 300),
    (30, 1, Mode::Anyone, 800),
    (365, 1, Mode::Anyone, 6_000),
    (30, 10, Mode::Anyone, 10_000),
    (30, 100, Mode::Anyone, 100_000),
    (30, 1000, Mode::Anyone, 1_000_000),
    (30, 10, Mode::Everyone, 10_000),
    (30, 100, Mode::Everyone, 100_000),
    (30, 1000, Mode::Everyone, 1_000_000),
];

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    if let [days, hosts, mode, times] = &args[..] {
        let mode = if mode == "everyone" { Mode::Everyone } else { Mode::Anyone };
        run(days.parse().unwrap(), hosts.parse().unwrap(), mode, times.parse().unwrap());
        return;
    }
    println!(
        "{:>5} {:>6}  {:<9} {:>7} {:>12} {:>12}",
        "days", "hosts", "mode", "starts", "ns a query", "goal"
    );
    for (days, hosts, mode, goal) in CASES {
        let times = 200_000_000 / goal;
        let (nanos, starts) = (0..7).map(|_| run(days, hosts, mode, times)).min().unwrap();
        println!(
            "{days:>5} {hosts:>6}  {:<9} {starts:>7} {nanos:>12} {goal:>12}",
            format!("{mode:?}").to_lowercase()
        );
    }
}

/// Nanoseconds of CPU per query, and how many starts it found.
fn run(days: i64, hosts: i64, mode: Mode, times: u64) -> (u64, usize) {
    let (rules, team) = (rules(), Team::of(hosts));
    let query = query(&rules, mode, range(days));
    let mut out = Vec::new();
    let used = team.ask(|hosts| {
        starts_into(&query, hosts, &mut out).unwrap();
        let before = cpu();
        for _ in 0..times {
            starts_into(black_box(&query), black_box(hosts), &mut out).unwrap();
        }
        cpu() - before
    });
    (used / times, out.len())
}

/// Nanoseconds this process has been on a CPU.
fn cpu() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").expect("Linux accounts for it here");
    stat.split_whitespace().next().unwrap().parse().unwrap()
}
