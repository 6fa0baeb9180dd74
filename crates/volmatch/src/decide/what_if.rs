//! A record with a setting applied: changed as JSON, and read again in full.

use serde_json::{Map, Value, json};

use crate::{
    atlas::priorities::default_priorities,
    catalog::asker::stated_default,
    decide::setting::{InvalidSetting, Operation, Setting},
    input::{
        location::Place,
        problem::Problem,
        profile::{Country, Organisation},
    },
    model::Model,
    text::nearest,
};

impl Setting {
    /// An organisation as it would be. Its evidence says that it stands in its file `as set`.
    ///
    /// # Errors
    ///
    /// [`InvalidSetting`]: no such place in the record, or the record would not be sound.
    pub fn of_organisation(&self, it: &Organisation) -> Result<Organisation, InvalidSetting> {
        let mut record = it.to_json();
        self.change(&mut record)?;
        let read = Organisation::from_json(&record, as_set(&it.place));
        read.map_err(|problems| self.unsound(problems))
    }

    /// A country as it would be. Where it states no priorities, a setting within them begins with the
    /// default ones of the atlas, each named by the number of its goal.
    ///
    /// # Errors
    ///
    /// [`InvalidSetting`]: no such place in the record, or the record would not be sound.
    pub fn of_country(&self, it: &Country, model: &Model) -> Result<Country, InvalidSetting> {
        let mut changed = it.clone();
        let is_of_priorities = self.steps[0] == "priorities";
        let is_within = 1 < self.steps.len() || self.operation != Operation::Set;
        if is_of_priorities && is_within && it.priorities.is_none() {
            let code = it.code.into_iter();
            let defaults = code.flat_map(|it| default_priorities(it, &model.constants.signals));
            changed.priorities = Some(defaults.map(|it| stated_default(&it)).collect());
            changed.sets_defaults = true;
        }
        let mut record = changed.to_json();
        self.change(&mut record)?;
        let read = Country::from_json(&record, as_set(&it.place));
        let read = read.map_err(|problems| self.unsound(problems))?;
        let sets_defaults = changed.sets_defaults && (is_within || !is_of_priorities);
        Ok(Country { sets_defaults, ..read })
    }

    /// The first problem of the record that would be.
    fn unsound(&self, problems: Vec<Problem>) -> InvalidSetting {
        let Some(first) = problems.into_iter().next() else {
            return self.fail("no sound record".into(), None);
        };
        let is_told = first.message.contains("did you mean");
        let message = format!("{}, at {}", first.message, first.pointer);
        self.fail(message, first.suggestion.filter(|_| !is_told))
    }

    fn change(&self, record: &mut Value) -> Result<(), InvalidSetting> {
        let (path, last) = self.steps.split_at(self.steps.len() - 1);
        let mut at = &mut *record;
        let mut left = path;
        let mut list = "";
        while let Some(step) = left.first() {
            match at {
                Value::Array(items) => {
                    let (index, used) = self.item(items, left, list)?;
                    at = &mut items[index];
                    left = &left[used..];
                    as_object(at, list);
                }
                Value::Object(fields) => {
                    if step == "requires" && !fields.contains_key(step) {
                        fields.insert(step.clone(), json!({}));
                    }
                    let known: Vec<String> = fields.keys().cloned().collect();
                    list = step;
                    at = match fields.get_mut(step) {
                        Some(value) => value,
                        None => return Err(self.nothing_at(step, &known)),
                    };
                    left = &left[1..];
                }
                _ => return Err(self.fail(format!("`{step}` stands in no list or object"), None)),
            }
        }
        let last = &last[0];
        match at {
            Value::Object(fields) => self.apply(fields, last),
            Value::Array(items) => {
                let (index, _) = self.item(items, std::slice::from_ref(last), list)?;
                match (self.operation, self.json()?) {
                    (Operation::Set, Some(value)) => items[index] = value,
                    (Operation::Set, None) => _ = items.remove(index),
                    _ => return Err(self.fail(format!("`{last}` is an item, not a list"), None)),
                }
                Ok(())
            }
            _ => Err(self.fail(format!("`{last}` stands in no list or object"), None)),
        }
    }

