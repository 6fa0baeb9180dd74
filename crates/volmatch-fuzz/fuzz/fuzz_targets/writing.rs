//! libFuzzer's way to the target `writing`.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: volmatch_fuzz_fuzz::work_on_this_thread(),
    |bytes: &[u8]| volmatch_fuzz::TARGETS[4].check_quickly(bytes)
);
