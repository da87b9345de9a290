//! Every route, in one flat list.

use axum::{
    Router,
    http::{StatusCode, Uri},
    middleware,
    response::IntoResponse as _,
    routing::{get, post},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    HttpState, assets, demo, demo::Demo, docs, docs::Docs, error::ApiError, health, layers, metrics, openapi,
    pages, sdk, v4, v4::webhook,
};

/// The OpenAPI document of every route of the API. It takes some milliseconds and megabytes to make.
pub fn document() -> utoipa::openapi::OpenApi {
    let (_, mut document) = api().split_for_parts();
    openapi::complete(&mut document);
    document
}

/// Every route of the API, with what is documented of it.
fn api() -> OpenApiRouter<HttpState> {
    OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(v4::user::create, v4::user::list))
        .routes(routes!(v4::user::me))
        .routes(routes!(v4::user::update, v4::user::delete))
        .routes(routes!(v4::user::send_password_link))
        .routes(routes!(v4::personal_page::update))
        .routes(routes!(v4::personal_page::mine, v4::personal_page::update_mine))
        .routes(routes!(v4::personal_page::get))
        .routes(routes!(v4::company::branding, v4::company::change_branding))
        .routes(routes!(v4::booking_availability::list))
        .routes(routes!(v4::booking_availability::windows))
        .routes(routes!(v4::booking::book))
        .routes(routes!(v4::provisional_booking::list))
        .routes(routes!(v4::provisional_booking::confirm))
        .routes(routes!(v4::provisional_booking::decline))
        .routes(routes!(v4::appointment::list))
        .routes(routes!(v4::appointment::today))
        .routes(routes!(v4::appointment::get, v4::appointment::delete))
        .routes(routes!(v4::appointment::cancel))
        .routes(routes!(v4::appointment::reschedule))
        .routes(routes!(v4::appointment::note))
        .routes(routes!(v4::appointment::guest))
        .routes(routes!(v4::appointment::no_show))
        .routes(routes!(v4::availability::list, v4::availability::create))
        .routes(routes!(v4::availability::get, v4::availability::update, v4::availability::delete))
        .routes(routes!(v4::meeting_type::list, v4::meeting_type::create))
        .routes(routes!(v4::meeting_type::get, v4::meeting_type::update, v4::meeting_type::delete))
        .routes(routes!(v4::meeting_type_template::list))
        .routes(routes!(v4::meeting_type_template::create))
        .routes(routes!(v4::meeting_type_template::assign))
        .routes(routes!(v4::meeting_type_template::unassign))
        .routes(routes!(
            v4::meeting_type_template::get,
            v4::meeting_type_template::update,
            v4::meeting_type_template::delete
        ))
        .routes(routes!(v4::one_time_link::create))
        .routes(routes!(v4::workspace::list, v4::workspace::create))
        .routes(routes!(v4::workspace::get, v4::workspace::update, v4::workspace::delete))
        .routes(routes!(v4::queue::of_workspace))
        .routes(routes!(v4::queue::update))
        .routes(routes!(v4::queue::get))
        .routes(routes!(v4::queue::next))
        .routes(routes!(v4::queue_user_group::create))
        .routes(routes!(
            v4::queue_user_group::get,
            v4::queue_user_group::update,
            v4::queue_user_group::delete
        ))
        .routes(routes!(v4::audit_log::list))
        .routes(routes!(v4::privacy::export))
        .routes(routes!(v4::privacy::erase))
        .routes(routes!(v4::privacy::retention, v4::privacy::change_retention))
        .routes(routes!(v4::attendee::quick_mail))
        .routes(routes!(v4::mail_template::list))
        .routes(routes!(v4::mail_template::put, v4::mail_template::reset))
        .routes(routes!(v4::mail_template::preview))
        .routes(routes!(v4::calendar_feed::get, v4::calendar_feed::make, v4::calendar_feed::delete))
        // The contract keeps the list of schedules at the root (section 4.2).
        .route("/availability", get(v4::availability::list).post(v4::availability::create))
        .routes(routes!(webhook::list, webhook::create))
        .routes(routes!(webhook::states::get, webhook::update, webhook::delete))
        .routes(routes!(webhook::states::pause))
        .routes(routes!(webhook::states::resume))
        .routes(routes!(webhook::states::rotate_secret))
        .routes(routes!(webhook::states::test))
        .routes(routes!(webhook::deliveries::replay))
        .routes(routes!(webhook::deliveries::list))
        .routes(routes!(webhook::deliveries::get))
        .nest("/v4", webhooks_again())
        .routes(routes!(v4::event::list))
}

