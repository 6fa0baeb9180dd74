//! A country ready to be matched: its record laid over the atlas.

use crate::{
    atlas::{
        countries::{CountryCode, Facts},
        languages::Language,
        priorities::{DefaultPriority, Signal, SignalWeights, default_priorities},
        sectors::Sector,
    },
    input::{
        location::Place,
        profile::{Country, Priority, Requirements},
        rules::Rule,
    },
    model::Model,
    sdg::Sdg,
    tagging::TextLanguage,
};

/// A country, or an asker of the user's own, with all it wants.
#[derive(Clone, Debug)]
pub struct Asker {
    /// Alpha-3 code, or an id that begins with `x-`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its code where it is a country of the atlas.
    pub code: Option<CountryCode>,
    /// What it wants; the weights sum to 1, or there are none.
    pub needs: Vec<Need>,
    /// Languages it works in, sorted.
    pub languages: Vec<Language>,
    /// Whether its record says which languages, or the atlas does.
    pub states_languages: bool,
    /// Goals and targets it can teach others.
    pub offers: Vec<Sdg>,
    /// Volunteers it wants in a year, over all its needs.
    pub demand: u64,
    /// What it demands of an organisation.
    pub requires: Requirements,
    /// What rules demand besides, by name of the rule.
    pub rules: Vec<(String, Requirements)>,
    /// Initiatives it belongs to.
    pub initiatives: Vec<String>,
    /// Where its record stands; `None` where all is from the atlas.
    pub place: Option<Place>,
    /// What was filled in from elsewhere, in words.
    pub defaults: Vec<String>,
}

/// One thing an asker wants.
#[derive(Clone, Debug)]
pub struct Need {
    /// What to call it.
    pub label: String,
    /// Its share of all the asker wants, 0 to 1.
    pub weight: f64,
    /// Goals and targets it is about.
    pub sdgs: Vec<Sdg>,
    /// DAC sectors it is about.
    pub sectors: Vec<Sector>,
    /// What it is about in words: title and description; names of its goals and sectors where it has
    /// neither, and, of a goal of the atlas, titles of its targets.
    pub words: String,
    /// Where the input says so: the pointer within the record, and the source it names.
    pub stated: Option<(String, Option<String>)>,
    /// The public signals it rests on where the input does not.
    pub signals: Vec<Signal>,
}

impl Asker {
    /// A country as the atlas knows it.
    #[must_use]
    pub fn of_atlas(code: CountryCode, model: &Model) -> Self {
        let mut asker = Self {
            id: code.to_string(),
            name: code.name().to_owned(),
            code: Some(code),
            needs: Vec::new(),
            languages: Vec::new(),
            states_languages: false,
            offers: Vec::new(),
            demand: 0,
            requires: Requirements::default(),
            rules: Vec::new(),
            initiatives: Vec::new(),
            place: None,
            defaults: Vec::new(),
        };
        asker.fill_needs(model);
        asker.fill_languages();
        asker
    }

    /// A country as the input states it, over the atlas where it states nothing.
    #[must_use]
    pub fn of_record(country: &Country, model: &Model) -> Self {
        let mut asker = Self {
            id: country.id.clone(),
            name: country.name.clone(),
            code: country.code,
            needs: Vec::new(),
            languages: country.languages.clone().unwrap_or_default(),
            states_languages: true,
            offers: country.offers.clone().unwrap_or_default(),
            demand: 0,
            requires: country.requires.clone(),
            rules: Vec::new(),
            initiatives: country.initiatives.clone().unwrap_or_default(),
            place: Some(country.place.clone()),
            defaults: Vec::new(),
        };
        let demands = country.priorities.iter().flatten().filter_map(|it| it.demand);
        asker.demand = demands.map(u64::from).sum();
        match &country.priorities {
            Some(priorities) => asker.needs = stated_needs(priorities),
            None => asker.fill_needs(model),
        }
        if country.sets_defaults {
            asker.mark_defaults(country.priorities.as_deref().unwrap_or_default(), model);
        }
        if !asker.requires.languages.is_empty() {
            asker.languages.clone_from(&asker.requires.languages);
            asker.defaults.push("languages are those it requires".into());
        } else if country.languages.is_none() {
            asker.fill_languages();
        }
        asker
    }

    /// Whether a text is its id, or a code or name of its country.
    pub(crate) fn is_named(&self, text: &str) -> bool {
        text == self.id || (self.code.is_some() && CountryCode::known(text) == self.code)
    }

    /// Takes up a rule, if it holds for this asker.
    pub(crate) fn take_up(&mut self, rule: &Rule) {
        let is_named =
            rule.countries.is_empty() || rule.countries.iter().any(|it| self.is_named(it));
        let is_in = |group: &String| self.facts().and_then(|it| it.is_in_group(group));
        if is_named && rule.groups.iter().all(|group| is_in(group) == Some(true)) {
            self.rules.push((rule.name.clone(), rule.requires.clone()));
        }
    }

