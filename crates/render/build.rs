//! Has the crate built anew when a file is added to what it embeds; changed files are noticed anyway.

fn main() {
    println!("cargo::rerun-if-changed=../../locales");
    println!("cargo::rerun-if-changed=../../themes/standard");
}
