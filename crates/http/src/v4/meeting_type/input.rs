//! What meeting types and templates are told: flat or nested, to create or to change.
//!
//! The contract's spellings are folded into one [`Spec`] here and go no further. Where a value is sent in several
//! places, the one that differs from what is stored is meant, the nested one first: so a whole meeting type can be
//! read, changed in any of its spellings and sent back.

use serde::{Deserialize, Deserializer};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

pub use info::InfoInput;
pub use notifications::{NotificationsBody, NotificationsInput};
pub use options::OptionsInput;
pub use parts::{
    DaysIntoFutureBody, DaysIntoFutureInput, IcsBody, LimitBody, Metadata, Opaque, ResourceChannelBody,
};
pub use questions::{DataPolicyBody, QuestionBody, QuestionView};
mod info;
mod notifications;
mod options;
mod parts;
mod questions;

use crate::{
    extract::refuse,
    v4::{
        channel::Channel,
        number::{Int, whole},
        patch::Patch,
        text::{Name, Prose},
    },
};

/// Minutes of a buffer.
pub type Buffer = Int<0, 120>;
/// Ten years in minutes: the furthest that notice and horizon reach.
pub const MAX_AHEAD: i64 = 10 * 366 * 1440;

/// Minutes ahead.
pub type Ahead = Int<0, MAX_AHEAD>;

/// How long a meeting is, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration(pub u32);

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match whole(deserializer)?.map(u32::try_from) {
            Some(Ok(minutes @ 5..=480)) => Ok(Self(minutes)),
            Some(Ok(1..)) => Err(refuse("out-of-range", "Duration must be 5 to 480 minutes")),
            _ => Err(refuse("out-of-range", "Duration must be a positive number")),
        }
    }
}

impl PartialSchema for Duration {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .description(Some("Minutes"))
            .minimum(Some(5))
            .maximum(Some(480))
            .examples([30])
            .into()
    }
}
impl ToSchema for Duration {}

/// The first value that is said and differs from the present one.
fn pick<T: PartialEq, const N: usize>(present: &T, said: [Option<T>; N]) -> Option<T> {
    said.into_iter().flatten().find(|value| value != present)
}

