//! Every promise holds for all that is in the corpus.

use std::{fs, path::Path};

use volmatch_fuzz::TARGETS;

#[test]
fn the_corpus_breaks_no_promise() {
    for (name, target) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
        let mut inputs = 0;
        for entry in fs::read_dir(folder).unwrap() {
            target(&fs::read(entry.unwrap().path()).unwrap());
            inputs += 1;
        }
        assert!(4 <= inputs, "{name}: only {inputs} inputs");
    }
}

#[test]
fn no_promise_is_broken_by_short_bytes() {
    for (_, target) in TARGETS {
        target(b"");
        (0..=255_u8).step_by(5).for_each(|byte| target(&[byte]));
    }
}
