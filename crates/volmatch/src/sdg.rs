//! The 17 goals and 169 targets, their tree, how people write them, and how alike two codes are.

use std::{collections::HashMap, fmt, str::FromStr, sync::LazyLock};

use crate::text::{DidYouMean, cut, fold, nearest};

/// Goals there are.
pub const GOALS: usize = 17;
/// Targets there are, the leaves of the tree.
pub const TARGETS: usize = 169;
/// Goals and targets together.
pub const CODES: usize = GOALS + TARGETS;

/// No name of a goal is longer, in characters.
const LONGEST_NAME: usize = 256;

/// Targets of each goal, in the goals' order.
const TARGETS_OF_GOAL: [u8; GOALS] = [7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19];

/// The six UN languages, in the order of the columns of the table of goals.
const NAME_LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "zh-Hans", "ar"];

static GOALS_TABLE: &str = include_str!("tables/goals.tsv");
static TARGETS_TABLE: &str = include_str!("tables/target_titles.tsv");

/// A goal (`4`) or a target (`4.1`) of the 2030 Agenda.
///
/// Ordered as the Agenda orders them, goals before targets.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Sdg(u8);

impl Sdg {
    /// The goal with this number, from 1 to 17.
    #[must_use]
    pub fn goal(number: usize) -> Option<Self> {
        (1..=GOALS).contains(&number).then(|| Self((number - 1) as u8))
    }

    /// All goals, then all targets.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..CODES as u8).map(Self)
    }

    /// Its place among all codes, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Whether it is a whole goal, not one target.
    #[must_use]
    pub fn is_goal(self) -> bool {
        self.index() < GOALS
    }

    /// The number of its goal, from 1 to 17.
    #[must_use]
    pub fn goal_number(self) -> usize {
        usize::from(NAMES.goal_of[self.index()])
    }

    /// Its goal.
    #[must_use]
    pub fn to_goal(self) -> Self {
        Self((self.goal_number() - 1) as u8)
    }

    /// The goal's official short name, or the target's short title in our words.
    #[must_use]
    pub fn title(self) -> &'static str {
        NAMES.titles[self.index()]
    }

    /// The goal's official short name in a UN language: en, fr, es, ru, zh or ar.
    #[must_use]
    pub fn goal_name(self, language: &str) -> Option<&'static str> {
        let column = NAME_LANGUAGES.iter().position(|l| l.split('-').next() == Some(language))?;
        Some(NAMES.goal_names[self.goal_number() - 1][column])
    }

    /// The targets of its goal, or itself alone.
    pub fn leaves(self) -> impl Iterator<Item = Self> {
        Self::all().filter(move |code| {
            !code.is_goal() && if self.is_goal() { code.to_goal() == self } else { *code == self }
        })
    }

    /// Information content, -ln of its share of the leaves.
    fn information(self) -> f64 {
        let leaves = match self.is_goal() {
            true => f64::from(TARGETS_OF_GOAL[self.index()]),
            false => 1.0,
        };
        -libm::log(leaves / TARGETS as f64)
    }
}

/// How well an offer serves a need, 0 to 1: Lin's similarity (1998) on the tree of goals and
/// targets, and 1 where the offer is the need or lies below it.
///
/// ```
/// use volmatch::sdg::{Sdg, similarity};
/// let code = |text: &str| text.parse::<Sdg>().unwrap();
/// assert_eq!(similarity(code("3"), code("3.8")), 1.0);
/// assert!((similarity(code("3.8"), code("3")) - 0.666667).abs() < 1e-6);
/// assert_eq!(similarity(code("4.4"), code("8.6")), 0.0);
/// ```
#[must_use]
pub fn similarity(need: Sdg, offer: Sdg) -> f64 {
    if need == offer || need == offer.to_goal() {
        1.0
    } else if need.to_goal() != offer.to_goal() {
        0.0
    } else {
        2.0 * need.to_goal().information() / (need.information() + offer.information())
    }
}

impl fmt::Display for Sdg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAMES.codes[self.index()])
    }
}

/// The text is no goal and no target.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{text}` is no goal `1` to `17` and no target such as `3.8`{}", DidYouMean(.suggestion))]
pub struct UnknownSdg {
    /// What was written.
    pub text: String,
    /// The nearest code or name, when one is near.
    pub suggestion: Option<String>,
}

impl FromStr for Sdg {
    type Err = UnknownSdg;

