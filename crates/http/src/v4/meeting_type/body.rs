//! What is said about meeting types and templates: nested, with flat mirrors for clients of the older form.

use std::collections::BTreeMap;

use serde::Serialize;
use slated_app::{App, meeting_types::Page};
use slated_store::meeting_type::{ChangePolicy, Info, Options};
use utoipa::ToSchema;
use uuid::Uuid;

use super::input::{
    DataPolicyBody, DaysIntoFutureBody, IcsBody, LimitBody, NotificationsBody, QuestionView,
    ResourceChannelBody,
};
use crate::v4::instant::Instant;

/// A meeting type.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MeetingTypeBody {
    /// Which.
    id: Uuid,
    /// The last part of its booking URL.
    #[schema(example = "consultation")]
    slug: String,
    /// Where it is booked.
    #[schema(example = "https://cal.example.com/ada-lovelace/consultation")]
    booking_url: String,
    /// Its host.
    user_id: Uuid,
    /// Whose company.
    company_id: Uuid,
    /// The template it was made from.
    template_id: Option<Uuid>,
    /// The queue of a team's type; null for a single host's.
    queue_id: Option<Uuid>,
    /// Takes bookings.
    enabled: bool,
    /// Mirrors `meetingInfo.name`.
    #[schema(example = "Consultation")]
    name: String,
    /// Mirrors `meetingInfo.description`.
    description: String,
    /// Mirrors `meetingInfo.duration`.
    #[schema(example = 30)]
    duration: u32,
    /// Mirrors `meetingInfo.bufferBefore`.
    buffer_before: u32,
    /// Mirrors `meetingInfo.bufferAfter`.
    buffer_after: u32,
    /// Mirrors `meetingInfo.bufferBefore`.
    buffer_time_before: u32,
    /// Mirrors `meetingInfo.bufferAfter`.
    buffer_time_after: u32,
    /// What the meeting is.
    meeting_info: InfoBody,
    /// How it may be booked.
    meeting_options: OptionsBody,
    /// Seats of a group meeting.
    spots: Option<u32>,
    /// Addresses to choose from.
    locations: Vec<String>,
    /// What invitees are asked on booking.
    questions: Vec<QuestionView>,
    /// As it was sent; `workspaceId` decides.
    is_global_queue: bool,
    /// The team.
    workspace_id: Option<Uuid>,
    /// The form asked on booking.
    form_id: Option<Uuid>,
    /// As it was sent.
    communication_settings_id: Option<i64>,
    /// The schedule it is offered in; null is the host's default.
    availability_id: Option<Uuid>,
    /// Rooms and other things that are booked along.
    resource_channels: Vec<ResourceChannelBody>,
    /// Their ids.
    resource_channel_ids: Vec<Uuid>,
    /// As it was sent.
    #[schema(value_type = Option<Object>)]
    crm_options: Option<serde_json::Map<String, serde_json::Value>>,
    /// Minimum notice in minutes.
    booking_minimum: u32,
    /// Minutes between starts; null follows the duration, at most 60.
    timeslot_interval: Option<u32>,
    /// How far ahead bookings are taken.
    days_into_future: DaysIntoFutureBody,
    /// At most so many meetings, or minutes of them, per period.
    limits: Vec<LimitBody>,
    /// Templates for the calendar invite.
    ics: Option<IcsBody>,
    /// The mails that come by themselves.
    notifications: NotificationsBody,
    /// Seen by hosts only.
    internal_notes: Option<String>,
    /// The platform's own.
    metadata: BTreeMap<String, String>,
    /// Who made it.
    created_by_id: Uuid,
    /// When it was created.
    created_at: Instant,
    /// When it was last changed.
    updated_at: Instant,
    /// Null unless it was just taken away.
    deleted_at: Option<Instant>,
}

