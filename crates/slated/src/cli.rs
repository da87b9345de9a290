//! The command line: what can be said, and where its settings go.

use std::{collections::BTreeMap, path::PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Args, CommandFactory as _, Parser, Subcommand};

use crate::config::settings;

pub(crate) mod webhook;

/// Open scheduling infrastructure. Without a command: serve, with a demo company if the database is new.
#[derive(Debug, Parser)]
#[command(name = "slated", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the API and the pages, and run jobs
    Serve,
    /// Run jobs only, for an installation of several processes
    Worker,
    /// Bring the database to the shape this version expects
    Migrate,
    /// Copy the SQLite database to a file while servers run
    Backup(Backup),
    /// Put a backup in the place of the SQLite database; every server must be stopped
    Restore(Restore),
    /// Write a whole company as lines of JSON, to be imported into another database of either kind
    Export(Export),
    /// Store a company that was exported, whole or not at all
    Import(Import),
    /// Serve with a demo company that may call webhooks on this machine
    Demo(Demo),
    /// Found and list companies
    #[command(subcommand)]
    Company(Company),
    /// Create and list users, and let them set their password
    #[command(subcommand)]
    User(User),
    /// Create, list and revoke API keys and personal access tokens
    #[command(subcommand)]
    Key(Key),
    /// Export or erase what a company knows of one invitee
    #[command(subcommand)]
    Privacy(Privacy),
    /// List, try out, pause, resume and replay webhooks, and read what was sent to them
    #[command(subcommand)]
    Webhook(webhook::Webhook),
    /// Look after the keys that secrets in the database are sealed with
    #[command(subcommand)]
    Secrets(Secrets),
    /// Print the OpenAPI document
    Openapi,
    /// Say what is misconfigured and how to mend it
    Doctor,
    /// Replace a user's imported busy times by those of a file
    ImportBusy(ImportBusy),
    /// Say why a start is offered, or which rules refuse it; exit code 0 when offered, 1 when refused, 2 on errors
    Explain(Explain),
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// Where to; it must not be there yet
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// A file made by `slated backup`
    pub(crate) file: PathBuf,
    /// Replace the database that is there
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The company's slug
    #[arg(long)]
    pub(crate) company: String,
    /// Take along hashes of keys and tokens, and webhooks with their secrets
    #[arg(long)]
    pub(crate) with_secrets: bool,
    /// Where to; it must not be there yet [default: standard output]
    pub(crate) file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// A file made by `slated export`
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// When ready, print one line of JSON: url, apiKey, companyId, companySlug, ownerId, bookingUrl
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Company {
    /// Found a company with its owner; prints an API key, once
    Create(NewCompany),
    /// List the companies
    List,
}

#[derive(Debug, Args)]
pub(crate) struct NewCompany {
    /// The company's name
    #[arg(long)]
    pub(crate) name: String,
    /// Part of its embed URLs [default: made from the name]
    #[arg(long)]
    pub(crate) slug: Option<String>,
    #[command(flatten)]
    pub(crate) owner: Person,
}

#[derive(Debug, Args)]
pub(crate) struct Person {
    /// E-mail address
    #[arg(long)]
    pub(crate) email: String,
    /// First name
    #[arg(long)]
    pub(crate) given_name: String,
    /// Last name
    #[arg(long)]
    pub(crate) family_name: String,
    /// IANA time zone, such as Europe/Berlin
    #[arg(long, default_value = "UTC")]
    pub(crate) timezone: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Create a user with working hours and a meeting type
    Create(NewUser),
    /// List the users of a company
    List(OfCompany),
    /// Send a user a mail with a link by which they set their password; a running server or worker sends it
    PasswordLink(PasswordLink),
}

#[derive(Debug, Args)]
pub(crate) struct PasswordLink {
    #[command(flatten)]
    pub(crate) company: OfCompany,
    /// Id, e-mail address or slug
    pub(crate) user: String,
}

#[derive(Debug, Args)]
pub(crate) struct NewUser {
    #[command(flatten)]
    pub(crate) company: OfCompany,
    #[command(flatten)]
    pub(crate) person: Person,
    /// May administer the company
    #[arg(long)]
    pub(crate) admin: bool,
}