    /// Reads `4`, `4.1`, `SDG 4`, `Goal 4`, `sdg4.a`, or a goal's official name in a UN language.
    fn from_str(text: &str) -> Result<Self, UnknownSdg> {
        if let Some(index) = NAMES.of_code(text) {
            return Ok(Self(index));
        }
        let text = &cut(text, LONGEST_NAME);
        let lower = text.trim().to_ascii_lowercase();
        let bare = ["sdg", "goal", "target"]
            .iter()
            .find_map(|word| lower.strip_prefix(word))
            .map_or(lower.as_str(), |rest| rest.trim_start_matches([' ', '-', '_']));
        if let Some(index) = NAMES.of_code(bare) {
            return Ok(Self(index));
        }
        if let Some(index) = NAMES.by_name.get(&fold(text)) {
            return Ok(Self(*index));
        }
        Err(UnknownSdg { text: text.chars().take(200).collect(), suggestion: suggestion(bare) })
    }
}

fn suggestion(bare: &str) -> Option<String> {
    let (goal, target) = bare.split_once(['.', ',', '/']).unwrap_or((bare, ""));
    let goal = goal.trim().trim_start_matches('0');
    if NAMES.of_code(goal).is_some() {
        let mended = format!("{goal}.{}", target.trim().trim_start_matches('0'));
        let known = NAMES.of_code(&mended).is_some();
        return Some(if known { mended } else { goal.to_owned() });
    }
    nearest(bare, NAMES.goal_names.iter().map(|names| names[0])).map(str::to_owned)
}

/// Slots of a goal: itself, then targets by number (1 to 35), then by letter.
const SLOTS_OF_GOAL: usize = 64;
const SLOTS: usize = 18 * SLOTS_OF_GOAL;

/// Where a code of the form `4`, `4.1` or `4.a` is looked up; `None` for any other text.
fn slot(code: &str) -> Option<usize> {
    let number = |digits: &[u8], most: usize| match *digits {
        [a @ b'1'..=b'9'] => Some(usize::from(a - b'0')),
        [a @ b'1'..=b'9', b @ b'0'..=b'9'] => {
            Some(usize::from(a - b'0') * 10 + usize::from(b - b'0')).filter(|it| *it <= most)
        }
        _ => None,
    };
    let bytes = code.as_bytes();
    let (goal, target) = match bytes.iter().position(|byte| *byte == b'.') {
        Some(dot) => (&bytes[..dot], Some(&bytes[dot + 1..])),
        None => (bytes, None),
    };
    let target = match target {
        None => 0,
        Some([letter @ b'a'..=b'z']) => 36 + usize::from(letter - b'a'),
        Some(digits) => number(digits, 35)?,
    };
    Some(number(goal, GOALS)? * SLOTS_OF_GOAL + target)
}

impl Names {
    fn of_code(&self, code: &str) -> Option<u8> {
        self.by_code[slot(code)?].checked_sub(1)
    }
}

struct Names {
    codes: Vec<&'static str>,
    titles: Vec<&'static str>,
    goal_of: Vec<u8>,
    goal_names: Vec<[&'static str; 6]>,
    /// The place of each code by [`slot`], one more than it, 0 for no code.
    by_code: Vec<u8>,
    by_name: HashMap<String, u8>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names {
        codes: Vec::new(),
        titles: Vec::new(),
        goal_of: Vec::new(),
        goal_names: Vec::new(),
        by_code: vec![0; SLOTS],
        by_name: HashMap::new(),
    };
    for (row, line) in GOALS_TABLE.lines().skip(1).enumerate() {
        let cells: Vec<&str> = line.split('\t').collect();
        names.codes.push(cells[0]);
        names.titles.push(cells[1]);
        names.goal_of.push(row as u8 + 1);
        names.goal_names.push(std::array::from_fn(|column| cells[column + 1]));
        names.by_name.extend(cells[1..].iter().map(|name| (fold(name), row as u8)));
    }
    for line in TARGETS_TABLE.lines().skip(1) {
        if let Some((code, title)) = line.split_once('\t') {
            let goal = code.split('.').next().and_then(|goal| goal.parse().ok()).unwrap_or(0);
            names.codes.push(code);
            names.titles.push(title);
            names.goal_of.push(goal);
        }
    }
    for (index, slot) in names.codes.iter().filter_map(|code| slot(code)).enumerate() {
        names.by_code[slot] = index as u8 + 1;
    }
    names
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_hold_every_goal_and_target_once() {
        assert_eq!(NAMES.codes.len(), CODES);
        assert_eq!(NAMES.by_code.iter().filter(|index| **index != 0).count(), CODES);
        assert!(Sdg::all().all(|code| code.to_string().parse() == Ok(code)));
        for goal in 1..=GOALS {
            let of_goal = Sdg::goal(goal).unwrap().leaves().count();
            assert_eq!(of_goal, usize::from(TARGETS_OF_GOAL[goal - 1]), "goal {goal}");
        }
    }
}
