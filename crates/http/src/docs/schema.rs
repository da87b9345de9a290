//! Schemas as rows of a list. In what is sent, nested ones stand below their parent; in what is answered, named
//! ones are told once, under Objects, and linked to.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::text;

/// How deep nested schemas are unfolded.
const DEEPEST: usize = 5;

/// One member of a body.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) depth: usize,
    pub(super) name: String,
    /// Safe HTML.
    pub(super) kind: String,
    pub(super) required: bool,
    /// Safe HTML.
    pub(super) description: String,
    /// Bounds, defaults and choices, in words.
    pub(super) facts: Vec<String>,
}

/// What is done about a schema that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// Its members are listed where it is used.
    Unfolded,
    /// It is told of elsewhere.
    Linked,
}

/// A document's schemas, by which references are followed.
#[derive(Clone, Copy)]
pub(super) struct Schemas<'a> {
    pub(super) document: &'a Value,
    pub(super) named: Named,
}

impl<'a> Schemas<'a> {
    /// The schema itself, wherever it is written down; its name when it has one.
    pub(super) fn resolve(self, schema: &'a Value) -> (&'a Value, Option<&'a str>) {
        let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/components/schemas/"))
        else {
            return (schema, None);
        };
        (&self.document["components"]["schemas"][name], Some(name))
    }

    /// Every member of a body, depth first.
    pub(super) fn fields(self, schema: &'a Value) -> Vec<Field> {
        let mut fields = vec![];
        self.collect(schema, 0, &mut vec![], &mut fields);
        fields
    }

    /// The name of an object that is told of under Objects.
    fn linked(self, resolved: &Value, name: Option<&'a str>) -> Option<&'a str> {
        name.filter(|_| self.named == Named::Linked && is_object(resolved))
    }

    /// Whether the schema says nothing but what objects say, one of them or a list of them.
    pub(super) fn is_made_of_objects(self, schema: &'a Value) -> bool {
        let (resolved, name) = self.resolve(schema);
        if self.linked(resolved, name).is_some() || self.is_object_list(resolved) {
            return true;
        }
        alternatives(resolved).is_some_and(|all| all.iter().all(|one| self.is_made_of_objects(one)))
    }

    fn is_object_list(self, schema: &'a Value) -> bool {
        schema["items"].is_object() && self.is_made_of_objects(&schema["items"])
    }

    /// What kind of value it is, in a few words of safe HTML.
    pub(super) fn kind(self, schema: &'a Value) -> String {
        let (resolved, name) = self.resolve(schema);
        if let Some(name) = self.linked(resolved, name) {
            return link(name);
        }
        if let Some(alternatives) = alternatives(resolved) {
            let kinds: Vec<_> = alternatives.iter().map(|one| self.kind(one)).collect();
            return kinds.join(" or ");
        }
        match &resolved["type"] {
            Value::Array(types) => types
                .iter()
                .filter_map(Value::as_str)
                .map(|t| self.simple(t, resolved))
                .collect::<Vec<_>>()
                .join(" or "),
            Value::String(simple) => self.simple(simple, resolved),
            _ => name.unwrap_or("any").to_owned(),
        }
    }

    fn simple(self, name: &str, schema: &'a Value) -> String {
        if name == "array" {
            return format!("array of {}", self.kind(&schema["items"]));
        }
        match schema["format"].as_str() {
            Some(format @ ("uuid" | "date-time" | "date" | "email" | "uri")) if name == "string" => {
                format.to_owned()
            }
            _ => name.to_owned(),
        }
    }

    fn collect(self, schema: &'a Value, depth: usize, above: &mut Vec<&'a str>, fields: &mut Vec<Field>) {
        let (resolved, name) = self.resolve(schema);
        if depth > DEEPEST || name.is_some_and(|name| above.contains(&name)) {
            return;
        }
        if self.linked(resolved, name).is_some() {
            return;
        }
        let named = name.is_some();
        above.extend(name);
        for part in parts(resolved) {
            self.collect(part, depth, above, fields);
        }
        if resolved["items"].is_object() {
            self.collect(&resolved["items"], depth, above, fields);
        }
        let required =
            |key: &str| resolved["required"].as_array().is_some_and(|all| all.iter().any(|r| r == key));
        for (key, member) in resolved["properties"].as_object().into_iter().flatten() {
            fields.push(self.field(depth, key, member, required(key)));
            self.collect(member, depth + 1, above, fields);
        }
        if resolved["additionalProperties"].is_object() {
            fields.push(self.field(depth, "(any key)", &resolved["additionalProperties"], false));
            self.collect(&resolved["additionalProperties"], depth + 1, above, fields);
        }
        if named {
            above.pop();
        }
    }

    fn field(self, depth: usize, name: &str, member: &'a Value, required: bool) -> Field {
        let (resolved, _) = self.resolve(member);
        let told = |key: &str| member[key].as_str().or_else(|| resolved[key].as_str());
        Field {
            depth,
            name: name.to_owned(),
            kind: self.kind(member),
            required,
            description: text::inline(told("description").unwrap_or_default()),
            facts: self.facts(member),
        }
    }

    /// Bounds, defaults and choices of a value.
    pub(super) fn facts(self, member: &'a Value) -> Vec<String> {
        let mut facts = vec![];
        let mut seen = vec![self.resolve(member).0];
        seen.extend(alternatives(seen[0]).into_iter().flatten().map(|one| self.resolve(one).0));
        for schema in seen.iter().filter_map(|schema| schema.as_object()) {
            facts.extend(range(schema, "minimum", "maximum", ""));
            facts.extend(range(schema, "minLength", "maxLength", " characters"));
            facts.extend(range(schema, "minItems", "maxItems", " items"));
            if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
                facts.push(format!("matches {pattern}"));
            }
            if let Some(choices) = schema.get("enum").and_then(Value::as_array) {
                let choices: Vec<_> = choices.iter().map(plain).collect();
                facts.push(format!("one of {}", choices.join(", ")));
            }
        }
        if let Some(default) = member.get("default").or_else(|| seen[0].get("default")) {
            facts.push(format!("default {}", plain(default)));
        }
        facts
    }
}

/// Whether the schema has members to list.
pub(super) fn is_object(schema: &Value) -> bool {
    schema["properties"].is_object() || schema["allOf"].is_array()
}

/// An object's name for people: that of the code without its ending.
pub(super) fn title(name: &str) -> &str {
    name.strip_suffix("Body").filter(|rest| !rest.is_empty()).unwrap_or(name)
}

fn link(name: &str) -> String {
    let mut html = String::new();
    let title = title(name);
    write!(html, "<a href=\"#object-{}\">{title}</a>", text::anchor(title))
        .expect("writing to a String cannot fail");
    html
}

/// The ways in which a value may be given.
fn alternatives(schema: &Value) -> Option<&Vec<Value>> {
    schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array())
}

/// What a schema is put together from.
pub(super) fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    let all = ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|key| schema[key].as_array());
    all.flatten()
}

fn range(schema: &Map<String, Value>, low: &str, high: &str, unit: &str) -> Option<String> {
    let number = |key: &str| schema.get(key).map(plain);
    match (number(low), number(high)) {
        (None, None) => None,
        (Some(low), None) => Some(format!("at least {low}{unit}")),
        (None, Some(high)) => Some(format!("at most {high}{unit}")),
        (Some(low), Some(high)) => Some(format!("{low} to {high}{unit}")),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
