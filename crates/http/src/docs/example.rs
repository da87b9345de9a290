//! Examples of bodies: the document's own where it has one, else put together from those of the members.

use serde_json::{Map, Value, json};

use super::schema::{Schemas, parts};

const DEEPEST: usize = 5;

/// An example of a media type, as indented JSON; none when nothing is known of it.
pub(super) fn of(schemas: Schemas<'_>, media: &Value) -> Option<String> {
    let given = media.get("example").or_else(|| first_named(&media["examples"]));
    let example = given.cloned().or_else(|| from_schema(schemas, &media["schema"], 0))?;
    serde_json::to_string_pretty(&example).ok()
}

/// An example of a schema.
pub(super) fn from_schema(schemas: Schemas<'_>, schema: &Value, depth: usize) -> Option<Value> {
    let given = |schema: &Value| schema.get("example").or_else(|| schema["examples"].get(0)).cloned();
    let (resolved, _) = schemas.resolve(schema);
    if let Some(example) = given(schema).or_else(|| given(resolved)) {
        return Some(example);
    }
    if depth > DEEPEST {
        return None;
    }
    if let Some(constant) = resolved.get("default").or_else(|| resolved["enum"].get(0)) {
        return Some(constant.clone());
    }
    if resolved["allOf"].is_array() || resolved["properties"].is_object() {
        return Some(Value::Object(object(schemas, resolved, depth)));
    }
    // Of several ways to say it, the first that is more than null.
    if let Some(example) =
        parts(resolved).filter_map(|part| from_schema(schemas, part, depth)).find(|e| !e.is_null())
    {
        return Some(example);
    }
    let kind = match &resolved["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        kind => kind.as_str(),
    };
    match kind? {
        "array" => {
            let item = from_schema(schemas, &resolved["items"], depth + 1);
            Some(Value::Array(item.into_iter().collect()))
        }
        "boolean" => Some(json!(false)),
        "integer" | "number" => Some(resolved.get("minimum").cloned().unwrap_or(json!(0))),
        "object" => Some(json!({})),
        "null" => Some(Value::Null),
        _ => Some(json!(match resolved["format"].as_str() {
            Some("uuid") => "018c4f3e-8d2a-7b6c-9e1f-0a2b3c4d5e6f",
            Some("date") => "2024-01-15",
            Some("date-time") => "2024-01-15T14:00:00.000Z",
            _ => "string",
        })),
    }
}

fn object(schemas: Schemas<'_>, schema: &Value, depth: usize) -> Map<String, Value> {
    let mut members = Map::new();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        let (part, _) = schemas.resolve(part);
        members.extend(object(schemas, part, depth));
    }
    for (key, member) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(example) = from_schema(schemas, member, depth + 1) {
            members.insert(key.clone(), example);
        }
    }
    members
}

fn first_named(examples: &Value) -> Option<&Value> {
    examples.as_object()?.values().next()?.get("value")
}
