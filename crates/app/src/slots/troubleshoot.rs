//! Troubleshooting: the starts that are not offered, and what refuses each.

use slated_engine::{Detail, Finding, Rule};

use super::{
    Blocked,
    offer::{Offer, Taken},
};

/// What refuses a start, in the terms of the answer.
pub(super) fn blocked(offer: &Offer, taken: &[Taken], refusals: Vec<(usize, Rule, Detail)>) -> Vec<Blocked> {
    let told = refusals.into_iter().filter_map(|(index, rule, detail)| {
        let (user, taken) = (&offer.hosts.get(index)?.user, taken.get(index)?);
        Some(Blocked {
            host: user.id,
            host_name: user.full_name(),
            picture: user.profile.picture.clone(),
            kind: kind(taken, rule, detail),
            reason: Finding { rule, passes: false, detail }.to_string(),
        })
    });
    told.collect()
}

fn kind(taken: &Taken, rule: Rule, detail: Detail) -> &'static str {
    match (rule, detail) {
        (Rule::Occupied, Detail::Busy { busy: Some(busy), .. }) if !taken.claimed.contains(&busy) => "event",
        (Rule::Occupied, _) => "appointment",
        _ => crate::booking::code(rule),
    }
}
