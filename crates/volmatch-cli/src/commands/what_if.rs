//! What is supposed of records and weights, carried out while they come by.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use serde_json::json;
use volmatch::{
    Board, Country, HOST_CRITERIA, InvalidSetting, Model, Organisation, Place, RecordType, Rule,
    Setting, UnknownCountry, atlas::countries::CountryCode,
};

use crate::{
    args::Supposing,
    commands::{setup, sought::Sought},
    error::Failure,
    pass::Countries,
};

/// The settings of a pass, and what became of them so far.
pub(crate) struct WhatIf<'s> {
    settings: &'s [Setting],
    /// Those of organisations, by id.
    of_organisations: BTreeMap<&'s str, Vec<&'s Setting>>,
    /// Which of them were met, and the first setting that cannot be: organisations come by on
    /// several threads.
    state: Mutex<(Sought, Option<InvalidSetting>)>,
}

/// A model with the weights that are supposed.
pub(crate) fn model(mut model: Model, supposing: &Supposing) -> Result<Model, Failure> {
    for (name, weight) in &supposing.weight {
        let fail = |source| Failure::Weight { name: name.clone(), weight: *weight, source };
        let mut json = model.to_json();
        let side = match HOST_CRITERIA.iter().any(|(it, _)| it == name) {
            false if model.organisation.contains_key(name) => "organisation",
            _ => "host",
        };
        json["weights"][side][name] = json!(weight);
        let mut changed = Model::from_json(&json).map_err(|mut source| {
            // Either side's criteria may be meant.
            let known = model.host.keys().chain(model.organisation.keys());
            if side == "host" && !model.host.contains_key(name) {
                let near = known.map(|it| (volmatch::text::similarity(name, it), it));
                let near = near.filter(|it| 0.85 < it.0).max_by(|a, b| a.0.total_cmp(&b.0));
                source.suggestion = near.map(|(_, it)| it.clone()).or(source.suggestion);
            }
            fail(source)
        })?;
        changed.name = match model.name.contains(" with ") {
            true => format!("{}, {name}={weight}", model.name),
            false => format!("{} with {name}={weight}", model.name),
        };
        model = changed;
    }
    Ok(model)
}

impl<'s> WhatIf<'s> {
    /// What becomes of the countries of a pass: the board of those asked for, as they would be.
    /// `None` where a setting may speak of a country that has not been searched for.
    pub(crate) fn board(
        supposing: &'s Supposing,
        (countries, known): (&[Country], Countries),
        wanted: &[String],
        model: Model,
        rules: &[Rule],
    ) -> Result<Option<(Board, Self)>, Failure> {
        let settings = supposing.records.set.as_slice();
        let may_be_country = |it: &Setting| it.record_type() != Some(RecordType::Organisation);
        if known == Countries::OfWholeFiles && settings.iter().any(may_be_country) {
            return Ok(None);
        }
        let mut changed: Vec<Country> = countries.to_vec();
        let mut of_organisations: BTreeMap<&str, Vec<&Setting>> = BTreeMap::new();
        for setting in settings {
            match place_of(setting, &mut changed)? {
                Some(place) => {
                    check_asked(&changed[place], countries, wanted)?;
                    changed[place] = setting.of_country(&changed[place], &model)?;
                }
                None => of_organisations.entry(setting.id()).or_default().push(setting),
            }
        }
        let all: Vec<String> = match (wanted, countries) {
            // Without a country in the input all ask, also where some are supposed to be otherwise.
            ([], []) if !changed.is_empty() => {
                CountryCode::all().map(|it| it.to_string()).collect()
            }
            ([], _) if countries.len() < changed.len() => {
                countries.iter().map(|it| it.id.clone()).collect()
            }
            _ => wanted.to_vec(),
        };
        let board = setup::board(&changed, &all, model, rules)?;
        let sought = Sought::new(of_organisations.keys().copied());
        let state = Mutex::new((sought, None));
        Ok(Some((board, Self { settings, of_organisations, state })))
    }

