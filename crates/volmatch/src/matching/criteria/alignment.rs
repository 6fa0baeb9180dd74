//! Alignment: how much of what the country wants the organisation covers.
//!
//! Sum over priorities of weight x mean over the priority's codes of the best strength x similarity.

use crate::{
    atlas::priorities::Signal,
    catalog::{
        asker::{Asker, Need},
        candidate::{Candidate, strength_parts},
    },
    input::profile::Organisation,
    matching::criteria::{
        Answer, Assessment, Bound, Criterion, Evidence, Shown, Side, inferences, no_tags,
        tag_answer,
        weighted::{LightRows, Rows, add, at_most_one},
    },
    model::Model,
    sdg::{CODES, GOALS, Sdg, similarity},
};

#[derive(Debug)]
pub(super) struct Alignment {
    /// By code: what of each country's wants hangs on it.
    weights: Rows,
    /// The same, weighed.
    light: LightRows,
    /// By code: what a tag of it serves of all wants, weighed.
    light_of_tag: LightRows,
    /// By goal: the codes of it that some country wants, in order.
    wanted: [Vec<Sdg>; GOALS],
    model: Model,
}

/// By goal: how many tags of a candidate are of it.
fn tags_by_goal(candidate: &Candidate<'_>) -> [usize; GOALS] {
    let mut tags = [0; GOALS];
    candidate.strengths.iter().for_each(|(code, _)| tags[code.goal_number() - 1] += 1);
    tags
}

impl Alignment {
    /// The codes wanted of some goals, in order, and how far a candidate serves them.
    fn served<'s>(
        &'s self,
        candidate: &'s Candidate<'_>,
        goals: impl Fn(usize) -> bool + 's,
    ) -> impl Iterator<Item = (Sdg, f64)> + 's {
        let wanted = (0..GOALS).filter(move |goal| goals(*goal)).flat_map(|it| &self.wanted[it]);
        wanted.filter_map(|need| {
            let (_, strength, alike) = candidate.best_tag(*need)?;
            Some((*need, strength * alike))
        })
    }

    pub(super) fn new(askers: &[Asker], model: &Model) -> Self {
        let mut weights = Rows::new(CODES, askers.len());
        for (place, asker) in askers.iter().enumerate() {
            for (weight, need) in asker.sdg_needs() {
                for code in &need.sdgs {
                    weights.row_mut(code.index())[place] += weight / need.sdgs.len() as f64;
                }
            }
        }
        let wanted = std::array::from_fn(|goal| {
            let of_goal = |code: &Sdg| code.goal_number() == goal + 1;
            Sdg::all().filter(of_goal).filter(|it| weights.row(it.index()).is_some()).collect()
        });
        let (light, light_of_tag) = Default::default();
        Self { weights, light, light_of_tag, wanted, model: model.clone() }
    }
}

impl Alignment {
    /// For each tag with evidence, what its strength is made of.
    fn shown_by(&self, organisation: &Organisation) -> Vec<Evidence> {
        let tags = organisation.sdgs.as_deref().unwrap_or_default();
        let mut comments = Vec::new();
        for (index, tag) in tags.iter().enumerate().filter(|(_, tag)| !tag.evidence.is_empty()) {
            for (part, text, item) in strength_parts(tags, tag, &self.model) {
                let text = format!("strength {part:.4} of {text}");
                let item = item.map(|item| format!("/evidence/{item}")).unwrap_or_default();
                let mut comment = Evidence::comment(text, "organisation");
                comment.pointer = Some(format!("/sdgs/{index}{item}"));
                comments.push(comment);
            }
        }
        comments
    }
}

