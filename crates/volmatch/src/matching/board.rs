//! The askers compiled with the model: a board on which any organisation can be scored.

use std::sync::Arc;

use crate::{
    atlas::countries::CountryCode,
    catalog::{asker::Asker, candidate::Candidate},
    input::{
        profile::{Country, Organisation},
        rules::Rule,
    },
    matching::{
        criteria::{Criterion, Side, built_in, resting_on_strengths},
        steps::row_in_steps,
        wanted::Wanted,
    },
    model::Model,
    sdg::Sdg,
    tagging::hearing::{Ear, Heard},
    text::{DidYouMean, nearest, quoted},
};

/// Askers, criteria and weights, laid out so that one organisation meets all of them at once.
///
/// Immutable once built, and shared by any number of threads. Askers stand in the order of their ids.
#[derive(Debug)]
pub struct Board {
    askers: Vec<Asker>,
    criteria: Vec<Weighed>,
    wanted: Arc<Wanted>,
    /// Whether some criterion is the user's own, which may look at anything.
    has_own: bool,
    /// Whether the words of an organisation that states its goals and its experience change a score.
    weighs_words: bool,
    model: Model,
}

/// A criterion with what its weight comes to for each asker.
#[derive(Debug)]
pub(crate) struct Weighed {
    pub(crate) criterion: Box<dyn Criterion>,
    pub(crate) side: Side,
    /// The model's weight.
    weight: f64,
    /// Whether each asker asks for it.
    pub(crate) asked: Vec<bool>,
    /// The weight within the side for each asker: zero where not asked, else shared out to sum to 1.
    pub(crate) weights: Vec<f64>,
    /// The weights in steps.
    pub(crate) light: Box<[u16]>,
    /// What a missing answer counts, 0 to 1.
    pub(crate) missing_value: f64,
    /// Whether anybody asks for it.
    pub(crate) is_asked: bool,
    /// Whether anybody asks for it with a weight.
    pub(crate) is_live: bool,
}

/// No country or asker has this id.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no country `{}`{}{}", quoted(.id), territory(.id), DidYouMean(.suggestion))]
pub struct UnknownCountry {
    /// What was asked for.
    pub id: String,
    /// The nearest there is, when one is near.
    pub suggestion: Option<String>,
}

/// What is told of a place of which the atlas has a code, and no more.
fn territory(id: &str) -> String {
    match CountryCode::known(id).filter(|code| code.facts().is_none()) {
        Some(code) => format!(": of {code} ({}) the atlas has no facts", code.name()),
        None => String::new(),
    }
}

impl Board {
    /// A board of the countries in the input, or of all the atlas's when there are none.
    #[must_use]
    pub fn new(countries: &[Country], model: Model) -> Self {
        let of_record = |country| Asker::of_record(country, &model);
        let askers: Vec<Asker> = match countries {
            [] => CountryCode::all().map(|code| Asker::of_atlas(code, &model)).collect(),
            _ => countries.iter().map(of_record).collect(),
        };
        Self::of_askers(askers, model)
    }

    /// A board of named countries and askers: from the input by id, from the atlas by code or name.
    ///
    /// # Errors
    ///
    /// [`UnknownCountry`].
    pub fn of(
        countries: &[Country],
        wanted: &[impl AsRef<str>],
        model: Model,
    ) -> Result<Self, UnknownCountry> {
        let mut askers: Vec<Asker> = Vec::new();
        for wanted in wanted {
            let asker = find(countries, wanted.as_ref(), &model)?;
            if askers.iter().all(|other| other.id != asker.id) {
                askers.push(asker);
            }
        }
        Ok(Self::of_askers(askers, model))
    }

    /// A board of askers as they are, each id once.
    #[must_use]
    pub fn of_askers(mut askers: Vec<Asker>, model: Model) -> Self {
        askers.sort_by(|a, b| a.id.cmp(&b.id));
        let wanted = Arc::new(Wanted::new(&askers));
        let criteria = built_in(&askers, &model, &wanted);
        Self::of_criteria(askers, model, wanted, criteria)
    }

    /// The board of the criteria alone that rest on how strong a tag is.
    pub(crate) fn of_strengths(mut askers: Vec<Asker>, model: Model) -> Self {
        askers.sort_by(|a, b| a.id.cmp(&b.id));
        let criteria = resting_on_strengths(&askers, &model);
        Self::of_criteria(askers, model, Arc::default(), criteria)
    }

    fn of_criteria(
        askers: Vec<Asker>,
        model: Model,
        wanted: Arc<Wanted>,
        criteria: Vec<Box<dyn Criterion>>,
    ) -> Self {
        let mut board = Self {
            askers,
            criteria: Vec::new(),
            wanted,
            has_own: false,
            weighs_words: false,
            model,
        };
        for criterion in criteria {
            let weights = match criterion.side() {
                Side::Host => &board.model.host,
                Side::Organisation => &board.model.organisation,
            };
            let weight = weights.get(criterion.name()).copied().unwrap_or(0.0);
            board.push(criterion, weight);
        }
        board.share_out();
        board
    }

