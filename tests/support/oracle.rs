//! A second opinion, written from the scoring model alone: slow, plain and without any cleverness.

use std::collections::BTreeSet;

use volmatch::{
    Asker, Model, Need, Organisation, Side, State, TagEvidence, Weights,
    atlas::{countries::CountryCode, likeness::likeness},
    tagging::{Tagger, is_function_word, named_countries, stem, words},
};

use super::trees::{parent, sdg_likeness, sector_likeness};

/// What an organisation answers to one criterion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reply {
    NotAsked,
    Missing,
    Inferred(f64),
    Partial(f64),
    Observed(f64),
}

/// One criterion as it should be.
#[derive(Clone, Debug)]
pub struct Part {
    pub criterion: &'static str,
    pub side: Side,
    pub state: State,
    /// Normalised over what is asked of its side.
    pub weight: f64,
    pub value: f64,
    pub interval: (f64, f64),
}

/// One pair as it should be.
#[derive(Clone, Debug)]
pub struct Expected {
    pub parts: Vec<Part>,
    pub host_value: f64,
    pub organisation_value: Option<f64>,
    pub gap: Option<f64>,
    pub bounds: (f64, f64),
    pub completeness: f64,
    pub score: f64,
}

/// The sums of one side of which something is asked.
struct Sums {
    value: f64,
    bounds: (f64, f64),
    completeness: f64,
}

/// What a pair should score, and why.
pub fn expect(organisation: &Organisation, asker: &Asker, model: &Model) -> Expected {
    let pair = Pair { organisation, asker, model };
    let host = side(&pair.host(), Side::Host, &model.host, model);
    let own = side(&pair.own(), Side::Organisation, &model.organisation, model);
    let (host_sums, own_sums) = (sums(&host), sums(&own));
    let is_answered = own.iter().any(|part| 0.0 < part.weight && part.state != State::Missing);

    let host_value = host_sums.as_ref().map_or(0.0, |it| it.value);
    let own_value = own_sums.as_ref().filter(|_| is_answered).map(|it| it.value);
    let (low, high) = host_sums.as_ref().map_or((0.0, 1.0), |it| it.bounds);
    let own_bounds = own_sums.as_ref().filter(|_| is_answered).map(|it| it.bounds);
    let (own_low, own_high) = own_bounds.unwrap_or((0.0, 1.0));
    let shares: Vec<f64> = host_sums.iter().chain(&own_sums).map(|it| it.completeness).collect();
    Expected {
        parts: host.into_iter().chain(own).collect(),
        host_value,
        organisation_value: own_value,
        gap: own_value.map(|own| gap(host_value, own)),
        bounds: (power_mean(low, own_low, model), power_mean(high, own_high, model)),
        completeness: mean(&shares),
        score: own_value.map_or(host_value, |own| power_mean(host_value, own, model)),
    }
}

/// How well an organisation serves a goal or target: the best strength x likeness of its tags.
pub fn serves(organisation: &Organisation, asker: &Asker, model: &Model, code: &str) -> f64 {
    let pair = Pair { organisation, asker, model };
    let met = |(tag, strength): &(String, f64)| strength * sdg_likeness(code, tag);
    match pair.of_tags(|tags| largest(tags.iter().map(met))) {
        Reply::Observed(value) | Reply::Inferred(value) | Reply::Partial(value) => value,
        Reply::NotAsked | Reply::Missing => 0.0,
    }
}

