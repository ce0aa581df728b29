//! The commands, each in the file of its noun.

mod article;
mod asset;
mod author;
mod backup;
mod cache;
mod comment;
mod demo;
mod dossier;
mod export;
mod front;
mod health;
mod import;
mod init;
mod job;
mod man;
mod menu;
mod page;
mod provider;
mod redirect;
mod restore;
mod routes;
mod search;
mod section;
mod serve;
mod topic;
mod verify;
mod wire;

use anyhow::Result;
use clap::CommandFactory;

use crate::cli::{Cli, Command, ConfigCommand, WireCommand};
use crate::output::{say, show};
use crate::wire::CopyDesk;
use crate::{config, newsroom_folder};

/// Runs one command.
///
/// # Errors
/// What could not be done, in words for the person at the terminal.
pub(crate) async fn run(cli: Cli) -> Result<()> {
    let data = cli.data.as_path();
    match cli.command {
        Command::Init(init) => init::run(data, init).await,
        Command::Serve { listen } => serve::run(data, listen).await,
        Command::Article(command) => article::run(&newsroom_folder::open(data).await?, command).await,
        Command::Section(command) => section::run(&newsroom_folder::open(data).await?, command).await,
        Command::Topic(command) => topic::run(&newsroom_folder::open(data).await?, command).await,
        Command::Author(command) => author::run(&newsroom_folder::open(data).await?, command).await,
        Command::Asset(command) => {
            asset::run(&newsroom_folder::open(data).await?, &newsroom_folder::files(data)?, command).await
        }
        Command::Dossier(command) => dossier::run(&newsroom_folder::open(data).await?, command).await,
        Command::Page(command) => page::run(&newsroom_folder::open(data).await?, command).await,
        Command::Menu(command) => menu::run(&newsroom_folder::open(data).await?, command).await,
        Command::Front(command) => front::run(&newsroom_folder::open(data).await?, command).await,
        Command::Provider(command) => provider::run(&copy_desk(data).await?, command).await,
        Command::Wire(WireCommand::Parse { files, json }) => wire::parse(&files, json),
        Command::Wire(WireCommand::Extract { file, url, json }) => wire::extract(&file, url.as_deref(), json),
        Command::Wire(command) => wire::run(&copy_desk(data).await?, command).await,
        Command::Cache(command) => cache::run(data, command).await,
        Command::Job(command) => job::run(&newsroom_folder::open(data).await?, command).await,
        Command::Search(command) => search::run(data, command).await,
        Command::Redirect(command) => redirect::run(&newsroom_folder::open(data).await?, command).await,
        Command::Comment(command) => comment::run(&newsroom_folder::open(data).await?, command).await,
        Command::Export(command) => export::run(data, command).await,
        Command::Import(command) => import::run(data, command).await,
        Command::Demo(command) => {
            demo::run(&newsroom_folder::open_for_bulk(data).await?, &newsroom_folder::files(data)?, command)
                .await
        }
        Command::Config(command) => {
            let config = config::load(&newsroom_folder::file(data))?;
            match command {
                ConfigCommand::Print => show!("{}", config::print(&config)),
                ConfigCommand::Check => {
                    serve::look(data, &config.site()?)?;
                    say!("{} is right", newsroom_folder::file(data).display());
                }
            }
            Ok(())
        }
        Command::Routes { json } => routes::run(json),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "depesche", &mut std::io::stdout());
            Ok(())
        }
        Command::Man { dir } => man::run(dir.as_deref()),
        Command::Backup { file } => backup::run(data, &file).await,
        Command::Restore { file, database, assets } => {
            restore::run(data, &file, restore::Places { database, assets }).await
        }
        Command::Verify { file, recount } => verify::run(data, file.as_deref(), recount).await,
        Command::Health { at } => health::run(data, at.as_deref()).await,
    }
}

/// The copy desk of the newsroom in a data folder.
async fn copy_desk(data: &std::path::Path) -> Result<CopyDesk> {
    let newsroom = newsroom_folder::open(data).await?;
    CopyDesk::new(&newsroom, data, &config::load(&newsroom_folder::file(data))?)
}