impl MeetingTypeBody {
    /// How a meeting type is said.
    pub fn new(app: &App, page: Page) -> Self {
        let booking_url = app.page_url(&page);
        let m = page.meeting_type;
        let info = m.spec.info;
        Self {
            id: m.id.0,
            slug: m.slug,
            booking_url,
            user_id: m.user_id.0,
            company_id: m.company_id.0,
            template_id: m.template_id.map(|id| id.0),
            queue_id: m.queue_id.map(|id| id.0),
            enabled: m.enabled,
            name: info.name.clone(),
            description: info.description.clone(),
            duration: info.duration,
            buffer_before: info.buffer_before,
            buffer_after: info.buffer_after,
            buffer_time_before: info.buffer_before,
            buffer_time_after: info.buffer_after,
            meeting_info: info.into(),
            meeting_options: m.spec.options.into(),
            spots: m.spec.spots,
            locations: m.spec.locations,
            questions: m.spec.questions.into_iter().map(Into::into).collect(),
            is_global_queue: m.spec.is_global_queue,
            workspace_id: m.spec.workspace_id,
            form_id: m.spec.form_id,
            communication_settings_id: m.spec.communication_settings_id,
            availability_id: m.availability_id.map(|id| id.0),
            resource_channel_ids: m.spec.resource_channels.iter().filter_map(|r| r.resource_id).collect(),
            resource_channels: m.spec.resource_channels.into_iter().map(Into::into).collect(),
            crm_options: m.spec.crm_options,
            booking_minimum: m.spec.booking_minimum,
            timeslot_interval: m.spec.timeslot_interval,
            days_into_future: m.spec.days_into_future.into(),
            limits: m.spec.limits.into_iter().map(Into::into).collect(),
            ics: m.spec.ics.map(Into::into),
            notifications: m.spec.notifications.into(),
            internal_notes: m.spec.internal_notes,
            metadata: m.spec.metadata,
            created_by_id: m.created_by.0,
            created_at: m.created_at.into(),
            updated_at: m.updated_at.into(),
            deleted_at: m.deleted_at.map(Into::into),
        }
    }
}

/// What the meeting is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InfoBody {
    /// Shown to everyone.
    #[schema(example = "Consultation")]
    name: String,
    /// Shown to everyone.
    description: String,
    /// Minutes.
    #[schema(example = 30)]
    duration: u32,
    /// Where it takes place.
    #[schema(example = "phone")]
    channel: String,
    /// Minutes kept free before.
    buffer_before: u32,
    /// Minutes kept free after.
    buffer_after: u32,
    /// Buffers must lie inside the open hours too.
    buffer_must_stay_within_working_hours: bool,
    /// A CSS colour.
    color: Option<String>,
    /// Go to `redirect` after booking.
    enable_redirect: bool,
    /// Where to.
    redirect: Option<String>,
    /// Add the booking's details to the redirect.
    pass_event_details_to_redirect: bool,
    /// Show free seats.
    show_available_slots: bool,
    /// Several attendees per start.
    group_booking: bool,
    /// As it was sent.
    enrich_invitee: bool,
    /// Name of a custom channel.
    custom_channel_name: Option<String>,
    /// Link of a custom channel.
    custom_channel_link: Option<String>,
    /// Name of an own video room.
    connect_channel_name: Option<String>,
    /// A button on the confirmation.
    confirmation_button: Option<ConfirmationButtonBody>,
}

/// A button on the confirmation page.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmationButtonBody {
    /// Shown.
    use_confirmation_button: bool,
    /// Its label.
    text: Option<String>,
    /// A CSS colour.
    color: Option<String>,
    /// Where it leads.
    link: Option<String>,
}

impl From<Info> for InfoBody {
    fn from(info: Info) -> Self {
        Self {
            name: info.name,
            description: info.description,
            duration: info.duration,
            channel: info.channel,
            buffer_before: info.buffer_before,
            buffer_after: info.buffer_after,
            buffer_must_stay_within_working_hours: info.buffer_must_stay_within_working_hours,
            color: info.color,
            enable_redirect: info.enable_redirect,
            redirect: info.redirect,
            pass_event_details_to_redirect: info.pass_event_details_to_redirect,
            show_available_slots: info.show_available_slots,
            group_booking: info.group_booking,
            enrich_invitee: info.enrich_invitee,
            custom_channel_name: info.custom_channel_name,
            custom_channel_link: info.custom_channel_link,
            connect_channel_name: info.connect_channel_name,
            confirmation_button: info.confirmation_button.map(|button| ConfirmationButtonBody {
                use_confirmation_button: button.use_confirmation_button,
                text: button.text,
                color: button.color,
                link: button.link,
            }),
        }
    }
}

