//! What every target of libFuzzer begins with.

/// Parallel work is done on the thread that asks for it: waking another takes longer than the work.
///
/// # Panics
///
/// If a pool of threads is there already.
pub fn work_on_this_thread() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    pool.build_global().expect("the first pool");
}
