//! A user, as webhooks are told of them.

use serde::Serialize;
use slated_store::user::User;
use uuid::Uuid;

use crate::v4::instant::Instant;

/// A user who joined.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserTold {
    id: Uuid,
    email: String,
    given_name: String,
    family_name: String,
    full_name: String,
    slug: String,
    timezone: String,
    language: String,
    user_type: String,
    is_admin: bool,
    company_id: Uuid,
    created_at: Instant,
    updated_at: Instant,
}

impl UserTold {
    pub(super) fn new(user: &User) -> Self {
        Self {
            id: user.id.0,
            email: user.email.clone(),
            given_name: user.given_name.clone(),
            family_name: user.family_name.clone(),
            full_name: user.full_name(),
            slug: user.slug.clone(),
            timezone: user.timezone.clone(),
            language: user.language.clone(),
            user_type: user.user_type.clone(),
            is_admin: user.is_admin,
            company_id: user.company_id.0,
            created_at: Instant(user.created_at),
            updated_at: Instant(user.updated_at),
        }
    }
}
