//! Packs the browser host into the folder that is named on the command line.
fn main() {
    let out = std::env::args().nth(1).unwrap();
    let r = guestpass_browser_tests::build_package(out.as_ref()).unwrap();
    println!("{} {}", r.raw_bytes(), r.gzip_bytes());
}
