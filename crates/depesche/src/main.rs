//! `depesche`: the command line of the newsroom.

mod article_file;
mod caches;
mod cli;
mod commands;
mod config;
mod demo;
mod import;
mod intake;
mod logging;
mod newsroom_folder;
mod output;
mod progress;
mod purging;
mod search_index;
mod suggest;
mod table;
mod wire;
mod worker;

use std::process::ExitCode;

use clap::Parser;

// A page is made of many small pieces of memory: with the system's allocator it takes an eighth longer.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("depesche: the runtime cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("depesche: {error:#}");
            ExitCode::FAILURE
        }
    }
}
