//! The weights that texts are read with, and their packed form.
//!
//! Little-endian. The line `volmatch tagger 1`, then for each language in the order of
//! [`TextLanguage::ALL`](crate::tagging::TextLanguage::ALL):
//! - the stems: count `u32`, length of their text `u32`, the text (sorted, a line feed after each),
//!   the rarity of each `u8`;
//! - the terms: count `u32`; of each the first stem `u16`, the second `u16` (0 for none, else its
//!   number + 1) and the rarity `u8`, sorted by both stems;
//! - 17 weights `i8` a term;
//! - 17 times scale, bias, slope, offset, threshold as `f32`;
//! - of each of the 169 targets: bias and scale `f32`, count `u16`, then term `u16` and weight `i8`.
//!
//! A rarity of `n` stands for an idf of 1 + n / 25.

use crate::{
    sdg::{GOALS, Sdg, TARGETS},
    tagging::language::READ,
};

const MAGIC: &[u8] = b"volmatch tagger 1\n";

/// What is known of one language.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexicon {
    stems: Box<str>,
    /// Where each stem begins, and where the last ends.
    starts: Vec<u32>,
    /// By stem.
    idf: Vec<f32>,
    /// By stem: its first term; and the number of all terms.
    first: Vec<u32>,
    /// By term: 0 for a stem alone, else the second stem's number + 1.
    second: Vec<u16>,
    /// By term.
    pub(crate) term_idf: Vec<f32>,
    /// By term and goal.
    pub(crate) goals: Vec<[i8; GOALS]>,
    /// By goal.
    pub(crate) columns: Vec<Column>,
    /// By target, in the order of [`targets`].
    pub(crate) targets: Vec<TargetColumn>,
}

/// How the sum of a goal's weights is read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Column {
    pub(crate) scale: f64,
    pub(crate) bias: f64,
    /// The probability is that of slope x score + offset (Platt, 1999).
    pub(crate) slope: f64,
    pub(crate) offset: f64,
    /// The probability from which a goal is assigned.
    pub(crate) threshold: f64,
}

/// What speaks for one target among those of its goal.
#[derive(Clone, Debug, Default)]
pub(crate) struct TargetColumn {
    pub(crate) bias: f64,
    pub(crate) scale: f64,
    /// Term and weight, sorted by term.
    pub(crate) weights: Vec<(u16, i8)>,
}

/// All targets, by goal and number.
pub(crate) fn targets() -> impl Iterator<Item = Sdg> {
    Sdg::all().filter(|code| !code.is_goal())
}

