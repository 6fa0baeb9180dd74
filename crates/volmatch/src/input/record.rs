//! One record: JSON text in, an organisation or a country out, or all that is wrong with it.

use std::fmt;

use serde::de::{DeserializeSeed, MapAccess};
use serde_json::Deserializer;

use crate::{
    atlas::{
        countries::CountryCode, languages::Language, organisation_types::OrganisationType,
        sectors::Sector,
    },
    input::{
        expect::{Expect, Reader, Seed, listed},
        fields::{Field, fields},
        location::Place,
        objects::{ExperienceValue, Extra, PriorityValue, TagValue, languages},
        problem::{Kind, Problem},
        profile::{
            Country, Experience, Organisation, Priority, Record, RecordType, Requirements, Tag,
            is_own_id,
        },
        record_fields::RecordField,
        requirements::{RequirementsValue, name_countries},
        telling::{LONGEST_SHOWN, at_start, ends_lines_with_cr, located, syntax},
        values::{Code, Distinct, Id, List, Number, Suggests, Words, codes},
    },
    sdg::Sdg,
    text::{DidYouMean, cut},
};

/// The longest record, in bytes.
pub(crate) const LONGEST_RECORD: usize = 1024 * 1024;

/// What was read of a record so far, whichever type it will turn out to be.
#[derive(Default)]
struct Draft {
    /// A bit for each [`RecordField`] that is there.
    present: u64,
    record_type: Option<RecordType>,
    id: Option<String>,
    name: Option<String>,
    aliases: Option<Vec<String>>,
    home: Option<CountryCode>,
    organisation_type: Option<OrganisationType>,
    description: Option<String>,
    sdgs: Option<Vec<Tag>>,
    sectors: Option<Vec<Sector>>,
    languages: Option<Vec<Language>>,
    modalities: Option<Vec<String>>,
    experience: Option<Vec<Experience>>,
    capacity: Option<u32>,
    learning_goals: Option<Vec<Sdg>>,
    initiatives: Option<Vec<String>>,
    requires: Option<Requirements>,
    priorities: Option<Vec<Priority>>,
    offers: Option<Vec<Sdg>>,
}

/// Reads one record, with the room of those read before. `listed_as` is its type where the list it
/// stands in says so.
pub(crate) fn read_record(
    reader: &mut Reader,
    text: &str,
    place: Place,
    listed_as: Option<RecordType>,
) -> Result<Record, Vec<Problem>> {
    if LONGEST_RECORD < text.len() {
        let message = format!("{} bytes; a record has at most {LONGEST_RECORD}", text.len());
        return Err(vec![at_start(place, Kind::Limit, message)]);
    }
    reader.begin();
    let mut draft = Draft::default();
    let mut deserializer = Deserializer::from_str(text);
    let read = Seed { reader: &mut *reader, expected: &mut draft }
        .deserialize(&mut deserializer)
        .and_then(|_| deserializer.end());
    if let Err(error) = read {
        let mut problems = located(text, &place, draft.id.as_deref(), reader);
        let id = draft.id.map(|id| cut(&id, LONGEST_SHOWN));
        let mut problem = Problem { id, ..syntax(&error, &place) };
        if problem.message.ends_with("trailing characters") && ends_lines_with_cr(text) {
            problem.message += "; lines that end with CR alone? `tr '\\r' '\\n'` mends them";
        }
        problems.push(problem);
        return Err(problems);
    }
    let was_object = reader.findings.iter().all(|finding| !finding.path.is_empty());
    let asker = if was_object { draft.check(reader, listed_as) } else { None };
    if reader.findings.is_empty()
        && let Some(asker) = asker
        && let Some(record) = draft.finish(reader, place.clone(), asker)
    {
        return Ok(record);
    }
    Err(located(text, &place, draft.id.as_deref(), reader))
}

struct TypeName;

impl Expect for TypeName {
    type Value = RecordType;
    const WHAT: &'static str = "`organisation` or `country`";

