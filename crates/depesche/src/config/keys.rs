//! The keys of the configuration, each with what it means.

use serde::{Deserialize, Serialize};
use site::Place;

/// A documented key: table, name and the words above it in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    /// The table it stands in.
    pub(crate) table: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
    /// What it means.
    pub(crate) words: &'static [&'static str],
}

macro_rules! configuration {
    ($($(#[doc = $about:literal])+ $table:ident: $Table:ident {
        $($(#[doc = $words:literal])+ $key:ident: $ty:ty = $default:expr,)+
    })+) => {
        /// The whole configuration.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub(crate) struct Config {
            $($(#[doc = $about])+ pub(crate) $table: $Table,)+
        }

        $(
            $(#[doc = $about])+
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(default, deny_unknown_fields)]
            pub(crate) struct $Table {
                $($(#[doc = $words])+ pub(crate) $key: $ty,)+
            }

            impl Default for $Table {
                fn default() -> Self {
                    $Table { $($key: $default,)+ }
                }
            }
        )+

        /// The tables with what they are about, in the order of the file.
        pub(crate) const TABLES: &[(&str, &[&str])] = &[$((stringify!($table), &[$($about),+]),)+];

        /// Every key, in the order of the file.
        pub(crate) const KEYS: &[Key] = &[$($(
            Key { table: stringify!($table), name: stringify!($key), words: &[$($words),+] },
        )+)+];
    };
}

configuration! {
    /// The publication as its readers know it.
    site: SiteKeys {
        /// Its name, as in the masthead.
        name: String = "Unsere Zeitung".into(),
        /// The line under the name.
        tagline: String = String::new(),
        /// Its languages as BCP 47 tags, the main one first.
        languages: Vec<String> = vec!["de".into()],
        /// The time zone its times are shown in, by its IANA name.
        zone: String = "Europe/Berlin".into(),
        /// Where readers find it: scheme and host, without a path.
        url: String = "http://127.0.0.1:8080".into(),
        /// How addresses of new articles are made from {section}, {slug}, {id}, {year}, {month}
        /// and {day}. Addresses already in use stay as they are.
        article_address: String = "/{section}/{slug}-{id}".into(),
    }
    /// The web server.
    server: ServerKeys {
        /// Address and port it listens on.
        listen: String = "127.0.0.1:8080".into(),
        /// Address and port of the metrics for Prometheus; empty for none.
        metrics: String = String::new(),
        /// Addresses of the proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, such
        /// as "127.0.0.1".
        trusted_proxies: Vec<String> = Vec::new(),
        /// How the log on the standard error is written: "text" or "json". The variable RUST_LOG
        /// says how much: error, warn, info (as without it) or debug.
        log: String = "text".into(),
        /// Where to report security problems, for security.txt (RFC 9116): "mailto:…", "https://…"
        /// or "tel:…"; empty for no such file.
        security_contact: String = String::new(),
    }
    /// The pages that are kept ready.
    cache: CacheKeys {
        /// How much memory they may take, in megabytes; 0 keeps none, so that each page is made anew.
        megabytes: u32 = 96,
        /// Whether a cache outside (Varnish, Fastly, Cloudflare) may keep pages as well: they then
        /// carry Surrogate-Key and Cache-Tag, by which it is told what to drop. Where [purge] names
        /// one, they do so in any case.
        outside: bool = false,
    }
    /// Where the archive is kept.
    database: DatabaseKeys {
        /// A file within the data folder, or postgres://USER:PASSWORD@HOST/NAME.
        url: String = "archive.db".into(),
    }
    /// Where the bytes of pictures and files are kept.
    assets: AssetKeys {
        /// "folder" for the folder assets within the data folder, or a bucket of an object store that
        /// speaks S3 and what all names in it begin with: s3://BUCKET or s3://BUCKET/PREFIX. Several nodes
        /// on one database need a bucket.
        store: String = "folder".into(),
        /// The server of the object store, such as "https://s3.eu-central-1.amazonaws.com".
        s3_endpoint: String = String::new(),
        /// The name of its region, which many others than Amazon ignore.
        s3_region: String = "us-east-1".into(),
        /// Whether the bucket's name stands in the path of addresses (https://HOST/BUCKET/…), as most
        /// servers other than Amazon's want it, and not before the host (https://BUCKET.HOST/…).
        s3_path_style: bool = true,
        /// The id of the key that calls are signed with; empty for the variable AWS_ACCESS_KEY_ID.
        s3_key: String = String::new(),
        /// A file that holds its secret; without one the variable AWS_SECRET_ACCESS_KEY does.
        s3_secret_file: String = String::new(),
    }
    /// Caches outside, before the site, which are told at once of each change which pages to drop.
    purge: PurgeKeys {
        /// Addresses of Varnish servers with the module xkey, such as "http://10.0.0.5:6081".
        varnish: Vec<String> = Vec::new(),
        /// Whether a Varnish may send an old page once more while it fetches the new one.
        varnish_soft: bool = false,
        /// The id of a service at Fastly; empty for none.
        fastly_service: String = String::new(),
        /// A file that holds its token, which may purge; without one the variable FASTLY_API_TOKEN does.
        fastly_token_file: String = String::new(),
        /// The id of a zone at Cloudflare; empty for none.
        cloudflare_zone: String = String::new(),
        /// A file that holds its token, which may purge; without one the variable CLOUDFLARE_API_TOKEN
        /// does.
        cloudflare_token_file: String = String::new(),
    }
    /// Foreign copy that comes in.
    fetch: FetchKeys {
        /// How many days copy is kept that no article was made of; 0 keeps it for good.
        keep_days: u32 = 60,
        /// Servers of inner networks that may be asked all the same, each a host with a port or without:
        /// "10.0.0.5", "cms.intern:8080". All others that are not in public are refused.
        inner: Vec<String> = Vec::new(),
        /// How much a fetched feed or page may hold, in megabytes, unpacked.
        megabytes: u32 = 16,
        /// How many providers are asked at the same time; of one host never more than one.
        at_once: u32 = 16,
    }
    /// Feeds of our own: RSS, Atom and JSON Feed.
    feeds: FeedKeys {
        /// Whether they carry the whole text of articles, or only the opening.
        full_text: bool = false,
    }
    /// What is put into the named places of the theme: advertising, counting, something from
    /// elsewhere. All are empty by default. A place such as `footer` takes the keys
    ///   html     its HTML; scripts and styles only as files
    ///   hosts    what it loads from where: { images = ["https://ads.example"] }, and the same for
    ///            scripts, styles, frames, connections, fonts and media; nothing else is loaded
    ///   consent  true shows readers a link first, and loads nothing before they have followed it
    places: PlaceKeys {
        /// Within the head of every page.
        head: Place = Place::default(),
        /// Below the name of the site and the menu.
        masthead_below: Place = Place::default(),
        /// Between the head of an article and its text.
        article_top: Place = Place::default(),
        /// Below the text of an article.
        article_end: Place = Place::default(),
        /// Beside lists and below articles.
        sidebar: Place = Place::default(),
        /// Below everything.
        footer: Place = Place::default(),
    }
}
