//! What every text of the database holds of whom: the list by which a person is found and erased.
//!
//! A test compares it with the schema of both engines, so that a new column cannot be forgotten here.

/// What a column of text or bytes holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Words of invitees, or about them: searched, and cleaned of a person.
    Invitees(Sweep),
    /// The same, but cleaned by a function of its own, because rows go as a whole.
    InviteesByRow,
    /// Words of the company about itself and its own people.
    Own,
    /// Kinds, states, hashes, secrets: nothing an invitee said.
    Machine,
}

/// How a column is searched and cleaned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sweep {
    /// Id and text of the rows of company `$1` that match the pattern `$2` in lower case.
    pub(super) find: &'static str,
    /// Replaces `$3` by `$4` in the row `$2` of company `$1`.
    pub(super) redact: &'static str,
}

/// One column of text or bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// What it holds.
    pub holds: Holds,
}

macro_rules! holds {
    (invitees, $table:literal, $column:literal) => {
        Holds::Invitees(Sweep {
            find: concat!(
                "SELECT id, ",
                $column,
                " FROM ",
                $table,
                " WHERE company_id = $1 AND lower(",
                $column,
                ") LIKE $2 ESCAPE '\\'"
            ),
            redact: concat!(
                "UPDATE ",
                $table,
                " SET ",
                $column,
                " = replace(",
                $column,
                ", $3, $4) WHERE company_id = $1 AND id = $2"
            ),
        })
    };
    (by_row, $table:literal, $column:literal) => {
        Holds::InviteesByRow
    };
    (own, $table:literal, $column:literal) => {
        Holds::Own
    };
    (machine, $table:literal, $column:literal) => {
        Holds::Machine
    };
}

macro_rules! columns {
    ($($table:literal, $holds:ident: $column:literal;)+) => {
        &[$(Column { table: $table, column: $column, holds: holds!($holds, $table, $column) }),+]
    };
}

/// Every column of text or bytes, UUIDs left out.
pub const COLUMNS: &[Column] = columns! {
    "appointment", machine: "secret";
    "appointment", invitees: "details";
    "attendee", invitees: "email";
    "attendee", invitees: "search";
    "attendee", invitees: "details";
    "audit", machine: "via";
    "audit", machine: "operation";
    "audit", invitees: "outcome";
    "audit", invitees: "previous";
    "audit", machine: "request_id";
    "audit", own: "address";
    "availability", own: "name";
    "availability", own: "timezone";
    "availability", own: "hours";
    "availability", own: "exceptions";
    "busy", machine: "source";
    "calendar_feed", machine: "secret_hash";
    "company", own: "branding";
    "company", own: "slug";
    "company", own: "name";
    "credential", machine: "kind";
    "credential", own: "name";
    "credential", machine: "secret_hash";
    "credential", machine: "scopes";
    "delivery", own: "endpoint";
    "delivery", invitees: "error";
    "delivery", invitees: "response_body";
    "delivery", invitees: "response_headers";
    "delivery", machine: "signature";
    "event", machine: "kind";
    "event", invitees: "body";
    "idempotency", by_row: "key";
    "idempotency", machine: "fingerprint";
    "idempotency", by_row: "answer";
    "job", machine: "kind";
    "job", by_row: "payload";
    "job", invitees: "last_error";
    "mail_template", machine: "kind";
    "mail_template", machine: "language";
    "mail_template", own: "subject";
    "mail_template", own: "body";
    "meeting_type", own: "slug";
    "meeting_type", own: "spec";
    "meeting_type_template", own: "spec";
    "meeting_type_template", machine: "template_type";
    "meeting_type_template", machine: "queue_type";
    "meeting_type_template", machine: "locked_fields";
    "provisional_booking", machine: "kind";
    "provisional_booking", machine: "status";
    "provisional_booking", machine: "secret";
    "provisional_booking", machine: "opt_in_secret";
    "provisional_booking", invitees: "request";
    "queue", machine: "kind";
    "queue", machine: "period";
    "queue_member", own: "custom_link";
    "queue_user_group", own: "name";
    "schema_migration", machine: "name";
    "schema_migration", machine: "checksum";
    "secret_key", machine: "id";
    "secret_key", machine: "proof";
    "session", machine: "token_hash";
    "session", own: "user_agent";
    "sign_in_link", machine: "purpose";
    "sign_in_link", machine: "token_hash";
    "user_password", machine: "hash";
    "users", own: "email";
    "users", own: "slug";
    "users", own: "given_name";
    "users", own: "family_name";
    "users", own: "timezone";
    "users", own: "language";
    "users", machine: "user_type";
    "users", own: "profile";
    "users", own: "personal_page";
    "webhook", own: "endpoint";
    "webhook", own: "description";
    "webhook", machine: "event_types";
    "webhook", machine: "previous_secret";
    "webhook", machine: "secret";
    "webhook", machine: "state";
    "webhook", own: "state_reason";
    "workspace", own: "name";
    "workspace", own: "slug";
};