    fn text(self, reader: &mut Reader, text: &str) -> Option<RecordType> {
        match text {
            "organisation" => Some(RecordType::Organisation),
            "country" => Some(RecordType::Country),
            _ => {
                let types = ["organisation", "country"];
                let near = crate::text::nearest(text, types).map(str::to_owned);
                let shown: String = text.chars().take(200).collect();
                let message = format!(
                    "type `{shown}` is unknown, expected one of {}{}",
                    listed(&types),
                    DidYouMean(&near)
                );
                reader.found(Kind::UnknownCode, message, near);
                None
            }
        }
    }
}

impl Expect for &mut Draft {
    type Value = ();
    const WHAT: &'static str = "a record, an object with `type`, `id` and `name`";

    fn object<'de, A: MapAccess<'de>>(
        self,
        reader: &mut Reader,
        map: A,
    ) -> Result<Option<()>, A::Error> {
        self.present = fields(reader, map, |reader, map, field: RecordField| {
            let key = field.name();
            match field {
                RecordField::Type => self.record_type = reader.field(map, key, TypeName)?,
                RecordField::Id => self.id = reader.field(map, key, Id)?,
                RecordField::Name => self.name = reader.field(map, key, Words)?,
                RecordField::Aliases => self.aliases = reader.field(map, key, List(Words))?,
                RecordField::Home => self.home = reader.field(map, key, Code::NEW)?,
                RecordField::OrganisationType => {
                    self.organisation_type = reader.field(map, key, Code::NEW)?;
                }
                RecordField::Description => self.description = reader.field(map, key, Words)?,
                RecordField::Sdgs => {
                    let tags = Distinct(TagValue, |tag: &Tag| tag.code);
                    self.sdgs = reader.field(map, key, tags)?;
                }
                RecordField::Sectors => self.sectors = reader.field(map, key, codes())?,
                RecordField::Languages => self.languages = languages(reader, map, key)?,
                RecordField::Modalities => self.modalities = reader.field(map, key, List(Words))?,
                RecordField::Experience => {
                    let countries = Distinct(ExperienceValue, |it: &Experience| it.country);
                    self.experience = reader.field(map, key, countries)?;
                }
                RecordField::Capacity => {
                    let count = reader.field(map, key, Number::COUNT)?;
                    self.capacity = count.map(|count| count as u32);
                }
                RecordField::LearningGoals => {
                    self.learning_goals = reader.field(map, key, codes())?;
                }
                RecordField::Initiatives => {
                    self.initiatives = reader.field(map, key, List(Words))?;
                }
                RecordField::Requires => {
                    self.requires = reader.field(map, key, RequirementsValue)?;
                }
                RecordField::Priorities => {
                    let ids = |priority: &Priority| PriorityId(priority.id.clone());
                    self.priorities = reader.field(map, key, Distinct(PriorityValue, ids))?;
                }
                RecordField::Offers => self.offers = reader.field(map, key, codes())?,
                RecordField::Extra => _ = reader.field(map, key, Extra)?,
            }
            Ok(())
        })?;
        Ok(Some(()))
    }
}

/// Equal only where both are given.
struct PriorityId(Option<String>);

impl PartialEq for PriorityId {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_some() && self.0 == other.0
    }
}

impl fmt::Display for PriorityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or_default())
    }
}

/// What a record is: an organisation, or a country with its id and code.
enum Finished {
    Organisation,
    Country(String, Option<CountryCode>),
}

