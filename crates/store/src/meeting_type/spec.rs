//! What a meeting type says, apart from who owns it (contract sections 8.1 to 8.4).
//!
//! Kept as one JSON document: it is always read and written whole. Templates hold the same.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{DataPolicy, Question};
use crate::ids::AvailabilityId;

/// Everything a meeting type or a template says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Spec {
    /// What the meeting is.
    pub info: Info,
    /// How it may be booked.
    pub options: Options,
    /// Seats of a group meeting; 1 is a meeting of two.
    pub spots: Option<u32>,
    /// Addresses to choose from.
    pub locations: Vec<String>,
    /// What invitees are asked, in order.
    pub questions: Vec<Question>,
    /// Rooms and other things that are booked along.
    pub resource_channels: Vec<ResourceChannel>,
    /// How far ahead bookings are taken; none is a rolling 60 days.
    pub days_into_future: Option<DaysIntoFuture>,
    /// Minimum notice in minutes.
    pub booking_minimum: u32,
    /// Minutes between starts; none follows the duration, at most 60.
    pub timeslot_interval: Option<u32>,
    /// Limits per period, counted per host.
    pub limits: Vec<Limit>,
    /// Templates for the calendar invite.
    pub ics: Option<Ics>,
    /// The mails that come by themselves.
    pub notifications: Notifications,
    /// Seen by hosts only.
    pub internal_notes: Option<String>,
    /// The platform's own; echoed in webhooks.
    pub metadata: BTreeMap<String, String>,
    /// Belongs to a team rather than to one host.
    pub is_global_queue: bool,
    /// The team.
    pub workspace_id: Option<Uuid>,
    /// The form asked on booking.
    pub form_id: Option<Uuid>,
    /// Passed through.
    pub communication_settings_id: Option<i64>,
    /// Passed through.
    pub crm_options: Option<serde_json::Map<String, serde_json::Value>>,
}

/// What the meeting is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Info {
    /// Shown to everyone.
    pub name: String,
    /// Shown to everyone.
    pub description: String,
    /// Minutes.
    pub duration: u32,
    /// Where it takes place, as spelled in the contract's list of channels.
    pub channel: String,
    /// Minutes kept free before.
    pub buffer_before: u32,
    /// Minutes kept free after.
    pub buffer_after: u32,
    /// Buffers must lie inside the open window too.
    pub buffer_must_stay_within_working_hours: bool,
    /// Any CSS colour.
    pub color: Option<String>,
    /// Go to `redirect` after booking.
    pub enable_redirect: bool,
    /// Where to.
    pub redirect: Option<String>,
    /// Add the booking's details to the redirect.
    pub pass_event_details_to_redirect: bool,
    /// Show free seats.
    pub show_available_slots: bool,
    /// Several attendees per start.
    pub group_booking: bool,
    /// Passed through.
    pub enrich_invitee: bool,
    /// Name of a custom channel.
    pub custom_channel_name: Option<String>,
    /// Link of a custom channel.
    pub custom_channel_link: Option<String>,
    /// Name of an own video room.
    pub connect_channel_name: Option<String>,
    /// A button on the confirmation.
    pub confirmation_button: Option<ConfirmationButton>,
}

/// A button on the confirmation page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConfirmationButton {
    /// Shown.
    pub use_confirmation_button: bool,
    /// Its label.
    pub text: Option<String>,
    /// Any CSS colour.
    pub color: Option<String>,
    /// Where it leads.
    pub link: Option<String>,
}

/// How the meeting may be booked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Options {
    /// Minutes an invitee may choose from, besides the usual duration.
    pub allowed_durations: Vec<u32>,
    /// The invitee chooses the channel.
    pub allow_select_channel: bool,
    /// The invitee may choose the host.
    pub allow_host_selection: bool,
    /// The invitee must choose the host.
    pub force_host_selection: bool,
    /// Channels to choose from.
    pub allowed_channels: Vec<String>,
    /// A schedule that narrows the host's for one channel.
    pub channel_availabilities: BTreeMap<String, AvailabilityId>,
    /// The invitee may bring others.
    pub allow_adding_guests: bool,
    /// `useCompanySettings`, `enabled` or `disabled`.
    pub double_opt_in: Option<String>,
    /// `useCompanySettings`, `enabled` or `disabled`.
    pub require_host_confirmation: Option<String>,
    /// Passed through.
    pub enable_cluster_meeting: bool,
    /// Passed through.
    pub enable_buffer_carry_over: bool,
    /// Passed through.
    pub max_buffer_carry_over_delay: Option<u32>,
    /// A phone number may stand in for the e-mail address.
    pub allow_phone_only_booking: bool,
    /// Passed through to the page.
    pub confirmation_page_css_setting: Option<serde_json::Value>,
    /// A password before the page opens.
    pub booking_page_password: Option<BookingPagePassword>,
    /// A box to tick before booking.
    pub data_policy: Option<DataPolicy>,
    /// Until when attendees may cancel.
    pub cancellation_policy: ChangePolicy,
    /// Until when attendees may move their booking.
    pub rescheduling_policy: ChangePolicy,
}

/// Until when attendees may change what they booked (contract section 15). Hosts always may.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "mode")]
pub enum ChangePolicy {
    /// There is no policy: until the meeting is over.
    #[default]
    Off,
    /// Never.
    Disabled,
    /// This many hours before the start.
    Hours {
        /// How many.
        notice: u32,
    },
    /// This many times 24 hours before the start.
    Days {
        /// How many.
        notice: u32,
    },
}

/// A password that guards the booking page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BookingPagePassword {
    /// Asked for.
    pub enable: bool,
    /// What must be typed.
    pub password: Option<String>,
}

/// A thing that is booked along, such as a room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ResourceChannel {
    /// The resource.
    pub resource_id: Option<Uuid>,
    /// Shown.
    pub name: String,
    /// When the resource is to be had.
    pub availability_id: Option<AvailabilityId>,
    /// Passed through.
    pub group_name: Option<String>,
    /// Passed through.
    pub group_member_index: Option<i64>,
}

/// How far ahead bookings are taken (policies 9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "mode")]
pub enum DaysIntoFuture {
    /// A rolling number of minutes from now.
    Limit {
        /// Minutes.
        booking_limit: u32,
        /// `calendar` or `business`, as sent.
        count_mode: Option<String>,
    },
    /// Between two dates, both included.
    Range {
        /// First date.
        range_min: Date,
        /// Last date.
        range_max: Date,
    },
    /// No bound.
    Unlimited,
}

/// At most so many meetings, or minutes of meetings, per period of the host's local calendar (policies 10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Limit {
    /// `day`, `week` (ISO, from Monday), `month` or `year`.
    pub period: LimitPeriod,
    /// Meetings.
    pub max_meetings: Option<u32>,
    /// Minutes of meetings.
    pub max_minutes: Option<u32>,
}

/// What a limit counts over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LimitPeriod {
    /// A local day.
    Day,
    /// An ISO week.
    Week,
    /// A local month.
    Month,
    /// A local year.
    Year,
}

/// The mails that come by themselves, as minutes. A whole number of days is counted by the attendee's calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Notifications {
    /// Before the start.
    pub reminders: Vec<u32>,
    /// After the end; none is no mail.
    pub follow_up: Option<u32>,
}

impl Default for Notifications {
    fn default() -> Self {
        Self { reminders: vec![24 * 60], follow_up: None }
    }
}

/// Templates for the calendar invite, with tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Ics {
    /// Title.
    pub title: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Location.
    pub location: Option<String>,
}
