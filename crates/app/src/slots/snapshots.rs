//! What is known of meeting types and their hosts, kept while it is current.
//!
//! Whatever may move a host's free starts raises that host's sequence number in the same transaction
//! ([`slated_store::host`]). A snapshot remembers the numbers it was read under, the numbers first; one look at them
//! tells whether it still holds. So an answer never lags behind what was committed, on this node or another.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use slated_engine::{DAY, Ms, Span};
use slated_store::{
    db::Conn,
    host,
    ids::{CompanyId, MeetingTypeId, UserId},
    meeting_type::MeetingType,
};

use super::{
    offer::{Ask, Offer, OfferedHost, Taken},
    schedules::Schedules,
};
use crate::Result;

/// How many busy times may be kept in all: a bound on memory (some 100 bytes each), not a policy.
const MOST: usize = 200_000;
/// The largest snapshot that is kept.
const LARGEST: usize = MOST / 16;
/// How much is read at once: what the pages leaf through, and the usual horizon.
const AHEAD: Ms = 62 * DAY;

type Key = (CompanyId, MeetingTypeId, Option<Vec<UserId>>);

/// Snapshots by meeting type and named hosts.
#[derive(Default)]
pub(crate) struct Snapshots(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    by_key: HashMap<Key, Arc<Snapshot>>,
    busy: usize,
}

struct Snapshot {
    meeting_type: Arc<MeetingType>,
    hosts: Arc<[OfferedHost]>,
    taken: Arc<[Taken]>,
    /// What `taken` covers.
    window: Span,
    /// The hosts' sequence numbers before anything else was read, the meeting type's own host first.
    seqs: Vec<(UserId, i64)>,
}

impl Snapshots {
    /// Only plain questions: the hours of channels and resources may belong to others, whose changes are not watched.
    pub(super) fn can_keep(ask: &Ask) -> bool {
        ask.channel.is_none() && ask.resources.is_empty()
    }

    /// The offer that is asked about, and what its hosts have taken around `range`: from memory if it is current.
    pub(super) fn offer(
        &self,
        c: &mut Conn,
        schedules: &Schedules,
        company: CompanyId,
        ask: &Ask,
        range: impl Fn(&Offer) -> Result<Span>,
    ) -> Result<(Offer, Arc<[Taken]>, Span)> {
        let key = (company, ask.meeting_type, ask.hosts.clone());
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).by_key.get(&key).map(Arc::clone);
        if let Some(kept) = kept
            && kept.is_current(c, company)?
        {
            let offer = Offer::again(company, &kept.meeting_type, &kept.hosts, ask)?;
            let range = range(&offer)?;
            if kept.covers(offer.rules.busy_span(range)) {
                return Ok((offer, Arc::clone(&kept.taken), range));
            }
        }
        let seqs = seqs(c, company, ask)?;
        let offer = Offer::load(c, schedules, company, ask)?;
        let range = range(&offer)?;
        let span = offer.rules.busy_span(range);
        let window = Span { start: span.start, end: span.end.max(span.start.saturating_add(AHEAD)) };
        let taken: Arc<[Taken]> = offer.taken_within(c, window, None)?.into();
        if let Some(seqs) = seqs {
            let (meeting_type, hosts) = (Arc::clone(&offer.meeting_type), Arc::clone(&offer.hosts));
            self.keep(key, Snapshot { meeting_type, hosts, taken: Arc::clone(&taken), window, seqs });
        }
        Ok((offer, taken, range))
    }

    fn keep(&self, key: Key, snapshot: Snapshot) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let size = snapshot.size();
        if size > LARGEST {
            return;
        }
        if kept.busy + size > MOST {
            *kept = Kept::default();
        }
        kept.busy += size;
        if let Some(old) = kept.by_key.insert(key, Arc::new(snapshot)) {
            kept.busy -= old.size();
        }
    }
}

impl Snapshot {
    fn is_current(&self, c: &mut Conn, company: CompanyId) -> Result<bool> {
        for &(host, seq) in &self.seqs {
            if host::seq(c, company, host)? != Some(seq) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn covers(&self, span: Span) -> bool {
        self.window.start <= span.start && span.end <= self.window.end
    }

    /// In busy times; a meeting type and a host count for some.
    fn size(&self) -> usize {
        16 + self.taken.iter().map(|taken| 16 + taken.calendar.busy().len()).sum::<usize>()
    }
}

/// The sequence numbers of everybody whose changes matter: the meeting type's own host, and those who are named.
/// None when one of them is gone, and nothing is to be kept.
fn seqs(c: &mut Conn, company: CompanyId, ask: &Ask) -> Result<Option<Vec<(UserId, i64)>>> {
    let Some(owner) = slated_store::meeting_type::owner(c, company, ask.meeting_type)? else {
        return Ok(None);
    };
    let named = ask.hosts.iter().flatten().copied().filter(|&host| host != owner);
    let mut seqs = Vec::new();
    for host in std::iter::once(owner).chain(named) {
        let Some(seq) = host::seq(c, company, host)? else { return Ok(None) };
        seqs.push((host, seq));
    }
    Ok(Some(seqs))
}