impl Lexicon {
    /// The number of a stem.
    pub(crate) fn stem(&self, stem: &str) -> Option<u32> {
        let count = self.idf.len();
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = (low + high) / 2;
            match self.stem_at(middle).cmp(stem) {
                std::cmp::Ordering::Equal => return Some(middle as u32),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn stem_at(&self, number: usize) -> &str {
        let end = self.starts[number + 1] as usize - 1;
        &self.stems[self.starts[number] as usize..end]
    }

    /// How rare a stem is, from 1; of one that is not known, the rarest.
    pub(crate) fn idf(&self, stem: Option<u32>) -> f64 {
        let known = stem.and_then(|stem| self.idf.get(stem as usize));
        f64::from(known.copied().unwrap_or(RAREST))
    }

    /// The term of a stem alone.
    pub(crate) fn single(&self, stem: u32) -> Option<u32> {
        let first = self.first[stem as usize];
        let is_there = first < self.first[stem as usize + 1] && self.second[first as usize] == 0;
        is_there.then_some(first)
    }

    /// The term of two stems that follow each other.
    pub(crate) fn pair(&self, stem: u32, next: u32) -> Option<u32> {
        let terms = self.first[stem as usize]..self.first[stem as usize + 1];
        let wanted = u16::try_from(next + 1).ok()?;
        terms.into_iter().find(|term| self.second[*term as usize] == wanted)
    }
}

/// The idf of a stem that stands in no text of the training sets.
const RAREST: f32 = 10.0;

/// Weights that are not in their packed form.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not weights of the tagger: {0}")]
pub struct InvalidWeights(&'static str);

struct Cursor<'b>(&'b [u8]);

impl<'b> Cursor<'b> {
    fn take(&mut self, length: usize) -> Result<&'b [u8], InvalidWeights> {
        let (taken, rest) =
            self.0.split_at_checked(length).ok_or(InvalidWeights("they end too early"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], InvalidWeights> {
        let taken = self.take(N)?;
        taken.try_into().map_err(|_| InvalidWeights("they end too early"))
    }

    fn u16(&mut self) -> Result<u16, InvalidWeights> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    fn u32(&mut self) -> Result<u32, InvalidWeights> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn f32(&mut self) -> Result<f64, InvalidWeights> {
        let number = f32::from_le_bytes(self.array()?);
        if number.is_finite() { Ok(f64::from(number)) } else { Err(InvalidWeights("not a number")) }
    }
}

fn idf(rarity: &u8) -> f32 {
    1.0 + f32::from(*rarity) / 25.0
}

/// Unpacks the lexicons of all languages.
pub(crate) fn unpack(bytes: &[u8]) -> Result<[Lexicon; READ], InvalidWeights> {
    let mut cursor = Cursor(bytes);
    if cursor.take(MAGIC.len())? != MAGIC {
        return Err(InvalidWeights("the first line is another"));
    }
    let mut lexicons: [Lexicon; READ] = Default::default();
    for lexicon in &mut lexicons {
        *lexicon = unpack_one(&mut cursor)?;
    }
    match cursor.0 {
        [] => Ok(lexicons),
        _ => Err(InvalidWeights("they go on after their end")),
    }
}

fn unpack_one(cursor: &mut Cursor<'_>) -> Result<Lexicon, InvalidWeights> {
    let (count, length) = (cursor.u32()? as usize, cursor.u32()? as usize);
    let stems = std::str::from_utf8(cursor.take(length)?).map_err(|_| InvalidWeights("UTF-8"))?;
    let ends = stems.match_indices('\n').map(|(at, _)| at as u32 + 1);
    let starts: Vec<u32> = std::iter::once(0).chain(ends).collect();
    if starts.len() != count + 1 {
        return Err(InvalidWeights("another number of stems"));
    }
    let idf_of_stems: Vec<f32> = cursor.take(count)?.iter().map(idf).collect();

    let terms = cursor.u32()? as usize;
    let mut first = vec![0u32; count + 1];
    let (mut second, mut term_idf) = (Vec::new(), Vec::new());
    let mut before = None;
    for _ in 0..terms {
        let pair = (cursor.u16()?, cursor.u16()?);
        if before >= Some(pair) || count <= usize::from(pair.0) || count < usize::from(pair.1) {
            return Err(InvalidWeights("terms out of order"));
        }
        before = Some(pair);
        first[usize::from(pair.0) + 1] += 1;
        second.push(pair.1);
        term_idf.push(idf(&cursor.array::<1>()?[0]));
    }
    for stem in 0..count {
        first[stem + 1] += first[stem];
    }
    let mut goals = Vec::new();
    for _ in 0..terms {
        goals.push(cursor.array::<GOALS>()?.map(|byte| byte as i8));
    }
    let mut columns = Vec::new();
    for _ in 0..GOALS {
        columns.push(Column {
            scale: cursor.f32()?,
            bias: cursor.f32()?,
            slope: cursor.f32()?,
            offset: cursor.f32()?,
            threshold: cursor.f32()?,
        });
    }
    let mut of_targets = Vec::new();
    for _ in 0..TARGETS {
        let (bias, scale, known) = (cursor.f32()?, cursor.f32()?, cursor.u16()?);
        let mut weights = Vec::new();
        for _ in 0..known {
            let weight = (cursor.u16()?, cursor.array::<1>()?[0] as i8);
            let is_out = terms <= usize::from(weight.0);
            if is_out || weights.last().is_some_and(|(term, _)| weight.0 <= *term) {
                return Err(InvalidWeights("terms of a target out of order"));
            }
            weights.push(weight);
        }
        of_targets.push(TargetColumn { bias, scale, weights });
    }
    Ok(Lexicon {
        stems: stems.into(),
        starts,
        idf: idf_of_stems,
        first,
        second,
        term_idf,
        goals,
        columns,
        targets: of_targets,
    })
}
