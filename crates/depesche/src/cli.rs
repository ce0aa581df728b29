//! The command line: every command with its help, in one place.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use newsroom::article::State as ArticleState;
use newsroom::comment::State;
use newsroom::ids::{ArticleId, CommentId, JobId, StoryId};
use newsroom::language::Language;

/// A multilingual newsroom in one binary.
///
/// Make a newsroom with “depesche init”, fill it with the commands below, and look at it with
/// “depesche config print”. Every command says what it did; what it could not do it says too,
/// and then nothing has changed.
#[derive(Debug, Parser)]
#[command(name = "depesche", version, max_term_width = 100)]
pub(crate) struct Cli {
    /// The data folder: configuration, database and pictures of one newsroom
    #[arg(long, global = true, env = "DEPESCHE_DATA", default_value = "data", value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a data folder with its configuration and an empty archive
    Init(Init),
    /// Serve the site to readers
    Serve {
        /// Address and port, instead of those of the configuration
        #[arg(long, value_name = "ADDR:PORT")]
        listen: Option<String>,
    },
    /// Articles: their texts as files, and their publication
    #[command(subcommand)]
    Article(Article),
    /// Sections: the departments of the paper
    #[command(subcommand)]
    Section(Section),
    /// Topics: subjects that articles are filed under
    #[command(subcommand)]
    Topic(Topic),
    /// Authors: the people in bylines
    #[command(subcommand)]
    Author(Author),
    /// Assets: pictures and files that texts show
    #[command(subcommand)]
    Asset(Asset),
    /// Dossiers: stories about one event or subject
    #[command(subcommand)]
    Dossier(Dossier),
    /// Standing pages, such as the Impressum
    #[command(subcommand)]
    Page(Page),
    /// Menus of the site
    #[command(subcommand)]
    Menu(Menu),
    /// The front page's places that are filled by hand
    #[command(subcommand)]
    Front(Front),
    /// Addresses that lead elsewhere
    #[command(subcommand)]
    Redirect(Redirect),
    /// Readers' comments
    #[command(subcommand)]
    Comment(CommentCommand),
    /// Moving in from another system
    #[command(subcommand)]
    Import(Import),
    /// Work that waits: renditions, scheduled articles and the like
    #[command(subcommand)]
    Job(JobCommand),
    /// The configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// List the addresses the site is made of
    Routes {
        /// As JSON: pattern, name and kind of each
        #[arg(long)]
        json: bool,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one for each command into a folder
    Man {
        /// The folder; made if it does not exist
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
    /// Copy the SQLite database into a new file, also while “depesche serve” runs
    Backup {
        /// The new file
        file: PathBuf,
    },
    /// Ask a running “depesche serve” whether it and its database are well
    Health {
        /// Its address and port; those of the configuration if left out
        #[arg(long, value_name = "ADDR:PORT")]
        at: Option<String>,
    },
}

/// `init`
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Name of the publication
    #[arg(long)]
    pub(crate) name: String,
    /// The line under the name
    #[arg(long, default_value = "")]
    pub(crate) tagline: String,
    /// Its languages, the main one first (repeat or separate by commas)
    #[arg(long, default_value = "de", value_delimiter = ',')]
    pub(crate) language: Vec<Language>,
    /// The time zone its times are shown in
    #[arg(long, default_value = "Europe/Berlin")]
    pub(crate) zone: String,
    /// Where readers will find it
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub(crate) url: String,
}

/// `import`
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Take over a WordPress site from its export (Tools → Export, “All content”)
    ///
    /// It can be interrupted at any moment: the same command goes on where it was. Running it again
    /// later, with the same or a newer export, adds what is new and changes nothing else.
    Wordpress {
        /// The export, an .xml file
        file: PathBuf,
        /// A copy of the folder wp-content/uploads, for pictures and files
        #[arg(long, value_name = "DIR")]
        media: Option<PathBuf>,
        /// What categories become
        #[arg(long, default_value = "sections")]
        categories: CategoriesAs,
        /// Write the whole report to this file, one JSON object a line
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
}

/// What WordPress's categories become.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum CategoriesAs {
    /// Sections of the paper
    Sections,
    /// Topics, as tags do
    Topics,
}

