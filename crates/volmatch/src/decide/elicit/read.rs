//! A file of judgements: who judges, by which method, and what.

use serde_json::{Map, Value};

use crate::{
    decide::elicit::{judgement::Judgement, pairs::Pairs, panel::Panel},
    matching::criteria::Side,
    model::{
        HOST_CRITERIA, InvalidModel, Model, ORGANISATION_CRITERIA, Provenance, Weights, number,
        object, text, unknown, wrong,
    },
};

/// Judgements of one judge or more.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgements {
    /// What to call the model they make.
    pub name: String,
    /// Who asked them, why and when.
    pub provenance: Provenance,
    judges: Vec<Judge>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Judge {
    name: String,
    host: Option<Judgement>,
    organisation: Option<Judgement>,
}

/// A file of judgements says something that is none: message, pointer and what was probably meant.
pub type InvalidJudgements = InvalidModel;

impl Judgements {
    /// Reads judgements from JSON: `name`, `who`, `why`, `when`, and a list `judges`.
    ///
    /// # Errors
    ///
    /// [`InvalidJudgements`], the first one met.
    pub fn from_json(value: &Value) -> Result<Self, InvalidJudgements> {
        let mut it =
            Self { name: "elicited".into(), provenance: Provenance::default(), judges: Vec::new() };
        for (key, value) in object(value, "")? {
            let pointer = format!("/{key}");
            match key.as_str() {
                "name" => it.name = text(value, &pointer)?,
                "who" => it.provenance.who = text(value, &pointer)?,
                "why" => it.provenance.why = text(value, &pointer)?,
                "when" => it.provenance.when = text(value, &pointer)?,
                "judges" => it.judges = judges(value)?,
                _ => return Err(unknown(key, &["name", "who", "why", "when", "judges"], &pointer)),
            }
        }
        let is_silent = |it: &Judge| it.host.is_none() && it.organisation.is_none();
        if it.judges.is_empty() {
            return Err(invalid("no judge: expected a list `judges`", "/judges"));
        }
        if let Some(index) = it.judges.iter().position(is_silent) {
            let message = "the judge says nothing: expected `host` or `organisation`";
            return Err(invalid(message, &format!("/judges/{index}")));
        }
        it.check_same_criteria()?;
        Ok(it)
    }

    /// All judges who speak of a side; `None` where nobody does.
    #[must_use]
    pub fn panel(&self, side: Side) -> Option<Panel> {
        let of = |it: &'_ Judge| -> Option<Judgement> {
            match side {
                Side::Host => it.host.clone(),
                Side::Organisation => it.organisation.clone(),
            }
        };
        let spoken: Vec<(&str, Judgement)> =
            self.judges.iter().filter_map(|it| Some((it.name.as_str(), of(it)?))).collect();
        let judges: Vec<(&str, &Judgement)> = spoken.iter().map(|(name, it)| (*name, it)).collect();
        (!judges.is_empty()).then(|| Panel::new(side, &judges, &known(side)))
    }

    /// A model with the weights of all judges together; the rest as in another model.
    #[must_use]
    pub fn model(&self, base: &Model) -> Model {
        let mut model =
            Model { name: self.name.clone(), provenance: self.provenance.clone(), ..base.clone() };
        if let Some(panel) = self.panel(Side::Host) {
            model.host = panel.weights();
        }
        if let Some(panel) = self.panel(Side::Organisation) {
            model.organisation = panel.weights();
        }
        model
    }

    /// The judges' names, in the order of the file.
    pub fn judges(&self) -> impl Iterator<Item = &str> {
        self.judges.iter().map(|it| it.name.as_str())
    }

    /// What one judge leaves out, no other may weigh: it would be taken for worthless.
    fn check_same_criteria(&self) -> Result<(), InvalidJudgements> {
        for side in [Side::Host, Side::Organisation] {
            let Some(panel) = self.panel(side) else { continue };
            for criterion in panel.criteria.iter().filter(|it| it.is_weighed) {
                let lacks = |it: &&crate::decide::elicit::panel::Judged| {
                    !it.weights.contains_key(&criterion.criterion)
                };
                if let Some(judge) = panel.judges.iter().find(lacks) {
                    let message = format!(
                        "judge `{}` says nothing of `{}`, which others weigh (0 points, or last in the \
                         order, is an answer)",
                        judge.name, criterion.criterion
                    );
                    return Err(invalid(&message, &format!("/judges/{side}")));
                }
            }
        }
        Ok(())
    }
}

