//! Personal pages (contract sections 4.7 and 10). Both paths of the contract do the same.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use slated_app::{
    App, meeting_types,
    personal_pages::{Change, Page},
};
use slated_store::{
    ids::{MeetingTypeId, UserId},
    user::PersonalPage,
};
use utoipa::ToSchema;
use uuid::Uuid;

pub use profiles::{CustomLink, OnlineProfiles};
mod profiles;

use crate::{
    HttpState,
    error::Result,
    extract::{Caller, Id, Write},
    v4::{
        meeting_type::MeetingTypeBody,
        number::List,
        patch::Patch,
        text::{HexColor, HttpUrl, Prose, Text},
    },
};

/// How a personal page looks.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonalPageBody {
    /// The page's title.
    #[schema(example = "Ada Lovelace")]
    header_title: Option<String>,
    /// The line below the title.
    header_subtitle: Option<String>,
    /// As it was set.
    #[schema(example = "#0066cc")]
    primary_color: Option<String>,
    /// As it was set.
    secondary_color: Option<String>,
    /// The colours apply.
    use_custom_colors: bool,
    /// URL of the picture at the top.
    header_image: Option<String>,
    /// Text below the title.
    description: Option<String>,
    /// Every enabled meeting type is listed, also those that are not in the order.
    show_all_meeting_types: bool,
    /// The order of the listed meeting types.
    meeting_type_order: Vec<Uuid>,
    /// Links to profiles elsewhere.
    #[schema(value_type = OnlineProfiles)]
    online_profiles: Map<String, Value>,
}

/// A personal page, with what can be booked there.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonalPageWithTypes {
    /// Whose.
    user_id: Uuid,
    /// The first part of their booking URLs.
    slug: String,
    /// Where the page is.
    #[schema(example = "https://book.example.com/ada-lovelace")]
    url: String,
    #[serde(flatten)]
    page: PersonalPageBody,
    /// The user's meeting types in the page's order.
    meeting_types: Vec<MeetingTypeBody>,
}

/// What is to change in a personal page. What is left out stays; null clears.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonalPagePatch {
    /// The page's title.
    #[serde(default)]
    #[schema(value_type = Option<Text<200>>)]
    header_title: Patch<Text<200>>,
    /// The line below the title.
    #[serde(default)]
    #[schema(value_type = Option<Text<500>>)]
    header_subtitle: Patch<Text<500>>,
    /// Setting a colour turns `useCustomColors` on, unless that is sent too.
    #[serde(default)]
    #[schema(value_type = Option<HexColor>)]
    primary_color: Patch<HexColor>,
    /// See `primaryColor`.
    #[serde(default)]
    #[schema(value_type = Option<HexColor>)]
    secondary_color: Patch<HexColor>,
    /// The colours apply.
    use_custom_colors: Option<bool>,
    /// URL of the picture at the top.
    #[serde(default)]
    #[schema(value_type = Option<HttpUrl>)]
    header_image: Patch<HttpUrl>,
    /// Text below the title.
    #[serde(default)]
    #[schema(value_type = Option<Prose>)]
    description: Patch<Prose>,
    /// List every enabled meeting type, also those that are not in the order.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    show_all_meeting_types: Patch<bool>,
    /// The user's own meeting types in the order they are to be listed in.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Uuid>>, max_items = 200)]
    meeting_type_order: Patch<List<Uuid, 200>>,
    /// Links to profiles elsewhere: those left out stay, those that are null go.
    #[serde(default)]
    #[schema(value_type = Option<OnlineProfiles>)]
    online_profiles: Patch<OnlineProfiles>,
}

/// Change the personal page of the user acted as.
#[utoipa::path(patch, path = "/v4/personal-page", tag = "Personal pages", request_body = PersonalPagePatch,
    responses((status = 200, body = PersonalPageWithTypes)))]