/// `article`
#[derive(Debug, Subcommand)]
pub(crate) enum Article {
    /// List articles in a state, the last changed first
    List {
        /// draft, scheduled, published, withdrawn or private
        #[arg(long, default_value = "published", value_parser = article_state)]
        state: ArticleState,
        /// How many
        #[arg(long, default_value_t = 50)]
        limit: i64,
    },
    /// Print an article as a file: front matter and Markdown
    Show {
        /// Its number
        article: ArticleId,
    },
    /// Add a draft from a file
    Add {
        /// The file, or - for the standard input
        file: PathBuf,
        /// The story it is another language of
        #[arg(long)]
        story: Option<StoryId>,
    },
    /// Change an article in the editor of EDITOR, or by a file
    Edit {
        /// Its number
        article: ArticleId,
        /// The changed text, or - for the standard input
        #[arg(long)]
        file: Option<PathBuf>,
    },
    /// Show the newest revision of an article to readers
    Publish {
        /// Its number
        article: ArticleId,
        /// The time of publication it carries, such as 2022-01-21T16:30:00+01:00; now if left out.
        /// A time to come schedules it: “depesche serve” publishes it at that second
        #[arg(long)]
        at: Option<jiff::Timestamp>,
        /// Why it may be published; kept with the change
        #[arg(long, default_value = "published by hand")]
        reason: String,
    },
    /// Make a scheduled article a draft again
    Unschedule {
        /// Its number
        article: ArticleId,
    },
    /// Publish the newest revision with a note of what was wrong
    Correct {
        /// Its number
        article: ArticleId,
        /// What was wrong and what is right: readers see it
        note: String,
        /// Why it may be published; kept with the change
        #[arg(long, default_value = "corrected by hand")]
        reason: String,
    },
    /// Take an article back; its address says so
    Withdraw {
        /// Its number
        article: ArticleId,
        /// What readers are told
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Remove an article that was never published
    Remove {
        /// Its number
        article: ArticleId,
    },
    /// Make an article another language of the story of a second one
    Link {
        /// Its number
        article: ArticleId,
        /// The number of an article of the story
        with: ArticleId,
    },
}

/// `section`
#[derive(Debug, Subcommand)]
pub(crate) enum Section {
    /// List the sections as a tree
    List,
    /// Add a section
    Add {
        /// Its address from the root: “politik” or “politik/kommunales”
        path: String,
        /// Its name in a language: “de=Kommunales” (repeat for each language)
        #[arg(long = "name", value_name = "LANGUAGE=NAME", required = true, value_parser = worded)]
        names: Vec<(Language, String)>,
        /// Place among its siblings; smaller comes first
        #[arg(long, default_value_t = 0)]
        position: i64,
    },
    /// Give a section other names
    Rename {
        /// Its address from the root
        path: String,
        /// Its name in a language (repeat for each language)
        #[arg(long = "name", value_name = "LANGUAGE=NAME", required = true, value_parser = worded)]
        names: Vec<(Language, String)>,
    },
    /// Say what a section is about; its page shows it
    Describe {
        /// Its address from the root
        path: String,
        /// A sentence or two in a language (repeat for each language)
        #[arg(long = "text", value_name = "LANGUAGE=TEXT", required = true, value_parser = worded)]
        texts: Vec<(Language, String)>,
    },
    /// Put a section elsewhere in the tree; its old address leads to the new one
    Move {
        /// Its address from the root
        path: String,
        /// The section it is to stand in, or / for the top; where it is if left out
        #[arg(long, value_name = "PATH")]
        under: Option<String>,
        /// Place among its siblings; smaller comes first
        #[arg(long)]
        position: Option<i64>,
    },
    /// Remove an empty section
    Remove {
        /// Its address from the root
        path: String,
    },
}

/// `topic`
#[derive(Debug, Subcommand)]
pub(crate) enum Topic {
    /// List all topics
    List,
    /// Give a topic other names; its address stays
    Rename {
        /// Its part of the address
        slug: String,
        /// Its name in a language (repeat for each language)
        #[arg(long = "name", value_name = "LANGUAGE=NAME", required = true, value_parser = worded)]
        names: Vec<(Language, String)>,
        /// The IPTC Media Topic it stands for
        #[arg(long)]
        media_topic: Option<String>,
    },
    /// Add a topic, or name one in more languages
    Add {
        /// Its part of the address
        slug: String,
        /// Its name in a language (repeat for each language)
        #[arg(long = "name", value_name = "LANGUAGE=NAME", required = true, value_parser = worded)]
        names: Vec<(Language, String)>,
        /// The IPTC Media Topic it stands for, such as medtop:20000763
        #[arg(long)]
        media_topic: Option<String>,
    },
    /// Remove a topic from everything it stands on
    Remove {
        /// Its part of the address
        slug: String,
    },
}

/// `author`
#[derive(Debug, Subcommand)]
pub(crate) enum Author {
    /// List all authors
    List,
    /// Print all that is known of an author
    Show {
        /// Their part of the address
        slug: String,
    },
    /// Change what is known of an author; what is left out stays
    Edit {
        /// Their part of the address
        slug: String,
        /// Their name as printed
        #[arg(long)]
        name: Option<String>,
        /// What they do
        #[arg(long)]
        role: Option<String>,
        /// The name of the asset that shows them
        #[arg(long, value_name = "NAME")]
        picture: Option<String>,
        /// A few sentences about them in a language (repeat for each language)
        #[arg(long = "bio", value_name = "LANGUAGE=TEXT", value_parser = worded)]
        bios: Vec<(Language, String)>,
    },
    /// Add an author, or change the one of that slug
    Add {
        /// Their name as printed
        name: String,
        /// Their part of the address; made from the name if left out
        #[arg(long)]
        slug: Option<String>,
        /// What they do
        #[arg(long, default_value = "")]
        role: String,
        /// A few sentences about them in a language (repeat for each language)
        #[arg(long = "bio", value_name = "LANGUAGE=TEXT", value_parser = worded)]
        bios: Vec<(Language, String)>,
        /// Name of the asset that shows them; the one they had stays if left out
        #[arg(long, value_name = "ASSET")]
        picture: Option<String>,
    },
    /// Remove an author who stands in no byline
    Remove {
        /// Their part of the address
        slug: String,
    },
}

/// `asset`
#[derive(Debug, Subcommand)]
pub(crate) enum Asset {
    /// List the assets by name
    List {
        /// Only those whose names come after this one
        #[arg(long, default_value = "")]
        after: String,
        /// How many
        #[arg(long, default_value_t = 200)]
        limit: i64,
    },
    /// Show what is known about an asset
    Show {
        /// Its name
        name: String,
    },
    /// Take in a picture or file: JPEG, PNG, WebP, GIF, HEIC; MP3, M4A, Ogg, WAV, MP4, WebM, PDF, WebVTT
    ///
    /// A picture is checked by its content, turned upright and written anew without metadata.
    /// Caption, credit, copyright and date that it carries (IPTC, XMP, EXIF) are kept with it;
    /// what is said here stands over them.
    Add {
        /// The file
        file: PathBuf,
        /// The name texts call it by; made from the file's name if left out
        #[arg(long)]
        name: Option<String>,
        /// Put the file in the place of the one of that name; what is said about it stays
        #[arg(long)]
        replace: bool,
        #[command(flatten)]
        words: AssetWords,
    },
    /// Say something else about an asset
    Edit {
        /// Its name
        name: String,
        #[command(flatten)]
        words: AssetWords,
    },
    /// Take an asset away from all pages for good; its address answers 410
    Remove {
        /// Its name
        name: String,
        /// Why; kept with the change
        #[arg(long, default_value = "removed by hand")]
        reason: String,
    },
}

/// What is said about an asset.
#[derive(Debug, Default, Args)]
pub(crate) struct AssetWords {
    /// What those hear who cannot see it, in the main language
    #[arg(long)]
    pub(crate) alt: Option<String>,
    /// What is said of it, in the main language
    #[arg(long)]
    pub(crate) caption: Option<String>,
    /// Whose it is, as printed beside it: “Foto: Merle Ohlsen”
    #[arg(long)]
    pub(crate) credit: Option<String>,
    /// Who holds the rights
    #[arg(long)]
    pub(crate) copyright: Option<String>,
    /// The point that no crop may lose, from left and top, each 0 to 1: “0.3,0.5”
    #[arg(long, value_name = "X,Y", value_parser = focus)]
    pub(crate) focus: Option<(f64, f64)>,
    /// What those hear who cannot see it, in a language (repeat for each language)
    #[arg(long = "describe", value_name = "LANGUAGE=ALT", value_parser = worded)]
    pub(crate) alts: Vec<(Language, String)>,
    /// What is said of it, in a language (repeat for each language)
    #[arg(long = "caption-in", value_name = "LANGUAGE=CAPTION", value_parser = worded)]
    pub(crate) captions: Vec<(Language, String)>,
}

/// `dossier`
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  depesche dossier add genfer-gespraeche --title \"de=Die Genfer Gespräche\"
  depesche dossier show genfer-gespraeche
An article comes into a dossier by the line dossier = \"genfer-gespraeche\" in its file.")]
pub(crate) enum Dossier {
    /// List the dossiers
    List,
    /// Show the stories of a dossier
    Show {
        /// Its part of the address
        slug: String,
    },
    /// Add a dossier
    Add {
        /// Its part of the address
        slug: String,
        /// Its title in a language (repeat for each language)
        #[arg(long = "title", value_name = "LANGUAGE=TITLE", required = true, value_parser = worded)]
        titles: Vec<(Language, String)>,
    },
    /// Give a dossier other titles; its address stays
    Rename {
        /// Its part of the address
        slug: String,
        /// Its title in a language (repeat for each language)
        #[arg(long = "title", value_name = "LANGUAGE=TITLE", required = true, value_parser = worded)]
        titles: Vec<(Language, String)>,
    },
    /// Remove a dossier; its stories stay
    Remove {
        /// Its part of the address
        slug: String,
    },
}

