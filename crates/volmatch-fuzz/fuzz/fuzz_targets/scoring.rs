//! libFuzzer's way to the target `scoring`.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: volmatch_fuzz_fuzz::work_on_this_thread(),
    |bytes: &[u8]| volmatch_fuzz::TARGETS[2].check_quickly(bytes)
);
