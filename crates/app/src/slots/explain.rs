//! Why a start is offered or refused: every rule of every host, as the engine found it.

use jiff::{Timestamp, tz::TimeZone};
use slated_engine::{Detail, EARLIEST, Finding, LATEST, Ms, Refused, Span};
use slated_store::user::User;

use super::{
    Ask, moment,
    offer::{Offer, Taken},
    troubleshoot::names,
};
use crate::{App, Ctx, Error, Result, access::Scope};

/// Everything the rules say about one start.
#[derive(Debug, Clone)]
pub struct Explained {
    /// What is asked about.
    pub meeting_type: String,
    /// The start.
    pub start: Timestamp,
    /// When it would end.
    pub end: Timestamp,
    /// When it was asked: notice and horizon count from here.
    pub now: Timestamp,
    /// Whether a booking would be taken.
    pub offered: bool,
    /// The meeting type is switched off, and offers nothing whatever its hosts' hours are.
    pub disabled: bool,
    /// Whose turn of a queue it is, and why; or that it is nobody's who is free.
    pub choice: Option<String>,
    /// Each host who could be asked; those without hours are left out, as in the list.
    pub hosts: Vec<ExplainedHost>,
}

/// What the rules say about one start of one host.
#[derive(Debug, Clone)]
pub struct ExplainedHost {
    /// Who.
    pub user: User,
    /// The zone of their hours.
    pub zone: TimeZone,
    /// Whether this host can take it.
    pub offered: bool,
    /// A booking would take a seat of a group that begins then.
    pub joins: bool,
    /// Every rule that was asked, in the order in which refusals are told.
    pub rules: Vec<ExplainedRule>,
}

/// What one rule says.
#[derive(Debug, Clone)]
pub struct ExplainedRule {
    /// The `errorCode` a booking gets that this rule refuses.
    pub code: &'static str,
    /// Whether the rule lets the start pass.
    pub passes: bool,
    /// On what grounds, in words, with instants in UTC.
    pub reason: String,
    /// The times that the reason speaks of, each with its name.
    pub times: Vec<(&'static str, Times)>,
    /// What is in the way, where the host is busy.
    pub occupant: Option<Occupant>,
}

/// An instant, or a half-open span that may be open on either side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// One moment.
    At(Timestamp),
    /// From the first, before the last.
    Span(Option<Timestamp>, Option<Timestamp>),
}

/// What keeps a host busy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occupant {
    /// An appointment or a held slot; its busy time has the buffers in it.
    Appointment,
    /// An event that came from outside.
    Event,
}

impl App {
    /// Asks every rule of every host about one start, with the same inputs as the list and the booking.
    pub async fn explain(&self, ctx: &Ctx, ask: Ask, start: Timestamp) -> Result<Explained> {
        ctx.actor.needs(Scope::Scheduling)?;
        let (app, company, now) = (self.clone(), ctx.actor.company, self.now());
        let at = start.as_millisecond();
        if !(EARLIEST..=LATEST).contains(&at) {
            return Err(Error::invalid("start", "out-of-range", "The start is out of range"));
        }
        self.db()
            .read(move |c| {
                let offer = Offer::load(c, app.schedules(), company, &ask)?;
                let range = moment(at);
                let taken = offer.taken(c, range, now, None)?;
                let explained = explained(&offer, &taken, now, at, range);
                let Some((team, turns)) = offer.shared().zip(offer.turns(c, &taken, now)?) else {
                    return Ok(explained);
                };
                let able = offer.able(team, &taken, (now, at));
                let choice = able.as_ref().ok().and_then(|able| turns.choose(able));
                let told = match (&choice, able) {
                    (Some(choice), _) => format!("{}: {}", names(&offer, &choice.hosts), choice.reason),
                    (None, Ok(_)) => NOBODY.to_owned(),
                    (None, Err(refused)) => nobody(&refused),
                };
                let offered = explained.offered && choice.is_some();
                Ok(Explained { offered, choice: Some(told), ..explained })
            })
            .await
    }
}

/// What is told of a queue where nobody takes a start.
const NOBODY: &str = "nobody whose turn it may be can take it";

/// The same, with what refuses the member who came closest.
fn nobody(refused: &Refused) -> String {
    let reason = refused.all.iter().find(|(_, rule, _)| *rule == refused.rule);
    let reason = reason.map(|&(_, rule, detail)| Finding { rule, passes: false, detail });
    reason.map_or_else(|| NOBODY.to_owned(), |reason| format!("{NOBODY}: {reason}"))
}

fn explained(offer: &Offer, taken: &[Taken], now: Timestamp, at: Ms, range: Span) -> Explained {
    let answer = offer.ask(taken, now, range, |query, hosts| slated_engine::explain(query, hosts, at));
    let hosts =
        offer.hosts.iter().zip(taken).zip(answer.hosts).map(|((host, taken), answer)| ExplainedHost {
            user: host.user.clone(),
            zone: host.zone(),
            offered: answer.offered,
            joins: answer.joins.is_some(),
            rules: answer.findings.into_iter().map(|finding| rule(taken, finding)).collect(),
        });
    let disabled = !offer.meeting_type.enabled;
    Explained {
        meeting_type: offer.meeting_type.spec.info.name.clone(),
        start: super::instant(at),
        end: super::instant(at + Ms::from(offer.rules.duration) * slated_engine::MINUTE),
        now,
        offered: answer.offered && !offer.is_closed(),
        disabled,
        choice: None,
        hosts: hosts.collect(),
    }
}

fn rule(taken: &Taken, finding: Finding) -> ExplainedRule {
    let occupant = match finding.detail {
        Detail::Busy { busy: Some(busy), .. } if taken.claimed.contains(&busy) => Some(Occupant::Appointment),
        Detail::Busy { busy: Some(_), .. } => Some(Occupant::Event),
        _ => None,
    };
    ExplainedRule {
        code: crate::booking::code(finding.rule),
        passes: finding.passes,
        reason: finding.to_string(),
        times: times(finding.detail),
        occupant,
    }
}

fn times(detail: Detail) -> Vec<(&'static str, Times)> {
    // What lies beyond the calendar stands for "without end".
    let instant = |at: Ms| (EARLIEST..=LATEST).contains(&at).then(|| super::instant(at));
    let moment = |name, at| instant(at).map(|at| (name, Times::At(at)));
    let span = |name, span: Span| (name, Times::Span(instant(span.start), instant(span.end)));
    match detail {
        Detail::Earliest(at) => moment("from", at).into_iter().collect(),
        Detail::Horizon(open) => vec![span("possible", open)],
        Detail::Hours { needed, window } => {
            std::iter::once(span("needed", needed)).chain(window.map(|open| span("open", open))).collect()
        }
        Detail::Grid { origin, .. } => moment("grid from", origin).into_iter().collect(),
        Detail::Busy { claim, busy, .. } => {
            std::iter::once(span("claimed", claim)).chain(busy.map(|busy| span("busy", busy))).collect()
        }
        _ => vec![],
    }
}
