//! Within which limits the constants behind the strength of a tag may be doubted.

use serde_json::json;

use crate::{decide::draw::Draws, model::Model};

/// A constant of the model that is in doubt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StrengthRange {
    /// Its name in the model.
    pub constant: &'static str,
    /// The least it may be.
    pub low: f64,
    /// The most it may be.
    pub high: f64,
    /// Why from there to there.
    pub reason: &'static str,
}

/// The constants that are drawn, evenly within their ranges.
///
/// They are those by which a tag, or a presence, that is declared, shown or inferred counts. The scales
/// of other criteria (`text_*`, `ties_scale`, presence next door) and the signals behind default
/// priorities are no strengths, and stay.
pub const STRENGTH_RANGES: [StrengthRange; 7] = [
    StrengthRange {
        constant: "declared_strength",
        low: 0.3,
        high: 0.7,
        reason: "a claim counts for something, and for less than proof",
    },
    StrengthRange {
        constant: "goals_at_full_strength",
        low: 3.0,
        high: 8.0,
        reason: "from a specialist's goals to half of all",
    },
    StrengthRange {
        constant: "half_life",
        low: 3.0,
        high: 10.0,
        reason: "from one project to two programmes",
    },
    StrengthRange {
        constant: "quality_not_given",
        low: 0.3,
        high: 0.7,
        reason: "around the middle of the scale",
    },
    StrengthRange {
        constant: "age_not_given",
        low: 2.0,
        high: 10.0,
        reason: "from last year's report to an old one",
    },
    StrengthRange {
        constant: "inferred_strength",
        low: 0.25,
        high: 0.5,
        reason: "at most what a claim counts by default, at least half of it",
    },
    StrengthRange {
        constant: "named_presence",
        low: 0.25,
        high: 0.75,
        reason: "a country named is between hardly and nearly one of work",
    },
];

/// The ranges that hold: each reaches as far as the model's own value.
pub(crate) fn ranges(model: &Model) -> Vec<StrengthRange> {
    let value = |name: &str| model.constants().find(|it| it.0 == name).map(|it| it.1);
    let reaching = |it: &StrengthRange| {
        let own = value(it.constant).unwrap_or(it.low);
        StrengthRange { low: it.low.min(own), high: it.high.max(own), ..*it }
    };
    STRENGTH_RANGES.iter().map(reaching).collect()
}

/// A model with constants drawn from their ranges.
pub(crate) fn drawn(model: &Model, ranges: &[StrengthRange], draws: &mut Draws) -> Model {
    let mut file = model.to_json();
    for it in ranges {
        let value = it.low + (it.high - it.low) * draws.unit();
        file["constants"][it.constant] = json!(value);
    }
    // Ranges lie within what a model may have.
    Model::from_json(&file).unwrap_or_else(|_| model.clone())
}
