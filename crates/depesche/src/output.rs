//! What commands print. Whoever reads it may stop early (`depesche article list | head`): then the rest
//! is not wanted, and what the command does is done all the same.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};

/// Prints a line, as `println!` would.
macro_rules! say {
    ($($words:tt)*) => {
        $crate::output::print(format_args!("{}\n", format_args!($($words)*)))
    };
}

/// Prints without a line end, as `print!` would.
macro_rules! show {
    ($($words:tt)*) => {
        $crate::output::print(format_args!($($words)*))
    };
}

pub(crate) use {say, show};

/// Writes to the standard output. A full disk ends the program: what it was asked to print is lost.
pub(crate) fn print(words: Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = out.write_fmt(words).and_then(|()| out.flush())
        && error.kind() != ErrorKind::BrokenPipe
    {
        eprintln!("depesche: the output cannot be written: {error}");
        std::process::exit(1);
    }
}

/// Writes bytes as they are to the standard output.
pub(crate) fn print_bytes(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = out.write_all(bytes).and_then(|()| out.flush())
        && error.kind() != ErrorKind::BrokenPipe
    {
        eprintln!("depesche: the output cannot be written: {error}");
        std::process::exit(1);
    }
}
