//! A case as a small text: schedule, busy times and rules in, starts out.
//!
//! ```text
//! hours   Asia/Kolkata daily 09:30-18:00   ; mon-fri, sat, mon,wed …; several `hours` lines are several schedules
//! also    sat 10:00-12:00                  ; more hours of the schedule above
//! within  Europe/Berlin mon-fri 10:00-12:00
//! open    2026-01-05T14:00/2026-01-05T18:00 ; exceptions of the schedule above, on its wall clock
//! block   2026-01-05T14:00/2026-01-05T18:00
//! travel  2026-01-05/2026-01-09 America/New_York
//! busy    2026-01-05T04:00Z/2026-01-05T04:15Z
//! booked  2026-01-05T04:00Z/2026-01-05T04:30Z taken 2 ; an appointment of this type, claimed with the buffers
//! booked … taken 2 as 7                      ; the same one as that of another host which is also called 7
//! host                                      ; begins the next host
//! meet 30 · every 30 · buffers 15 15 · within-hours · notice 120 · spots 5
//! limit day 3 · limit week 120min · horizon 30d / 30bd / 600min / 2026-01-01..2026-02-01
//! now 2026-01-05T00:00Z · range A/B · everyone
//! ```
//!
//! Starts are written as a line per UTC date: `2026-01-05 04:00..12:00/30 15:00` is a run of half hours and one more.

#![allow(dead_code, unreachable_pub, clippy::pedantic, clippy::unwrap_used)]

pub mod oracle;

use jiff::{Timestamp, civil, tz::Offset, tz::TimeZone};
use slated_engine::{
    Busy, Exception, Horizon, Host, Hours, Limit, MINUTE, Max, Meeting, Mode, Ms, Period, Query, Rules,
    Schedule, Span, Start, Travel,
};

