//! The mails that come by themselves: reminders before a meeting, one mail after it.

use serde::{Deserialize, Serialize};
use slated_store::meeting_type::Notifications;
use utoipa::ToSchema;

use crate::v4::{
    number::{Int, List},
    patch::Patch,
};

/// The mails that come by themselves. What is left out stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NotificationsInput {
    /// Minutes before the start, at most five of them. A whole number of days is counted by the attendee's calendar.
    #[schema(value_type = Option<Vec<u32>>, example = json!([1440, 60]))]
    reminders: Option<List<Int<5, 43_200>, 5>>,
    /// Minutes after the end; null is no mail.
    #[serde(default)]
    follow_up: Patch<Int<0, 43_200>>,
}

/// The mails that come by themselves.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NotificationsBody {
    /// Minutes before the start.
    #[schema(example = json!([1440, 60]))]
    reminders: Vec<u32>,
    /// Minutes after the end.
    follow_up: Option<u32>,
}

impl NotificationsInput {
    /// Says to what is stored what the body says.
    pub(crate) fn apply(said: Patch<Self>, notifications: &mut Notifications) {
        let said = match said {
            Patch::Keep => return,
            Patch::Clear => return *notifications = Notifications::default(),
            Patch::Set(said) => said,
        };
        if let Some(reminders) = said.reminders {
            let mut minutes: Vec<u32> = reminders.into_iter().map(Int::get).collect();
            minutes.sort_unstable_by(|a, b| b.cmp(a));
            minutes.dedup();
            notifications.reminders = minutes;
        }
        said.follow_up.map(Int::get).apply(&mut notifications.follow_up);
    }
}

impl From<Notifications> for NotificationsBody {
    fn from(stored: Notifications) -> Self {
        Self { reminders: stored.reminders, follow_up: stored.follow_up }
    }
}
