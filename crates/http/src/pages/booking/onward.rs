//! Where an invitee goes after booking, when the host sends them on (`meetingInfo.redirect`).

use slated_app::appointments::Full;

use super::Open;
use crate::pages::{personal::web_link, zones};

impl Open {
    /// The site that sending the form may lead to. In a frame the confirmation is shown instead, with a link: the page
    /// around it must hear of the booking.
    pub(super) fn redirect_origin(&self) -> Option<String> {
        let url = url::Url::parse(&self.redirect()?).ok()?;
        Some(url.origin().ascii_serialization())
    }

    fn redirect(&self) -> Option<String> {
        let info = &self.page.meeting_type.spec.info;
        web_link(info.redirect.as_deref()).filter(|_| info.enable_redirect && !self.way.embedded)
    }
}

/// The address to go on to, with what was booked where the host wants it passed.
pub(super) fn url(open: &Open, full: &Full) -> Option<String> {
    let mut url = url::Url::parse(&open.redirect()?).ok()?;
    let a = &full.booked.appointment;
    if a.details.info.pass_event_details_to_redirect {
        let attendee = full.booked.attendees.last();
        let mut query = url.query_pairs_mut();
        query.append_pair("appointmentId", &a.id.to_string());
        query.append_pair("meetingTypeId", &a.meeting_type_id.to_string());
        query.append_pair("title", &a.details.info.name);
        query.append_pair("start", &a.starts_at.to_string());
        query.append_pair("end", &a.ends_at.to_string());
        query.append_pair("timezone", &zones::name(&open.zone));
        if let Some(attendee) = attendee {
            query.append_pair("attendeeName", &attendee.details.fullname);
            query.append_pair("attendeeEmail", attendee.email.as_deref().unwrap_or_default());
        }
        if let Some(host) = full.hosts.first() {
            query.append_pair("hostName", &host.full_name());
        }
    }
    Some(url.into())
}