fn side(
    replies: &[(&'static str, Reply)],
    side: Side,
    weights: &Weights,
    model: &Model,
) -> Vec<Part> {
    let weight = |name: &str, reply: &Reply| match reply {
        Reply::NotAsked => 0.0,
        _ => weights.get(name).copied().unwrap_or(0.0),
    };
    let total: f64 = replies.iter().map(|(name, reply)| weight(name, reply)).sum();
    let part = |(criterion, reply): &(&'static str, Reply)| {
        let missing = model.missing_value.get(*criterion).copied().unwrap_or(0.0);
        let (state, value, interval) = match *reply {
            Reply::NotAsked => (State::NotAsked, 0.0, (0.0, 0.0)),
            Reply::Missing => (State::Missing, missing, (0.0, 1.0)),
            Reply::Inferred(value) => (State::Inferred, value, (0.0, 1.0)),
            Reply::Partial(value) => (State::Partial, value, (value, 1.0)),
            Reply::Observed(value) => (State::Observed, value, (value, value)),
        };
        let weight = weight(criterion, reply);
        let weight = if 0.0 < total { weight / total } else { 0.0 };
        Part { criterion, side, state, weight, value, interval }
    };
    replies.iter().map(part).collect()
}

/// The side's value, bounds and completeness; nothing where nothing with a weight is asked.
fn sums(parts: &[Part]) -> Option<Sums> {
    let sum = |of: fn(&Part) -> f64| -> f64 { parts.iter().map(|it| it.weight * of(it)).sum() };
    parts.iter().any(|part| 0.0 < part.weight).then(|| Sums {
        value: sum(|it| it.value),
        bounds: (sum(|it| it.interval.0), sum(|it| it.interval.1)),
        completeness: sum(|it| 1.0 - (it.interval.1 - it.interval.0)),
    })
}

fn power_mean(one: f64, other: f64, model: &Model) -> f64 {
    match model.mean {
        volmatch::Mean::Minimum => one.min(other),
        volmatch::Mean::Arithmetic => 0.5 * (one + other),
        volmatch::Mean::Harmonic if one == 0.0 || other == 0.0 => 0.0,
        volmatch::Mean::Harmonic => 2.0 / (1.0 / one + 1.0 / other),
    }
}

fn gap(one: f64, other: f64) -> f64 {
    if one + other == 0.0 { 0.0 } else { (one - other).abs() / (one + other) }
}

fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, f64::max)
}

/// The needs that name a code of a kind: weights that sum to 1, and the codes as text.
fn needs<T: ToString>(asker: &Asker, codes: impl Fn(&Need) -> &Vec<T>) -> Vec<(f64, Vec<String>)> {
    let named: Vec<&Need> = asker.needs.iter().filter(|it| !codes(it).is_empty()).collect();
    let total: f64 = named.iter().map(|it| it.weight).sum();
    let text = |it: &Need| codes(it).iter().map(T::to_string).collect();
    named.into_iter().map(|it| (it.weight / total, text(it))).collect()
}

struct Pair<'p> {
    organisation: &'p Organisation,
    asker: &'p Asker,
    model: &'p Model,
}

