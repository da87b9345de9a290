//! What is known of meeting types and their hosts, kept while it is current.
//!
//! Whatever may move a host's free starts raises that host's numbers in the same transaction ([`slated_store::host`]):
//! `seq` always, `changed` unless only time was taken or given back. What is kept remembers the numbers it was read
//! under, the numbers first; one look at them tells what of it still holds. So an answer never lags behind what was
//! committed, on this node or another.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::Timestamp;
use slated_engine::{DAY, Ms, Span};
use slated_store::{
    db::{Conn, Db},
    host::{self, Standing},
    ids::{CompanyId, MeetingTypeId, QueueId, UserId},
    meeting_type::{self, MeetingType},
    queue,
};

use super::{
    looks::Looks,
    offer::{self, Ask, Offer, OfferedHost, Taken},
    schedules::Schedules,
    team::Team,
};
use crate::{Error, Result};

/// How many busy times may be kept in all: a bound on memory (some 100 bytes each), not a policy.
const MOST: usize = 250_000;
/// The largest snapshot that is kept: a thousand hosts with a hundred busy times each.
const LARGEST: usize = MOST / 2;
/// What a meeting type, or a host, counts for in busy times.
const EACH: usize = 16;
/// How much is read at once: what the pages leaf through, and the usual horizon.
const AHEAD: Ms = 62 * DAY;

/// The most hosts whose free starts are reckoned between two awaits: some tens of microseconds.
const AT_HAND: usize = 16;

/// Whether a group can be joined depends on how long its meeting is, so the duration is part of the question.
type Key = (CompanyId, MeetingTypeId, Option<u32>, Option<Vec<UserId>>, Option<QueueId>);

/// What is kept, by meeting type, duration, named hosts and queue.
#[derive(Default)]
pub(crate) struct Snapshots(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    by_key: HashMap<Key, Snapshot>,
    size: usize,
}

#[derive(Clone)]
struct Snapshot {
    terms: Arc<Terms>,
    calendars: Option<Arc<Calendars>>,
}

/// What was found of a question without a database thread of its own.
pub(super) enum Found {
    /// The offer, what its hosts have taken, and the asked range.
    Whole(Offer, Arc<[Taken]>, Span),
    /// How the hosts of what is kept stand. That does not hold, or not enough of it is kept.
    Look(Look),
    /// Nothing.
    Nothing,
}

/// How those stood whose changes matter to certain terms.
pub(super) struct Look {
    terms: Arc<Terms>,
    standing: Arc<[Standing]>,
}

/// A meeting type, its hosts and their hours.
pub(crate) struct Terms {
    meeting_type: Arc<MeetingType>,
    hosts: Arc<[OfferedHost]>,
    team: Option<Arc<Team>>,
    /// Everybody whose changes matter, the meeting type's own host first.
    watched: Vec<UserId>,
    /// How often each of them had changed something before any of this was read.
    changed: Vec<i64>,
}

/// What the hosts have taken.
struct Calendars {
    taken: Arc<[Taken]>,
    /// What `taken` covers.
    window: Span,
    /// The hosts' sequence numbers before any of this was read.
    seqs: Vec<i64>,
}

impl Snapshots {
    /// Only plain questions: the hours of channels and resources may belong to others, whose changes are not watched.
    pub(super) fn can_keep(ask: &Ask) -> bool {
        ask.channel.is_none() && ask.resources.is_empty()
    }

    /// What [`offer`](Self::offer) tells, from what is kept, without a database thread of its own; or as much as spares it
    /// another look. `looks` are at the copy of the database that it was read from, which may be behind what `db` has seen.
    pub(super) async fn kept(
        &self,
        (db, looks): (&Db, &Looks),
        company: CompanyId,
        ask: &Ask,
        range: impl Fn(&Offer) -> Result<Span>,
    ) -> Result<Found> {
        // How the turns of a queue stand is asked of the database.
        let at_hand = |terms: &Terms| terms.watched.len() <= AT_HAND && terms.team.is_none();
        let found = self.find(&key(company, ask)).filter(|snapshot| at_hand(&snapshot.terms));
        let Some(Snapshot { terms, calendars: Some(calendars) }) = found else { return Ok(Found::Nothing) };
        let standing = looks.standing(company, Arc::clone(&terms)).await;
        let Some(standing) = standing.filter(|standing| !host::is_outdated(db, standing)) else {
            return Ok(Found::Nothing);
        };
        if terms.hold(&standing) {
            let offer = terms.offer(company, ask)?;
            let range = range(&offer)?;
            if calendars.hold(&standing, offer.rules.busy_span(range)) {
                return Ok(Found::Whole(offer, Arc::clone(&calendars.taken), range));
            }
        }
        Ok(Found::Look(Look { terms, standing }))
    }