fn invalid(message: &str, pointer: &str) -> InvalidJudgements {
    InvalidModel { message: message.to_owned(), pointer: pointer.to_owned(), suggestion: None }
}

/// The criteria of a side, in the order of the model.
fn known(side: Side) -> Vec<&'static str> {
    match side {
        Side::Host => HOST_CRITERIA.iter().map(|(name, _)| *name).collect(),
        Side::Organisation => ORGANISATION_CRITERIA.iter().map(|(name, _)| *name).collect(),
    }
}

fn judges(value: &Value) -> Result<Vec<Judge>, InvalidJudgements> {
    let list = value.as_array().ok_or_else(|| wrong("a list", value, "/judges"))?;
    let mut judges: Vec<Judge> = Vec::new();
    for (index, value) in list.iter().enumerate() {
        let at = format!("/judges/{index}");
        let mut judge = Judge { name: format!("judge {}", index + 1), ..Judge::default() };
        for (key, value) in object(value, &at)? {
            let pointer = format!("{at}/{key}");
            match key.as_str() {
                "name" => judge.name = text(value, &pointer)?,
                "host" => judge.host = Some(judgement(value, Side::Host, &pointer)?),
                "organisation" => {
                    judge.organisation = Some(judgement(value, Side::Organisation, &pointer)?);
                }
                _ => return Err(unknown(key, &["name", "host", "organisation"], &pointer)),
            }
        }
        if judges.iter().any(|it| it.name == judge.name) {
            let message = format!("judge `{}` is here a second time", judge.name);
            return Err(invalid(&message, &format!("{at}/name")));
        }
        judges.push(judge);
    }
    Ok(judges)
}

/// One method with what is said by it: `swing`, `points`, `order` or `pairs`.
fn judgement(value: &Value, side: Side, at: &str) -> Result<Judgement, InvalidJudgements> {
    let fields = object(value, at)?;
    let mut methods = fields.iter();
    let (Some((method, value)), None) = (methods.next(), methods.next()) else {
        return Err(invalid("expected one method: `swing`, `points`, `order` or `pairs`", at));
    };
    let pointer = format!("{at}/{method}");
    match method.as_str() {
        "swing" => swing(value, side, &pointer),
        "points" => points(value, side, &pointer),
        "order" => order(value, side, &pointer),
        "pairs" => pairs(value, side, &pointer),
        _ => Err(unknown(method, &["swing", "points", "order", "pairs"], &pointer)),
    }
}

fn criterion(name: &str, side: Side, pointer: &str) -> Result<String, InvalidJudgements> {
    let known = known(side);
    match known.contains(&name) {
        true => Ok(name.to_owned()),
        false => Err(unknown(name, &known, pointer)),
    }
}

/// Points from 0 to 100 by criterion.
fn hundred(
    fields: &Map<String, Value>,
    side: Side,
    at: &str,
) -> Result<Weights, InvalidJudgements> {
    let mut points = Weights::new();
    for (name, value) in fields {
        let pointer = format!("{at}/{name}");
        points.insert(criterion(name, side, &pointer)?, number(value, &pointer, 0.0, 100.0)?);
    }
    Ok(points)
}

fn swing(value: &Value, side: Side, at: &str) -> Result<Judgement, InvalidJudgements> {
    let points = hundred(object(value, at)?, side, at)?;
    let most = points.values().copied().fold(0.0, f64::max);
    match most < 100.0 {
        true => Err(invalid(&format!("the most worthwhile swing is 100, found {most}"), at)),
        false => Ok(Judgement::Swing(points)),
    }
}

fn points(value: &Value, side: Side, at: &str) -> Result<Judgement, InvalidJudgements> {
    let points = hundred(object(value, at)?, side, at)?;
    let total: f64 = points.values().sum();
    match (total - 100.0).abs() < 1e-6 {
        true => Ok(Judgement::Points(points)),
        false => Err(invalid(&format!("100 points are shared out, found {total}"), at)),
    }
}