impl Draft {
    /// Checks what only the fields together can show.
    fn check(&mut self, reader: &mut Reader, listed_as: Option<RecordType>) -> Option<Finished> {
        let present = self.present;
        let has = |field: RecordField| present & field.bit() != 0;
        for field in [RecordField::Id, RecordField::Name] {
            if !has(field) {
                let message = format!("missing field `{}`", field.name());
                reader.found(Kind::MissingField, message, None);
            }
        }
        if listed_as.is_none() && !has(RecordField::Type) {
            let message = "missing field `type`, `organisation` or `country`".into();
            reader.found(Kind::MissingField, message, None);
        }
        if let (Some(listed_as), Some(stated)) = (listed_as, self.record_type)
            && listed_as != stated
        {
            let message = format!("type `{stated}` in the list of {listed_as} records");
            reader.found_at("type", Kind::WrongType, message, None);
        }
        let record_type = listed_as.or(self.record_type)?;
        let is_foreign = |it: RecordField| it.record_type().is_some_and(|it| it != record_type);
        for field in RecordField::ALL.iter().filter(|it| has(**it) && is_foreign(**it)) {
            let key = field.name();
            let message =
                format!("field `{key}` does not belong to a record of type {record_type}");
            reader.found_at(key, Kind::UnknownField, message, None);
        }
        if let Some(foreign) = self.requires.as_ref().and_then(|it| it.foreign_to(record_type)) {
            let message = format!("a record of type {record_type} cannot require `{foreign}`");
            reader.found_at("requires", Kind::UnknownField, message, None);
        }
        match record_type {
            RecordType::Organisation => {
                let excluded = self.requires.as_mut().map(|it| &mut it.exclude);
                excluded
                    .into_iter()
                    .for_each(|it| name_countries(reader, &["requires", "exclude"], it));
                Some(Finished::Organisation)
            }
            RecordType::Country => {
                let (id, code) = asker_id(reader, self.id.clone()?)?;
                Some(Finished::Country(id, code))
            }
        }
    }

    /// The record, where it has all it needs.
    fn finish(&mut self, reader: &mut Reader, place: Place, as_what: Finished) -> Option<Record> {
        let (Some(own_id), Some(name)) = (self.id.take(), self.name.take()) else { return None };
        Some(match as_what {
            Finished::Organisation => {
                Record::Organisation(reader.room.organisation(Organisation {
                    id: own_id,
                    name,
                    aliases: self.aliases.take().unwrap_or_default(),
                    home: self.home,
                    organisation_type: self.organisation_type,
                    description: self.description.take(),
                    sdgs: self.sdgs.take(),
                    sectors: self.sectors.take(),
                    languages: self.languages.take(),
                    modalities: self.modalities.take(),
                    experience: self.experience.take(),
                    capacity: self.capacity,
                    learning_goals: self.learning_goals.take(),
                    initiatives: self.initiatives.take(),
                    requires: self.requires.take().unwrap_or_default(),
                    place,
                }))
            }
            Finished::Country(id, code) => Record::Country(Box::new(Country {
                id,
                code,
                name,
                priorities: self.priorities.take(),
                languages: self.languages.take(),
                offers: self.offers.take(),
                requires: self.requires.take().unwrap_or_default(),
                initiatives: self.initiatives.take(),
                sets_defaults: false,
                place,
            })),
        })
    }
}

/// A country's id: a code of the atlas in its alpha-3 form, or one of the user's own, `x-...`.
fn asker_id(reader: &mut Reader, id: String) -> Option<(String, Option<CountryCode>)> {
    if is_own_id(&id) {
        return Some((id, None));
    }
    match id.parse::<CountryCode>() {
        Ok(code) if code.facts().is_some() => Some((code.to_string(), Some(code))),
        Ok(code) => {
            let own = format!("x-{}", code.as_str().to_ascii_lowercase());
            let message = format!(
                "`{code}` ({}) has no facts in the atlas; an asker of your own begins with `x-` \
                 (did you mean `{own}`?)",
                code.name()
            );
            reader.found_at("id", Kind::UnknownCode, message, Some(own));
            None
        }
        Err(error) => {
            let message = format!("{error}; an asker of your own begins with `x-`");
            reader.found_at("id", Kind::UnknownCode, message, error.suggestion());
            None
        }
    }
}
