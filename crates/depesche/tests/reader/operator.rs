//! What the person who runs a site relies on: the log, manual pages, completions, health, a copy.

use std::process::{Command, Stdio};

use crate::support::Newsroom;

const COMMANDS: [&str; 19] = [
    "init",
    "demo",
    "serve",
    "article",
    "section",
    "topic",
    "author",
    "asset",
    "menu",
    "front",
    "redirect",
    "comment",
    "config",
    "completions",
    "man",
    "backup",
    "restore",
    "verify",
    "health",
];

#[test]
fn the_log_is_json_and_says_nothing_of_readers() {
    let mut newsroom = Newsroom::new();
    let log = newsroom.serve_with(&[("DEPESCHE_SERVER_LOG", "json"), ("RUST_LOG", "debug")]);
    assert_eq!(newsroom.get("/suche?q=Geheimwort").status, 200);
    newsroom.get_with("/geheimpfad", "User-Agent: Geheimbrowser");
    newsroom.ask_to_stop();
    assert_eq!(newsroom.wait().code(), Some(0));
    let lines = log.join().expect("the log is read");
    let events: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let said = |message: &str| events.iter().filter(|event| event["message"] == message).count();
    assert_eq!((said("serving"), said("stopped")), (1, 1), "{lines}");
    let answered: Vec<_> = events.iter().filter(|event| event["message"] == "answered").collect();
    assert!(answered.iter().any(|event| event["status"] == 200 && event["level"] == "DEBUG"), "{lines}");
    assert!(answered.iter().any(|event| event["status"] == 404), "{lines}");
    for secret in ["eheim", "localhost", "/suche"] {
        assert!(!lines.contains(secret), "{secret}: {lines}");
    }
    // The listener's own address is in it once, a reader's never.
    assert_eq!(lines.matches("127.0.0.1").count(), 1, "{lines}");
}

#[test]
fn a_wrong_variable_is_named_by_check_and_by_serve() {
    let newsroom = Newsroom::new();
    for command in [&["config", "check"][..], &["serve"]] {
        let refused = newsroom.try_run_with(command, &[("DEPESCHE_SITE_ZONE", "x")]);
        let words = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success());
        assert!(words.contains("environment variable DEPESCHE_SITE_ZONE: “x”"), "{words}");
        assert!(!words.contains("line"), "{words}");
    }
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let newsroom = Newsroom::new();
    assert!(newsroom.run(&["man"]).contains("depesche\\-serve(1)"));
    let folder = newsroom.file("man/x", "");
    let folder = folder.trim_end_matches("/x");
    newsroom.run(&["man", "--dir", folder]);
    let page = |name: &str| std::fs::read_to_string(format!("{folder}/{name}.1")).expect("a page");
    for command in COMMANDS {
        assert!(page(&format!("depesche-{command}")).contains(".SH SYNOPSIS"), "{command}");
    }
    assert!(page("depesche-article-publish").contains("\\-\\-at"));
    assert!(page("depesche-comment-approve").contains("Show comments to all"));
}

#[test]
fn completions_know_the_commands() {
    let newsroom = Newsroom::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = newsroom.run(&["completions", shell]);
        for command in COMMANDS.iter().chain(&["withdraw", "approve"]) {
            assert!(script.contains(command), "{shell} does not know {command}");
        }
    }
    let script = newsroom.file("depesche.bash", newsroom.run(&["completions", "bash"]));
    let asked = "source \"$0\"; COMP_WORDS=(depesche article wi); COMP_CWORD=2; \
                 _depesche depesche wi article; echo \"${COMPREPLY[@]}\"";
    let bash = Command::new("bash").args(["--norc", "-c", asked, &script]).stderr(Stdio::inherit()).output();
    assert_eq!(String::from_utf8_lossy(&bash.expect("bash runs").stdout), "withdraw\n");
}

#[test]
fn a_running_server_is_well_and_can_be_copied() {
    let mut newsroom = Newsroom::new();
    newsroom.serve();
    let address = newsroom.address().to_owned();
    assert!(newsroom.run(&["health", "--at", &address]).contains("is ready"));
    let copy = newsroom.file("copy/x", "").replace("/x", "/archive.db");
    assert!(newsroom.run(&["backup", &copy]).contains("bytes"));
    assert!(!newsroom.try_run(&["backup", &copy]).status.success(), "it wrote over a copy");
    newsroom.ask_to_stop();
    assert_eq!(newsroom.wait().code(), Some(0));
    let away = newsroom.try_run(&["health", "--at", &address]);
    assert!(!away.status.success());
    assert!(String::from_utf8_lossy(&away.stderr).contains(&address));
}

#[test]
fn whoever_stops_reading_is_no_error() {
    let newsroom = Newsroom::new();
    for number in 0..3 {
        let mut command = newsroom.start_piped(&["routes"]);
        drop(command.stdout.take());
        let output = command.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.is_empty(), "run {number}: {said}");
    }
}

#[test]
fn the_environment_counts_from_the_beginning_and_stays_out_of_the_file() {
    let newsroom = Newsroom::new();
    let folder = newsroom.data().with_file_name("second");
    let init = [
        "--data",
        folder.to_str().expect("UTF-8"),
        "init",
        "--name",
        "X",
        "--tagline",
        "Y",
        "--language",
        "de",
    ];
    let output = newsroom.try_run_with(&init, &[("DEPESCHE_DATABASE_URL", "woanders.db")]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        folder.join("woanders.db").exists() && !folder.join("archive.db").exists(),
        "it made another database"
    );
    let file = std::fs::read_to_string(folder.join("depesche.toml")).expect("a configuration");
    assert!(!file.contains("woanders"), "{file}");
}