/// `page`
#[derive(Debug, Subcommand)]
#[command(
    after_help = "A page is a file like an article's: front matter between lines of +++, then Markdown.
  +++
  title = \"Imprint\"
  language = \"en\"
  path = \"/en/imprint\"
  translation_of = \"/impressum\"
  +++

  Published by …

Examples:
  depesche page add impressum.md --publish
  depesche page edit /impressum
  depesche menu set footer Impressum=/impressum"
)]
pub(crate) enum Page {
    /// List all pages
    List,
    /// Print a page as a file
    Show {
        /// Its address
        path: String,
    },
    /// Add a page from a file, as a draft
    Add {
        /// The file, or - for the standard input
        file: PathBuf,
        /// Show it to readers at once
        #[arg(long)]
        publish: bool,
    },
    /// Change a page in the editor of EDITOR, or by a file; readers of a published one see it at once
    Edit {
        /// Its address
        path: String,
        /// The changed text, or - for the standard input
        #[arg(long)]
        file: Option<PathBuf>,
    },
    /// Show a page to readers
    Publish {
        /// Its address
        path: String,
    },
    /// Remove a page; its address answers 410
    Remove {
        /// Its address
        path: String,
    },
}

/// `menu`
#[derive(Debug, Subcommand)]
pub(crate) enum Menu {
    /// Show the menus
    List,
    /// Replace a menu by these entries
    Set {
        /// Which one: main or footer
        menu: String,
        /// Its language
        #[arg(long, default_value = "de")]
        language: Language,
        /// Label and address, in order: “Politik=/politik”
        #[arg(value_name = "LABEL=ADDRESS", value_parser = entry)]
        entries: Vec<(String, String)>,
    },
}