fn order(value: &Value, side: Side, at: &str) -> Result<Judgement, InvalidJudgements> {
    let list = value.as_array().ok_or_else(|| wrong("a list of criteria", value, at))?;
    let mut order: Vec<Vec<String>> = Vec::new();
    for (index, value) in list.iter().enumerate() {
        let pointer = format!("{at}/{index}");
        let equals = match value {
            Value::Array(equals) if !equals.is_empty() => equals.as_slice(),
            _ => std::slice::from_ref(value),
        };
        let mut names = Vec::new();
        for value in equals {
            let name = criterion(&text(value, &pointer)?, side, &pointer)?;
            if order.iter().flatten().chain(&names).any(|it| *it == name) {
                return Err(invalid(&format!("`{name}` is here a second time"), &pointer));
            }
            names.push(name);
        }
        order.push(names);
    }
    match order.is_empty() {
        true => Err(invalid("the order is empty", at)),
        false => Ok(Judgement::Order(order)),
    }
}

/// Ratios by `one / other`: how many times as much the one matters, from 1/9 to 9.
fn pairs(value: &Value, side: Side, at: &str) -> Result<Judgement, InvalidJudgements> {
    let mut stated: Vec<([String; 2], f64)> = Vec::new();
    for (key, value) in object(value, at)? {
        let pointer = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        let Some((one, other)) = key.split_once('/') else {
            return Err(invalid(&format!("expected `one / other`, found `{key}`"), &pointer));
        };
        let names = [one, other].map(|name| criterion(name.trim(), side, &pointer));
        let [one, other] = names;
        let pair = [one?, other?];
        let is_same = |it: &([String; 2], f64)| it.0.iter().all(|name| pair.contains(name));
        if pair[0] == pair[1] || stated.iter().any(is_same) {
            let message = format!("`{}` with `{}` is here a second time", pair[0], pair[1]);
            let itself = format!("`{}` is compared with itself", pair[0]);
            return Err(invalid(if pair[0] == pair[1] { &itself } else { &message }, &pointer));
        }
        stated.push((pair, ratio(value, &pointer)?));
    }
    let named = |name: &&str| stated.iter().any(|(pair, _)| pair.iter().any(|it| it == name));
    let criteria: Vec<String> = known(side).into_iter().filter(named).map(str::to_owned).collect();
    let find = |one: &str, other: &str| {
        stated.iter().find_map(|(pair, ratio)| match [pair[0].as_str(), pair[1].as_str()] {
            it if it == [one, other] => Some(*ratio),
            it if it == [other, one] => Some(1.0 / ratio),
            _ => None,
        })
    };
    for (row, one) in criteria.iter().enumerate() {
        if let Some(other) = criteria[row + 1..].iter().find(|other| find(one, other).is_none()) {
            return Err(invalid(&format!("`{one} / {other}` is not compared"), at));
        }
    }
    match criteria.is_empty() {
        true => Err(invalid("nothing is compared", at)),
        false => Ok(Judgement::Pairs(Pairs::new(criteria.clone(), |row, column| {
            find(&criteria[row], &criteria[column]).unwrap_or(1.0)
        }))),
    }
}

/// A number, or a fraction such as `"1/3"`, from 1/9 to 9.
fn ratio(value: &Value, pointer: &str) -> Result<f64, InvalidJudgements> {
    let expected = "a number from 1/9 to 9, or a text such as `1/3`";
    let fraction = |text: &str| {
        let (above, below) = text.split_once('/').unwrap_or((text, "1"));
        Some(above.trim().parse::<f64>().ok()? / below.trim().parse::<f64>().ok()?)
    };
    let ratio = value.as_f64().or_else(|| value.as_str().and_then(fraction));
    let is_in_scale = |it: &f64| 1.0 / 9.0 - 1e-9 <= *it && *it <= 9.0 + 1e-9;
    ratio.filter(is_in_scale).ok_or_else(|| wrong(expected, value, pointer))
}
