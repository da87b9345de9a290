//! The report: one table of speed, and what the binary takes.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use super::case::Case;
use super::load::Figures;
use super::webhooks::Webhooks;

/// One measurement: turns of the server and of its yardsticks.
pub(crate) struct Row {
    pub(crate) engine: &'static str,
    pub(crate) question: &'static str,
    pub(crate) connections: usize,
    /// Length of the answer's body.
    pub(crate) bytes: usize,
    pub(crate) turns: Vec<Turn>,
}

/// A short run of each, one after the other.
pub(crate) struct Turn {
    pub(crate) figures: Figures,
    /// CPU time the server used.
    pub(crate) cpu: Duration,
    /// The handler that answers with as many bytes.
    pub(crate) bare: Figures,
    /// The handler that formats as many instants.
    pub(crate) formatting: Option<Figures>,
}

impl Row {
    /// One line for whoever watches the run.
    pub(crate) fn summary(&self) -> String {
        let Self { engine, question, connections, .. } = self;
        let speed = self.median(|turn| turn.figures.per_second);
        let p99 = self.median(|turn| turn.figures.p99.as_secs_f64() * 1e3);
        let refused = match self.refused() {
            0 => String::new(),
            refused => format!(", {refused} REFUSED"),
        };
        format!("{engine:8}  {question:26}  {connections:3} at once  {speed:9.0}/s  p99 {p99:.2} ms{refused}")
    }

    fn median(&self, of: impl Fn(&Turn) -> f64) -> f64 {
        let mut all: Vec<f64> = self.turns.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
    }

    fn refused(&self) -> usize {
        self.turns.iter().map(|turn| turn.figures.refused).sum()
    }

    /// Of the handler that formats instants, where there is one to compare with.
    fn of_formatting(&self) -> String {
        let ratio = self.median(|turn| {
            turn.formatting.as_ref().map_or(f64::NAN, |f| ratio(turn.figures.per_second, f.per_second))
        });
        if ratio.is_nan() { "–".to_owned() } else { format!("{ratio:.2} ×") }
    }
}

/// Everything that was measured in one run.
pub(crate) struct Report {
    binary_bytes: u64,
    rows: Vec<Row>,
    notes: Vec<String>,
    webhooks: Vec<Webhooks>,
    memory: Vec<String>,
    starts: Vec<String>,
}

impl Report {
    pub(crate) fn new(binary: &Path) -> Result<Self> {
        let binary_bytes = std::fs::metadata(binary)?.len();
        Ok(Self {
            binary_bytes,
            rows: Vec::new(),
            notes: Vec::new(),
            webhooks: Vec::new(),
            memory: Vec::new(),
            starts: Vec::new(),
        })
    }