/// `front`
#[derive(Debug, Subcommand)]
pub(crate) enum Front {
    /// Show what is placed by hand
    List {
        /// The language of the front page
        #[arg(long, default_value = "de")]
        language: Language,
    },
    /// Fill a place with these stories; none leaves it to the rule
    Set {
        /// The place, such as lead or second
        place: String,
        /// The language of the front page
        #[arg(long, default_value = "de")]
        language: Language,
        /// The stories in order
        stories: Vec<StoryId>,
    },
}

/// `redirect`
#[derive(Debug, Subcommand)]
pub(crate) enum Redirect {
    /// Lead an address elsewhere for good
    Add {
        /// The address: a path of the site
        from: String,
        /// Where it leads: a path of the site or a web address
        to: String,
    },
    /// List the addresses that lead elsewhere or nowhere
    List,
    /// Forget what was said of an address; it is free again
    Remove {
        /// The address
        path: String,
    },
    /// Say that what is at an address must not be shown for legal reasons (451, RFC 7725)
    Unavailable {
        /// The address
        path: String,
        /// Who demanded it: readers see it
        #[arg(long)]
        authority: String,
        /// Why: readers see it
        #[arg(long)]
        reason: String,
        /// Since when; now if left out
        #[arg(long, value_name = "TIME")]
        since: Option<jiff::Timestamp>,
    },
    /// Say that nothing is at an address any more (410)
    Gone {
        /// The address
        path: String,
    },
    /// Say what is at an address
    Show {
        /// The address
        path: String,
    },
}

