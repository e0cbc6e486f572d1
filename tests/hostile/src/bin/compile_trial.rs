//! Compiles one component on trial, for a parent that is not sure of it. The tests of this crate start it; it is of no
//! other use.

#![forbid(unsafe_code)]

fn main() {
    guestpass::trial::serve_if_asked();
    println!("the tests start this program; there is nothing to see here");
}
