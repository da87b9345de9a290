//! Users as they are sent.

use serde::Serialize;
use slated_app::{
    App,
    people::{Listed, Me, Page, Person},
};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::v4::{instant::Instant, personal_page::PersonalPageBody};

/// What a new user came with.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserCreatedBody {
    /// The user.
    user_id: Uuid,
    /// Their schedule.
    availability_id: Uuid,
    /// The same, under the name that newer clients read.
    default_availability_id: Uuid,
    /// Their meeting type.
    meeting_type_id: Uuid,
    /// Where they can be booked.
    #[schema(example = "https://book.example.com/ada-lovelace/30min-meeting")]
    booking_url: String,
    /// Their company.
    company_id: Uuid,
}

/// A user.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserBody {
    /// Which.
    id: Uuid,
    /// Of which company.
    company_id: Uuid,
    /// The first part of their booking URLs.
    #[schema(example = "ada-lovelace")]
    slug: String,
    /// Lower case.
    #[schema(example = "ada@example.com")]
    email: String,
    /// First name.
    #[schema(example = "Ada")]
    given_name: String,
    /// Last name.
    #[schema(example = "Lovelace")]
    family_name: String,
    /// Both.
    #[schema(example = "Ada Lovelace")]
    full_name: String,
    /// URL of a portrait.
    picture: Option<String>,
    /// Job title.
    title: Option<String>,
    /// As given.
    phone_number: Option<String>,
    /// May administer the company.
    is_admin: bool,
    /// Always false: there is no SCIM here.
    is_scim_disabled: bool,
    /// Always false.
    anonymous_booking: bool,
    /// Always false.
    anonymous_calendar_activity: bool,
    /// Always false.
    show_getting_started_list: bool,
    /// Always false; spelled as clients of the contract read it.
    recieve_email_marketing: bool,
    /// IANA zone.
    #[schema(example = "Europe/Berlin")]
    timezone: String,
    /// Two-letter code.
    #[schema(example = "en")]
    language: String,
    /// `standard`, `resource`, `api-platform` or `partner`.
    #[schema(example = "api-platform")]
    user_type: String,
    /// How their personal page looks.
    personal_page: PersonalPageBody,
    /// The schedule used where a meeting type names none.
    default_availability_id: Option<Uuid>,
    /// The meeting type they were created with.
    default_meeting_type_id: Option<Uuid>,
    /// Their meeting types, the oldest first.
    meeting_type_ids: Vec<Uuid>,
    /// Always empty: connected calendars are listed elsewhere.
    #[schema(value_type = Vec<String>)]
    calendar_sync_providers: [&'static str; 0],
    /// When they were created.
    created_at: Instant,
    /// When they were last changed.
    updated_at: Instant,
    /// Always null: a deleted user is not shown.
    deleted_at: Option<Instant>,
}

/// The user acted as, and their company.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeBody {
    #[serde(flatten)]
    user: UserBody,
    /// Their company.
    company: CompanyBody,
}

/// A company. Slated has no plans: nothing that it can do is held back, which the contract calls `enterprise`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanyBody {
    /// Which.
    id: Uuid,
    /// Part of its embed URLs.
    #[schema(example = "example-health")]
    slug: String,
    /// Shown.
    #[schema(example = "Example Health")]
    name: String,
    /// The user that API keys act as when they name nobody.
    owner_id: Uuid,
    /// Always `enterprise`.
    #[schema(example = "enterprise")]
    tier: &'static str,
    /// Always `enterprise`.
    #[schema(example = "enterprise")]
    effective_tier: &'static str,
    /// Always false.
    is_in_trial: bool,
    /// How much there may be of what plans limit elsewhere.
    feature_access: FeatureAccess,
    /// When it was created.
    created_at: Instant,
    /// When it was last changed.
    updated_at: Instant,
}

/// How much there may be of what plans limit elsewhere.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FeatureAccess {
    /// Always 0: there is no knowledge base here.
    knowledge_page_limit: u32,
    /// Always 0: there are no workflows here.
    max_workflows: u32,
}

/// One page of users.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsersBody {
    /// The oldest first.
    users: Vec<UserBody>,
    /// Users on all pages.
    total: i64,
    /// Users on a full page.
    limit: u32,
    /// Users before this page.
    offset: u32,
    /// Users on this page.
    count: usize,
}

impl UserCreatedBody {
    pub(super) fn new(app: &App, Person { user, meeting_type }: Person) -> Self {
        let availability_id = user.default_availability_id.expect("a new user has a schedule").0;
        Self {
            user_id: user.id.0,
            availability_id,
            default_availability_id: availability_id,
            meeting_type_id: meeting_type.id.0,
            booking_url: app.booking_url(&user.slug, &meeting_type.slug),
            company_id: user.company_id.0,
        }
    }
}

impl From<Listed> for UserBody {
    fn from(Listed { user, meeting_types }: Listed) -> Self {
        Self {
            full_name: user.full_name(),
            id: user.id.0,
            company_id: user.company_id.0,
            slug: user.slug,
            email: user.email,
            given_name: user.given_name,
            family_name: user.family_name,
            picture: user.profile.picture,
            title: user.profile.title,
            phone_number: user.profile.phone_number,
            is_admin: user.is_admin,
            is_scim_disabled: false,
            anonymous_booking: false,
            anonymous_calendar_activity: false,
            show_getting_started_list: false,
            recieve_email_marketing: false,
            timezone: user.timezone,
            language: user.language,
            user_type: user.user_type,
            personal_page: user.personal_page.into(),
            default_availability_id: user.default_availability_id.map(|id| id.0),
            default_meeting_type_id: user.default_meeting_type_id.map(|id| id.0),
            meeting_type_ids: meeting_types.into_iter().map(|id| id.0).collect(),
            calendar_sync_providers: [],
            created_at: user.created_at.into(),
            updated_at: user.updated_at.into(),
            deleted_at: user.deleted_at.map(Into::into),
        }
    }
}

impl From<Me> for MeBody {
    fn from(Me { listed, company }: Me) -> Self {
        let company = CompanyBody {
            id: company.id.0,
            slug: company.slug,
            name: company.name,
            owner_id: company.owner_id.0,
            tier: "enterprise",
            effective_tier: "enterprise",
            is_in_trial: false,
            feature_access: FeatureAccess { knowledge_page_limit: 0, max_workflows: 0 },
            created_at: company.created_at.into(),
            updated_at: company.updated_at.into(),
        };
        Self { user: listed.into(), company }
    }
}

impl UsersBody {
    pub(super) fn new(page: Page, limit: u32, offset: u32) -> Self {
        let users: Vec<UserBody> = page.users.into_iter().map(Into::into).collect();
        Self { count: users.len(), users, total: page.total, limit, offset }
    }
}