/// Declares a body that has everything a [`Spec`] is told by, and more.
macro_rules! spec_input {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$doc:meta])* pub $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, serde::Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            /// Shown to everyone. Flat spelling of `meetingInfo.name`.
            #[schema(example = "Consultation")]
            name: Option<Name>,
            /// Shown to everyone. Flat spelling of `meetingInfo.description`.
            #[serde(default)]
            description: Patch<Prose>,
            /// Minutes. Flat spelling of `meetingInfo.duration`.
            duration: Option<Duration>,
            /// Flat spelling of `meetingInfo.bufferBefore`.
            buffer_before: Option<Buffer>,
            /// Flat spelling of `meetingInfo.bufferAfter`.
            buffer_after: Option<Buffer>,
            /// Other name of `bufferBefore`.
            buffer_time_before: Option<Buffer>,
            /// Other name of `bufferAfter`.
            buffer_time_after: Option<Buffer>,
            /// Flat spelling of `meetingInfo.channel`.
            channel: Option<Channel>,
            /// Flat spelling of `meetingOptions.allowPhoneOnlyBooking`.
            allow_phone_only_booking: Option<bool>,
            /// What the meeting is.
            meeting_info: Option<InfoInput>,
            /// How it may be booked.
            meeting_options: Option<OptionsInput>,
            /// Seats of a group meeting.
            #[serde(default)]
            spots: Patch<Int<1, 100>>,
            /// Addresses to choose from.
            #[serde(default)]
            locations: Patch<List<Line, 50>>,
            /// What invitees are asked on booking.
            #[serde(default)]
            questions: Patch<List<QuestionBody, 50>>,
            /// Rooms and other things that are booked along.
            #[serde(default)]
            resource_channels: Patch<List<ResourceChannelBody, 50>>,
            /// How far ahead bookings are taken; null is a rolling 60 days.
            #[serde(default)]
            days_into_future: Patch<DaysIntoFutureInput>,
            /// Minimum notice in minutes.
            #[serde(default)]
            booking_minimum: Patch<Ahead>,
            /// Minutes between starts; null follows the duration, at most 60.
            #[serde(default)]
            timeslot_interval: Patch<Int<5, 60>>,
            /// At most so many meetings, or minutes of them, per period and host.
            #[serde(default)]
            limits: Patch<List<LimitBody, 8>>,
            /// Templates for the calendar invite.
            #[serde(default)]
            ics: Patch<IcsBody>,
            /// The mails that come by themselves; null is one reminder a day before.
            #[serde(default)]
            notifications: Patch<crate::v4::meeting_type::input::NotificationsInput>,
            /// Seen by hosts only.
            #[serde(default)]
            internal_notes: Patch<Prose>,
            /// Your own; echoed in webhooks.
            #[serde(default)]
            metadata: Patch<Metadata>,
            /// Kept as sent: `workspaceId` decides.
            is_global_queue: Option<bool>,
            /// The team that it belongs to, rather than to one host. Its bookings are shared out by a queue, which begins
            /// empty.
            #[serde(default)]
            workspace_id: Patch<Uuid>,
            /// The form asked on booking.
            #[serde(default)]
            form_id: Patch<Uuid>,
            /// Kept as sent.
            #[serde(default)]
            communication_settings_id: Patch<i64>,
            /// Kept as sent.
            #[serde(default)]
            crm_options: Patch<Opaque>,
            $($(#[$doc])* pub $field: $type,)*
        }

        impl $name {
            /// Says to a spec what the body says.
            pub fn apply_spec(&self, spec: &mut Spec) {
                let this = self.clone();
                let said = crate::v4::meeting_type::input::Said {
                    name: this.name,
                    description: this.description,
                    duration: this.duration,
                    buffers_before: [this.buffer_before, this.buffer_time_before],
                    buffers_after: [this.buffer_after, this.buffer_time_after],
                    channel: this.channel,
                    info: this.meeting_info.unwrap_or_default(),
                };
                said.apply(&mut spec.info);
                if let Some(options) = this.meeting_options {
                    options.apply(&mut spec.options);
                }
                if let Some(allow) = this.allow_phone_only_booking {
                    spec.options.allow_phone_only_booking = allow;
                }
                this.spots.map(Int::get).apply(&mut spec.spots);
                this.locations
                    .map(|list| list.into_iter().map(String::from).collect::<Vec<_>>())
                    .apply_or_default(&mut spec.locations);
                this.questions
                    .map(|list| list.into_iter().map(Into::into).collect::<Vec<_>>())
                    .apply_or_default(&mut spec.questions);
                this.resource_channels
                    .map(|list| list.into_iter().map(Into::into).collect::<Vec<_>>())
                    .apply_or_default(&mut spec.resource_channels);
                this.days_into_future.apply(&mut spec.days_into_future);
                this.booking_minimum.map(Int::get).apply_or_default(&mut spec.booking_minimum);
                this.timeslot_interval.map(Int::get).apply(&mut spec.timeslot_interval);
                this.limits
                    .map(|list| list.into_iter().map(Into::into).collect::<Vec<_>>())
                    .apply_or_default(&mut spec.limits);
                this.ics.apply(&mut spec.ics);
                crate::v4::meeting_type::input::NotificationsInput::apply(this.notifications, &mut spec.notifications);
                this.internal_notes.apply(&mut spec.internal_notes);
                this.metadata.map(|metadata| metadata.0).apply_or_default(&mut spec.metadata);
                if let Some(global) = this.is_global_queue {
                    spec.is_global_queue = global;
                }
                this.workspace_id.apply(&mut spec.workspace_id);
                this.form_id.apply(&mut spec.form_id);
                this.communication_settings_id.apply(&mut spec.communication_settings_id);
                this.crm_options.map(|options| options.0).apply(&mut spec.crm_options);
            }
        }
    };
}
pub(crate) use spec_input;

/// What is said about the meeting itself, in all its spellings.
pub(crate) struct Said {
    pub(crate) name: Option<Name>,
    pub(crate) description: Patch<Prose>,
    pub(crate) duration: Option<Duration>,
    pub(crate) buffers_before: [Option<Buffer>; 2],
    pub(crate) buffers_after: [Option<Buffer>; 2],
    pub(crate) channel: Option<Channel>,
    pub(crate) info: InfoInput,
}

impl Said {
    pub(crate) fn apply(self, info: &mut slated_store::meeting_type::Info) {
        let Self { name, description, duration, buffers_before, buffers_after, channel, info: mut nested } =
            self;
        let text = |said: Patch<Prose>| said.said().map(|text| text.map(String::from).unwrap_or_default());
        let set = |present: &mut u32, said: [Option<Buffer>; 3]| {
            if let Some(minutes) = pick(present, said.map(|b| b.map(Int::get))) {
                *present = minutes;
            }
        };
        set(&mut info.buffer_before, [nested.buffer_before, buffers_before[0], buffers_before[1]]);
        set(&mut info.buffer_after, [nested.buffer_after, buffers_after[0], buffers_after[1]]);
        if let Some(name) = pick(&info.name, [nested.name.take().map(String::from), name.map(String::from)]) {
            info.name = name;
        }
        if let Some(text) =
            pick(&info.description, [text(std::mem::take(&mut nested.description)), text(description)])
        {
            info.description = text;
        }
        if let Some(minutes) = pick(&info.duration, [nested.duration.map(|d| d.0), duration.map(|d| d.0)]) {
            info.duration = minutes;
        }
        if let Some(channel) =
            pick(&info.channel, [nested.channel.map(String::from), channel.map(String::from)])
        {
            info.channel = channel;
        }
        nested.apply_rest(info);
    }
}