    /// What the atlas knows of it.
    #[must_use]
    pub fn facts(&self) -> Option<&'static Facts> {
        self.code.and_then(CountryCode::facts)
    }

    /// The needs that name goals or targets, with weights that sum to 1.
    pub(crate) fn sdg_needs(&self) -> Vec<(f64, &Need)> {
        weighted(self.needs.iter().filter(|need| !need.sdgs.is_empty()).collect())
    }

    /// The needs that name sectors, with weights that sum to 1.
    pub(crate) fn sector_needs(&self) -> Vec<(f64, &Need)> {
        weighted(self.needs.iter().filter(|need| !need.sectors.is_empty()).collect())
    }

    fn fill_needs(&mut self, model: &Model) {
        let Some(code) = self.code else { return };
        let signals = &model.constants.signals;
        let priorities = default_priorities(code, signals);
        let uncut = || default_priorities(code, &SignalWeights { smallest_share: 0.0, ..*signals });
        self.defaults.push(match priorities.is_empty() && !uncut().is_empty() {
            true => "no priority of the atlas has the smallest share of the model".into(),
            false => in_words(&priorities),
        });
        self.needs = priorities.into_iter().map(default_need).collect();
    }

    /// Of priorities that are the default ones with something set in them, those that are as they were
    /// are no statement of anybody's.
    fn mark_defaults(&mut self, priorities: &[Priority], model: &Model) {
        let Some(code) = self.code else { return };
        let mut untouched = Vec::new();
        let defaults = default_priorities(code, &model.constants.signals);
        for (need, priority) in self.needs.iter_mut().zip(priorities) {
            if let Some(it) = defaults.iter().find(|it| stated_default(it) == *priority) {
                *need = Need { weight: need.weight, ..default_need(it.clone()) };
                untouched.push(it.clone());
            }
        }
        if !untouched.is_empty() {
            self.defaults.push(format!("{} beside what is set", in_words(&untouched)));
        }
    }

    fn fill_languages(&mut self) {
        let Some(facts) = self.facts() else { return };
        let languages = facts.languages.iter().filter_map(|code| code.parse().ok());
        self.states_languages = false;
        self.languages = languages.collect();
        self.languages.sort_unstable();
        self.languages.dedup();
        self.defaults.push("official languages of the atlas".into());
    }
}

/// Default priorities in words.
fn in_words(priorities: &[DefaultPriority]) -> String {
    let from_gap = priorities.iter().any(|it| it.signals.iter().any(|s| s.name == "sdg_gap"));
    match (priorities.len(), from_gap) {
        (0, _) => "no known priorities".into(),
        (_, true) => "priorities derived from gap (100 - SDG Index score)".into(),
        (1, _) => "1 default priority of the atlas".into(),
        (many, _) => format!("{many} default priorities of the atlas"),
    }
}

fn default_need(it: DefaultPriority) -> Need {
    Need {
        label: format!("SDG {} {}", it.goal, it.goal.title()),
        weight: it.weight,
        sdgs: vec![it.goal],
        sectors: Vec::new(),
        words: words_of_goal(it.goal),
        stated: None,
        signals: it.signals,
    }
}

/// A default priority of the atlas as a record would state it: the same weight and words.
pub(crate) fn stated_default(it: &DefaultPriority) -> Priority {
    let signals: Vec<String> =
        it.signals.iter().map(|s| format!("{} {:.2}", s.name, s.share)).collect();
    Priority {
        id: None,
        title: None,
        description: Some(words_of_goal(it.goal)),
        weight: Some(it.weight),
        sdgs: vec![it.goal],
        sectors: Vec::new(),
        demand: None,
        source: Some(format!(
            "in place of the atlas's default by shares of {}",
            signals.join(", ")
        )),
    }
}

fn stated_needs(priorities: &[Priority]) -> Vec<Need> {
    let total: f64 = priorities.iter().map(|it| it.weight.unwrap_or(1.0)).sum();
    let need = |(index, it): (usize, &Priority)| Need {
        label: it.label(),
        // Above zero, as it was: shares of it are worked out again among those of one kind.
        weight: (it.weight.unwrap_or(1.0) / total).max(f64::MIN_POSITIVE),
        sdgs: it.sdgs.clone(),
        sectors: it.sectors.clone(),
        words: words_of(it),
        stated: Some((format!("/priorities/{index}"), it.source.clone())),
        signals: Vec::new(),
    };
    priorities.iter().enumerate().map(need).collect()
}

/// A priority in its own words, else in those of its codes.
fn words_of(priority: &Priority) -> String {
    let stated = [&priority.title, &priority.description].into_iter().flatten();
    let stated: Vec<&str> = stated.map(String::as_str).collect();
    if !stated.is_empty() {
        return stated.join(". ");
    }
    let goals = priority.sdgs.iter().map(|code| code.title());
    let titles = goals.chain(priority.sectors.iter().map(|sector| sector.name()));
    titles.collect::<Vec<&str>>().join(". ")
}

/// A goal by its names in the languages that are read, and by the titles of its targets.
fn words_of_goal(goal: Sdg) -> String {
    let names = TextLanguage::ALL.iter().filter_map(|it| goal.goal_name(it.code()));
    let titles = names.chain(goal.leaves().map(Sdg::title));
    titles.collect::<Vec<&str>>().join(". ")
}

fn weighted(needs: Vec<&Need>) -> Vec<(f64, &Need)> {
    let total: f64 = needs.iter().map(|need| need.weight).sum();
    needs.into_iter().map(|need| (need.weight / total, need)).collect()
}