    /// An organisation as it would be.
    pub(crate) fn changed<'o>(&self, organisation: &'o Organisation) -> Cow<'o, Organisation> {
        if self.of_organisations.is_empty() {
            return Cow::Borrowed(organisation);
        }
        let mut changed = organisation.clone();
        self.change(std::slice::from_mut(&mut changed));
        Cow::Owned(changed)
    }

    /// Changes those of some organisations that it speaks of.
    pub(crate) fn change(&self, organisations: &mut [Organisation]) {
        if self.of_organisations.is_empty() {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (sought, failure) = &mut *state;
        for it in organisations {
            sought.meet(&it.id);
            for setting in self.of_organisations.get(it.id.as_str()).into_iter().flatten() {
                match setting.of_organisation(it) {
                    Ok(changed) => *it = changed,
                    // Of several the same one, whichever thread is first.
                    Err(error) if failure.as_ref().is_none_or(|it| error.setting < it.setting) => {
                        *failure = Some(error);
                    }
                    Err(_) => {}
                }
            }
        }
    }

    /// Fails where a setting could not be carried out, or its organisation was not met.
    pub(crate) fn check(self) -> Result<(), Failure> {
        let (sought, failure) = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(failure) = failure {
            return Err(failure.into());
        }
        let Some(unknown) = sought.missing() else { return Ok(()) };
        let is_it = |it: &&Setting| it.id() == unknown.id;
        let setting = self.settings.iter().find(is_it).map(ToString::to_string).unwrap_or_default();
        // A country that was written otherwise than by its code.
        let code = unknown.id.parse::<CountryCode>().ok().map(|code| code.to_string());
        Err(InvalidSetting {
            setting,
            message: format!("no organisation `{}`", unknown.id),
            suggestion: unknown.suggestion.or(code),
        }
        .into())
    }
}

/// The place of the country that a setting speaks of, put behind the others where it is the atlas's;
/// `None` where it speaks of an organisation.
fn place_of(setting: &Setting, countries: &mut Vec<Country>) -> Result<Option<usize>, Failure> {
    let id = setting.id();
    if setting.record_type() == Some(RecordType::Organisation) {
        return Ok(None);
    }
    if let Some(place) = countries.iter().position(|it| it.id == id) {
        return Ok(Some(place));
    }
    match id.parse::<CountryCode>() {
        Ok(code) if code.as_str() == id && code.facts().is_some() => {
            countries.push(of_atlas(code));
            Ok(Some(countries.len() - 1))
        }
        known if setting.record_type() == Some(RecordType::Country) => {
            let suggestion = match known {
                Ok(code) => Some(code.to_string()),
                Err(error) => error
                    .suggestion
                    .and_then(|it| it.parse::<CountryCode>().ok())
                    .map(|it| it.to_string()),
            };
            Err(UnknownCountry { id: id.to_owned(), suggestion }.into())
        }
        _ => Ok(None),
    }
}

/// A country of which the input says nothing.
fn of_atlas(code: CountryCode) -> Country {
    let place = Place { file: "atlas".into(), line: 1, column: 1, pointer: String::new() };
    Country {
        id: code.to_string(),
        code: Some(code),
        name: code.name().to_owned(),
        priorities: None,
        languages: None,
        offers: None,
        requires: volmatch::Requirements::default(),
        initiatives: None,
        sets_defaults: false,
        place,
    }
}

/// Refuses a setting of a country that is not asked for: it would change nothing.
fn check_asked(it: &Country, countries: &[Country], wanted: &[String]) -> Result<(), Failure> {
    let is_it = |id: &String| *id == it.id || (it.code.is_some() && id.parse().ok() == it.code);
    let is_asked = match wanted {
        [] => countries.is_empty() || countries.iter().any(|other| other.id == it.id),
        _ => wanted.iter().any(is_it),
    };
    match is_asked {
        true => Ok(()),
        false => Err(Failure::NotAsked(format!(
            "--set changes `{id}`, which is not asked for: add `--country {id}`",
            id = it.id
        ))),
    }
}
