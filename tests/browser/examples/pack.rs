//! bind
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let mut b = wasm_bindgen_cli_support::Bindgen::new();
    b.input_path(&a[1])
        .out_name("guestpass_browser")
        .remove_name_section(a.len() < 4)
        .remove_producers_section(true)
        .web(true)
        .unwrap()
        .generate(&a[2])
        .unwrap();
}
