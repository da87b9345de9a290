//! `meetingInfo`: what the meeting is (contract section 8.1).

use serde::Deserialize;
use slated_store::meeting_type::{ConfirmationButton, Info};
use utoipa::ToSchema;

use super::{Buffer, Duration};
use crate::v4::{
    channel::Channel,
    patch::Patch,
    text::{CssColor, HttpUrl, Line, Name, Prose},
};

/// What the meeting is. What is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InfoInput {
    /// Shown to everyone.
    #[schema(example = "Consultation")]
    pub(super) name: Option<Name>,
    /// Shown to everyone.
    #[serde(default)]
    pub(super) description: Patch<Prose>,
    /// Minutes.
    pub(super) duration: Option<Duration>,
    /// Where it takes place; when created, `phone` if left out.
    pub(super) channel: Option<Channel>,
    /// Minutes kept free before.
    pub(super) buffer_before: Option<Buffer>,
    /// Minutes kept free after.
    pub(super) buffer_after: Option<Buffer>,
    /// Buffers must lie inside the open hours too.
    buffer_must_stay_within_working_hours: Option<bool>,
    /// Any CSS colour.
    #[serde(default)]
    color: Patch<CssColor>,
    /// Go to `redirect` after booking.
    enable_redirect: Option<bool>,
    /// Where to.
    #[serde(default)]
    redirect: Patch<HttpUrl>,
    /// Add the booking's details to the redirect.
    pass_event_details_to_redirect: Option<bool>,
    /// Show free seats.
    show_available_slots: Option<bool>,
    /// Several attendees per start.
    group_booking: Option<bool>,
    /// Kept as sent.
    enrich_invitee: Option<bool>,
    /// Name of a custom channel.
    #[serde(default)]
    custom_channel_name: Patch<Line>,
    /// Link of a custom channel.
    #[serde(default)]
    custom_channel_link: Patch<HttpUrl>,
    /// Name of an own video room.
    #[serde(default)]
    connect_channel_name: Patch<Line>,
    /// A button on the confirmation.
    #[serde(default)]
    confirmation_button: Patch<ConfirmationButtonInput>,
}

/// A button on the confirmation page.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmationButtonInput {
    /// Shown.
    use_confirmation_button: Option<bool>,
    /// Its label.
    text: Option<Line>,
    /// Any CSS colour.
    color: Option<CssColor>,
    /// Where it leads.
    link: Option<HttpUrl>,
}

impl From<ConfirmationButtonInput> for ConfirmationButton {
    fn from(input: ConfirmationButtonInput) -> Self {
        Self {
            use_confirmation_button: input.use_confirmation_button.unwrap_or_default(),
            text: input.text.map(Into::into),
            color: input.color.map(Into::into),
            link: input.link.map(Into::into),
        }
    }
}

impl InfoInput {
    /// Everything that has no flat spelling.
    pub(super) fn apply_rest(self, info: &mut Info) {
        for (flag, said) in [
            (&mut info.buffer_must_stay_within_working_hours, self.buffer_must_stay_within_working_hours),
            (&mut info.enable_redirect, self.enable_redirect),
            (&mut info.pass_event_details_to_redirect, self.pass_event_details_to_redirect),
            (&mut info.show_available_slots, self.show_available_slots),
            (&mut info.group_booking, self.group_booking),
            (&mut info.enrich_invitee, self.enrich_invitee),
        ] {
            *flag = said.unwrap_or(*flag);
        }
        self.color.apply(&mut info.color);
        self.redirect.apply(&mut info.redirect);
        self.custom_channel_name.apply(&mut info.custom_channel_name);
        self.custom_channel_link.apply(&mut info.custom_channel_link);
        self.connect_channel_name.apply(&mut info.connect_channel_name);
        self.confirmation_button.apply(&mut info.confirmation_button);
    }
}