/// Where a need comes from: the country's record and the source it names, or public signals.
fn origin(weight: f64, need: &Need) -> Evidence {
    let label = &need.label;
    if let Some((pointer, source)) = &need.stated {
        let source = source.as_deref().unwrap_or("no source named");
        let text = format!("weight {weight:.4} of {label} is stated: {source}");
        return Evidence { pointer: Some(pointer.clone()), ..Evidence::comment(text, "country") };
    }
    let share = |it: &Signal| format!("{} {:.2}", it.name, it.share);
    let signals: Vec<String> = need.signals.iter().map(share).collect();
    let text = format!("weight {weight:.4} of {label} by shares of {}", signals.join(", "));
    let source = match need.signals.first().map(|it| it.name) {
        // The gap is worked out from the index.
        Some("sdg_gap") => "atlas:sdg_index".to_owned(),
        Some(name) => format!("atlas:{name}"),
        None => "atlas".to_owned(),
    };
    Evidence::comment(text, source)
}

impl Criterion for Alignment {
    fn name(&self) -> &str {
        "alignment"
    }

    fn side(&self) -> Side {
        Side::Host
    }

    fn is_asked(&self, country: &Asker) -> bool {
        country.needs.iter().any(|need| !need.sdgs.is_empty())
    }

    fn assess_all(
        &self,
        candidate: &Candidate<'_>,
        places: Option<&[usize]>,
        values: &mut [f64],
    ) -> Option<Answer> {
        let Some(answer) = tag_answer(candidate) else { return Some(Answer::Missing) };
        let tags = tags_by_goal(candidate);
        for (need, served) in self.served(candidate, |goal| 0 < tags[goal]) {
            if let Some(row) = self.weights.row(need.index()) {
                add(values, served, row, places);
            }
        }
        at_most_one(values);
        Some(answer)
    }

    fn weigh(&mut self, weights: &[f64]) {
        self.light = self.weights.light(weights);
        let mut of_tag = Rows::new(CODES, weights.len());
        for code in Sdg::all() {
            for need in &self.wanted[code.goal_number() - 1] {
                if let Some(row) = self.weights.row(need.index()) {
                    add(of_tag.row_mut(code.index()), similarity(*need, code), row, None);
                }
            }
        }
        self.light_of_tag = of_tag.light(weights);
    }

    fn bound(&self, candidate: &Candidate<'_>, sums: &mut [u16]) -> Bound {
        if tag_answer(candidate).is_none() {
            return Bound::Missing;
        }
        let tags = tags_by_goal(candidate);
        // Where a goal has one tag, this serves all wants of it; among several each want has the best.
        for (code, strength) in &candidate.strengths {
            if tags[code.goal_number() - 1] == 1 {
                self.light_of_tag.add(sums, *strength, code.index());
            }
        }
        for (need, served) in self.served(candidate, |goal| 1 < tags[goal]) {
            self.light.add(sums, served, need.index());
        }
        Bound::AtMost(0.0)
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        let Some(answer) = tag_answer(candidate) else {
            return no_tags(candidate);
        };
        let mut evidence = Vec::new();
        let mut comments = Vec::new();
        for (weight, need) in country.sdg_needs() {
            let before = evidence.len();
            for code in &need.sdgs {
                let Some((tag, strength, alike)) = candidate.best_tag(*code) else { continue };
                let share = weight / need.sdgs.len() as f64 * strength * alike;
                let offered = candidate.strengths[tag].0;
                let works = if answer == Answer::Inferred { "seems to work" } else { "works" };
                let covers = match need.sdgs[..] == [offered] && !need.signals.is_empty() {
                    true => format!("{works} on {}", need.label),
                    false => format!("{works} on SDG {offered} for {}", need.label),
                };
                let text = format!(
                    "{covers} (weight {}, strength {}, similarity {})",
                    Shown(weight),
                    Shown(strength),
                    Shown(alike),
                );
                let pointer = Some(candidate.tag_pointer(tag));
                evidence.push(Evidence::adding(share, text, "organisation", pointer));
            }
            if before < evidence.len() {
                comments.push(origin(weight, need));
            }
        }
        if evidence.is_empty() {
            let text = match candidate.strengths.is_empty() {
                true => "it states that it has no goal",
                false => "no goal of it is a priority here",
            };
            evidence.push(Evidence::comment(text, "organisation"));
        }
        evidence.extend(self.shown_by(candidate.organisation));
        evidence.extend(inferences(candidate));
        evidence.append(&mut comments);
        Assessment { answer, ..Assessment::observed(evidence) }
    }
}
