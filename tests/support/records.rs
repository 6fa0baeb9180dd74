//! Records as JSON, and what the tests do to them.

use std::{collections::BTreeSet, fmt, sync::Arc};

use serde_json::{Value, json};
use volmatch::{Explanation, Profiles, Reading, read_lines};

use super::{
    organisation, profiles,
    random::{Dice, evidence},
};

/// Records as JSON, each list in the order of its input.
#[derive(Clone, Default)]
pub struct Records {
    pub organisations: Vec<Value>,
    pub countries: Vec<Value>,
}

impl Records {
    /// One line for each record, organisations first.
    pub fn lines(&self) -> Vec<String> {
        self.organisations.iter().chain(&self.countries).map(Value::to_string).collect()
    }

    pub fn profiles(&self) -> Profiles {
        profiles(&self.lines().join("\n"))
    }

    /// The records read one by one in another order, each with its own line number.
    pub fn profiles_in_order(&self, order: &[usize]) -> Profiles {
        let (lines, file) = (self.lines(), Arc::from("random.jsonl"));
        let mut reading = Reading::default();
        for index in order {
            reading.append(read_lines(&file, index + 1, &lines[*index]));
        }
        reading.check().unwrap()
    }
}

/// A failure shows the records as a file that can be read again.
impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines().iter().try_for_each(|line| write!(f, "\n{line}"))
    }
}

/// The id of a record in JSON.
pub fn id_of(record: &Value) -> &str {
    record["id"].as_str().unwrap()
}

/// The fields of a record that may be left out.
pub fn optional_fields(record: &Value) -> Vec<String> {
    let is_optional = |key: &&String| !["type", "id", "name"].contains(&key.as_str());
    record.as_object().unwrap().keys().filter(is_optional).cloned().collect()
}

/// Every weight of a country's priorities times seven.
pub fn want_it_seven_times(country: &mut Value) {
    let priorities = country.get_mut("priorities").and_then(Value::as_array_mut);
    for priority in priorities.into_iter().flatten() {
        let weight = priority.get("weight").and_then(Value::as_f64).unwrap_or(1.0);
        priority["weight"] = json!(weight * 7.0);
    }
}

/// The rules that the records alone show to be broken, read from their JSON.
pub fn is_plainly_out(records: &Records, found: &Explanation) -> bool {
    let with_id =
        |list: &[Value], id: &str| list.iter().find(|it| id_of(it) == id).unwrap().clone();
    let organisation = with_id(&records.organisations, &found.organisation.id);
    let country = with_id(&records.countries, &found.country);
    let names = |list: &Value, id: &Value| list.as_array().is_some_and(|list| list.contains(id));
    let (wanted_types, type_) =
        (&country["requires"]["organisation_types"], &organisation["organisation_type"]);
    let is_of_other_type = type_.is_string()
        && wanted_types.as_array().is_some_and(|list| !list.is_empty() && !list.contains(type_));
    organisation["home"] == country["id"]
        || names(&country["requires"]["exclude"], &organisation["id"])
        || names(&organisation["requires"]["exclude"], &country["id"])
        || is_of_other_type
}

/// Adds a tag with evidence where that makes no other tag weaker, and says which.
pub fn add_tag(dice: &mut Dice, record: &mut Value) -> Option<String> {
    let code = dice.sdg();
    let goal = |code: &str| code.split('.').next().unwrap_or_default().to_owned();
    let declared = organisation(record).sdgs.clone().unwrap_or_default();
    let codes: Vec<String> = declared.iter().map(|tag| tag.code.to_string()).collect();
    let goals: BTreeSet<String> = codes.iter().map(|code| goal(code)).collect();
    if codes.contains(&code) || !(goals.len() < 5 || goals.contains(&goal(&code))) {
        return None;
    }
    let tag = json!({ "code": code, "evidence": [evidence(dice)] });
    match record.get_mut("sdgs").and_then(Value::as_array_mut) {
        Some(tags) => tags.push(tag),
        None => record["sdgs"] = json!([tag]),
    }
    Some(code)
}
