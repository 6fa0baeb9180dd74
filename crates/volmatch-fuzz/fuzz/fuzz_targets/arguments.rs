//! libFuzzer's way to the target `arguments`.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: volmatch_fuzz_fuzz::work_on_this_thread(),
    |bytes: &[u8]| volmatch_fuzz::TARGETS[0].check_quickly(bytes)
);
