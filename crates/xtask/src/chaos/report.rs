//! What a run came to, as a table.

use std::fmt::Write as _;
use std::time::Duration;

use super::compare::Verdict;

/// One kind of fault on one kind of installation.
pub(super) struct Row {
    pub(super) name: &'static str,
    /// What stood there, in words.
    pub(super) on: &'static str,
    pub(super) strikes: usize,
    pub(super) requests: usize,
    /// The longest time from the end of a fault until every node answered writes.
    pub(super) back: Duration,
    pub(super) verdict: Verdict,
    /// What more is to be known of it.
    pub(super) note: String,
}

impl Row {
    /// It did not come to a judgement, which is no better than a bad one.
    pub(super) fn spoilt(mut self, error: &anyhow::Error) -> Self {
        self.verdict.complain(format!("{error:#}"));
        println!("{}: {error:#}", self.summary());
        self
    }

    pub(super) fn summary(&self) -> String {
        let Self { name, strikes, requests, verdict, .. } = self;
        let outcome = if verdict.is_clean() { "ok" } else { "BAD" };
        let Verdict { acknowledged, found, duplicated, lost, .. } = verdict;
        format!(
            "{name:18} {outcome:3}  {strikes} faults, {requests} requests, {acknowledged} acknowledged, {found} found, \
             {duplicated} duplicated, {lost} lost"
        )
    }
}

/// The whole report, in Markdown.
pub(super) fn markdown(rows: &[Row], seed: u64, noticed: &[String]) -> String {
    let mut text = format!(
        "# Chaos\n\nSeed {seed}; a debug build, clients and databases on one machine. PostgreSQL runs without `fsync`: \
         processes are killed here, not machines.\n\n"
    );
    text.push_str(
        "| fault | on | faults | requests | acknowledged | found | refused | unknown: there | unknown: not there \
         | duplicated | lost | done though refused | overlaps | torn | events | sent again | events lost \
         | out of order | longest way back |\n|---|---|",
    );
    text.push_str(&"--:|".repeat(17));
    text.push('\n');
    for row in rows {
        let v = &row.verdict;
        let numbers = [
            row.strikes,
            row.requests,
            v.acknowledged,
            v.found,
            v.refused,
            v.unknown_there,
            v.unknown_not_there,
            v.duplicated,
            v.lost,
            v.against_refusal,
            v.overlaps,
            v.torn,
            v.events,
            v.redelivered,
            v.events_lost,
            v.out_of_order,
        ];
        let numbers = numbers.map(|number| number.to_string()).join(" | ");
        let back = row.back.as_secs_f64();
        writeln!(text, "| {} | {} | {numbers} | {back:.1} s |", row.name, row.on)
            .expect("writing to a string does not fail");
    }
    for row in rows.iter().filter(|row| !row.note.is_empty()) {
        write!(text, "\n* {}: {}", row.name, row.note).expect("writing to a string does not fail");
    }
    for line in noticed {
        write!(text, "\n* {line}").expect("writing to a string does not fail");
    }
    for row in rows.iter().filter(|row| !row.verdict.is_clean()) {
        const SHOWN: usize = 20;
        let complaints = &row.verdict.complaints;
        write!(text, "\n\n## {}: {} complaints; see target/chaos/{0}\n", row.name, complaints.len())
            .expect("writing to a string does not fail");
        for complaint in complaints.iter().take(SHOWN) {
            write!(text, "\n* {complaint}").expect("writing to a string does not fail");
        }
    }
    text.push('\n');
    text
}