impl Pair<'_> {
    fn host(&self) -> [(&'static str, Reply); 8] {
        [
            ("alignment", self.alignment()),
            ("sectors", self.sectors()),
            ("text", self.text()),
            ("transferability", self.transferability()),
            ("ties", self.ties()),
            ("language", self.language()),
            ("capacity", self.capacity()),
            ("initiatives", self.initiatives()),
        ]
    }

    fn own(&self) -> [(&'static str, Reply); 3] {
        [("fit", self.fit()), ("learning", self.learning()), ("reach", self.reach())]
    }

    /// What it says of itself.
    fn words(&self) -> Option<String> {
        let description = self.organisation.description.as_ref()?;
        Some(format!("{}. {description}", self.organisation.name))
    }

    /// A value that rests on tags, as sure as they are.
    fn of_tags(&self, value: impl Fn(&[(String, f64)]) -> f64) -> Reply {
        if let Some(tags) = self.tags() {
            return Reply::Observed(value(&tags));
        }
        let Some(text) = self.words() else { return Reply::Missing };
        let read = Tagger::embedded().tag(&text);
        let assigned = read.goals.iter().filter(|tag| tag.assigned);
        let most = self.model.constants.inferred_strength;
        let tags: Vec<(String, f64)> =
            assigned.map(|tag| (tag.goal.to_string(), most * tag.probability)).collect();
        if tags.is_empty() { Reply::Missing } else { Reply::Inferred(value(&tags)) }
    }

    /// Each tag with its strength; nothing where no list of tags is stated.
    fn tags(&self) -> Option<Vec<(String, f64)>> {
        let tags = self.organisation.sdgs.as_ref()?;
        let constants = &self.model.constants;
        let mut goals: Vec<usize> = tags.iter().map(|tag| tag.code.goal_number()).collect();
        goals.sort_unstable();
        goals.dedup();
        let crowd = constants.goals_at_full_strength / goals.len().max(1) as f64;
        let declared = constants.declared_strength * crowd.min(1.0);
        let strength = |evidence: &[TagEvidence]| {
            let doubts = evidence.iter().map(|it| 1.0 - self.worth(it));
            1.0 - (1.0 - declared) * doubts.product::<f64>()
        };
        Some(tags.iter().map(|it| (it.code.to_string(), strength(&it.evidence))).collect())
    }

    fn worth(&self, evidence: &TagEvidence) -> f64 {
        let constants = &self.model.constants;
        let age = match evidence.year {
            None => constants.age_not_given,
            Some(year) if self.model.year < year => 0.0,
            Some(year) => f64::from(self.model.year - year),
        };
        let quality = evidence.quality.unwrap_or(constants.quality_not_given);
        quality * 0.5_f64.powf(age / constants.half_life)
    }

    fn alignment(&self) -> Reply {
        let needs = needs(self.asker, |it| &it.sdgs);
        if needs.is_empty() {
            return Reply::NotAsked;
        }
        self.of_tags(|tags| {
            let met = |tag: &(String, f64), code: &str| tag.1 * sdg_likeness(code, &tag.0);
            covered(&needs, |code| largest(tags.iter().map(|tag| met(tag, code))))
        })
    }

    /// BM25 of each need's words against the organisation's, x / (x + half), weighed.
    fn text(&self) -> Reply {
        if self.asker.needs.is_empty() {
            return Reply::NotAsked;
        }
        let Some(text) = self.words() else { return Reply::Missing };
        let Some(language) = Tagger::embedded().tag(&text).language else { return Reply::Missing };
        let stemmed = |text: &str| -> Vec<String> {
            words(text).filter_map(|it| stem(it.text, language)).collect()
        };
        let said = stemmed(&text);
        let constants = &self.model.constants;
        let (k1, b) = (constants.text_k1, constants.text_b);
        let length = said.len() as f64 / constants.text_usual_words;
        let mut value = 0.0;
        for need in &self.asker.needs {
            let mut score = 0.0;
            // What is a function word in any of the languages told apart is not wanted.
            let wanted: String = words(&need.words)
                .filter(|it| !is_function_word(it.text))
                .map(|it| format!("{} ", it.text))
                .collect();
            for stem in stemmed(&wanted).into_iter().collect::<BTreeSet<String>>() {
                let count = said.iter().filter(|it| **it == stem).count() as f64;
                let rarity = Tagger::embedded().rarity(language, &stem);
                score += rarity * count * (k1 + 1.0) / (count + k1 * (1.0 - b + b * length));
            }
            value += need.weight * score / (score + constants.text_half);
        }
        Reply::Observed(value)
    }

    fn sectors(&self) -> Reply {
        let needs = needs(self.asker, |it| &it.sectors);
        if needs.is_empty() {
            return Reply::NotAsked;
        }
        let Some(offers) = &self.organisation.sectors else { return Reply::Missing };
        let met = |code: &String| {
            largest(offers.iter().map(|offer| sector_likeness(code, &offer.to_string())))
        };
        Reply::Observed(covered(&needs, met))
    }

    fn fit(&self) -> Reply {
        let needs = needs(self.asker, |it| &it.sdgs);
        if needs.is_empty() {
            return Reply::NotAsked;
        }
        self.of_tags(|tags| {
            let (mut wanted, mut total) = (0.0, 0.0);
            for (tag, strength) in tags {
                wanted += strength * how_wanted(&needs, tag);
                total += strength;
            }
            if 0.0 < total { wanted / total } else { 0.0 }
        })
    }

    fn transferability(&self) -> Reply {
        let needs = needs(self.asker, |it| &it.sdgs);
        let Some(facts) = self.asker.facts() else { return Reply::NotAsked };
        if needs.is_empty() || facts.scores.iter().all(Option::is_none) {
            return Reply::NotAsked;
        }
        let (home, experience) = (self.organisation.home, &self.organisation.experience);
        let known = experience.iter().flatten().map(|it| it.country).chain(home);
        let others: Vec<CountryCode> = known.filter(|code| *code != facts.code).collect();
        let mut value = 0.0;
        for (weight, codes) in &needs {
            for code in codes {
                let goal: usize = parent(code).parse().unwrap();
                let ahead = others.iter().map(|from| lead(*from, facts.code, goal - 1));
                value += weight / codes.len() as f64 * largest(ahead);
            }
        }
        match (home, experience) {
            (None, None) => Reply::Missing,
            (Some(_), Some(_)) => Reply::Observed(value),
            _ => Reply::Partial(value),
        }
    }

    fn ties(&self) -> Reply {
        let Some(facts) = self.asker.facts() else { return Reply::NotAsked };
        let constants = &self.model.constants;
        let text = self.words().unwrap_or_default();
        let named = named_countries(&text).into_iter().map(|it| it.country);
        let named: Vec<CountryCode> =
            named.filter(|it| Some(*it) != self.organisation.home).collect();
        let (known, counts) = match &self.organisation.experience {
            Some(experience) => (experience.iter().map(|it| it.country).collect(), 1.0),
            None if named.is_empty() => return Reply::Missing,
            None => (named, constants.named_presence),
        };
        let mut presence = 0.0;
        for place in known {
            let Some(other) = place.facts() else { continue };
            let touches =
                facts.borders.contains(&other.code) || other.borders.contains(&facts.code);
            presence += counts
                * match () {
                    () if other.code == facts.code => 1.0,
                    () if touches => constants.neighbour_presence,
                    () if other.subregion_m49 == facts.subregion_m49 => {
                        constants.subregion_presence
                    }
                    () => 0.0,
                };
        }
        let value = 1.0 - (-presence / constants.ties_scale).exp();
        match self.organisation.experience {
            Some(_) => Reply::Observed(value),
            None => Reply::Inferred(value),
        }
    }

    fn reach(&self) -> Reply {
        let Some(code) = self.asker.facts().map(|it| it.code) else { return Reply::NotAsked };
        let Some(experience) = &self.organisation.experience else { return Reply::Missing };
        let alike: Vec<f64> =
            experience.iter().filter_map(|it| likeness(it.country, code)).collect();
        Reply::Observed(largest(alike.into_iter()))
    }

    fn language(&self) -> Reply {
        let asked = &self.asker.languages;
        if asked.is_empty() {
            return Reply::NotAsked;
        }
        let Some(spoken) = &self.organisation.languages else { return Reply::Missing };
        let shared = asked.iter().filter(|it| spoken.contains(it)).count();
        Reply::Observed(shared as f64 / asked.len() as f64)
    }

    fn capacity(&self) -> Reply {
        let demand = self.asker.demand;
        match self.organisation.capacity {
            _ if demand == 0 => Reply::NotAsked,
            None => Reply::Missing,
            Some(capacity) => Reply::Observed((f64::from(capacity) / demand as f64).min(1.0)),
        }
    }

    fn initiatives(&self) -> Reply {
        let asked = &self.asker.initiatives;
        if asked.is_empty() {
            return Reply::NotAsked;
        }
        let Some(own) = &self.organisation.initiatives else { return Reply::Missing };
        let shared = asked.iter().filter(|it| own.contains(it)).count();
        Reply::Observed(shared as f64 / asked.len() as f64)
    }

    fn learning(&self) -> Reply {
        let offers: Vec<String> = self.asker.offers.iter().map(ToString::to_string).collect();
        if offers.is_empty() {
            return Reply::NotAsked;
        }
        let Some(goals) = &self.organisation.learning_goals else { return Reply::Missing };
        let taught = |goal: String| largest(offers.iter().map(|offer| sdg_likeness(&goal, offer)));
        let taught: Vec<f64> = goals.iter().map(|goal| taught(goal.to_string())).collect();
        Reply::Observed(mean(&taught))
    }
}

/// The weighted mean, over the needs, of the mean over each need's codes.
fn covered(needs: &[(f64, Vec<String>)], met: impl Fn(&String) -> f64) -> f64 {
    let of_need = |codes: &Vec<String>| mean(&codes.iter().map(&met).collect::<Vec<f64>>());
    needs.iter().map(|(weight, codes)| weight * of_need(codes)).sum()
}

/// How much a country wants a goal or target, 1 where it is what it wants most.
fn how_wanted(needs: &[(f64, Vec<String>)], tag: &str) -> f64 {
    let most = largest(needs.iter().map(|(weight, _)| *weight));
    let of_need = |(weight, codes): &(f64, Vec<String>)| {
        weight / most * largest(codes.iter().map(|code| sdg_likeness(code, tag)))
    };
    largest(needs.iter().map(of_need))
}

/// How much a tag is wanted by an asker; nothing where it names no goals.
pub fn wanted(asker: &Asker, tag: &str) -> f64 {
    how_wanted(&needs(asker, |it| &it.sdgs), tag)
}

/// How much further one country is on a goal than another, in the measure that they are alike.
fn lead(from: CountryCode, to: CountryCode, goal: usize) -> f64 {
    let score = |code: CountryCode| code.facts().and_then(|facts| facts.scores[goal]);
    match (likeness(from, to), score(from), score(to)) {
        (Some(alike), Some(one), Some(other)) => alike * (one - other).max(0.0) / 100.0,
        _ => 0.0,
    }
}
