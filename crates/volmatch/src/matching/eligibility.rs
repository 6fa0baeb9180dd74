//! Whether a pair may be at all: declared rules in strong Kleene logic, `unknown` included.

use std::fmt;

use serde::Serialize;

use crate::{
    catalog::asker::Asker,
    input::profile::{Organisation, Requirements},
};

/// The verdict over all rules of a pair.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Every rule holds.
    Yes,
    /// No rule is broken, but one cannot be told.
    Unknown,
    /// A rule is broken.
    No,
}

impl Verdict {
    /// The word in results: `yes`, `unknown` or `no`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Unknown => "unknown",
            Self::No => "no",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A verdict with the rules that spoke.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Eligibility {
    /// The worst of all rules.
    pub verdict: Verdict,
    /// The rules that are broken or cannot be told, in words; empty for `yes`.
    pub reasons: Vec<String>,
}

/// The verdict alone: what every pair is asked.
#[must_use]
pub(crate) fn verdict(organisation: &Organisation, country: &Asker) -> Verdict {
    let mut verdict = Verdict::Yes;
    judge(organisation, country, &mut |of_rule, _| verdict = verdict.max(of_rule));
    verdict
}

/// The verdict and the rules that spoke: what is shown of a pair.
#[must_use]
pub fn eligibility(organisation: &Organisation, country: &Asker) -> Eligibility {
    let mut it = Eligibility { verdict: Verdict::Yes, reasons: Vec::new() };
    judge(organisation, country, &mut |of_rule, reason| {
        if of_rule != Verdict::Yes {
            it.verdict = it.verdict.max(of_rule);
            it.reasons.push(reason());
        }
    });
    it
}

type Say<'s> = &'s mut dyn FnMut(Verdict, &dyn Fn() -> String);

/// Every rule in turn. A list left out cannot be told; an empty one says no.
fn judge(organisation: &Organisation, country: &Asker, say: Say<'_>) {
    if let Some(code) = country.code {
        let of_home = organisation.home.map(|home| home != code);
        say(from(of_home), &|| match of_home {
            None => "home is not stated".to_owned(),
            _ => format!("home is {} itself", country.name),
        });
    }
    judge_requirements(organisation, &country.requires, &country.name, say);
    for (name, required) in &country.rules {
        judge_requirements(organisation, required, &format!("rule `{name}`"), say);
    }
    for group in &organisation.requires.groups {
        let is_in = country.facts().and_then(|facts| facts.is_in_group(group));
        say(from(is_in), &|| match is_in {
            None => format!("whether {} is in group {group} is not known", country.name),
            _ => format!("the organisation goes to {group} countries only"),
        });
    }
    for language in &organisation.requires.languages {
        let is_used = match country.languages.is_empty() {
            true => None,
            false => Some(country.languages.contains(language)),
        };
        say(from(is_used), &|| match is_used {
            None => format!("whether {} works in {language} is not known", country.name),
            _ => format!("the organisation goes where {language} is a language only"),
        });
    }
    let excluded = &organisation.requires.exclude;
    if excluded.iter().any(|it| country.is_named(it)) {
        say(Verdict::No, &|| format!("the organisation excludes {}", country.name));
    }
}

/// What an asker, or a rule, requires of an organisation.
fn judge_requirements(
    organisation: &Organisation,
    required: &Requirements,
    by: &str,
    say: Say<'_>,
) {
    for language in &required.languages {
        let spoken = organisation.languages.as_ref().map(|it| it.contains(language));
        say(from(spoken), &|| told(by, "language", language.as_str(), spoken));
    }
    for modality in &required.modalities {
        let is_wanted = |it: &String| it.eq_ignore_ascii_case(modality);
        let offered = organisation.modalities.as_ref().map(|it| it.iter().any(is_wanted));
        say(from(offered), &|| told(by, "modality", modality, offered));
    }
    if !required.organisation_types.is_empty() {
        let types = &required.organisation_types;
        let is_one = organisation.organisation_type.map(|it| types.contains(&it));
        say(from(is_one), &|| {
            let types: Vec<&str> = types.iter().map(|it| it.code()).collect();
            told(by, "organisation type", &types.join(" or "), is_one)
        });
    }
    if required.exclude.contains(&organisation.id) {
        say(Verdict::No, &|| format!("excluded by {by}"));
    }
}

fn from(holds: Option<bool>) -> Verdict {
    match holds {
        Some(true) => Verdict::Yes,
        Some(false) => Verdict::No,
        None => Verdict::Unknown,
    }
}

fn told(by: &str, what: &str, wanted: &str, holds: Option<bool>) -> String {
    match holds {
        None => format!("{by} requires {what} {wanted}: none is stated"),
        _ => format!("{by} requires {what} {wanted}"),
    }
}
