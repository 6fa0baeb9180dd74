//! Records as JSON again, in the form that is read: what was not stated is not written.

use serde_json::{Map, Value, json};

use crate::{
    input::{
        expect::Reader,
        location::Place,
        problem::Problem,
        profile::{
            Country, Experience, Organisation, Priority, Record, RecordType, Requirements, Tag,
            TagEvidence,
        },
        record::read_record,
    },
    sdg::Sdg,
};

impl Organisation {
    /// The record as JSON, without `extra`, which is not kept.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut fields = Fields::new("organisation", &self.id, &self.name);
        fields.list("aliases", Some(&self.aliases), |it| json!(it));
        fields.one("home", self.home.map(|it| it.to_string()));
        fields.one("organisation_type", self.organisation_type.map(|it| it.to_string()));
        fields.one("description", self.description.clone());
        fields.some_list("sdgs", self.sdgs.as_ref(), tag);
        fields.some_list("sectors", self.sectors.as_ref(), |it| json!(it.to_string()));
        fields.some_list("languages", self.languages.as_ref(), |it| json!(it.to_string()));
        fields.some_list("modalities", self.modalities.as_ref(), |it| json!(it));
        fields.some_list("experience", self.experience.as_ref(), experience);
        fields.one("capacity", self.capacity);
        fields.some_list("learning_goals", self.learning_goals.as_ref(), code);
        fields.some_list("initiatives", self.initiatives.as_ref(), |it| json!(it));
        fields.requires(&self.requires);
        fields.0.into()
    }

    /// Reads a record from JSON, in full; `place` is where problems and evidence say that it stands.
    ///
    /// # Errors
    ///
    /// Every problem of the record.
    pub fn from_json(record: &Value, place: Place) -> Result<Self, Vec<Problem>> {
        match read_record(
            &mut Reader::default(),
            &record.to_string(),
            place,
            Some(RecordType::Organisation),
        )? {
            Record::Organisation(organisation) => Ok(*organisation),
            Record::Country(_) => Err(Vec::new()),
        }
    }
}

impl Country {
    /// The record as JSON, without `extra`, which is not kept.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut fields = Fields::new("country", &self.id, &self.name);
        fields.some_list("priorities", self.priorities.as_ref(), priority);
        fields.some_list("languages", self.languages.as_ref(), |it| json!(it.to_string()));
        fields.some_list("offers", self.offers.as_ref(), code);
        fields.some_list("initiatives", self.initiatives.as_ref(), |it| json!(it));
        fields.requires(&self.requires);
        fields.0.into()
    }

    /// Reads a record from JSON, in full; `place` is where problems and evidence say that it stands.
    ///
    /// # Errors
    ///
    /// Every problem of the record.
    pub fn from_json(record: &Value, place: Place) -> Result<Self, Vec<Problem>> {
        match read_record(
            &mut Reader::default(),
            &record.to_string(),
            place,
            Some(RecordType::Country),
        )? {
            Record::Country(country) => Ok(*country),
            Record::Organisation(_) => Err(Vec::new()),
        }
    }
}

/// The fields of an object, those that are stated.
struct Fields(Map<String, Value>);

impl Fields {
    fn new(record_type: &str, id: &str, name: &str) -> Self {
        let head = [("type", record_type), ("id", id), ("name", name)];
        Self(head.into_iter().map(|(key, text)| (key.to_owned(), json!(text))).collect())
    }

    fn one(&mut self, key: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.0.insert(key.to_owned(), value.into());
        }
    }

    fn some_list<T>(&mut self, key: &str, list: Option<&Vec<T>>, item: impl Fn(&T) -> Value) {
        self.one(key, list.map(|list| list.iter().map(item).collect::<Vec<Value>>()));
    }

    /// A list that states nothing when it is empty.
    fn list<T>(&mut self, key: &str, list: Option<&Vec<T>>, item: impl Fn(&T) -> Value) {
        self.some_list(key, list.filter(|list| !list.is_empty()), item);
    }

    fn requires(&mut self, it: &Requirements) {
        if *it == Requirements::default() {
            return;
        }
        let mut fields = Self(Map::new());
        fields.list("languages", Some(&it.languages), |it| json!(it.to_string()));
        fields.list("modalities", Some(&it.modalities), |it| json!(it));
        fields.list("organisation_types", Some(&it.organisation_types), |it| json!(it.to_string()));
        fields.list("groups", Some(&it.groups), |it| json!(it));
        fields.list("exclude", Some(&it.exclude), |it| json!(it));
        self.0.insert("requires".into(), fields.0.into());
    }
}

fn code(code: &Sdg) -> Value {
    json!(code.to_string())
}

fn tag(tag: &Tag) -> Value {
    if tag.evidence.is_empty() {
        return code(&tag.code);
    }
    json!({ "code": code(&tag.code), "evidence": tag.evidence.iter().map(evidence).collect::<Vec<_>>() })
}

fn evidence(it: &TagEvidence) -> Value {
    let mut fields = Fields(Map::new());
    fields.one("country", it.country.map(|it| it.to_string()));
    fields.one("year", it.year);
    fields.one("quality", it.quality);
    fields.one("source", it.source.clone());
    fields.0.into()
}

fn experience(it: &Experience) -> Value {
    if it.since.is_none() && it.volunteers.is_none() {
        return json!(it.country.to_string());
    }
    let mut fields = Fields(Map::new());
    fields.one("country", Some(it.country.to_string()));
    fields.one("since", it.since);
    fields.one("volunteers", it.volunteers);
    fields.0.into()
}

fn priority(it: &Priority) -> Value {
    let mut fields = Fields(Map::new());
    fields.one("id", it.id.clone());
    fields.one("title", it.title.clone());
    fields.one("description", it.description.clone());
    fields.one("weight", it.weight);
    fields.some_list("sdgs", Some(&it.sdgs), code);
    fields.list("sectors", Some(&it.sectors), |it| json!(it.to_string()));
    fields.one("demand", it.demand);
    fields.one("source", it.source.clone());
    fields.0.into()
}
