//! A field of the form, as the template shows it.

/// How a field is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An input of this type.
    Input(&'static str),
    /// Several lines.
    Multiline,
    /// One box.
    Checkbox,
    /// One of a list.
    Select,
    /// One of a few.
    Radio,
    /// One of a row of numbers.
    Scale,
    /// Some of a few.
    Checkboxes,
    /// Not asked; it says something.
    Heading,
    /// Not shown.
    Hidden,
}

/// An answer to choose.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

/// One field.
#[derive(Debug)]
pub(super) struct Field {
    /// Also its id.
    pub(super) name: String,
    pub(super) label: String,
    pub(super) kind: Kind,
    pub(super) autocomplete: &'static str,
    pub(super) hint: Option<String>,
    pub(super) placeholder: String,
    pub(super) required: bool,
    pub(super) max: usize,
    /// The smallest and the greatest number.
    pub(super) ends: (Option<String>, Option<String>),
    pub(super) value: String,
    pub(super) choices: Vec<Choice>,
    /// Where more is said of it.
    pub(super) link: Option<String>,
    pub(super) error: Option<String>,
}

impl Field {
    /// An empty one that nothing more is known about.
    pub(super) fn new(name: String, label: String, kind: Kind) -> Self {
        Self {
            name,
            label,
            kind,
            autocomplete: "off",
            hint: None,
            placeholder: String::new(),
            required: false,
            max: 500,
            ends: (None, None),
            value: String::new(),
            choices: vec![],
            link: None,
            error: None,
        }
    }

    /// Many controls with one label.
    pub(super) fn is_group(&self) -> bool {
        matches!(self.kind, Kind::Radio | Kind::Scale | Kind::Checkboxes)
    }

    /// The id that a link to it leads to: of a group, its first control's.
    pub(super) fn target(&self) -> String {
        if self.is_group() { format!("{}-0", self.name) } else { self.name.clone() }
    }

    /// Ties the hint and what is wrong to the control. Names hold nothing that would have to be escaped.
    pub(super) fn described(&self) -> String {
        let ids = [self.hint.as_ref().map(|_| "hint"), self.error.as_ref().map(|_| "error")];
        let ids: Vec<String> =
            ids.into_iter().flatten().map(|what| format!("{}-{what}", self.name)).collect();
        let invalid = if self.error.is_some() && !self.is_group() { " aria-invalid=\"true\"" } else { "" };
        if ids.is_empty() {
            String::new()
        } else {
            format!(" aria-describedby=\"{}\"{invalid}", ids.join(" "))
        }
    }
}
