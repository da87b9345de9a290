//! What a meeting type is to say, as it is created and changed.

use slated_store::{
    ids::AvailabilityId,
    meeting_type::{DaysIntoFuture, MeetingType, Spec},
};

use crate::{Result, availability, error::FieldErrors};

/// The channels of the contract (section 8.2), the deprecated ones last.
pub const CHANNELS: [&str; 24] = [
    "local",
    "local-attendee",
    "google",
    "zoom",
    "phone",
    "phone-incoming",
    "whatsapp",
    "connect",
    "webex",
    "teamsForBusiness2",
    "teams2ForExchange",
    "custom",
    "resource",
    "whereby",
    "kmeet",
    "jitsi",
    "zava",
    "nextcloudTalk",
    "openTalk",
    "alfaview",
    "skypeForConsumer",
    "skypeForBusiness",
    "teamsForBusiness",
    "teamsForExchange",
];

/// What a meeting type is to say.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The last part of its URL; none is made from the name when it is created, and stays when it is changed.
    pub slug: Option<String>,
    /// Takes bookings.
    pub enabled: bool,
    /// Which hours it is offered in.
    pub availability: ScheduleChoice,
    /// Everything else.
    pub spec: Spec,
    /// Make a link that works once along with it.
    pub one_time_link: bool,
}

/// Which hours a meeting type is offered in.
#[derive(Debug, Clone)]
pub enum ScheduleChoice {
    /// A schedule of the host; none is the host's default.
    Existing(Option<AvailabilityId>),
    /// A schedule of its own, made along with it.
    New(Box<availability::Draft>),
}

/// The spec of a meeting that nothing more is said about: 30 minutes on the phone.
pub fn default_spec() -> Spec {
    let mut spec = Spec::default();
    "30min Meeting".clone_into(&mut spec.info.name);
    spec.info.duration = 30;
    "phone".clone_into(&mut spec.info.channel);
    spec
}

impl Default for Draft {
    /// Nothing said yet: no name and no duration.
    fn default() -> Self {
        let mut spec = Spec::default();
        "phone".clone_into(&mut spec.info.channel);
        let availability = ScheduleChoice::Existing(None);
        Self { slug: None, enabled: true, availability, spec, one_time_link: false }
    }
}

impl Draft {
    /// What a stored meeting type says.
    pub fn of(stored: &MeetingType) -> Self {
        Self {
            slug: Some(stored.slug.clone()),
            enabled: stored.enabled,
            availability: ScheduleChoice::Existing(stored.availability_id),
            spec: stored.spec.clone(),
            one_time_link: false,
        }
    }

    /// Refuses what cannot be booked as it stands.
    pub fn check(&self) -> Result<()> {
        check(&self.spec)
    }
}

/// Refuses a spec whose fields do not go together.
pub(crate) fn check(spec: &Spec) -> Result<()> {
    let mut errors = FieldErrors::default();
    let info = &spec.info;
    if info.name.is_empty() {
        errors.add("name", "required", "name is required");
    }
    if info.duration == 0 {
        errors.add("duration", "required", "Duration must be a positive number");
    }
    if info.channel == "custom" && info.custom_channel_link.is_none() {
        errors.add(
            "meetingInfo.customChannelLink",
            "required",
            "The channel 'custom' needs a customChannelLink",
        );
    }
    if info.enable_redirect && info.redirect.is_none() {
        errors.add("meetingInfo.redirect", "required", "enableRedirect needs a redirect");
    }
    if let Some(DaysIntoFuture::Range { range_min, range_max }) = &spec.days_into_future
        && range_max < range_min
    {
        errors.add("daysIntoFuture.rangeMax", "invalid-range", "Must not be before rangeMin");
    }
    for (index, limit) in spec.limits.iter().enumerate() {
        if limit.max_meetings.is_none() && limit.max_minutes.is_none() {
            errors.add(format!("limits[{index}]"), "required", "A limit needs maxMeetings or maxMinutes");
        }
    }
    for (index, question) in spec.questions.iter().enumerate() {
        let at = |member: &str| format!("questions[{index}].{member}");
        if spec.questions[..index].iter().any(|other| other.key() == question.key()) {
            errors.add(at("name"), "invalid-value", "Two questions keep their answers under this name");
        }
        let chooses = matches!(question.field_type.as_str(), "select" | "radio" | "slide" | "checkbox-multi");
        if chooses && question.options.is_empty() {
            errors.add(at("options"), "required", "There must be answers to choose from");
        }
        if question.min.zip(question.max).is_some_and(|(min, max)| max < min) {
            errors.add(at("max"), "invalid-range", "Must not be less than min");
        }
    }
    let password = spec.options.booking_page_password.as_ref();
    if password.is_some_and(|p| p.enable && p.password.as_ref().is_none_or(String::is_empty)) {
        errors.add(
            "meetingOptions.bookingPagePassword.password",
            "required",
            "A password is required when enabled",
        );
    }
    errors.finish()
}
