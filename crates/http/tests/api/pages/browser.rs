//! A browser that knows links and forms, and nothing else.

use axum::{
    body::Body,
    http::{Method, Request, header},
};

use crate::support::{Response, TestApp};

/// Opens pages, follows links and sends forms.
pub struct Browser<'a> {
    app: &'a TestApp,
    languages: Option<&'static str>,
}

/// A page, or a redirection to one.
pub struct Page {
    response: Response,
}

impl<'a> Browser<'a> {
    pub fn new(app: &'a TestApp) -> Self {
        Self { app, languages: None }
    }

    /// One that says which languages its user reads.
    pub fn reading(app: &'a TestApp, languages: &'static str) -> Self {
        Self { app, languages: Some(languages) }
    }

    /// GET.
    pub async fn open(&self, path: &str) -> Page {
        self.request(Method::GET, path.split('#').next().unwrap(), String::new()).await
    }

    /// Where a sent form leads.
    pub async fn follow(&self, sent: &Page) -> Page {
        self.open(&sent.location()).await
    }

    /// Sends the page's form with what is in it, apart from what is typed here.
    pub async fn send(&self, page: &Page, typed: &[(&str, &str)]) -> Page {
        let (action, mut fields) = page.form();
        for (name, value) in typed {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.request(Method::POST, &action, body).await
    }

    /// Presses the first button that says this, of the page's form.
    pub async fn press(&self, page: &Page, label: &str) -> Page {
        let (action, mut fields) = page.form();
        let (name, value) = page.button(label);
        if !name.is_empty() {
            fields.push((name, value));
        }
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let action = page.button_attribute(label, "formaction").unwrap_or(action);
        self.request(Method::POST, action.split('#').next().unwrap(), body).await
    }

    pub async fn request(&self, method: Method, path: &str, body: String) -> Page {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = match self.languages {
            Some(languages) => request.header(header::ACCEPT_LANGUAGE, languages),
            None => request,
        };
        Page { response: self.app.send(request.body(Body::from(body)).unwrap()).await }
    }
}

impl Page {
    #[track_caller]
    pub fn has(&self, status: u16) -> &Self {
        assert_eq!(self.response.status, status, "{}", self.text());
        self
    }

    #[track_caller]
    pub fn ok(self) -> Self {
        self.has(200);
        assert_eq!(self.header("content-type"), "text/html; charset=utf-8");
        self
    }

    pub fn text(&self) -> &str {
        &self.response.text
    }

    /// One of the texts, separated by bars, is there.
    #[track_caller]
    pub fn says(&self, texts: &str) {
        assert!(texts.split('|').any(|text| self.text().contains(text)), "no {texts:?} in {}", self.text());
    }

    #[track_caller]
    pub fn does_not_say(&self, text: &str) {
        assert!(!self.text().contains(text), "{text:?} in {}", self.text());
    }

    /// Where in the page a text is.
    #[track_caller]
    pub fn place(&self, text: &str) -> usize {
        self.text().find(text).unwrap_or_else(|| panic!("no {text:?} in {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.response.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn policy(&self) -> &str {
        self.header("content-security-policy")
    }

    /// Where it leads, which is somewhere on this site.
    #[track_caller]
    pub fn location(&self) -> String {
        self.has(303);
        let location = self.header("location").to_owned();
        assert!(location.starts_with('/') && !location.starts_with("//"), "{location}");
        location
    }

    /// The address of the first link whose text or label contains this.
    #[track_caller]
    pub fn link(&self, label: &str) -> String {
        let links = self.text().split("<a ").skip(1).map(|rest| rest.split("</a>").next().unwrap());
        let found = links.filter(|link| link.contains(label)).find_map(|link| attribute(link, "href"));
        found.unwrap_or_else(|| panic!("no link {label:?} in {}", self.text()))
    }

    /// What the first button that says this sends.
    #[track_caller]
    pub fn button(&self, label: &str) -> (String, String) {
        let said = |name| self.button_attribute(label, name).unwrap_or_default();
        (said("name"), said("value"))
    }

    /// An attribute of the first button that says this.
    #[track_caller]
    fn button_attribute(&self, label: &str, name: &str) -> Option<String> {
        let buttons =
            self.text().split("<button").skip(1).map(|rest| rest.split("</button>").next().unwrap());
        let found = buttons.into_iter().find(|button| button.contains(label));
        let found = found.unwrap_or_else(|| panic!("no button {label:?} in {}", self.text()));
        attribute(found, name)
    }

    /// The form that is sent by POST, and what is in it.
    #[track_caller]
    pub fn form(&self) -> (String, Vec<(String, String)>) {
        let forms = self.text().split("<form ").skip(1).map(|rest| rest.split("</form>").next().unwrap());
        let form = forms.into_iter().find(|form| form.contains("method=\"post\""));
        let form = form.unwrap_or_else(|| panic!("no form in {}", self.text()));
        let mut fields = Vec::new();
        for tag in form.split('<').skip(1) {
            let Some(name) = attribute(tag, "name") else { continue };
            let box_like = ["radio", "checkbox"].iter().any(|kind| tag.contains(&format!("type=\"{kind}\"")));
            let is_unticked = box_like && !tag.contains(" checked");
            if tag.starts_with("input") && !is_unticked {
                fields.push((name, attribute(tag, "value").unwrap_or_default()));
            } else if tag.starts_with("textarea") {
                let text = tag.split_once('>').unwrap().1;
                fields.push((name, unescape(text.strip_prefix('\n').unwrap_or(text))));
            }
        }
        (attribute(form, "action").unwrap(), fields)
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = format!(" {tag}");
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(unescape(rest.split('"').next()?))
}

fn unescape(text: &str) -> String {
    [("&#38;", "&"), ("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'")]
        .iter()
        .fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}