    pub(crate) fn row(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// The case as it was found on an engine, and whether the counts are right.
    pub(crate) fn case(&mut self, engine: &str, case: &Case) {
        let verdict = if case.starts == Case::EXPECTED {
            "as computed independently".to_owned()
        } else {
            let (week, month) = Case::EXPECTED;
            format!("WRONG: {week} and {month} by an independent computation")
        };
        let (week, month) = case.starts;
        let Case { monday, .. } = case;
        self.notes
            .push(format!("{engine}: from {monday}, {week} starts in 7 days and {month} in 30, {verdict}"));
    }

    pub(crate) fn webhooks(&mut self, webhooks: Webhooks) {
        self.webhooks.push(webhooks);
    }

    /// Resident memory in KiB.
    pub(crate) fn memory(&mut self, engine: &str, idle: u64, after: u64, peak: u64) {
        self.memory.push(format!(
            "| {engine} | {} | {} | {} |",
            mebibytes(idle),
            mebibytes(after),
            mebibytes(peak)
        ));
    }

    pub(crate) fn start(&mut self, engine: &str, fresh: Duration, existing: Duration) {
        self.starts.push(format!("| {engine} | {} | {} |", milliseconds(fresh), milliseconds(existing)));
    }

    pub(crate) fn markdown(&self) -> String {
        let mut text = String::from("# Slated measured\n\n");
        let mut line = |words: String| writeln!(text, "{words}").expect("writing to a string does not fail");
        for note in &self.notes {
            line(format!("* {note}"));
        }
        line("\nSpeed, beside a bare axum handler answering with as many bytes, and one formatting as many instants (medians of turns; times in ms; CPU in µs a request):\n".into());
        line("| engine | request | at once | req/s | of bare | of formatting | p50 | p99 | of bare p50 | of bare p99 | CPU | refused | bytes |".into());
        line("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|".into());
        for row in &self.rows {
            let Row { engine, question, connections, bytes, .. } = row;
            let ms = |time: Duration| time.as_secs_f64() * 1e3;
            line(format!(
                "| {engine} | {question} | {connections} | {:.0} | {:.2} × | {} | {:.2} | {:.2} | {:.1} × | {:.1} × | {:.0} | {} | {bytes} |",
                row.median(|turn| turn.figures.per_second),
                row.median(|turn| ratio(turn.figures.per_second, turn.bare.per_second)),
                row.of_formatting(),
                row.median(|turn| ms(turn.figures.p50)),
                row.median(|turn| ms(turn.figures.p99)),
                row.median(|turn| ratio(ms(turn.figures.p50), ms(turn.bare.p50))),
                row.median(|turn| ratio(ms(turn.figures.p99), ms(turn.bare.p99))),
                row.median(cpu_per_request),
                row.refused(),
            ));
        }
        line("\nWebhooks, a backlog for six endpoints, beside a bare reqwest loop with as many calls at once (times in ms):\n".into());
        line("| engine | delivered/s | backlog | of bare | first try p50 | p99 | bookings/s with one webhook | of none |".into());
        line("|---|--:|--:|--:|--:|--:|--:|--:|".into());
        for w in &self.webhooks {
            line(format!(
                "| {} | {:.0} | {} | {:.2} × | {} | {} | {:.0} | {:.2} × |",
                w.engine,
                w.from_outbox.0,
                w.from_outbox.1,
                ratio(w.from_outbox.0, w.bare),
                milliseconds(w.first_try.0),
                milliseconds(w.first_try.1),
                w.bookings.0,
                ratio(w.bookings.0, w.bookings.1),
            ));
        }
        line("\nMemory of the server, MiB resident:\n".into());
        line("| engine | idle | after the load | peak |\n|---|--:|--:|--:|".into());
        self.memory.iter().for_each(|row| line(row.clone()));
        line("\nFrom start to ready, ms, median of 5 (a fresh database is filled with the demo):\n".into());
        line("| engine | fresh database | existing |\n|---|--:|--:|".into());
        self.starts.iter().for_each(|row| line(row.clone()));
        let tenths = self.binary_bytes / 100_000;
        line(format!("\nBinary, stripped: {}.{} MB", tenths / 10, tenths % 10));
        text
    }
}

fn ratio(ours: f64, theirs: f64) -> f64 {
    if theirs > 0.0 { ours / theirs } else { f64::NAN }
}

/// Microseconds.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn cpu_per_request(turn: &Turn) -> f64 {
    ratio(turn.cpu.as_secs_f64() * 1e6, turn.figures.answers as f64)
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e3)
}

fn mebibytes(kibibytes: u64) -> String {
    format!("{}.{}", kibibytes / 1024, kibibytes % 1024 * 10 / 1024)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Figures, Report, Row, Turn};

    #[test]
    fn a_row_shows_ratios_to_the_bare_handler() {
        let figures = |per_second: f64, micros: u64| Figures {
            answers: 1000,
            refused: 0,
            per_second,
            p50: Duration::from_micros(micros),
            p99: Duration::from_micros(2 * micros),
        };
        let mut report = Report {
            binary_bytes: 14_320_000,
            rows: vec![],
            notes: vec![],
            webhooks: vec![],
            memory: vec![],
            starts: vec![],
        };
        // The last turn met a hiccup.
        let turn = |speed, micros| Turn {
            figures: figures(speed, micros),
            cpu: Duration::from_millis(30),
            bare: figures(8000.0, 100),
            formatting: Some(figures(4000.0, 100)),
        };
        let turns = vec![
            turn(1900.0, 310),
            turn(2000.0, 300),
            turn(2100.0, 290),
            turn(2050.0, 200),
            turn(90.0, 9000),
        ];
        report.row(Row { engine: "sqlite", question: "GET 7 days", connections: 16, bytes: 99, turns });
        report.memory("sqlite", 10 * 1024 + 512, 20 * 1024, 30 * 1024);
        let text = report.markdown();
        let row = "| sqlite | GET 7 days | 16 | 2000 | 0.25 × | 0.50 × | 0.30 | 0.60 | 3.0 × | 3.0 × | 30 | 0 | 99 |";
        assert!(text.contains(row), "{text}");
        assert!(text.contains("| sqlite | 10.5 | 20.0 | 30.0 |"), "{text}");
        assert!(text.contains("14.3 MB"), "{text}");
    }
}