    /// The board with a criterion of your own, with a weight beside those of its side.
    #[must_use]
    pub fn with_criterion(mut self, criterion: Box<dyn Criterion>, weight: f64) -> Self {
        self.push(criterion, weight);
        self.share_out();
        self.has_own = true;
        self
    }

    /// An organisation at a first look, with room for its strengths; `None` where scores need more of it.
    pub(crate) fn glance<'o>(
        &self,
        organisation: &'o Organisation,
        strengths: Vec<(Sdg, f64)>,
    ) -> Option<Candidate<'o>> {
        match self.has_own {
            true => None,
            false => Candidate::glance(organisation, &self.model, strengths),
        }
    }

    /// What is heard of an organisation; `None` where no score needs it, or it cannot be read.
    pub(crate) fn hear<'e>(
        &self,
        organisation: &Organisation,
        ear: &'e mut Ear,
    ) -> Option<&'e Heard> {
        if self.weighs_words { self.wanted.hear(organisation, ear) } else { None }
    }

    /// The board with rules that hold besides what the profiles require.
    #[must_use]
    pub fn with_rules(mut self, rules: &[Rule]) -> Self {
        for asker in &mut self.askers {
            rules.iter().for_each(|rule| asker.take_up(rule));
        }
        self
    }

    /// The askers, in the order of their ids.
    #[must_use]
    pub fn askers(&self) -> &[Asker] {
        &self.askers
    }

    /// Name, side and weight of each criterion, in the order of the sum; only proportions within a
    /// side count.
    pub fn weights(&self) -> impl Iterator<Item = (&str, Side, f64)> {
        self.criteria.iter().map(|it| (it.criterion.name(), it.side, it.weight))
    }

    /// The model it was built with.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The place of an asker, by id, or of a country, by code or name.
    ///
    /// # Errors
    ///
    /// [`UnknownCountry`].
    pub fn place(&self, id: &str) -> Result<usize, UnknownCountry> {
        let by_id = |id: &str| self.askers.binary_search_by(|it| it.id.as_str().cmp(id)).ok();
        by_id(id)
            .or_else(|| id.parse::<CountryCode>().ok().and_then(|code| by_id(code.as_str())))
            .ok_or_else(|| unknown(id, self.askers.iter().map(|asker| asker.id.as_str())))
    }

    pub(crate) fn criteria(&self) -> &[Weighed] {
        &self.criteria
    }

    fn push(&mut self, criterion: Box<dyn Criterion>, weight: f64) {
        let side = criterion.side();
        let asked: Vec<bool> = self.askers.iter().map(|asker| criterion.is_asked(asker)).collect();
        let missing_value = self.model.missing_value.get(criterion.name()).copied().unwrap_or(0.0);
        let weight = if weight.is_finite() { weight.max(0.0) } else { 0.0 };
        let weights = vec![0.0; asked.len()];
        let is_asked = asked.contains(&true);
        let is_live = weight > 0.0 && is_asked;
        self.criteria.push(Weighed {
            criterion,
            side,
            weight,
            asked,
            weights,
            light: Box::default(),
            missing_value,
            is_asked,
            is_live,
        });
    }

    /// Shares the weights of each side out among what each asker asks.
    fn share_out(&mut self) {
        for place in 0..self.askers.len() {
            for side in [Side::Host, Side::Organisation] {
                let is_asked = |it: &&mut Weighed| it.side == side && it.asked[place];
                let total: f64 =
                    self.criteria.iter_mut().filter(is_asked).map(|it| it.weight).sum();
                for it in self.criteria.iter_mut().filter(is_asked) {
                    it.weights[place] = if total > 0.0 { it.weight / total } else { 0.0 };
                }
            }
        }
        for it in &mut self.criteria {
            it.light = row_in_steps(&it.weights, &vec![1.0; it.weights.len()]);
            it.criterion.weigh(&it.weights);
        }
        let is_text = |it: &Weighed| it.is_live && it.criterion.name() == "text";
        self.weighs_words = self.criteria.iter().any(is_text);
    }
}

fn find(countries: &[Country], wanted: &str, model: &Model) -> Result<Asker, UnknownCountry> {
    let code = wanted.parse::<CountryCode>().ok();
    let is_it = |it: &&Country| it.id == wanted || (code.is_some() && it.code == code);
    if let Some(country) = countries.iter().find(is_it) {
        return Ok(Asker::of_record(country, model));
    }
    match code.filter(|code| code.facts().is_some()) {
        Some(code) => Ok(Asker::of_atlas(code, model)),
        None => Err(unknown(wanted, countries.iter().map(|country| country.id.as_str()))),
    }
}

fn unknown<'a>(id: &str, ids: impl Iterator<Item = &'a str>) -> UnknownCountry {
    let of_atlas = || id.parse::<CountryCode>().err().and_then(|error| error.suggestion);
    let own = nearest(id, ids.filter(|it| it.starts_with("x-"))).map(str::to_owned);
    let suggestion = if id.starts_with("x-") { own } else { of_atlas().or(own) };
    UnknownCountry { id: id.to_owned(), suggestion }
}
