//! The OpenAPI document as the reference page shows it: operations by tag, with everything in words.

use std::fmt::Write as _;

use serde_json::Value;

use super::{
    example,
    schema::{Field, Named, Schemas, is_object, title},
    text,
};

/// Everything on the page.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) title: String,
    pub(super) version: String,
    /// Safe HTML.
    pub(super) description: String,
    pub(super) groups: Vec<Group>,
    pub(super) objects: Vec<Object>,
}

/// A body that answers share.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) title: String,
    pub(super) anchor: String,
    /// Safe HTML.
    pub(super) description: String,
    pub(super) fields: Vec<Field>,
    pub(super) example: Option<String>,
}

/// The operations of one tag.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) anchor: String,
    /// Safe HTML.
    pub(super) description: String,
    pub(super) operations: Vec<Operation>,
}

/// One thing that can be asked.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) anchor: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) summary: String,
    /// Safe HTML.
    pub(super) description: String,
    /// Needs no credential.
    pub(super) public: bool,
    pub(super) parameters: Vec<Parameter>,
    pub(super) request: Option<Request>,
    /// Answers that mean success.
    pub(super) answers: Vec<Answer>,
    /// Answers that mean refusal, all with the same body.
    pub(super) refusals: Vec<Answer>,
    pub(super) curl: String,
}

/// A value in path, query or header.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) place: String,
    pub(super) kind: String,
    pub(super) required: bool,
    /// Safe HTML.
    pub(super) description: String,
    pub(super) facts: Vec<String>,
}

/// The body that is sent.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) required: bool,
    pub(super) fields: Vec<Field>,
    pub(super) example: Option<String>,
}

/// One status and its body.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: String,
    /// Safe HTML.
    pub(super) description: String,
    /// Safe HTML.
    pub(super) kind: String,
    pub(super) fields: Vec<Field>,
    pub(super) example: Option<String>,
}

impl Reference {
    /// Reads an OpenAPI document.
    pub(super) fn of(document: &Value) -> Self {
        let schemas = Schemas { document, named: Named::Unfolded };
        let mut groups: Vec<Group> = vec![];
        for tag in document["tags"].as_array().into_iter().flatten() {
            groups.push(group(string(&tag["name"]), &string(&tag["description"])));
        }
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for method in ["get", "post", "put", "patch", "delete"] {
                let Some(operation) = item.get(method) else { continue };
                let tag = operation["tags"][0].as_str().unwrap_or("API");
                let index = groups.iter().position(|group| group.name == tag).unwrap_or_else(|| {
                    groups.push(group(tag.to_owned(), ""));
                    groups.len() - 1
                });
                groups[index].operations.push(read(schemas, path, method, operation));
            }
        }
        groups.retain(|group| !group.operations.is_empty());
        let info = &document["info"];
        Self {
            title: string(&info["title"]),
            version: string(&info["version"]),
            description: text::paragraphs(&string(&info["description"])),
            groups,
            objects: objects(document),
        }
    }
}

/// Every object that answers hold, found by following them from operation to operation.
fn objects(document: &Value) -> Vec<Object> {
    let schemas = Schemas { document, named: Named::Linked };
    let mut names: Vec<&str> = vec![];
    let mut ahead: Vec<&Value> = vec![];
    for operation in
        document["paths"].as_object().into_iter().flatten().filter_map(|(_, item)| item.as_object())
    {
        for operation in operation.values() {
            let answers = operation["responses"].as_object().into_iter().flatten();
            ahead.extend(
                answers.filter(|(status, _)| status.starts_with('2')).map(|(_, answer)| &answer["content"]),
            );
        }
    }
    while let Some(value) = ahead.pop() {
        let (resolved, name) = schemas.resolve(value);
        match name {
            Some(name) if names.contains(&name) => {}
            Some(name) => {
                names.push(name);
                ahead.push(resolved);
            }
            None => match value {
                Value::Object(members) => ahead.extend(members.values()),
                Value::Array(items) => ahead.extend(items),
                _ => {}
            },
        }
    }
    names.sort_unstable();
    let all = &document["components"]["schemas"];
    let told = names.into_iter().filter(|name| is_object(&all[*name]));
    told.map(|name| Object {
        title: title(name).to_owned(),
        anchor: format!("object-{}", text::anchor(title(name))),
        description: text::paragraphs(&string(&all[name]["description"])),
        fields: schemas.fields(&all[name]),
        example: example::from_schema(schemas, &all[name], 0)
            .and_then(|it| serde_json::to_string_pretty(&it).ok()),
    })
    .collect()
}

