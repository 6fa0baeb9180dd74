//! Scoring and ranking records in memory for all countries, on one thread, as they grow; with their
//! descriptions and without, since words are most of the work; and explaining one of the matches.

mod support;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rayon::ThreadPoolBuilder;
use volmatch::{Catalog, Listing, Model, Organisation, read_str};

fn catalog(size: usize, with_words: bool) -> Catalog {
    let text: String = support::organisations(size).collect();
    let mut catalog = Catalog::new(read_str("b", &text).check().unwrap(), Model::default());
    if !with_words {
        let all: Vec<Organisation> = catalog.organisations().map(|it| (**it).clone()).collect();
        for organisation in all {
            catalog.insert(Organisation { description: None, ..organisation });
        }
    }
    catalog
}

fn rank(criterion: &mut Criterion) {
    let pool = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    for (name, with_words) in [("rank", true), ("rank without descriptions", false)] {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10);
        for size in [100, 10_000, 100_000] {
            let catalog = catalog(size, with_words);
            group.throughput(Throughput::Elements(size as u64));
            group.bench_with_input(BenchmarkId::from_parameter(size), &catalog, |bencher, it| {
                bencher.iter(|| pool.install(|| it.rank_all(Listing::best(10))));
            });
        }
        group.finish();
    }
}

fn explain(criterion: &mut Criterion) {
    let catalog = catalog(1_000, true);
    let best = catalog.rank("KEN", 1).unwrap().remove(0).organisation.id.clone();
    criterion.bench_function("explain/one pair", |bencher| {
        bencher.iter(|| catalog.explain(&best, "KEN").unwrap());
    });
}

criterion_group!(benches, rank, explain);
criterion_main!(benches);
