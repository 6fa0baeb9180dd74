//! Weights from people's judgements: swing, points, order or pairs, one judge at a time and all together.

pub(crate) mod judgement;
pub(crate) mod pairs;
pub(crate) mod panel;
pub(crate) mod read;
