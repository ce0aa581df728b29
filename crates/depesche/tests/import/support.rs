//! A newsroom in a temporary folder, its command line and its site.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};

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
}

impl Newsroom {
    /// Makes a newsroom of two languages.
    pub(crate) fn new() -> Newsroom {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom { folder, server: None, address: String::new() };
        newsroom.run(&[
            "init",
            "--name",
            "Das Hafenblatt",
            "--tagline",
            "Nachrichten",
            "--language",
            "de,en",
        ]);
        newsroom
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
        let mut command = Command::new(env!("CARGO_BIN_EXE_depesche"));
        command.env("DEPESCHE_DATA", self.folder.path().join("data")).args(arguments);
        command.output().expect("the program runs")
    }

    /// Starts a command that may be killed.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_depesche"));
        command.env("DEPESCHE_DATA", self.folder.path().join("data")).args(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs")
    }

    /// Every row of every table as text, without the times at which they were written here.
    pub(crate) fn dump(&self) -> Vec<String> {
        let file = self.folder.path().join("data").join("archive.db");
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
        let file = self.folder.path().join("data").join("archive.db");
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

    /// Starts the server on a free port.
    pub(crate) fn serve(&mut self) {
        let mut server = Command::new(env!("CARGO_BIN_EXE_depesche"))
            .env("DEPESCHE_DATA", self.folder.path().join("data"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let lines = BufReader::new(server.stdout.take().expect("its output")).lines();
        self.address = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned))
            .expect("the server says where it listens");
        self.server = Some(server);
    }

    /// Asks for a page.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address))
    }

    fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).expect("the server answers");
        stream.write_all(request.as_bytes()).expect("the request is sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the answer is read");
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }
}

impl Drop for Newsroom {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            drop(server.kill());
            drop(server.wait());
        }
    }
}
