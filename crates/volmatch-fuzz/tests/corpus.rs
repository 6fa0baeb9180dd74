//! Every promise holds for all that is in the corpus.

use std::{fs, path::Path};

use volmatch_fuzz::TARGETS;

#[test]
fn the_corpus_breaks_no_promise() {
    for target in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name);
        let mut inputs = 0;
        for entry in fs::read_dir(folder).unwrap() {
            target.check(&fs::read(entry.unwrap().path()).unwrap());
            inputs += 1;
        }
        assert!(4 <= inputs, "{}: only {inputs} inputs", target.name);
    }
}

#[test]
fn no_promise_is_broken_by_short_bytes() {
    for target in TARGETS {
        target.check(b"");
        (0..=255_u8).step_by(5).for_each(|byte| target.check(&[byte]));
    }
}