/// Which company.
#[derive(Debug, Args)]
pub(crate) struct OfCompany {
    /// The company's slug; needed only where there are several
    #[arg(long)]
    pub(crate) company: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Key {
    /// Create an API key, or with --user a personal access token; prints it, once
    Create(NewKey),
    /// List the keys and tokens of a company
    List(OfCompany),
    /// Switch a key or token off for good
    Revoke(RevokeKey),
}

#[derive(Debug, Args)]
pub(crate) struct NewKey {
    #[command(flatten)]
    pub(crate) company: OfCompany,
    /// What it is for
    #[arg(long, default_value = "")]
    pub(crate) name: String,
    /// Days until it expires, 1 to 3650
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub(crate) days: u16,
    /// It never expires
    #[arg(long, conflicts_with = "days")]
    pub(crate) no_expiry: bool,
    /// A personal access token of this user (id, e-mail address or slug) instead of an API key
    #[arg(long)]
    pub(crate) user: Option<String>,
    /// Limit the token to a group of calls: scheduling, crm, mira, forms or account; may be repeated
    #[arg(long = "scope", requires = "user")]
    pub(crate) scopes: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct RevokeKey {
    #[command(flatten)]
    pub(crate) company: OfCompany,
    /// Its id, as `slated key list` shows it
    pub(crate) id: uuid::Uuid,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Privacy {
    /// Print everything that is known of an invitee, as JSON
    Export(Invitee),
    /// Forget an invitee; appointments keep their time and host
    Erase(Erase),
}

/// Which invitee.
#[derive(Debug, Args)]
#[group(id = "invitee", args = ["email", "phone"], required = true, multiple = false)]
pub(crate) struct Invitee {
    /// By e-mail address
    #[arg(long)]
    pub(crate) email: Option<String>,
    /// By phone number, compared by its digits
    #[arg(long)]
    pub(crate) phone: Option<String>,
    #[command(flatten)]
    pub(crate) company: OfCompany,
}

#[derive(Debug, Args)]
pub(crate) struct Erase {
    #[command(flatten)]
    pub(crate) invitee: Invitee,
    /// Cancel what is still to come; else it takes place, with somebody nobody knows
    #[arg(long)]
    pub(crate) cancel_future: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Secrets {
    /// List the keys, and how many secrets are sealed with each
    Status,
    /// Put a new key into the key file, to be copied to every node before `rotate`
    AddKey,
    /// Seal everything with the newest key while servers run; makes one where the newest is in use already
    Rotate(RotateKey),
    /// Take out of the key file what no secret is sealed with any more
    DropKeys,
}

#[derive(Debug, Args)]
pub(crate) struct RotateKey {
    /// Put new secrets in the place of those that no key opens: webhooks and page passwords must then be told anew
    #[arg(long)]
    pub(crate) replace_lost: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ImportBusy {
    /// Whose: id, e-mail address or slug
    #[arg(long)]
    pub(crate) user: String,
    #[command(flatten)]
    pub(crate) company: OfCompany,
    /// A JSON file: [{"start": "2027-03-01T09:00:00Z", "end": "2027-03-01T09:30:00Z"}]
    #[arg(long)]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The meeting type's id
    #[arg(long, value_name = "ID")]
    pub(crate) meeting_type: uuid::Uuid,
    /// The start, such as 2027-03-01T09:00:00Z or 2027-03-01T10:00:00+01:00
    #[arg(long, value_name = "INSTANT")]
    pub(crate) start: jiff::Timestamp,
    /// A host (id, e-mail address or slug) instead of the meeting type's own; may be repeated
    #[arg(long = "host", value_name = "HOST")]
    pub(crate) hosts: Vec<String>,
    /// All of the hosts take part, not one of them
    #[arg(long, requires = "hosts")]
    pub(crate) everyone: bool,
    /// Minutes, where the meeting type allows several durations
    #[arg(long, value_name = "MINUTES")]
    pub(crate) duration: Option<u32>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) company: OfCompany,
}

/// The whole command line, with a flag for every setting.
pub(crate) fn command() -> clap::Command {
    let mut command = Cli::command().arg(
        Arg::new("config")
            .long("config")
            .value_name("FILE")
            .value_parser(clap::value_parser!(PathBuf))
            .help("Configuration file in TOML [env: SLATED_CONFIG]")
            .help_heading("Settings")
            .global(true),
    );
    for setting in settings::all() {
        let arg = Arg::new(setting.key).long(setting.flag()).value_name("VALUE").help(setting.described());
        command = command.arg(arg.help_heading("Settings").global(true));
    }
    let no_worker =
        Arg::new("no-worker").long("no-worker").action(ArgAction::SetTrue).help("Short for --worker off");
    command.arg(no_worker.help_heading("Settings").conflicts_with(settings::WORKER.key).global(true))
}

/// The settings given as flags, by key.
pub(crate) fn flags(matches: &ArgMatches) -> BTreeMap<&'static str, String> {
    let mut flags = BTreeMap::new();
    for setting in settings::all() {
        if let Some(value) = matches.get_one::<String>(setting.key) {
            flags.insert(setting.key, value.clone());
        }
    }
    if matches.get_flag("no-worker") {
        flags.insert(settings::WORKER.key, "off".to_owned());
    }
    flags
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        command().debug_assert();
    }

    #[test]
    fn settings_may_stand_before_and_after_the_command() {
        for line in
            ["slated --listen 127.0.0.1:1 serve --no-worker", "slated serve --no-worker --listen 127.0.0.1:1"]
        {
            let flags = flags(&command().try_get_matches_from(line.split(' ')).unwrap());
            assert_eq!(flags["listen"], "127.0.0.1:1");
            assert_eq!(flags["worker"], "off");
            assert_eq!(flags.len(), 2);
        }
    }
}