/// Checks which starts a case offers, and that booking agrees with the list on every minute of the range.
pub fn check(case: &str, expect: &str) {
    let case = Case::parse(case);
    let found = case.ask(|query, hosts| slated_engine::starts(query, hosts).unwrap());
    let tidy = |text: &str| {
        text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(render(&found), tidy(expect), "\n{case:#?}");
    case.ask(|query, hosts| {
        let listed: Vec<Ms> = found.iter().map(|start| start.at).collect();
        let minutes = (query.range.start..query.range.end).step_by(MINUTE as usize).take(5000);
        for at in minutes.chain(listed.iter().copied()) {
            let able = slated_engine::check(query, hosts, at);
            assert_eq!(able.is_ok(), listed.binary_search(&at).is_ok(), "at {}: {able:?}", text(at));
        }
    });
}

#[derive(Debug)]
pub struct Case {
    pub hosts: Vec<Person>,
    pub rules: Rules,
    pub mode: Mode,
    pub now: Ms,
    pub range: Span,
}

#[derive(Debug, Default)]
pub struct Person {
    pub hours: Vec<Plan>,
    pub within: Vec<Plan>,
    pub busy: Vec<Busy>,
}

#[derive(Debug, Clone)]
pub struct Plan {
    pub zone: TimeZone,
    pub weekly: [Vec<Hours>; 7],
    pub exceptions: Vec<Exception>,
    pub travel: Vec<Travel>,
}

impl Plan {
    pub fn compile(&self) -> Schedule {
        Schedule::new(self.zone.clone(), self.weekly.clone(), self.exceptions.clone(), self.travel.clone())
            .unwrap()
    }
}

impl Case {
    pub fn parse(case: &str) -> Self {
        let mut this = Self {
            hosts: vec![Person::default()],
            rules: Rules::new(30),
            mode: Mode::Anyone,
            now: instant("2000-01-01T00:00Z"),
            range: Span::new(0, 0),
        };
        let mut booked = Vec::new();
        let mut last_within = false;
        let lines = case.lines().map(|line| line.split(';').next().unwrap());
        for line in lines.flat_map(|line| line.split('·')).map(str::trim).filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let number = |index: usize| words[index].parse::<u32>().unwrap();
            let host = this.hosts.last_mut().unwrap();
            let current = if last_within { host.within.last_mut() } else { host.hours.last_mut() };
            match words[0] {
                "hours" | "within" => {
                    last_within = words[0] == "within";
                    let zone = TimeZone::get(words[1]).unwrap();
                    let mut plan =
                        Plan { zone, weekly: Default::default(), exceptions: vec![], travel: vec![] };
                    add_hours(&mut plan.weekly, &words[2..]);
                    if last_within { host.within.push(plan) } else { host.hours.push(plan) }
                }
                "also" => add_hours(&mut current.unwrap().weekly, &words[1..]),
                "open" | "block" => {
                    let (start, end) = words[1].split_once('/').unwrap();
                    let (start, end) = (start.parse().unwrap(), end.parse().unwrap());
                    current.unwrap().exceptions.push(Exception { available: words[0] == "open", start, end });
                }
                "travel" => {
                    let (from, to) = words[1].split_once('/').unwrap();
                    let zone = TimeZone::get(words[2]).unwrap();
                    current.unwrap().travel.push(Travel { from: date(from), to: date(to), zone });
                }
                "busy" => host.busy.push(Busy { span: span(words[1]), meeting: None }),
                "booked" => {
                    let id = if words.len() > 5 { number(5) } else { 0 };
                    booked.push((this.hosts.len() - 1, span(words[1]), number(3), id));
                }
                "host" => this.hosts.push(Person::default()),
                "meet" => this.rules.duration = number(1),
                "every" => this.rules.interval = Some(number(1)),
                "buffers" => (this.rules.buffer_before, this.rules.buffer_after) = (number(1), number(2)),
                "within-hours" => this.rules.buffers_within_hours = true,
                "notice" => this.rules.notice = number(1),
                "spots" => this.rules.spots = number(1),
                "limit" => this.rules.limits.push(limit(words[1], words[2])),
                "horizon" => this.rules.horizon = horizon(words[1]),
                "now" => this.now = instant(words[1]),
                "range" => this.range = span(words[1]),
                "everyone" => this.mode = Mode::Everyone,
                other => panic!("what is {other}?"),
            }
        }
        this.rules = this.rules.validate().unwrap();
        for (host, span, taken, id) in booked {
            let (before, after) = (this.rules.buffer_before, this.rules.buffer_after);
            let claim =
                Span::new(span.start - Ms::from(before) * MINUTE, span.end + Ms::from(after) * MINUTE);
            let meeting = Some(Meeting { start: span.start, end: span.end, taken, id });
            this.hosts[host].busy.push(Busy { span: claim, meeting });
        }
        for host in &mut this.hosts {
            host.busy.sort_by_key(|busy| busy.span.start);
        }
        this
    }

    /// Asks the engine something about the case.
    pub fn ask<T>(&self, question: impl FnOnce(&Query<'_>, &[Host<'_>]) -> T) -> T {
        let compile = |plans: &[Plan]| plans.iter().map(Plan::compile).collect::<Vec<_>>();
        let owned: Vec<_> =
            self.hosts.iter().map(|host| (compile(&host.hours), compile(&host.within))).collect();
        let refs: Vec<(Vec<&Schedule>, Vec<&Schedule>)> =
            owned.iter().map(|(hours, within)| (hours.iter().collect(), within.iter().collect())).collect();
        let hosts: Vec<Host<'_>> = refs
            .iter()
            .zip(&self.hosts)
            .map(|((hours, within), host)| Host { hours, within, busy: &host.busy })
            .collect();
        let query = Query { rules: &self.rules, mode: self.mode, now: self.now, range: self.range };
        question(&query, &hosts)
    }
}

