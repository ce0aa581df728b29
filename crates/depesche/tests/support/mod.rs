//! A newsroom in a temporary folder, its command line and its site.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread::JoinHandle;

/// A newsroom; its server stops and its folder goes with it.
pub(crate) struct Newsroom {
    folder: tempfile::TempDir,
    server: Option<Child>,
    address: String,
}

/// What a server answered.
pub(crate) struct Answer {
    /// The status code.
    pub(crate) status: u16,
    /// The head as it was sent.
    pub(crate) head: String,
    /// The body.
    pub(crate) body: String,
    /// The body as it was sent.
    pub(crate) bytes: Vec<u8>,
}

impl Newsroom {
    /// Makes a newsroom of two languages with a section.
    pub(crate) fn new() -> Newsroom {
        let newsroom = Newsroom::speaking("de,en");
        newsroom.run(&["section", "add", "politik", "--name", "de=Politik", "--name", "en=Politics"]);
        newsroom
    }

    /// Makes an empty newsroom of these languages.
    pub(crate) fn speaking(languages: &str) -> Newsroom {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom { folder, server: None, address: String::new() };
        newsroom.run(&[
            "init",
            "--name",
            "Das Hafenblatt",
            "--tagline",
            "Nachrichten",
            "--language",
            languages,
        ]);
        newsroom
    }

    /// Restores a backup into a folder of its own, and into a database if one is given.
    pub(crate) fn restored(backup: &str, database: Option<&str>) -> Newsroom {
        match database {
            Some(database) => Newsroom::restored_with(backup, &["--database", database]),
            None => Newsroom::restored_with(backup, &[]),
        }
    }

    /// Restores a backup into a folder of its own, with these options.
    pub(crate) fn restored_with(backup: &str, options: &[&str]) -> Newsroom {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom { folder, server: None, address: String::new() };
        newsroom.run(&[&["restore", backup], options].concat());
        newsroom
    }

    /// Sets a key of the configuration to a value in TOML.
    pub(crate) fn configure(&self, key: &str, value: &str) {
        let path = self.data().join("depesche.toml");
        let text = std::fs::read_to_string(&path).expect("a configuration");
        let old = text.lines().find(|line| line.starts_with(&format!("{key} ="))).expect("the key");
        std::fs::write(&path, text.replacen(old, &format!("{key} = {value}"), 1)).expect("written");
    }

    /// Adds an article and publishes it at a time; says its path.
    pub(crate) fn publish(&self, front: &str, at: &str) -> String {
        let file = self.file("published.md", format!("+++\n{front}\n+++\n\nEin Satz.\n"));
        let added = self.run(&["article", "add", &file]);
        let number = added.split(|c: char| !c.is_ascii_digit()).find(|word| !word.is_empty());
        let said = self.run(&["article", "publish", number.expect("a number"), "--at", at]);
        said.trim().rsplit_once(":8080").expect("an address").1.to_owned()
    }

    /// Runs a command and says what it printed; it must succeed.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let output = self.try_run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "depesche {arguments:?}: {said}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Runs a command, whatever comes of it.
    pub(crate) fn try_run(&self, arguments: &[&str]) -> Output {
        self.try_run_with(arguments, &[])
    }

