//! Random model files: any weights, exponent, year, missing values and constants.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use volmatch::{HOST_CRITERIA, Model, ORGANISATION_CRITERIA};

use super::random::Dice;

/// The default model at times, else one read from a random file.
pub fn models() -> impl Strategy<Value = Model> {
    let read = |seed| Model::from_json(&model_file(&mut Dice(seed))).unwrap();
    prop_oneof![1 => Just(Model::default()), 3 => any::<u64>().no_shrink().prop_map(read)]
}

fn model_file(dice: &mut Dice) -> Value {
    let exponent = dice.one(&[json!(-1), json!(1), json!("minimum")]);
    let weights = json!({
        "host": weights(dice, HOST_CRITERIA.map(|it| it.0).as_slice()),
        "organisation": weights(dice, ORGANISATION_CRITERIA.map(|it| it.0).as_slice()),
    });
    let year = 1995 + dice.below(60);
    let (missing, constants) = (missing_value(dice), constants(dice));
    json!({ "name": "random", "year": year, "exponent": exponent, "weights": weights,
        "missing_value": missing, "constants": constants })
}

/// A weight for some criteria, of which one at least is not zero.
fn weights(dice: &mut Dice, names: &[&str]) -> Value {
    let sure = dice.one(names);
    let mut weights = Map::new();
    for name in names.iter().filter(|_| dice.chance(80)).collect::<Vec<_>>() {
        let weight = if dice.chance(25) { 0.0 } else { dice.share() * dice.one(&[1.0, 10.0]) };
        weights.insert((*name).to_owned(), json!(weight));
    }
    weights.insert(sure.to_owned(), json!(0.1 + dice.share()));
    weights.into()
}

fn missing_value(dice: &mut Dice) -> Value {
    match dice.below(3) {
        0 => json!(0),
        1 => json!(dice.share()),
        _ => {
            let names = HOST_CRITERIA.iter().chain(&ORGANISATION_CRITERIA).map(|it| it.0);
            names.map(|name| (name.to_owned(), json!(dice.share()))).collect::<Map<_, _>>().into()
        }
    }
}

fn constants(dice: &mut Dice) -> Value {
    if dice.chance(40) {
        return json!({});
    }
    json!({
        "declared_strength": dice.share(),
        "goals_at_full_strength": 1.0 + 16.0 * dice.share(),
        "half_life": dice.one(&[1.0, 2.5, 5.0, 40.0]),
        "quality_not_given": dice.share(),
        "age_not_given": dice.below(20),
        "ties_scale": dice.one(&[0.1, 1.0, 2.0, 7.0]),
        "neighbour_presence": dice.share(),
        "subregion_presence": dice.share(),
        "signal_required_usd": dice.share(),
        "signal_importance": dice.share(),
        "signal_ndc_actions": dice.share(),
        "smallest_share": dice.share() / 10.0,
    })
}