fn group(name: String, description: &str) -> Group {
    let (anchor, description) = (text::anchor(&name), text::paragraphs(description));
    Group { name, anchor, description, operations: vec![] }
}

fn read(schemas: Schemas<'_>, path: &str, method: &str, operation: &Value) -> Operation {
    let method = method.to_uppercase();
    let public = operation["security"].as_array().is_some_and(Vec::is_empty);
    let parameters: Vec<_> = operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|p| !is_common(p))
        .map(|p| parameter(schemas, p))
        .collect();
    let request = operation.get("requestBody").map(|body| {
        let media = &body["content"]["application/json"];
        Request {
            required: body["required"] == true,
            fields: schemas.fields(&media["schema"]),
            example: example::of(schemas, media),
        }
    });
    let responses = operation["responses"].as_object().into_iter().flatten();
    let (answers, refusals) = responses
        .map(|(status, r)| answer(schemas, status, r))
        .partition(|a: &Answer| a.status.starts_with('2'));
    // The first sentence is the title, whatever follows it belongs to the description.
    let summary = operation["summary"].as_str().unwrap_or(path);
    let (summary, more) = summary.split_once(". ").unwrap_or((summary.trim_end_matches('.'), ""));
    let curl = curl(schemas, &method, path, operation, public, request.as_ref());
    Operation {
        anchor: text::anchor(&format!("{method} {path}")),
        description: text::paragraphs(&format!("{more}\n\n{}", string(&operation["description"]))),
        path: path.to_owned(),
        method,
        summary: summary.to_owned(),
        public,
        parameters,
        request,
        answers,
        refusals,
        curl,
    }
}

fn parameter(schemas: Schemas<'_>, parameter: &Value) -> Parameter {
    Parameter {
        name: string(&parameter["name"]),
        place: string(&parameter["in"]),
        kind: schemas.kind(&parameter["schema"]),
        required: parameter["required"] == true,
        description: text::inline(&string(&parameter["description"])),
        facts: schemas.facts(&parameter["schema"]),
    }
}

/// Headers that the page explains once, at its top.
fn is_common(parameter: &Value) -> bool {
    parameter["in"] == "header"
        && matches!(parameter["name"].as_str(), Some("x-meetergo-api-user-id" | "Idempotency-Key"))
}

fn answer(schemas: Schemas<'_>, status: &str, response: &Value) -> Answer {
    let schemas = Schemas { named: Named::Linked, ..schemas };
    let media = &response["content"]["application/json"];
    // The body of refusals is explained once, at the top of the page.
    let success = status.starts_with('2') && media.is_object();
    // Objects have their example where they are told of.
    let told_elsewhere = schemas.is_made_of_objects(&media["schema"]);
    Answer {
        status: status.to_owned(),
        description: text::inline(&string(&response["description"])),
        kind: if success { schemas.kind(&media["schema"]) } else { String::new() },
        fields: if success { schemas.fields(&media["schema"]) } else { vec![] },
        example: if success && !told_elsewhere { example::of(schemas, media) } else { None },
    }
}

/// A line for the shell, with `$SLATED` and `$KEY` as the page's introduction sets them.
fn curl(
    schemas: Schemas<'_>,
    method: &str,
    path: &str,
    operation: &Value,
    public: bool,
    request: Option<&Request>,
) -> String {
    let mut line = String::from("curl");
    if method != "GET" {
        write!(line, " -X {method}").expect("writing to a String cannot fail");
    }
    let mut query = vec![];
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        if parameter["in"] == "query" && parameter["required"] == true {
            let example = parameter.get("example").cloned();
            let example = example.or_else(|| example::from_schema(schemas, &parameter["schema"], 0));
            let example = example.unwrap_or_default();
            let example = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
            query.push(format!("{}={example}", string(&parameter["name"])));
        }
    }
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    write!(line, " \"$SLATED{path}{query}\"").expect("writing to a String cannot fail");
    if !public {
        line.push_str(" \\\n  -H \"Authorization: Bearer $KEY\"");
    }
    if let Some(example) = request.and_then(|request| request.example.as_deref()) {
        let body = example.replace('\'', "'\\''");
        write!(line, " \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}'")
            .expect("writing to a String cannot fail");
    }
    line
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
