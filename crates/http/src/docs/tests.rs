#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::*;

fn document() -> Value {
    json!({
        "info": { "title": "Slated", "version": "0.1.0", "description": "Says <b>no</b> & `code`.\n\nTwice." },
        "tags": [{ "name": "Booking", "description": "Taking a slot." }, { "name": "Empty" }],
        "paths": {
            "/v4/booking": { "post": {
                "tags": ["Booking"], "summary": "Book a slot.", "description": "One of the starts offered.",
                "parameters": [
                    { "name": "Idempotency-Key", "in": "header", "schema": { "type": "string" } },
                    { "name": "dryRun", "in": "query", "schema": { "type": "boolean" }, "description": "Only <try>." }
                ],
                "requestBody": { "required": true, "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Book" } } } },
                "responses": {
                    "201": { "description": "Booked", "content": { "application/json": {
                        "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Node" } } } } },
                    "409": { "description": "The slot is gone" }
                }
            } },
            "/v4/booking/{id}": { "get": {
                "tags": ["Other"], "security": [],
                "parameters": [
                    { "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } },
                    { "name": "start", "in": "query", "required": true, "schema": { "type": "string" }, "example": "2024-01-15" }
                ],
                "responses": { "200": { "description": "It" } }
            } }
        },
        "components": { "schemas": {
            "Book": { "type": "object", "required": ["start"], "properties": {
                "start": { "type": "string", "format": "date-time", "description": "When, in `UTC`.", "example": "2024-01-16T10:00:00Z" },
                "duration": { "type": ["integer", "null"], "minimum": 5, "maximum": 480, "default": 30 },
                "attendee": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Attendee" }] }
            } },
            "Attendee": { "type": "object", "required": ["email"], "properties": {
                "email": { "type": "string", "format": "email", "example": "o'hara@example.com" },
                "language": { "type": "string", "enum": ["en", "de"] }
            } },
            "Node": { "type": "object", "properties": { "children": { "type": "array",
                "items": { "$ref": "#/components/schemas/Node" } } } }
        } }
    })
}

fn operation(tag: &str) -> reference::Operation {
    let groups = Reference::of(&document()).groups;
    groups.into_iter().find(|group| group.name == tag).unwrap().operations.remove(0)
}

#[test]
fn operations_stand_under_their_tags_and_empty_tags_are_left_out() {
    let names: Vec<_> = Reference::of(&document()).groups.into_iter().map(|group| group.name).collect();
    assert_eq!(names, ["Booking", "Other"]);
}

#[test]
fn members_are_listed_below_their_parent_with_their_bounds() {
    let fields = operation("Booking").request.unwrap().fields;
    let rows: Vec<_> =
        fields.iter().map(|f| (f.depth, f.name.as_str(), f.kind.as_str(), f.required)).collect();
    assert_eq!(
        rows,
        [
            (0, "start", "date-time", true),
            (0, "duration", "integer or null", false),
            (0, "attendee", "null or object", false),
            (1, "email", "email", true),
            (1, "language", "string", false),
        ]
    );
    assert_eq!(fields[0].description, "When, in <code>UTC</code>.");
    assert_eq!(fields[1].facts, ["5 to 480", "default 30"]);
    assert_eq!(fields[4].facts, ["one of en, de"]);
}

#[test]
fn headers_of_every_operation_are_not_repeated() {
    let parameters = operation("Booking").parameters;
    assert_eq!(parameters.len(), 1);
    assert_eq!(
        (parameters[0].name.as_str(), parameters[0].description.as_str()),
        ("dryRun", "Only &lt;try&gt;.")
    );
}

#[test]
fn a_schema_that_holds_itself_ends() {
    let answers = operation("Booking").answers;
    assert_eq!(answers[0].kind, "array of <a href=\"#object-node\">Node</a>");
    assert!(answers[0].fields.is_empty(), "its members are told under Objects");
    let objects = Reference::of(&document()).objects;
    assert_eq!(objects.iter().map(|object| object.title.as_str()).collect::<Vec<_>>(), ["Node"]);
    assert_eq!(objects[0].fields[0].kind, answers[0].kind);
}

#[test]
fn examples_and_curl_lines_can_be_pasted() {
    let booking = operation("Booking");
    let example: Value = serde_json::from_str(&booking.request.unwrap().example.unwrap()).unwrap();
    assert_eq!(
        example,
        json!({ "start": "2024-01-16T10:00:00Z", "duration": 30, "attendee": { "email": "o'hara@example.com", "language": "en" } })
    );
    assert!(
        booking
            .curl
            .starts_with("curl -X POST \"$SLATED/v4/booking\" \\\n  -H \"Authorization: Bearer $KEY\"")
    );
    assert!(booking.curl.contains(r"o'\''hara@example.com"));
    let other = operation("Other");
    assert_eq!(other.curl, "curl \"$SLATED/v4/booking/{id}?start=2024-01-15\"");
}

#[test]
fn the_page_is_safe_and_whole() {
    let page = render(&ReferencePage { api: Reference::of(&document()) });
    assert!(page.contains("<p>Says &lt;b&gt;no&lt;/b&gt; &amp; <code>code</code>.</p><p>Twice.</p>"));
    assert!(page.contains("id=\"post-v4-booking\"") && page.contains("href=\"#post-v4-booking\""));
    assert!(!page.contains("<script"));
}
