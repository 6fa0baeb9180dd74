//! Rules of eligibility from a file: further requirements of some countries, or of all.

use serde::de::{DeserializeSeed, MapAccess};

use crate::{
    input::{
        expect::{Expect, Finding, Reader, Seed},
        fields::{Field, field_names, fields},
        location::Place,
        problem::Kind,
        profile::{RecordType, Requirements},
        requirements::{Group, RequirementsValue, name_countries},
        values::{List, Words},
    },
    text::{AtPointer, DidYouMean},
};

/// Requirements that hold besides those in the profiles.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// What reasons call it.
    pub name: String,
    /// The askers it holds for, by id, as codes and names become on reading; all when empty.
    pub countries: Vec<String>,
    /// Groups of countries (`ldc`, `south`, ...), all of which an asker must be in; any when empty.
    pub groups: Vec<String>,
    /// What an organisation must meet.
    pub requires: Requirements,
}

/// A rules file says something that is no rule.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{message}{}{}", DidYouMean(.suggestion), AtPointer(.pointer))]
pub struct InvalidRules {
    /// What is wrong, and what was expected.
    pub message: String,
    /// RFC 6901 pointer to it.
    pub pointer: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

/// Reads rules from JSON: an object with a list `rules`.
///
/// # Errors
///
/// [`InvalidRules`], the first problem met.
pub fn read_rules(value: &serde_json::Value) -> Result<Vec<Rule>, InvalidRules> {
    let mut reader = Reader::default();
    let rules = Seed { reader: &mut reader, expected: RulesFile }.deserialize(value);
    match (reader.findings.into_iter().next(), rules) {
        (None, Ok(Some(rules))) => Ok(rules),
        (Some(finding), _) => Err(invalid(finding)),
        (None, Err(error)) => {
            Err(InvalidRules { message: error.to_string(), pointer: "/".into(), suggestion: None })
        }
        (None, Ok(None)) => Ok(Vec::new()),
    }
}

fn invalid(finding: Finding) -> InvalidRules {
    let top = Place { file: "".into(), line: 1, column: 1, pointer: String::new() };
    let is_told = finding.message.contains("did you mean");
    InvalidRules {
        message: finding.message,
        pointer: top.pointer_to(&finding.path),
        suggestion: finding.suggestion.filter(|_| !is_told),
    }
}

struct RulesFile;

field_names! {
    /// The field of a file of rules.
    RulesField {
        Rules: "rules",
    }
}

impl Expect for RulesFile {
    type Value = Vec<Rule>;
    const WHAT: &'static str = "an object with a list `rules`";

    fn object<'de, A: MapAccess<'de>>(
        self,
        reader: &mut Reader,
        map: A,
    ) -> Result<Option<Vec<Rule>>, A::Error> {
        let mut rules = None;
        fields(reader, map, |reader, map, field: RulesField| {
            rules = reader.field(map, field.name(), List(RuleValue))?;
            Ok(())
        })?;
        Ok(rules)
    }
}

#[derive(Clone, Copy)]
struct RuleValue;

field_names! {
    /// The fields of a rule.
    RuleField {
        Name: "name",
        Countries: "countries",
        Groups: "groups",
        Requires: "requires",
    }
}

impl Expect for RuleValue {
    type Value = Rule;
    const WHAT: &'static str = "a rule, an object with `name` and `requires`";

    fn object<'de, A: MapAccess<'de>>(
        self,
        reader: &mut Reader,
        map: A,
    ) -> Result<Option<Rule>, A::Error> {
        let (mut name, mut countries, mut groups, mut requires) = (None, None, None, None);
        fields(reader, map, |reader, map, field: RuleField| {
            let key = field.name();
            match field {
                RuleField::Name => name = reader.field(map, key, Words)?,
                RuleField::Countries => countries = reader.field(map, key, List(Words))?,
                RuleField::Groups => groups = reader.field(map, key, List(Group))?,
                RuleField::Requires => requires = reader.field(map, key, RequirementsValue)?,
            }
            Ok(())
        })?;
        let requires: Requirements = requires.unwrap_or_default();
        if requires.foreign_to(RecordType::Country).is_some() {
            let message = "a rule names its `groups` beside `requires`, not in it".into();
            reader.found_at("requires", Kind::UnknownField, message, None);
        }
        let mut countries: Vec<String> = countries.unwrap_or_default();
        name_countries(reader, &["countries"], &mut countries);
        let Some(name) = name else {
            reader.found(Kind::MissingField, "missing field `name`".into(), None);
            return Ok(None);
        };
        Ok(Some(Rule { name, countries, groups: groups.unwrap_or_default(), requires }))
    }
}