pub async fn update(
    State(state): State<HttpState>,
    Write { ctx, body }: Write<PersonalPagePatch>,
) -> Result<Json<PersonalPageWithTypes>> {
    let page = state.app.change_personal_page(&ctx, body.into()).await?;
    Ok(Json(PersonalPageWithTypes::new(&state.app, page)))
}

/// Change the personal page of the user acted as.
#[utoipa::path(patch, path = "/v4/personal-page/me", tag = "Personal pages", request_body = PersonalPagePatch,
    responses((status = 200, body = PersonalPageWithTypes)))]
pub async fn update_mine(
    state: State<HttpState>,
    write: Write<PersonalPagePatch>,
) -> Result<Json<PersonalPageWithTypes>> {
    update(state, write).await
}

/// The personal page of the user acted as.
#[utoipa::path(get, path = "/v4/personal-page/me", tag = "Personal pages",
    responses((status = 200, body = PersonalPageWithTypes)))]
pub async fn mine(
    State(state): State<HttpState>,
    Caller(ctx): Caller,
) -> Result<Json<PersonalPageWithTypes>> {
    let page = state.app.personal_page(&ctx, None).await?;
    Ok(Json(PersonalPageWithTypes::new(&state.app, page)))
}

/// A user's personal page. Others' than the own need an administrator.
#[utoipa::path(get, path = "/v4/personal-page/{userId}", tag = "Personal pages", params(("userId" = Uuid, Path)),
    responses((status = 200, body = PersonalPageWithTypes)))]
pub async fn get(
    State(state): State<HttpState>,
    Caller(ctx): Caller,
    Id(id): Id<UserId>,
) -> Result<Json<PersonalPageWithTypes>> {
    let page = state.app.personal_page(&ctx, Some(id)).await?;
    Ok(Json(PersonalPageWithTypes::new(&state.app, page)))
}

impl From<PersonalPage> for PersonalPageBody {
    fn from(page: PersonalPage) -> Self {
        Self {
            header_title: page.header_title,
            header_subtitle: page.header_subtitle,
            primary_color: page.primary_color,
            secondary_color: page.secondary_color,
            use_custom_colors: page.use_custom_colors,
            header_image: page.header_image,
            description: page.description,
            show_all_meeting_types: page.show_all_meeting_types.unwrap_or(true),
            meeting_type_order: page.meeting_type_order.into_iter().map(|id| id.0).collect(),
            online_profiles: page.online_profiles,
        }
    }
}

impl PersonalPageWithTypes {
    fn new(app: &App, Page { user, meeting_types }: Page) -> Self {
        let body = |meeting_type| {
            let (user_slug, team_slug) = (user.slug.clone(), None);
            MeetingTypeBody::new(app, meeting_types::Page { meeting_type, user_slug, team_slug })
        };
        Self {
            user_id: user.id.0,
            url: app.personal_page_url(&user.slug),
            meeting_types: meeting_types.into_iter().map(body).collect(),
            slug: user.slug,
            page: user.personal_page.into(),
        }
    }
}

impl From<PersonalPagePatch> for Change {
    fn from(patch: PersonalPagePatch) -> Self {
        let order = patch.meeting_type_order.said();
        Self {
            header_title: patch.header_title.map(Into::into).said(),
            header_subtitle: patch.header_subtitle.map(Into::into).said(),
            primary_color: patch.primary_color.map(Into::into).said(),
            secondary_color: patch.secondary_color.map(Into::into).said(),
            use_custom_colors: patch.use_custom_colors,
            header_image: patch.header_image.map(Into::into).said(),
            description: patch.description.map(Into::into).said(),
            show_all_meeting_types: patch.show_all_meeting_types.said(),
            meeting_type_order: order
                .map(|list| list.unwrap_or_default().into_iter().map(MeetingTypeId).collect()),
            online_profiles: patch.online_profiles.map(OnlineProfiles::into_map).said(),
        }
    }
}
