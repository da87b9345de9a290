//! `meetingOptions`: how a meeting may be booked (contract section 8.3).

use std::collections::BTreeMap;

use serde::Deserialize;
use slated_store::{
    ids::AvailabilityId,
    meeting_type::{BookingPagePassword, ChangePolicy, Options},
};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Duration, Opaque, questions::DataPolicyInput};
use crate::v4::{
    channel::Channel,
    number::{Int, List},
    patch::Patch,
    text::Text,
};

/// How the meeting may be booked. What is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OptionsInput {
    /// Minutes an invitee may choose from, besides the usual duration.
    #[serde(default)]
    allowed_durations: Patch<List<Duration, 20>>,
    /// The invitee chooses the channel.
    allow_select_channel: Option<bool>,
    /// The invitee may choose the host.
    allow_host_selection: Option<bool>,
    /// The invitee must choose the host.
    force_host_selection: Option<bool>,
    /// Channels to choose from; more than one turns `allowSelectChannel` on.
    #[serde(default)]
    allowed_channels: Patch<List<Channel, 24>>,
    /// By channel, a schedule that narrows the host's.
    #[serde(default)]
    #[schema(value_type = Option<std::collections::HashMap<String, Uuid>>)]
    channel_availabilities: Patch<ByChannel>,
    /// The invitee may bring others.
    allow_adding_guests: Option<bool>,
    /// Bookings wait until the invitee confirms by mail.
    #[serde(default)]
    double_opt_in: Patch<Switch>,
    /// Bookings wait until the host confirms.
    #[serde(default)]
    require_host_confirmation: Patch<Switch>,
    /// Kept as sent.
    enable_cluster_meeting: Option<bool>,
    /// Kept as sent.
    enable_buffer_carry_over: Option<bool>,
    /// Kept as sent.
    #[serde(default)]
    max_buffer_carry_over_delay: Patch<Int<0, 1440>>,
    /// A phone number may stand in for the e-mail address.
    allow_phone_only_booking: Option<bool>,
    /// Kept as sent.
    #[serde(default)]
    confirmation_page_css_setting: Patch<Opaque>,
    /// A password before the page opens.
    #[serde(default)]
    booking_page_password: Patch<PasswordInput>,
    /// A box to tick before booking.
    #[serde(default)]
    data_policy: Patch<DataPolicyInput>,
    /// Until when attendees may cancel by their link; null is off.
    #[serde(default)]
    cancellation_policy: Patch<PolicyInput>,
    /// Until when attendees may move their booking by their link; null is off.
    #[serde(default)]
    rescheduling_policy: Patch<PolicyInput>,
}

/// By channel, a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByChannel(BTreeMap<String, AvailabilityId>);

impl<'de> Deserialize<'de> for ByChannel {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Channels are the keys, so that there are never more entries than channels.
        struct Entries;
        impl<'de> serde::de::Visitor<'de> for Entries {
            type Value = BTreeMap<String, AvailabilityId>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of schedules by channel")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = BTreeMap::new();
                while let Some(channel) = map.next_key::<Channel>()? {
                    entries.insert(String::from(channel), AvailabilityId(map.next_value::<Uuid>()?));
                }
                Ok(entries)
            }
        }
        deserializer.deserialize_map(Entries).map(Self)
    }
}

/// On, off, or as the company has it.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Switch {
    /// As the company has it.
    UseCompanySettings,
    /// On.
    Enabled,
    /// Off.
    Disabled,
}

impl From<Switch> for String {
    fn from(switch: Switch) -> Self {
        match switch {
            Switch::UseCompanySettings => "useCompanySettings",
            Switch::Enabled => "enabled",
            Switch::Disabled => "disabled",
        }
        .to_owned()
    }
}

/// Until when attendees may change what they booked. Hosts always may.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct PolicyInput {
    /// What is asked of them.
    mode: PolicyMode,
    /// How many hours or days before the start; 24 hours or 1 day if it is left out.
    notice: Option<Int<1, 8760>>,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum PolicyMode {
    /// Nothing: until the meeting is over.
    Off,
    /// No changes at all.
    Disabled,
    /// Hours of notice.
    Hours,
    /// Days of notice, of 24 hours.
    Days,
}

impl From<PolicyInput> for ChangePolicy {
    fn from(PolicyInput { mode, notice }: PolicyInput) -> Self {
        let notice = notice.map(Int::get);
        match mode {
            PolicyMode::Off => Self::Off,
            PolicyMode::Disabled => Self::Disabled,
            PolicyMode::Hours => Self::Hours { notice: notice.unwrap_or(24) },
            PolicyMode::Days => Self::Days { notice: notice.unwrap_or(1) },
        }
    }
}

/// A password that guards the booking page.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct PasswordInput {
    /// Asked for.
    enable: Option<bool>,
    /// What must be typed.
    password: Option<Text<200>>,
}

impl From<PasswordInput> for BookingPagePassword {
    fn from(input: PasswordInput) -> Self {
        Self { enable: input.enable.unwrap_or_default(), password: input.password.map(Into::into) }
    }
}

impl OptionsInput {
    /// Says to the options what the body says.
    pub(crate) fn apply(self, options: &mut Options) {
        for (flag, said) in [
            (&mut options.allow_select_channel, self.allow_select_channel),
            (&mut options.allow_host_selection, self.allow_host_selection),
            (&mut options.force_host_selection, self.force_host_selection),
            (&mut options.allow_adding_guests, self.allow_adding_guests),
            (&mut options.enable_cluster_meeting, self.enable_cluster_meeting),
            (&mut options.enable_buffer_carry_over, self.enable_buffer_carry_over),
            (&mut options.allow_phone_only_booking, self.allow_phone_only_booking),
        ] {
            *flag = said.unwrap_or(*flag);
        }
        self.allowed_durations
            .map(|list| list.into_iter().map(|d| d.0).collect::<Vec<_>>())
            .apply_or_default(&mut options.allowed_durations);
        if !self.allowed_channels.is_keep() {
            self.allowed_channels
                .map(|list| list.into_iter().map(String::from).collect::<Vec<_>>())
                .apply_or_default(&mut options.allowed_channels);
            let several = options.allowed_channels.len() > 1;
            options.allow_select_channel =
                self.allow_select_channel.unwrap_or(options.allow_select_channel || several);
        }
        self.channel_availabilities.map(|by| by.0).apply_or_default(&mut options.channel_availabilities);
        self.double_opt_in.apply(&mut options.double_opt_in);
        self.require_host_confirmation.apply(&mut options.require_host_confirmation);
        self.max_buffer_carry_over_delay.map(Int::get).apply(&mut options.max_buffer_carry_over_delay);
        self.confirmation_page_css_setting
            .map(|setting| serde_json::Value::Object(setting.0))
            .apply(&mut options.confirmation_page_css_setting);
        self.booking_page_password.apply(&mut options.booking_page_password);
        self.data_policy.apply(&mut options.data_policy);
        self.cancellation_policy.apply_or_default(&mut options.cancellation_policy);
        self.rescheduling_policy.apply_or_default(&mut options.rescheduling_policy);
    }
}
