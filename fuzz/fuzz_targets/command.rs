//! See `command` in ../src/targets.rs.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| ucos_inline_fuzz::command(data));
