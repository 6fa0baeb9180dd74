//! What an organisation brings: the strength of each goal and target it names.

use crate::{
    catalog::said::Said,
    input::profile::{Organisation, Tag, TagEvidence},
    model::{Constants, Model},
    sdg::{Sdg, similarity},
    tagging::{hearing::Heard, memo::Memory},
};

/// An organisation with the strengths of its tags worked out.
#[derive(Clone, Debug)]
pub struct Candidate<'o> {
    /// The record.
    pub organisation: &'o Organisation,
    /// Each tag and its strength, 0 to 1: those stated, in the order of the record, else those
    /// inferred from its words.
    pub strengths: Vec<(Sdg, f64)>,
    /// What it says of itself in words; `None` where it has no description.
    pub said: Option<Said>,
    /// In place of what it says, at a first look: what is heard of it.
    pub(crate) heard: Option<&'o Heard>,
}

/// Where the tags of a candidate come from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TagOrigin {
    /// Its record states them, or states that there is none.
    Stated,
    /// Its record states none; its words speak for some.
    Inferred,
    /// Nothing is known.
    Unknown,
}

impl<'o> Candidate<'o> {
    /// Works out the strengths as of the model's year.
    #[must_use]
    pub fn new(organisation: &'o Organisation, model: &Model) -> Self {
        Self::after(None, organisation, model, None)
    }

    /// The same at a first look, of an organisation whose goals and experience need not be told from
    /// its words, since it states them; `None` where it does not. Room is taken from other strengths.
    pub(crate) fn glance(
        organisation: &'o Organisation,
        model: &Model,
        mut strengths: Vec<(Sdg, f64)>,
    ) -> Option<Self> {
        let tags = organisation.sdgs.as_ref().filter(|_| organisation.experience.is_some())?;
        strengths.clear();
        strengths.extend(stated(tags, model));
        Some(Self { organisation, strengths, said: None, heard: None })
    }

    /// The same, with room taken from what another said, and words that the reader remembers.
    pub(crate) fn after(
        before: Option<Said>,
        organisation: &'o Organisation,
        model: &Model,
        memory: Option<&mut Memory>,
    ) -> Self {
        Self::having_said(Said::of(organisation, before, memory), organisation, model)
    }

    /// The same of one whose words have been read.
    pub(crate) fn having_said(
        said: Option<Said>,
        organisation: &'o Organisation,
        model: &Model,
    ) -> Self {
        let strengths = match (&organisation.sdgs, &said) {
            (Some(tags), _) => stated(tags, model).collect(),
            (None, Some(said)) => {
                let most = model.constants.inferred_strength;
                let strength = |(goal, probability): &(Sdg, f64)| (*goal, most * probability);
                said.goals.iter().map(strength).filter(|(_, strength)| 0.0 < *strength).collect()
            }
            (None, None) => Vec::new(),
        };
        Self { organisation, strengths, said, heard: None }
    }

    /// Where the tags come from.
    #[must_use]
    pub fn tag_origin(&self) -> TagOrigin {
        match self.organisation.sdgs {
            Some(_) => TagOrigin::Stated,
            None if self.strengths.is_empty() => TagOrigin::Unknown,
            None => TagOrigin::Inferred,
        }
    }

    /// The tag that serves a need best, by strength x similarity: its place among the strengths, its
    /// strength and its similarity, 0 to 1 each; `None` where none serves it. Of equals the first.
    #[must_use]
    pub fn best_tag(&self, need: Sdg) -> Option<(usize, f64, f64)> {
        let mut best: Option<(usize, f64, f64)> = None;
        for (index, (code, strength)) in self.strengths.iter().enumerate() {
            let alike = similarity(need, *code);
            if best.is_none_or(|(_, s, a)| s * a < strength * alike) && 0.0 < strength * alike {
                best = Some((index, *strength, alike));
            }
        }
        best
    }

    /// The pointer to a tag within the record, or to the words it is inferred from.
    #[must_use]
    pub fn tag_pointer(&self, index: usize) -> String {
        match self.organisation.sdgs {
            Some(_) => format!("/sdgs/{index}"),
            None => "/description".to_owned(),
        }
    }
}

fn stated<'t>(tags: &'t [Tag], model: &'t Model) -> impl Iterator<Item = (Sdg, f64)> + 't {
    let declared = declared_strength(tags, &model.constants);
    tags.iter().map(move |tag| {
        let doubt = |item: &TagEvidence| 1.0 - worth(item, model);
        (tag.code, 1.0 - (1.0 - declared) * tag.evidence.iter().map(doubt).product::<f64>())
    })
}

/// How the strength of a tag came about, in words: what is declared, and what each piece of evidence
/// adds in turn. The parts sum to the strength. With the index of the piece, where it is one.
#[must_use]
pub fn strength_parts(tags: &[Tag], tag: &Tag, model: &Model) -> Vec<(f64, String, Option<usize>)> {
    let declared = declared_strength(tags, &model.constants);
    let mut strength = declared;
    let mut parts = vec![(declared, format!("SDG {} is declared", tag.code), None)];
    for (index, item) in tag.evidence.iter().enumerate() {
        let added = (1.0 - strength) * worth(item, model);
        strength += added;
        let year = item.year.map_or("no year".to_owned(), |year| year.to_string());
        let place = item.country.map(|it| format!(", {}", it.name())).unwrap_or_default();
        let quality = item.quality.map_or("not given".to_owned(), |it| it.to_string());
        let source = item.source.as_deref().map(|it| format!(": {it}")).unwrap_or_default();
        let text =
            format!("SDG {} by evidence of {year}{place}, quality {quality}{source}", tag.code);
        parts.push((added, text, Some(index)));
    }
    parts
}

/// The strength of a tag that is declared and not shown: less for who declares many goals.
#[must_use]
pub fn declared_strength(tags: &[Tag], constants: &Constants) -> f64 {
    let mut goals = [false; crate::sdg::GOALS];
    tags.iter().for_each(|tag| goals[tag.code.goal_number() - 1] = true);
    let goals = goals.iter().filter(|declared| **declared).count().max(1) as f64;
    constants.declared_strength * (constants.goals_at_full_strength / goals).min(1.0)
}

/// What one piece of evidence is worth: its quality, halved with every half-life of its age.
#[must_use]
pub fn worth(item: &TagEvidence, model: &Model) -> f64 {
    let constants = &model.constants;
    let quality = item.quality.unwrap_or(constants.quality_not_given);
    let age = match item.year {
        Some(year) => f64::from((model.year - year).max(0)),
        None => constants.age_not_given,
    };
    quality * libm::exp2(-age / constants.half_life)
}