/// The contract keeps webhooks at the root; they are served beside everything else too, undocumented.
fn webhooks_again() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .route("/webhooks", get(webhook::list).post(webhook::create))
        .route("/webhooks/{id}", get(webhook::states::get).patch(webhook::update).delete(webhook::delete))
        .route("/webhooks/{id}/pause", post(webhook::states::pause))
        .route("/webhooks/{id}/resume", post(webhook::states::resume))
        .route("/webhooks/{id}/rotate-secret", post(webhook::states::rotate_secret))
        .route("/webhooks/{id}/test", post(webhook::states::test))
        .route("/webhooks/{id}/replay", post(webhook::deliveries::replay))
        .route("/webhooks/{id}/deliveries", get(webhook::deliveries::list))
        .route("/webhooks/deliveries/{deliveryId}", get(webhook::deliveries::get))
}

/// The whole service.
pub fn router(state: HttpState) -> Router {
    with_demo(state, None)
}

/// The whole service, and the demo's own page.
pub fn with_demo(state: HttpState, demo: Option<Demo>) -> Router {
    // Nearly nobody asks a running server for its document, so it is not kept.
    let (api, _) = api().split_for_parts();
    let docs = Docs::new(document);
    let json = docs.clone();
    let router = api
        .route("/", get(docs::home))
        .route("/docs", get(move || async move { docs.reference() }))
        .route("/openapi.json", get(move || async move { json.json() }))
        .route("/assets/{*path}", get(assets::asset))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::scrape))
        .merge(sdk::routes())
        .merge(demo.map(demo::routes).unwrap_or_default())
        .merge(pages(&state))
        .fallback(pages::not_found)
        .method_not_allowed_fallback(|| async { wrong_method() })
        .with_state(state);
    layers::around(router)
}

/// The pages invitees and hosts see. Every other route is more exact than theirs, and wins.
fn pages(state: &HttpState) -> Router<HttpState> {
    use pages::{account, answer, booking, ics, manage, outbox, personal, sign_in};
    Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/sign-in/link/{token}", get(sign_in::link::ask).post(sign_in::link::submit))
        .route("/password/{token}", get(sign_in::password::ask).post(sign_in::password::submit))
        .route("/account", get(account::show).post(account::submit))
        .route("/manage/{secret}", get(manage::show))
        .route("/manage/{secret}/calendar.ics", get(ics::appointment))
        .route("/manage/{secret}/reminders", get(answer::ask_to_stop).post(answer::stop))
        .route("/pending/{secret}", get(answer::ask).post(answer::answer))
        .route("/feed/{file}", get(ics::feed))
        .route("/demo/mail", get(outbox::list))
        .route("/demo/mail/{name}", get(outbox::show))
        .route("/demo/mail/{name}/html", get(outbox::html))
        .route("/manage/{secret}/confirmation", get(manage::confirmation::show))
        .route("/manage/{secret}/guests", get(manage::show).post(manage::guests::submit))
        .route("/manage/{secret}/cancel", get(manage::cancel::show).post(manage::cancel::submit))
        .route("/manage/{secret}/move", get(manage::reschedule::show).post(manage::reschedule::submit))
        .route("/embed/{company}/{user}/{type}", get(booking::show_embedded).post(booking::submit_embedded))
        .route("/team/{team}/{type}", get(booking::show_team).post(booking::submit_team))
        .route("/{user}", get(personal::show).fallback(wrong_page_method))
        .route("/{user}/{type}", get(booking::show).post(booking::submit).fallback(wrong_page_method))
        .route_layer(middleware::from_fn_with_state(state.clone(), pages::counted::within_limits))
        .route_layer(middleware::from_fn(pages::only_pages))
}

/// The pages' paths fit whatever the API does not know.
async fn wrong_page_method(uri: Uri) -> axum::response::Response {
    if pages::is_api(&uri) {
        ApiError::unknown_route().into_response()
    } else {
        wrong_method().into_response()
    }
}

fn wrong_method() -> ApiError {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "This route does not take this method",
    )
}