    /// The offer, what its hosts have taken, and the asked range, which may depend on the offer; kept or read. `look` is one
    /// at the same database, taken since the question was put.
    pub(super) fn offer(
        &self,
        c: &mut Conn,
        schedules: &Schedules,
        (company, ask): (CompanyId, &Ask),
        now: Timestamp,
        range: impl Fn(&Offer) -> Result<Span>,
        look: Option<Look>,
    ) -> Result<(Offer, Arc<[Taken]>, Span)> {
        let key = key(company, ask);
        if let Some(Snapshot { terms, calendars }) = self.find(&key)
            && let Some(standing) = standing(c, company, &terms, look)?
            && terms.hold(&standing)
        {
            let offer = terms.offer(company, ask)?;
            let range = range(&offer)?;
            let span = offer.span(range, now);
            if let Some(calendars) = calendars.filter(|calendars| calendars.hold(&standing, span)) {
                return Ok((offer, Arc::clone(&calendars.taken), range));
            }
            let calendars = Calendars::read(c, &offer, span, &standing)?;
            let taken = Arc::clone(&calendars.taken);
            self.keep(key, Snapshot { terms, calendars: Some(Arc::new(calendars)) });
            return Ok((offer, taken, range));
        }
        let watched = watched(c, company, ask)?;
        let standing = host::standing(c, company, &watched)?;
        let offer = Offer::load(c, schedules, company, ask)?;
        let range = range(&offer)?;
        let span = offer.span(range, now);
        let calendars = Calendars::read(c, &offer, span, standing.as_deref().unwrap_or_default())?;
        let taken = Arc::clone(&calendars.taken);
        // When somebody is gone there is no number to tell when this changes; nor is there one of somebody who joined the
        // queue in between.
        let all = offer.watched(ask).iter().all(|user| watched.contains(user));
        if let Some(standing) = standing.filter(|_| all) {
            let terms = Arc::new(Terms::new(&offer, watched, &standing));
            self.keep(key, Snapshot { terms, calendars: Some(Arc::new(calendars)) });
        }
        Ok((offer, taken, range))
    }

    /// The terms kept for a question, current or not.
    pub(crate) fn terms(&self, company: CompanyId, ask: &Ask) -> Option<Arc<Terms>> {
        let snapshot = Self::can_keep(ask).then(|| self.find(&key(company, ask)))?;
        Some(snapshot?.terms)
    }

    /// Keeps terms that were read in a transaction, which must have been committed since: until then they may hold
    /// what others were about to write and did not.
    pub(crate) fn keep_terms(&self, company: CompanyId, ask: &Ask, terms: Terms) {
        if Self::can_keep(ask) {
            self.keep(key(company, ask), Snapshot { terms: Arc::new(terms), calendars: None });
        }
    }

    fn find(&self, key: &Key) -> Option<Snapshot> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).by_key.get(key).cloned()
    }

    fn keep(&self, key: Key, snapshot: Snapshot) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let size = snapshot.size();
        if size > LARGEST {
            return;
        }
        if kept.size + size > MOST {
            *kept = Kept::default();
        }
        kept.size += size;
        if let Some(old) = kept.by_key.insert(key, snapshot) {
            kept.size -= old.size();
        }
    }
}

impl Terms {
    /// Of an offer that was read after `standing`, which is of those who are watched, in their order.
    pub(crate) fn new(offer: &Offer, watched: Vec<UserId>, standing: &[Standing]) -> Self {
        Self {
            meeting_type: Arc::clone(&offer.meeting_type),
            hosts: Arc::clone(&offer.hosts),
            team: offer.team.clone(),
            watched,
            changed: standing.iter().map(|standing| standing.changed).collect(),
        }
    }

    /// Everybody whose changes matter, the meeting type's own host first.
    pub(crate) fn watched(&self) -> &[UserId] {
        &self.watched
    }

    /// Whether nothing changed until this moment; `standing` is of those who are watched, in their order.
    pub(crate) fn hold(&self, standing: &[Standing]) -> bool {
        standing.iter().map(|standing| standing.changed).eq(self.changed.iter().copied())
    }

    /// The offer under a question.
    pub(crate) fn offer(&self, company: CompanyId, ask: &Ask) -> Result<Offer> {
        Offer::again(company, &self.meeting_type, &self.hosts, self.team.as_ref(), ask)
    }
}

impl Calendars {
    /// What is taken in a span and for some time after its begin.
    fn read(c: &mut Conn, offer: &Offer, span: Span, standing: &[Standing]) -> Result<Self> {
        let window = Span { start: span.start, end: span.end.max(span.start.saturating_add(AHEAD)) };
        let taken = offer.taken_within(c, window, None)?.into();
        Ok(Self { taken, window, seqs: standing.iter().map(|standing| standing.seq).collect() })
    }

    fn hold(&self, standing: &[Standing], span: Span) -> bool {
        self.window.start <= span.start
            && span.end <= self.window.end
            && standing.iter().map(|standing| standing.seq).eq(self.seqs.iter().copied())
    }
}

impl Snapshot {
    /// In busy times.
    fn size(&self) -> usize {
        let taken = self.calendars.iter().flat_map(|calendars| calendars.taken.iter());
        EACH * (1 + self.terms.hosts.len()) + taken.map(|taken| taken.calendar.busy().len()).sum::<usize>()
    }
}

/// How those stand whose changes matter to these terms: as was seen already, if it was of the same terms.
fn standing(
    c: &mut Conn,
    company: CompanyId,
    terms: &Arc<Terms>,
    look: Option<Look>,
) -> Result<Option<Arc<[Standing]>>> {
    match look.filter(|look| Arc::ptr_eq(&look.terms, terms)) {
        Some(look) => Ok(Some(look.standing)),
        None => Ok(host::standing(c, company, &terms.watched)?.map(Arc::from)),
    }
}

fn key(company: CompanyId, ask: &Ask) -> Key {
    (company, ask.meeting_type, ask.duration, ask.hosts.clone(), ask.queue)
}

/// Everybody whose changes matter, before the offer is read: the meeting type's own host, and those who are named or in
/// its queue.
pub(crate) fn watched(c: &mut Conn, company: CompanyId, ask: &Ask) -> Result<Vec<UserId>> {
    let found = meeting_type::owner(c, company, ask.meeting_type)?;
    let (owner, queue) = found.ok_or(Error::NotFound("Meeting type"))?;
    match ask.queue.or(queue.filter(|_| ask.names_nobody())) {
        Some(queue) => Ok(offer::watched(owner, &queue::users(c, company, queue)?)),
        None => Ok(offer::watched(owner, ask.hosts.as_deref().unwrap_or_default())),
    }
}