/// `comment`
#[derive(Debug, Subcommand)]
pub(crate) enum CommentCommand {
    /// List comments in a state, the oldest first
    List {
        /// waiting, approved, rejected or spam
        #[arg(long, default_value = "waiting", value_parser = comment_state)]
        state: State,
        /// How many
        #[arg(long, default_value_t = 50)]
        limit: i64,
    },
    /// Print a comment, whatever its state
    Show {
        /// Its number
        comment: CommentId,
    },
    /// Add a comment: the newsroom's own answer, or one that came by another way
    #[command(after_help = "Examples:
  depesche comment add --article 17 --name Redaktion --staff --approve --reply-to 5 \"Danke für den Hinweis.\"
  depesche comment add --article 17 --name \"Eva Brandt\" --email eva@example.org < letter.txt")]
    Add(NewCommentArguments),
    /// Show comments to all
    Approve {
        /// Their numbers
        #[arg(required = true)]
        comments: Vec<CommentId>,
    },
    /// Show comments to nobody
    Reject {
        /// Their numbers
        #[arg(required = true)]
        comments: Vec<CommentId>,
    },
    /// Delete comments for good
    Delete {
        /// Their numbers
        #[arg(required = true)]
        comments: Vec<CommentId>,
    },
}

/// `comment add`
#[derive(Debug, Args)]
pub(crate) struct NewCommentArguments {
    /// The text; read from the standard input if left out or -
    pub(crate) text: Option<String>,
    /// The article it stands under
    #[arg(long)]
    pub(crate) article: ArticleId,
    /// Who wrote it
    #[arg(long)]
    pub(crate) name: String,
    /// Their e-mail address; the newsroom's own answers need none
    #[arg(long, default_value = "")]
    pub(crate) email: String,
    /// Their website
    #[arg(long, default_value = "")]
    pub(crate) website: String,
    /// The comment it answers
    #[arg(long, value_name = "COMMENT")]
    pub(crate) reply_to: Option<CommentId>,
    /// Mark it as the newsroom's own
    #[arg(long)]
    pub(crate) staff: bool,
    /// When it was written, such as 2022-01-21T16:30:00+01:00; now if left out
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<jiff::Timestamp>,
    /// Show it to all at once
    #[arg(long)]
    pub(crate) approve: bool,
}
/// `job`
#[derive(Debug, Subcommand)]
pub(crate) enum JobCommand {
    /// List the jobs that wait, with what went wrong, those due first at the top
    List {
        /// How many
        #[arg(long, default_value_t = 50)]
        limit: i64,
    },
    /// Try jobs again now that failed or were given up
    Retry {
        /// Their numbers
        #[arg(required = true)]
        jobs: Vec<JobId>,
    },
}

/// `config`
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print every key with its value and what it means
    Print,
    /// Check the configuration, and the theme and messages of the data folder
    Check,
}

fn worded(text: &str) -> Result<(Language, String), String> {
    let (tag, words) = text.split_once('=').ok_or("expected LANGUAGE=WORDS, such as de=Politik")?;
    let language = Language::parse(tag).map_err(|error| error.to_string())?;
    if words.trim().is_empty() {
        return Err(format!("there are no words after {tag}="));
    }
    Ok((language, words.trim().to_owned()))
}

fn focus(text: &str) -> Result<(f64, f64), String> {
    let share = |part: &str| part.trim().parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
    text.split_once(',')
        .and_then(|(x, y)| Some((share(x)?, share(y)?)))
        .ok_or_else(|| "expected two numbers from 0 to 1, such as 0.3,0.5".to_owned())
}

fn entry(text: &str) -> Result<(String, String), String> {
    let (label, address) = text.rsplit_once('=').ok_or("expected LABEL=ADDRESS, such as Politik=/politik")?;
    Ok((label.trim().to_owned(), address.trim().to_owned()))
}

fn article_state(word: &str) -> Result<ArticleState, String> {
    ArticleState::from_word(word)
        .ok_or_else(|| "expected draft, scheduled, published, withdrawn or private".to_owned())
}

fn comment_state(word: &str) -> Result<State, String> {
    State::from_word(word).ok_or_else(|| "expected waiting, approved, rejected or spam".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_commands_are_declared_without_contradiction() {
        super::Cli::command().debug_assert();
    }
}