/// Starts as text: a line per UTC date, runs of three or more as `first..last/minutes`, seats taken as `+n`.
pub fn render(starts: &[Start]) -> String {
    let mut lines = Vec::new();
    for day in starts.chunk_by(|a, b| a.at.div_euclid(86_400_000) == b.at.div_euclid(86_400_000)) {
        let mut line = text(day[0].at)[..10].to_owned();
        let mut rest = day;
        while let Some(first) = rest.first() {
            let step = rest.get(1).map_or(0, |next| next.at - first.at);
            let run = 1 + rest.windows(2).take_while(|pair| pair[1].at - pair[0].at == step).count();
            let plain = rest.iter().take_while(|start| start.taken == 0).count().min(run);
            let clock = |start: &Start| text(start.at)[11..].trim_end_matches('Z').to_owned();
            line.push(' ');
            if plain >= 3 {
                line.push_str(&format!("{}..{}/{}", clock(first), clock(&rest[plain - 1]), step / MINUTE));
                rest = &rest[plain..];
            } else {
                line.push_str(&clock(first));
                if first.taken > 0 {
                    line.push_str(&format!("+{}", first.taken));
                }
                rest = &rest[1..];
            }
        }
        lines.push(line);
    }
    lines.join("\n")
}

/// An instant as `2026-01-05T04:00Z`.
pub fn text(at: Ms) -> String {
    let seconds = if at % MINUTE == 0 { "" } else { ":%S" };
    Timestamp::from_millisecond(at).unwrap().strftime(&format!("%Y-%m-%dT%H:%M{seconds}Z")).to_string()
}

pub fn instant(text: &str) -> Ms {
    let local: civil::DateTime = text.strip_suffix('Z').unwrap().parse().unwrap();
    Offset::UTC.to_timestamp(local).unwrap().as_millisecond()
}

pub fn span(text: &str) -> Span {
    let (start, end) = text.split_once('/').unwrap();
    Span::new(instant(start), instant(end))
}

fn date(text: &str) -> civil::Date {
    text.parse().unwrap()
}

fn add_hours(weekly: &mut [Vec<Hours>; 7], words: &[&str]) {
    for pair in words.chunks(2).filter(|pair| pair.len() == 2) {
        for hours in pair[1].split(',') {
            let (from, to) = hours.split_once('-').unwrap();
            for day in weekdays(pair[0]) {
                weekly[day].push(Hours { from: minutes(from), to: minutes(to) });
            }
        }
    }
}

fn weekdays(text: &str) -> Vec<usize> {
    let index = |name: &str| {
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().position(|it| *it == name).unwrap()
    };
    match text {
        "daily" => (0..7).collect(),
        "never" => Vec::new(),
        _ => match text.split_once('-') {
            Some((first, last)) => (index(first)..=index(last)).collect(),
            None => text.split(',').map(index).collect(),
        },
    }
}

fn minutes(clock: &str) -> u16 {
    let (hours, minutes) = clock.split_once(':').unwrap();
    hours.parse::<u16>().unwrap() * 60 + minutes.parse::<u16>().unwrap()
}

fn limit(per: &str, max: &str) -> Limit {
    let per = match per {
        "day" => Period::Day,
        "week" => Period::Week,
        "month" => Period::Month,
        _ => Period::Year,
    };
    let max = match max.strip_suffix("min") {
        Some(minutes) => Max::Minutes(minutes.parse().unwrap()),
        None => Max::Count(max.parse().unwrap()),
    };
    Limit { per, max }
}

fn horizon(text: &str) -> Horizon {
    if let Some((from, to)) = text.split_once("..") {
        return Horizon::Range { from: date(from), to: date(to) };
    }
    let (digits, unit) = text.split_at(text.find(|c: char| c.is_alphabetic()).unwrap());
    let count = digits.parse().unwrap();
    match unit {
        "d" => Horizon::Days(count),
        "bd" => Horizon::BusinessDays(count),
        _ => Horizon::Minutes(count),
    }
}