    /// Runs a command with these variables, whatever comes of it.
    pub(crate) fn try_run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_depesche"));
        command.env("DEPESCHE_DATA", self.folder.path().join("data")).args(arguments);
        command.envs(variables.iter().copied()).output().expect("the program runs")
    }

    /// Starts a command that may be killed.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_depesche"));
        command.env("DEPESCHE_DATA", self.folder.path().join("data")).args(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs")
    }

    /// Starts a command whose output is read by whoever started it.
    pub(crate) fn start_piped(&self, arguments: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_depesche"));
        command.env("DEPESCHE_DATA", self.data()).args(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs")
    }

    /// Every row of every table as text, without the times at which they were written here.
    pub(crate) fn dump(&self) -> Vec<String> {
        let file = self.data().join("archive.db");
        let db = rusqlite::Connection::open_with_flags(&file, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE)
            .expect("the database");
        let mut names = db
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' ORDER BY name")
            .expect("a schema");
        let names: Vec<String> =
            names.query_map([], |row| row.get(0)).expect("names").map(|name| name.expect("a name")).collect();
        let mut lines = Vec::new();
        for name in names {
            let mut statement = db.prepare(&format!("SELECT * FROM \"{name}\"")).expect("a table");
            let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
            let mut rows = statement.query([]).expect("rows");
            while let Some(row) = rows.next().expect("a row") {
                let mut line = name.clone();
                for (place, column) in columns.iter().enumerate() {
                    // The clock of this machine; dates that came with the export stay.
                    let own = matches!(column.as_str(), "created_at" | "changed_at")
                        || (name == "changes" && column == "at");
                    if !own {
                        let value: rusqlite::types::Value = row.get(place).expect("a value");
                        line.push_str(&format!(" {column}={value:?}"));
                    }
                }
                lines.push(line);
            }
        }
        lines.sort();
        lines
    }

    /// The first column of what a question to the database yields, as text.
    pub(crate) fn ask(&self, sql: &str) -> Vec<String> {
        let file = self.data().join("archive.db");
        let db = rusqlite::Connection::open_with_flags(&file, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE)
            .expect("the database");
        let mut statement = db.prepare(sql).expect("a question");
        let rows = statement.query_map([], |row| row.get::<_, rusqlite::types::Value>(0)).expect("rows");
        rows.map(|value| match value.expect("a row") {
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            other => format!("{other:?}"),
        })
        .collect()
    }

    /// Writes a file beside the newsroom and says its path.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, content).expect("a file");
        path.to_str().expect("a path in UTF-8").to_owned()
    }

    /// The data folder.
    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// Asks the server to stop and says how it ended.
    pub(crate) fn stop(&mut self) -> ExitStatus {
        self.ask_to_stop();
        self.wait()
    }

    /// Starts the server on a free port.
    pub(crate) fn serve(&mut self) {
        drop(self.serve_with(&[]));
    }

    /// Starts the server with these variables; the thread ends with it and says what it logged.
    pub(crate) fn serve_with(&mut self, variables: &[(&str, &str)]) -> JoinHandle<String> {
        let mut server = Command::new(env!("CARGO_BIN_EXE_depesche"))
            .env("DEPESCHE_DATA", self.folder.path().join("data"))
            .envs(variables.iter().copied())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let errors = server.stderr.take().expect("its log");
        let log = std::thread::spawn(move || std::io::read_to_string(errors).expect("a log in UTF-8"));
        let lines = BufReader::new(server.stdout.take().expect("its output")).lines();
        self.address = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned))
            .expect("the server says where it listens");
        self.server = Some(server);
        log
    }

    /// Where the server listens.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Sends SIGTERM to the server.
    pub(crate) fn ask_to_stop(&self) {
        let id = self.server.as_ref().expect("a server").id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill runs").success());
    }

    /// Kills the server, as the system does when its memory is out.
    pub(crate) fn kill_server(&self) {
        let id = self.server.as_ref().expect("a server").id().to_string();
        assert!(Command::new("kill").args(["-KILL", &id]).status().expect("kill runs").success());
    }

    /// Waits for a killed server to be gone.
    pub(crate) fn forget_server(&mut self) {
        self.server.take().expect("a server").wait().expect("its end");
    }

    /// Whether the server still runs.
    pub(crate) fn runs(&mut self) -> bool {
        self.server.as_mut().expect("a server").try_wait().expect("its state").is_none()
    }

    /// Waits for the server to end.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        self.server.take().expect("a server").wait().expect("its end")
    }

    /// Asks for a page.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address))
    }

    /// Asks for a page with a header line of one's own.
    pub(crate) fn get_with(&self, path: &str, header: &str) -> Answer {
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\n{header}\r\nConnection: close\r\n\r\n",
            self.address
        ))
    }

    /// Asks for the head of a page.
    pub(crate) fn head(&self, path: &str) -> Answer {
        self.send(&format!("HEAD {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address))
    }

    /// Sends a form as a browser on the page itself would, or from `origin`.
    pub(crate) fn post(&self, path: &str, form: &str, origin: Option<&str>) -> Answer {
        let own = format!("http://{}", self.address);
        let origin = origin.unwrap_or(&own);
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nOrigin: {origin}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{form}",
            self.address,
            form.len()
        ))
    }

    /// Sends a form as a browser on the page itself would, with a header line of one's own.
    pub(crate) fn post_with(&self, path: &str, form: &str, header: &str) -> Answer {
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\n{header}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {1}\r\n\
             Connection: close\r\n\r\n{form}",
            self.address,
            form.len()
        ))
    }

    fn send(&self, request: &str) -> Answer {
        ask(&self.address, request).expect("the server answers")
    }
}

/// Asks a server for a page; nothing where it does not answer.
pub(crate) fn get_from(address: &str, path: &str) -> Option<Answer> {
    ask(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")).ok()
}

fn ask(address: &str, request: &str) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head and a body");
    let bytes = answer.split_off(end + 4);
    let head = String::from_utf8_lossy(&answer[..end]);
    let body = String::from_utf8_lossy(&bytes).into_owned();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
    Ok(Answer { status, head: head.into_owned(), body, bytes })
}

impl Drop for Newsroom {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            drop(server.kill());
            drop(server.wait());
        }
    }
}

impl Answer {
    /// The value of a header; empty if it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(own, _)| own.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }
}
