//! depesche
fn main() {}
