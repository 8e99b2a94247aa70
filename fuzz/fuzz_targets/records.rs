//! See `records` in ../src/targets.rs.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| ucos_inline_fuzz::records(data));
