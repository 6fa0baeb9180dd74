//! A model out of JSON and back.

use serde_json::{Map, Value, json};

use crate::{
    model::{CONSTANTS, ConstantRow, Mean, Model},
    text::{AtPointer, DidYouMean, nearest},
};

/// A model file says something that is no model.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{message}{}{}", DidYouMean(.suggestion), AtPointer(.pointer))]
pub struct InvalidModel {
    /// What is wrong, and what was expected.
    pub message: String,
    /// RFC 6901 pointer to it.
    pub pointer: String,
    /// The name that was probably meant.
    pub suggestion: Option<String>,
}

impl Model {
    /// Reads a model from JSON; what it does not say stays as in the default.
    ///
    /// # Errors
    ///
    /// [`InvalidModel`], the first one met.
    pub fn from_json(value: &Value) -> Result<Self, InvalidModel> {
        let mut model = Self::default();
        let known = [
            "name",
            "who",
            "why",
            "when",
            "year",
            "weights",
            "missing_value",
            "exponent",
            "constants",
        ];
        for (key, value) in object(value, "")? {
            let pointer = format!("/{key}");
            match key.as_str() {
                "name" => model.name = text(value, &pointer)?,
                "who" => model.provenance.who = text(value, &pointer)?,
                "why" => model.provenance.why = text(value, &pointer)?,
                "when" => model.provenance.when = text(value, &pointer)?,
                "year" => model.year = whole(value, &pointer, 1900.0, 2200.0)?,
                "exponent" => model.mean = mean(value, &pointer)?,
                "weights" => model.read_weights(value)?,
                "missing_value" => model.read_missing(value)?,
                "constants" => model.read_constants(value)?,
                _ => return Err(unknown(key, &known, &pointer)),
            }
        }
        Ok(model)
    }

    /// The whole model as JSON, in the form that [`Model::from_json`] reads.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut constants = self.constants;
        let of_constant = |row: &ConstantRow| (row.0.to_owned(), json!(*(row.1)(&mut constants)));
        json!({
            "name": self.name,
            "who": self.provenance.who,
            "why": self.provenance.why,
            "when": self.provenance.when,
            "year": self.year,
            "exponent": match self.mean {
                Mean::Harmonic => json!(-1),
                Mean::Arithmetic => json!(1),
                Mean::Minimum => json!("minimum"),
            },
            "weights": { "host": self.host, "organisation": self.organisation },
            "missing_value": self.missing_value,
            "constants": CONSTANTS.iter().map(of_constant).collect::<Map<String, Value>>(),
        })
    }

    fn read_weights(&mut self, value: &Value) -> Result<(), InvalidModel> {
        for (side, value) in object(value, "/weights")? {
            let pointer = format!("/weights/{side}");
            let weights = match side.as_str() {
                "host" => &mut self.host,
                "organisation" => &mut self.organisation,
                _ => return Err(unknown(side, &["host", "organisation"], &pointer)),
            };
            let known: Vec<String> = weights.keys().cloned().collect();
            for (name, value) in object(value, &pointer)? {
                let pointer = format!("{pointer}/{name}");
                let weight = number(value, &pointer, 0.0, 1e9)?;
                match weights.get_mut(name) {
                    Some(place) => *place = weight,
                    None => {
                        let known: Vec<&str> = known.iter().map(String::as_str).collect();
                        return Err(unknown(name, &known, &pointer));
                    }
                }
            }
            if weights.values().sum::<f64>() <= 0.0 {
                let message = "all weights are zero, expected one above zero".into();
                return Err(InvalidModel { message, pointer, suggestion: None });
            }
        }
        Ok(())
    }

    fn read_missing(&mut self, value: &Value) -> Result<(), InvalidModel> {
        let known: Vec<String> =
            self.host.keys().chain(self.organisation.keys()).cloned().collect();
        if value.is_number() {
            let share = number(value, "/missing_value", 0.0, 1.0)?;
            self.missing_value = known.into_iter().map(|name| (name, share)).collect();
            return Ok(());
        }
        for (name, value) in object(value, "/missing_value")? {
            let pointer = format!("/missing_value/{name}");
            if !known.contains(name) {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                return Err(unknown(name, &known, &pointer));
            }
            self.missing_value.insert(name.clone(), number(value, &pointer, 0.0, 1.0)?);
        }
        Ok(())
    }

    fn read_constants(&mut self, value: &Value) -> Result<(), InvalidModel> {
        for (name, value) in object(value, "/constants")? {
            let pointer = format!("/constants/{name}");
            let Some((_, place, low, high, _)) = CONSTANTS.iter().find(|row| row.0 == name) else {
                return Err(unknown(name, &CONSTANTS.map(|row| row.0), &pointer));
            };
            *place(&mut self.constants) = number(value, &pointer, *low, *high)?;
        }
        Ok(())
    }
}

pub(crate) fn object<'v>(
    value: &'v Value,
    pointer: &str,
) -> Result<&'v Map<String, Value>, InvalidModel> {
    value.as_object().ok_or_else(|| wrong("an object", value, pointer))
}

pub(crate) fn text(value: &Value, pointer: &str) -> Result<String, InvalidModel> {
    value.as_str().map(str::to_owned).ok_or_else(|| wrong("a text", value, pointer))
}

pub(crate) fn number(
    value: &Value,
    pointer: &str,
    low: f64,
    high: f64,
) -> Result<f64, InvalidModel> {
    let number = value.as_f64().ok_or_else(|| wrong("a number", value, pointer))?;
    if number < low || high < number || !number.is_finite() {
        return Err(wrong(&format!("a number from {low} to {high}"), value, pointer));
    }
    Ok(number)
}

fn whole(value: &Value, pointer: &str, low: f64, high: f64) -> Result<i32, InvalidModel> {
    match number(value, pointer, low, high)? {
        number if number.fract() == 0.0 => Ok(number as i32),
        _ => Err(wrong("a whole number", value, pointer)),
    }
}

fn mean(value: &Value, pointer: &str) -> Result<Mean, InvalidModel> {
    match (value.as_f64(), value.as_str()) {
        (Some(-1.0), _) => Ok(Mean::Harmonic),
        (Some(1.0), _) => Ok(Mean::Arithmetic),
        (_, Some("minimum")) => Ok(Mean::Minimum),
        _ => Err(wrong("-1, 1 or \"minimum\"", value, pointer)),
    }
}

pub(crate) fn wrong(expected: &str, found: &Value, pointer: &str) -> InvalidModel {
    let message = format!("expected {expected}, found `{found}`");
    InvalidModel { message, pointer: pointer.to_owned(), suggestion: None }
}

pub(crate) fn unknown(name: &str, known: &[&str], pointer: &str) -> InvalidModel {
    let suggestion = nearest(name, known.iter().copied()).map(str::to_owned);
    let message = match suggestion {
        Some(_) => format!("unknown name `{name}`"),
        None => format!("unknown name `{name}`, expected one of `{}`", known.join("`, `")),
    };
    InvalidModel { message, pointer: pointer.to_owned(), suggestion }
}
