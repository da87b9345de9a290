//! How a company's pages look: Slated's own addition to the contract, which has colours for users only.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use slated_app::{App, companies::BrandingChange};
use slated_store::company::Branding;
use utoipa::ToSchema;

use crate::{
    error::Result,
    extract::{Caller, Write},
    v4::{
        patch::Patch,
        text::{HexColor, HttpUrl},
    },
};

/// How a company's pages look, where their host does not say.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BrandingBody {
    /// URL of a picture shown above each page; pages load those that begin with `https://`.
    logo: Option<String>,
    /// Of the pages of hosts who use no colours of their own.
    #[schema(example = "#0066cc")]
    primary_color: Option<String>,
    /// See `primaryColor`.
    secondary_color: Option<String>,
    /// The pages say that Slated made them.
    show_credit: bool,
}

/// What is to change. What is left out stays; null clears.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BrandingPatch {
    /// URL of a picture shown above each page; pages load those that begin with `https://`.
    #[serde(default)]
    #[schema(value_type = Option<HttpUrl>)]
    logo: Patch<HttpUrl>,
    /// Of the pages of hosts who use no colours of their own.
    #[serde(default)]
    #[schema(value_type = Option<HexColor>)]
    primary_color: Patch<HexColor>,
    /// See `primaryColor`.
    #[serde(default)]
    #[schema(value_type = Option<HexColor>)]
    secondary_color: Patch<HexColor>,
    /// The pages say that Slated made them.
    show_credit: Option<bool>,
}

/// How the company's pages look.
#[utoipa::path(get, path = "/v4/company/branding", tag = "Personal pages", responses((status = 200, body = BrandingBody)))]
pub async fn branding(State(app): State<App>, Caller(ctx): Caller) -> Result<Json<BrandingBody>> {
    Ok(Json(app.branding(&ctx).await?.into()))
}

/// Change how the company's pages look. For administrators.
#[utoipa::path(patch, path = "/v4/company/branding", tag = "Personal pages", request_body = BrandingPatch,
    responses((status = 200, body = BrandingBody)))]
pub async fn change_branding(
    State(app): State<App>,
    Write { ctx, body }: Write<BrandingPatch>,
) -> Result<Json<BrandingBody>> {
    let change = BrandingChange {
        logo: body.logo.map(Into::into).said(),
        primary_color: body.primary_color.map(Into::into).said(),
        secondary_color: body.secondary_color.map(Into::into).said(),
        show_credit: body.show_credit,
    };
    Ok(Json(app.change_branding(&ctx, change).await?.into()))
}

impl From<Branding> for BrandingBody {
    fn from(b: Branding) -> Self {
        Self {
            logo: b.logo,
            primary_color: b.primary_color,
            secondary_color: b.secondary_color,
            show_credit: b.show_credit,
        }
    }
}