/// How the meeting may be booked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OptionsBody {
    /// Minutes an invitee may choose from, besides the usual duration.
    allowed_durations: Vec<u32>,
    /// The invitee chooses the channel.
    allow_select_channel: bool,
    /// The invitee may choose the host.
    allow_host_selection: bool,
    /// The invitee must choose the host.
    force_host_selection: bool,
    /// Channels to choose from.
    allowed_channels: Vec<String>,
    /// By channel, a schedule that narrows the host's.
    channel_availabilities: BTreeMap<String, Uuid>,
    /// The invitee may bring others.
    allow_adding_guests: bool,
    /// `useCompanySettings`, `enabled` or `disabled`.
    #[schema(example = "useCompanySettings")]
    double_opt_in: String,
    /// `useCompanySettings`, `enabled` or `disabled`.
    #[schema(example = "useCompanySettings")]
    require_host_confirmation: String,
    /// As it was sent.
    enable_cluster_meeting: bool,
    /// As it was sent.
    enable_buffer_carry_over: bool,
    /// As it was sent.
    max_buffer_carry_over_delay: Option<u32>,
    /// A phone number may stand in for the e-mail address.
    allow_phone_only_booking: bool,
    /// As it was sent.
    #[schema(value_type = Option<Object>)]
    confirmation_page_css_setting: Option<serde_json::Value>,
    /// A password before the page opens.
    booking_page_password: Option<PasswordBody>,
    /// A box to tick before booking.
    data_policy: Option<DataPolicyBody>,
    /// Until when attendees may cancel by their link.
    cancellation_policy: PolicyBody,
    /// Until when attendees may move their booking by their link.
    rescheduling_policy: PolicyBody,
}

/// Until when attendees may change what they booked.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyBody {
    /// `off`, `disabled`, `hours` or `days`.
    #[schema(example = "hours")]
    mode: &'static str,
    /// How many hours or days before the start.
    notice: Option<u32>,
}

impl From<ChangePolicy> for PolicyBody {
    fn from(policy: ChangePolicy) -> Self {
        let (mode, notice) = match policy {
            ChangePolicy::Off => ("off", None),
            ChangePolicy::Disabled => ("disabled", None),
            ChangePolicy::Hours { notice } => ("hours", Some(notice)),
            ChangePolicy::Days { notice } => ("days", Some(notice)),
        };
        Self { mode, notice }
    }
}

/// A password that guards the booking page.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasswordBody {
    /// Asked for.
    enable: bool,
    /// What must be typed.
    password: Option<String>,
}

impl From<Options> for OptionsBody {
    fn from(options: Options) -> Self {
        let company = || "useCompanySettings".to_owned();
        Self {
            allowed_durations: options.allowed_durations,
            allow_select_channel: options.allow_select_channel,
            allow_host_selection: options.allow_host_selection,
            force_host_selection: options.force_host_selection,
            allowed_channels: options.allowed_channels,
            channel_availabilities: options
                .channel_availabilities
                .into_iter()
                .map(|(c, id)| (c, id.0))
                .collect(),
            allow_adding_guests: options.allow_adding_guests,
            double_opt_in: options.double_opt_in.unwrap_or_else(company),
            require_host_confirmation: options.require_host_confirmation.unwrap_or_else(company),
            enable_cluster_meeting: options.enable_cluster_meeting,
            enable_buffer_carry_over: options.enable_buffer_carry_over,
            max_buffer_carry_over_delay: options.max_buffer_carry_over_delay,
            allow_phone_only_booking: options.allow_phone_only_booking,
            confirmation_page_css_setting: options.confirmation_page_css_setting,
            booking_page_password: options
                .booking_page_password
                .map(|p| PasswordBody { enable: p.enable, password: p.password }),
            data_policy: options.data_policy.map(Into::into),
            cancellation_policy: options.cancellation_policy.into(),
            rescheduling_policy: options.rescheduling_policy.into(),
        }
    }
}
