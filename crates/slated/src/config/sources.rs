//! Where settings come from: a flag is stronger than the environment, that than the file, that than the default.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use super::{
    file,
    settings::{Setting, Shown},
};

/// Flags, environment and file, as they were given.
pub(crate) struct Sources<'a> {
    /// Values of flags, by key.
    pub(crate) flags: BTreeMap<&'static str, String>,
    /// Asks the environment.
    pub(crate) env: &'a dyn Fn(&str) -> Option<String>,
    /// `--config`; the environment's `SLATED_CONFIG` is asked otherwise.
    pub(crate) file: Option<PathBuf>,
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    Flag(String),
    Environment(&'static str),
    File(PathBuf),
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "--{flag}"),
            Self::Environment(name) => write!(f, "environment variable {name}"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Default => write!(f, "default"),
        }
    }
}

/// A value before it is parsed.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) value: String,
    pub(crate) origin: Origin,
}

impl Found {
    /// What to tell the operator when the value cannot be used.
    pub(crate) fn complaint(&self, setting: &Setting, reason: &str) -> String {
        let open = setting.shown == Shown::Whole;
        let value = if open { format!(" = {:?}", self.value) } else { String::new() };
        format!("{}{value} (from {}): {reason}", setting.key, self.origin)
    }
}

/// The file's values by key.
#[derive(Debug, Default)]
pub(crate) struct FileValues {
    pub(super) path: PathBuf,
    pub(super) values: BTreeMap<String, String>,
}

impl Sources<'_> {
    /// The file's values; none without a file. Errors are lines for the operator.
    pub(super) fn read_file(&self) -> Result<FileValues, Vec<String>> {
        let named = self.file.clone().or_else(|| self.variable("SLATED_CONFIG").map(PathBuf::from));
        named.map_or_else(|| Ok(FileValues::default()), |path: PathBuf| file::read(Path::new(&path)))
    }

    /// The strongest value of a setting.
    pub(super) fn find(&self, setting: &'static Setting, file: &FileValues) -> Found {
        if let Some(value) = self.flags.get(setting.key) {
            return Found { value: value.clone(), origin: Origin::Flag(setting.flag()) };
        }
        for name in setting.env {
            if let Some(value) = self.variable(name) {
                return Found { value, origin: Origin::Environment(name) };
            }
        }
        if let Some(value) = file.values.get(setting.key) {
            return Found { value: value.clone(), origin: Origin::File(file.path.clone()) };
        }
        Found { value: setting.default.to_owned(), origin: Origin::Default }
    }

    /// An empty variable counts as not set: that is how compose files pass what nobody filled in.
    fn variable(&self, name: &str) -> Option<String> {
        (self.env)(name).filter(|value| !value.trim().is_empty())
    }
}
