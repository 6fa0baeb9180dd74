//! Organisations asked for by id, while records come by: which were met, and what is near to the others.

use std::collections::BTreeMap;

use volmatch::UnknownOrganisation;

/// How alike an id must be to be suggested.
const NEAR: f64 = 0.85;

/// Of how many ids that are still missing the nearest is looked for: each is compared with every
/// organisation, and only the first one is told.
const COMPARED: usize = 8;

/// Ids that are looked for.
pub(crate) struct Sought {
    ids: BTreeMap<String, State>,
    /// In the order they were asked for.
    order: Vec<String>,
}

/// What is known of an id so far.
enum State {
    Met,
    /// The nearest id so far, and how alike it is.
    Missing(Option<(f64, String)>),
}

impl Sought {
    pub(crate) fn new(ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let order: Vec<String> = ids.into_iter().map(Into::into).collect();
        let ids = order.iter().map(|id| (id.clone(), State::Missing(None))).collect();
        Self { ids, order }
    }

    /// Looks at an organisation that comes by; tells whether it is looked for.
    pub(crate) fn meet(&mut self, id: &str) -> bool {
        let is_wanted = match self.ids.get_mut(id) {
            Some(state) => {
                *state = State::Met;
                true
            }
            None => false,
        };
        for wanted in self.order.iter().take(COMPARED) {
            let Some(State::Missing(nearest)) = self.ids.get_mut(wanted) else { continue };
            let similarity = volmatch::text::similarity(wanted, id);
            // Of equals the first by its bytes, in whatever order they come by.
            let is_nearer = match nearest {
                Some((so_far, of_it)) => {
                    *so_far < similarity || (*so_far <= similarity && id < of_it.as_str())
                }
                None => NEAR < similarity,
            };
            if is_nearer {
                *nearest = Some((similarity, id.to_owned()));
            }
        }
        is_wanted
    }

    /// The first that was not met, with what is near to it.
    pub(crate) fn missing(&self) -> Option<UnknownOrganisation> {
        self.order.iter().find_map(|id| match &self.ids[id] {
            State::Met => None,
            State::Missing(nearest) => {
                let suggestion = nearest.as_ref().map(|(_, id)| id.clone());
                Some(UnknownOrganisation { id: id.clone(), suggestion })
            }
        })
    }
}
