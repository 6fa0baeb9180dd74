//! What no answer for every organisation can be faster than: its rows of csv.

use crate::support::Random;

/// Ten rows of csv for each of so many organisations, with the words and the numbers that
/// `match --by organisation` writes: what that takes at least.
pub fn rows(organisations: usize) {
    let (mut random, mut text) = (Random(7), Vec::new());
    for number in 0..organisations {
        text.clear();
        let (id, name) = (format!("XM-BENCH-{number}"), format!("Organisation {number}"));
        let mut rows = csv::WriterBuilder::new().buffer_capacity(1 << 10).from_writer(&mut text);
        for _ in 0..10 {
            for word in [&*id, &name, "1", "KEN", "yes", "", "south-south", "true"] {
                rows.write_field(word).unwrap();
            }
            for _ in 0..7 {
                let share = (random.next() >> 11) as f64 / (1_u64 << 53) as f64;
                rows.write_field(zmij::Buffer::new().format(share)).unwrap();
            }
            rows.write_record(None::<&[u8]>).unwrap();
        }
        rows.flush().unwrap();
        drop(rows);
        std::hint::black_box(&text);
    }
}
