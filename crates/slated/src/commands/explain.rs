//! `slated explain`: why a start is offered, or which rules refuse it.

use std::process::ExitCode;

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use slated_app::{
    App,
    slots::{Ask, Explained, ExplainedHost, ExplainedRule, MAX_HOSTS, Mode, Occupant, Times},
};

use super::who;
use crate::cli::Explain;

/// Prints the explanation; whether the start is offered.
pub(crate) async fn run(app: &App, args: Explain) -> anyhow::Result<bool> {
    anyhow::ensure!(args.hosts.len() <= MAX_HOSTS, "--host: at most {MAX_HOSTS} at once");
    let company = who::company(app, args.company.company.as_deref()).await?;
    let mut hosts = Vec::with_capacity(args.hosts.len());
    for named in &args.hosts {
        hosts.push(who::user(app, &company, named).await?.id);
    }
    let ask = Ask {
        meeting_type: args.meeting_type.into(),
        hosts: Some(hosts).filter(|hosts| !hosts.is_empty()),
        queue: None,
        mode: if args.everyone { Mode::Everyone } else { Mode::Anyone },
        duration: args.duration,
        channel: None,
        resources: vec![],
    };
    let explained =
        app.explain(&who::operator(&company, "explain"), ask, args.start).await.map_err(who::told)?;
    if args.json {
        println!("{:#}", in_json(&explained));
    } else {
        print!("{}", in_words(&explained));
    }
    Ok(explained.offered)
}

/// 0 for offered, 1 for refused; 2, as for a wrong command line, when there is no answer.
pub(crate) fn code(answered: anyhow::Result<bool>) -> ExitCode {
    match answered {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn in_words(explained: &Explained) -> String {
    let Explained { meeting_type, start, end, now, .. } = explained;
    let mut lines = vec![
        format!("{meeting_type}, {start} to {end}: {}", verdict(explained.offered)),
        format!("asked at {now:.0}"),
    ];
    if explained.disabled {
        lines.push("The meeting type is switched off: it offers nothing.".to_owned());
    }
    if explained.hosts.is_empty() {
        lines.push("There is no host with working hours.".to_owned());
    }
    if let Some(choice) = &explained.choice {
        lines.push(format!("turn: {choice}"));
    }
    for host in &explained.hosts {
        let (user, at) = (&host.user, span(Some(*start), Some(*end), &host.zone));
        let joins = if host.joins { ", as a seat of the group that begins then" } else { "" };
        lines.push(format!(
            "\n{} <{}>, {at} in {}: {}{joins}",
            user.full_name(),
            user.email,
            zone_name(&host.zone),
            verdict(host.offered)
        ));
        lines.extend(host.rules.iter().map(|rule| rule_in_words(rule, &host.zone)));
    }
    lines.join("\n") + "\n"
}

fn rule_in_words(rule: &ExplainedRule, zone: &TimeZone) -> String {
    let sign = if rule.passes { "pass  " } else { "REFUSE" };
    let by = occupant(rule).map(|by| format!(" by an {by}")).unwrap_or_default();
    let first = format!("  {sign}  {:<22} {}{by}", rule.code, rule.reason);
    let local: Vec<_> =
        rule.times.iter().map(|(name, times)| format!("{name} {}", local(*times, zone))).collect();
    if local.is_empty() { first } else { format!("{first}\n{:33}{}", "", local.join("; ")) }
}

fn in_json(explained: &Explained) -> Value {
    json!({
        "meetingType": explained.meeting_type,
        "start": explained.start.to_string(),
        "end": explained.end.to_string(),
        "now": explained.now.to_string(),
        "offered": explained.offered,
        "disabled": explained.disabled,
        "turn": explained.choice,
        "hosts": explained.hosts.iter().map(host_in_json).collect::<Vec<_>>(),
    })
}

fn host_in_json(host: &ExplainedHost) -> Value {
    let rule = |rule: &ExplainedRule| {
        let times = rule.times.iter().map(|(name, times)| {
            json!({ "name": name, "start": bounds(*times).0, "end": bounds(*times).1, "local": local(*times, &host.zone) })
        });
        json!({
            "code": rule.code,
            "passes": rule.passes,
            "reason": rule.reason,
            "times": times.collect::<Vec<_>>(),
            "occupant": occupant(rule),
        })
    };
    json!({
        "id": host.user.id.to_string(),
        "name": host.user.full_name(),
        "timezone": zone_name(&host.zone),
        "offered": host.offered,
        "joins": host.joins,
        "rules": host.rules.iter().map(rule).collect::<Vec<_>>(),
    })
}

fn occupant(rule: &ExplainedRule) -> Option<&'static str> {
    rule.occupant.map(|occupant| match occupant {
        Occupant::Appointment => "appointment",
        Occupant::Event => "event",
    })
}

/// A moment has no end.
fn bounds(times: Times) -> (Option<String>, Option<String>) {
    let text = |at: Timestamp| at.to_string();
    match times {
        Times::At(at) => (Some(text(at)), None),
        Times::Span(start, end) => (start.map(text), end.map(text)),
    }
}

fn local(times: Times, zone: &TimeZone) -> String {
    match times {
        Times::At(at) => full(at, zone),
        Times::Span(start, end) => span(start, end, zone),
    }
}

/// Both ends with their offsets, which differ where the clock changes between them.
fn span(start: Option<Timestamp>, end: Option<Timestamp>, zone: &TimeZone) -> String {
    match (start, end) {
        (Some(start), Some(end)) => {
            let (from, to) = (start.to_zoned(zone.clone()), end.to_zoned(zone.clone()));
            if from.date() == to.date() && from.offset() == to.offset() {
                return format!("{} to {}", from.strftime("%a %F %H:%M"), to.strftime("%H:%M (%:z)"));
            }
            format!("{} to {}", full(start, zone), full(end, zone))
        }
        (Some(start), None) => format!("from {}", full(start, zone)),
        (None, Some(end)) => format!("before {}", full(end, zone)),
        (None, None) => "always".to_owned(),
    }
}

fn full(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%a %F %H:%M (%:z)").to_string()
}

fn zone_name(zone: &TimeZone) -> &str {
    zone.iana_name().unwrap_or("UTC")
}

fn verdict(offered: bool) -> &'static str {
    if offered { "offered" } else { "refused" }
}
