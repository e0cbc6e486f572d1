#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| guestpass_fuzz::MANIFESTS.hold(data));