    /// Changes a field of an object.
    fn apply(&self, fields: &mut Map<String, Value>, key: &str) -> Result<(), InvalidSetting> {
        let value = self.json()?;
        let value = match (self.operation, value) {
            (Operation::Set, Some(value)) => {
                fields.insert(key.to_owned(), value);
                return Ok(());
            }
            (Operation::Set, None) => {
                return match fields.remove(key) {
                    Some(_) => Ok(()),
                    None => Err(self.fail(format!("`{key}` is not stated anyway"), None)),
                };
            }
            (_, None) => return Err(self.fail("nothing to add or take out".into(), None)),
            (_, Some(value)) => value,
        };
        let given = match value {
            Value::Array(items) => items,
            one => vec![one],
        };
        let there = fields.entry(key).or_insert_with(|| json!([]));
        let Value::Array(items) = there else {
            return Err(self.fail(format!("`{key}` is no list: use `=`"), None));
        };
        for one in given {
            let name = name_of(&one, key);
            let place = name.as_ref().and_then(|name| position(items, name, key));
            match (self.operation, place) {
                (Operation::TakeOut, Some(place)) => _ = items.remove(place),
                (Operation::TakeOut, None) => {
                    return Err(self.no_item(&name.unwrap_or_default(), items, key));
                }
                (_, Some(_)) => {
                    let name = name.unwrap_or_default();
                    return Err(self.fail(format!("`{name}` is there already"), None));
                }
                (_, None) => items.push(one),
            }
        }
        Ok(())
    }

    /// The item of a list that the next steps name, and how many steps that takes.
    fn item(
        &self,
        items: &[Value],
        left: &[String],
        list: &str,
    ) -> Result<(usize, usize), InvalidSetting> {
        // A code has a dot of its own: the most steps first.
        let most = if self.is_pointer { 1 } else { left.len() };
        for used in (1..=most).rev() {
            let name = left[..used].join(".");
            if let Some(index) = position(items, &name, list) {
                let is_it = |it: &&Value| name_of(it, list).as_ref() == Some(&name);
                return match items.iter().filter(is_it).count() {
                    1 => Ok((index, used)),
                    many => {
                        let message = format!("{many} items of `{list}` are called `{name}`");
                        Err(self.fail(format!("{message}: give them ids"), None))
                    }
                };
            }
        }
        let by_number = left[0].parse::<usize>().ok();
        let is_nameless =
            |index: &usize| items.get(*index).is_some_and(|it| name_of(it, list).is_none());
        match by_number.filter(is_nameless) {
            Some(index) => Ok((index, 1)),
            None => Err(self.no_item(&left.join("."), items, list)),
        }
    }

    fn no_item(&self, name: &str, items: &[Value], list: &str) -> InvalidSetting {
        let number = |(index, it): (usize, &Value)| name_of(it, list).unwrap_or(index.to_string());
        let names: Vec<String> = items.iter().enumerate().map(number).collect();
        let near = nearest(name, names.iter().map(String::as_str)).map(str::to_owned);
        let message = match names.is_empty() {
            true => format!("no `{name}` in `{list}`, which is empty"),
            false => format!("no `{name}` in `{list}`, expected one of `{}`", names.join("`, `")),
        };
        self.fail(message, near)
    }

    fn nothing_at(&self, step: &str, known: &[String]) -> InvalidSetting {
        let near = nearest(step, known.iter().map(String::as_str)).map(str::to_owned);
        self.fail(format!("`{step}` is not stated, so nothing in it can be set"), near)
    }
}

/// The place of a changed record: its file says so.
fn as_set(place: &Place) -> Place {
    let file = match place.file.ends_with(" (as set)") {
        true => place.file.clone(),
        false => format!("{} (as set)", place.file).into(),
    };
    Place { file, ..place.clone() }
}

/// What an item of a list is called: its code, its country, or a priority's id, else its title, else
/// its only goal.
fn name_of(item: &Value, list: &str) -> Option<String> {
    let text = |key: &str| item[key].as_str().map(str::to_owned);
    match list {
        "sdgs" => item.as_str().map(str::to_owned).or_else(|| text("code")),
        "experience" => item.as_str().map(str::to_owned).or_else(|| text("country")),
        "priorities" => text("id").or_else(|| text("title")).or_else(|| {
            match item["sdgs"].as_array().map(Vec::as_slice) {
                Some([only]) => only.as_str().map(str::to_owned),
                _ => None,
            }
        }),
        _ => item.as_str().map(str::to_owned),
    }
}

fn position(items: &[Value], name: &str, list: &str) -> Option<usize> {
    items.iter().position(|it| name_of(it, list).as_deref() == Some(name))
}

/// An item that was written short, in its long form, so that fields can be set in it.
fn as_object(item: &mut Value, list: &str) {
    let key = match list {
        "sdgs" => "code",
        "experience" => "country",
        _ => return,
    };
    if item.is_string() {
        *item = json!({ key: item.take() });
    }
}
