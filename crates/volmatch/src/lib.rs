//! Who should work with whom in volunteering for development.
//!
//! Scores volunteer-involving organisations against countries' development priorities and SDG tags,
//! both ways, and shows why. A score is a stated judgement of alignment, never a prediction of
//! where organisations will work.
//!
//! ```
//! use volmatch::{Catalog, Model, SAMPLE, read_str};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let profiles = read_str("sample.jsonl", SAMPLE).check()?;
//! let catalog = Catalog::new(profiles, Model::default());
//! for found in catalog.rank("KEN", 3)? {
//!     println!("{:?} {} {:.2}", found.rank, found.organisation.name, found.score);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | step | from -> to | |
//! | --- | --- | --- |
//! | read | text -> [`Reading`] | [`read_str`], [`read_lines`] |
//! | check | [`Reading`] -> [`Profiles`] | [`Reading::check`] |
//! | compile | [`Profiles`] -> [`Catalog`], countries -> [`Board`] | [`Catalog::new`], [`Board::of`] |
//! | rank | -> [`Match`]es | [`Catalog::rank`], [`Catalog::rank_countries`], [`Best`] |
//! | explain | -> [`Explanation`] | [`Catalog::explain`], [`Board::explain_pairs`] |
//! | doubt | ranking -> [`Sensitivity`] | [`Board::sensitivity_of_organisations`] |

pub mod atlas;
mod catalog;
mod decide;
mod input;
mod matching;
mod model;
mod sample;
pub mod sdg;
mod spread;
pub mod tagging;
pub mod text;

pub use crate::{
    catalog::{
        asker::{Asker, Need},
        candidate::{Candidate, TagOrigin, declared_strength, strength_parts, worth},
        said::Said,
    },
    decide::{
        agreement::{kendall_tau, rank_biased_overlap},
        change::Change,
        compare::{
            moved::{Cause, Effects, Listed, Moved, PartMoved, Places, Ranking, RankingCompared},
            rankings::compare_rankings,
        },
        doubts::{Doubts, InvalidDoubts},
        elicit::{
            judgement::Judgement,
            pairs::{Consistency, Contradiction, Pairs},
            panel::{Aggregation, Judged, JudgedCriterion, Panel},
            read::{InvalidJudgements, Judgements},
        },
        entries::{Desk, Entries, Entry, REDRAWN},
        field::{Cell, Contender, Field},
        gaps::{
            coverage::{
                CodeGap, Cover, Coverage, Coverer, Filler, Gaps, MatrixRow, Orphan, PoolGaps,
                PriorityGap, orphans,
            },
            pool::{Already, Pool},
        },
        sensitivity::{Sensitivity, Standing},
        setting::{InvalidSetting, Setting},
        strength::{STRENGTH_RANGES, StrengthRange},
        threshold::{Lead, Leads},
        trial::BLOCKS,
    },
    input::{
        anything::strict_json,
        broken::{not_utf8, read_broken},
        check::{InvalidProfiles, Profiles},
        ids::{Ids, Meeting},
        location::{Place, Step},
        marks::Mark,
        pieces::{Piece, pieces},
        problem::{Kind, Problem},
        profile::{
            Country, Experience, Organisation, Priority, RecordType, Requirements, Tag, TagEvidence,
        },
        read::{no_record, read_lines, read_lines_with, read_records_with, read_str},
        reading::Reading,
        rules::{InvalidRules, Rule, read_rules},
        shape::Shape,
    },
    matching::{
        board::{Board, UnknownCountry},
        catalog::{Catalog, UnknownOrganisation, UnknownPair},
        contest::{Contest, Promising},
        countries::BestCountries,
        criteria::{Answer, Assessment, Bound, Closer, Criterion, Evidence, Side},
        eligibility::{Eligibility, Verdict, eligibility},
        explanation::{Contribution, Explanation, State},
        figures::Figures,
        listing::Listing,
        modality::{Modality, RULE as MODALITY_RULE},
        pairs::{Match, Pair, Robustness},
        rank::{Best, order},
    },
    model::{
        Constants, HOST_CRITERIA, InvalidModel, Mean, Model, ORGANISATION_CRITERIA, Provenance,
        Weights,
    },
    sample::SAMPLE,
};
