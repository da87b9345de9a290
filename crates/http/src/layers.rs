//! What every request passes: request id, span, metrics, security headers, CORS, compression, limits.

use std::time::Duration;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
};
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, Predicate as _,
        predicate::{NotForContentType, SizeAbove},
    },
    cors::{Any, CorsLayer},
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    set_header::SetResponseHeaderLayer,
    trace::TraceLayer,
};

use crate::{error::ApiError, metrics, pages};

/// The largest body that is read, in bytes.
pub(crate) const BODY_LIMIT: usize = 256 * 1024;
/// The longest a request may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Smaller answers are sent as they are: compressing them costs more than it saves.
const WORTH_COMPRESSING: u64 = 1024;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Puts the layers around a router, the outermost first.
pub(crate) fn around(router: Router) -> Router {
    // One stack, because axum boxes the service again for every layer that is added by itself.
    router.layer(
        ServiceBuilder::new()
            .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
            .layer(TraceLayer::new_for_http().make_span_with(span).on_request(()).on_failure(()))
            .layer(middleware::from_fn(metrics::count))
            .layer(PropagateRequestIdLayer::x_request_id())
            .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            // For what is no page: should a browser take it for one, it can do nothing and is framed by nobody.
            .layer(fixed(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
            // Not `no-referrer`: browsers would then send `Origin: null` with the forms of our own pages.
            .layer(fixed(header::REFERRER_POLICY, "strict-origin-when-cross-origin"))
            .layer(cors())
            .layer(compression())
            .layer(CatchPanicLayer::custom(|_| internal().into_response()))
            .layer(middleware::from_fn(within_time))
            .layer(DefaultBodyLimit::max(BODY_LIMIT)),
    )
}

fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", method = %request.method(), path = without_secret(request.uri().path()), id)
}

/// Links are secrets: whoever reads the log must not be able to follow them.
fn without_secret(path: &str) -> &str {
    pages::behind_secret(path).unwrap_or(path)
}

/// Gives up on a request that takes too long. A transaction of it that has not begun does not begin.
async fn within_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(TIMEOUT, next.run(request)).await.unwrap_or_else(|_| {
        ApiError::new(StatusCode::GATEWAY_TIMEOUT, "timeout", "The request took too long").into_response()
    })
}

/// A header that a handler may set otherwise.
fn fixed(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Any site may read what needs no credential and send public forms. Authorization is not among the headers a
/// foreign page may send: API keys belong on servers.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE, HeaderName::from_static("idempotency-key")])
        .expose_headers([REQUEST_ID, header::RETRY_AFTER])
        .max_age(Duration::from_hours(1))
        // The answer is the same for every origin, so caches need not tell them apart.
        .vary([])
}

fn compression() -> CompressionLayer<impl tower_http::compression::Predicate> {
    let worth = SizeAbove::new(WORTH_COMPRESSING).and(NotForContentType::IMAGES).and(NotForContentType::SSE);
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worth)
}

fn internal() -> ApiError {
    ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal server error")
}
