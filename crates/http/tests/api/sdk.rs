//! How the embed SDK is sent to the sites that load it.

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::support::{Response, TestApp};

async fn get(app: &TestApp, path: &str, headers: &[(header::HeaderName, &str)]) -> Response {
    let mut request = Request::builder().uri(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    app.send(request.body(Body::empty()).unwrap()).await
}

fn header(response: &Response, name: &str) -> String {
    response.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

on_both_engines! {
    async fn the_script_has_many_names_and_one_content(app) {
        let first = get(&app, "/v4/integration.js", &[]).await;
        assert_eq!(first.status, 200);
        assert!(first.text.starts_with("(()=>{"), "as small as can be: {}", &first.text[..80]);
        assert!(!first.text.contains("/*") && first.text.lines().count() == 1);
        for path in [
            "/v4/browser.js", "/v4/browser-v2.js", "/v4/browser-v3.js", "/v4/browser-v4.js",
            "/browser-v2.js", "/browser-v3.js", "/browser-v4.js",
        ] {
            assert_eq!(get(&app, path, &[]).await.text, first.text, "{path}");
        }
        assert_eq!(get(&app, "/v4/browser-v5.js", &[]).await.status, 404);
    }

    async fn any_site_may_load_and_keep_it(app) {
        let script = get(&app, "/v4/integration.js", &[]).await;
        assert_eq!(header(&script, "content-type"), "text/javascript; charset=utf-8");
        assert_eq!(header(&script, "cross-origin-resource-policy"), "cross-origin");
        assert_eq!(header(&script, "access-control-allow-origin"), "*");
        assert_eq!(header(&script, "x-content-type-options"), "nosniff");
        assert_eq!(header(&script, "cache-control"), "public, max-age=3600, stale-while-revalidate=31536000");
        assert_eq!(header(&script, "vary"), "accept-encoding");
        assert_eq!(header(&script, "set-cookie"), "");
        let tag = header(&script, "etag");
        let again = get(&app, "/v4/integration.js", &[(header::IF_NONE_MATCH, &tag)]).await;
        assert_eq!((again.status, again.text.as_str()), (304, ""));
        assert_eq!(header(&again, "cross-origin-resource-policy"), "cross-origin");
        let changed = get(&app, "/v4/integration.js", &[(header::IF_NONE_MATCH, "\"other\"")]).await;
        assert_eq!(changed.status, 200);
    }

    async fn declarations_come_with_it(app) {
        let types = get(&app, "/v4/integration.d.ts", &[]).await;
        assert_eq!(types.status, 200);
        assert!(types.text.contains("export interface Options"));
        assert_eq!(header(&types, "content-type"), "text/plain; charset=utf-8");
        assert_eq!(header(&types, "access-control-allow-origin"), "*");
    }
}
