//! What pages say, in the language of whoever looks at them. The words are in `web/locales`.

use slated_app::texts::{Language, Value, dates, say};

/// The words of one language.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Words(pub(super) Language);

impl Words {
    pub(super) fn say(self, key: &str) -> String {
        say(self.0, key, &[])
    }

    /// With one thing filled in.
    pub(super) fn with(self, key: &str, name: &str, value: &str) -> String {
        say(self.0, key, &[(name, value.into())])
    }

    /// With a number filled in, by the language's plural forms.
    pub(super) fn count<'a>(self, key: &str, name: &'a str, number: impl Into<Value<'a>>) -> String {
        say(self.0, key, &[(name, number.into())])
    }

    /// A page's title, which says at once when something is wrong.
    pub(super) fn title(self, title: String, wrong: bool) -> String {
        if wrong { self.with("error-title", "title", &title) } else { title }
    }

    /// A length of time.
    pub(super) fn length(self, minutes: u32) -> String {
        dates::length(self.0, minutes)
    }

    /// Where a meeting takes place.
    pub(super) fn channel(self, channel: &str) -> String {
        let product = match channel {
            "local" | "resource" => return self.say("channel-in-person"),
            "local-attendee" => return self.say("channel-at-yours"),
            "phone" => return self.say("channel-phone"),
            "phone-incoming" => return self.say("channel-phone-incoming"),
            "whatsapp" => return self.say("channel-whatsapp"),
            "custom" => return self.say("channel-online"),
            "google" => "Google Meet",
            "zoom" => "Zoom",
            "webex" => "Webex",
            "teams" | "teamsForBusiness" | "teamsForBusiness2" | "teamsForExchange" | "teams2ForExchange" => {
                "Microsoft Teams"
            }
            "skypeForBusiness" | "skypeForConsumer" => "Skype",
            "whereby" => "Whereby",
            "kmeet" => "kMeet",
            "jitsi" => "Jitsi Meet",
            "zava" => "Zava",
            "nextcloudTalk" => "Nextcloud Talk",
            "openTalk" => "OpenTalk",
            "alfaview" => "alfaview",
            _ => return self.say("channel-video"),
        };
        product.to_owned()
    }

    /// The name of a part of the world, as the tz database divides it.
    pub(super) fn area(self, area: &str) -> String {
        let key = match area {
            "Africa" => "area-africa",
            "America" => "area-america",
            "Antarctica" => "area-antarctica",
            "Arctic" => "area-arctic",
            "Asia" => "area-asia",
            "Atlantic" => "area-atlantic",
            "Australia" => "area-australia",
            "Europe" => "area-europe",
            "Indian" => "area-indian",
            "Pacific" => "area-pacific",
            other => return other.to_owned(),
        };
        self.say(key)
    }
}

/// Why a start is not to be had: the message, whose text says more.
pub(super) fn unbookable(code: &str) -> &'static str {
    match code {
        "slot-occupied" => "refused-taken",
        "minimum-notice" => "refused-notice",
        "limit-reached" => "refused-full",
        _ => "refused-other",
    }
}

/// The text of a message that has one.
pub(super) fn text_of(key: &str) -> String {
    format!("{key}.text")
}
