//! The servers that are measured, each pinned to the server's core and ended when dropped.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::SERVER_CORE;
use crate::newsroom::Newsroom;

/// A running server.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) address: String,
}

impl Server {
    /// The memory it has in use, files that are mapped included.
    pub(crate) fn resident_kilobytes(&self) -> Result<u64> {
        self.status("VmRSS:")
    }

    /// The memory it has in use for itself: what is no page of a mapped file.
    pub(crate) fn own_kilobytes(&self) -> Result<u64> {
        own_kilobytes_of(self.child.id()).context("not in its status")
    }

    fn status(&self, name: &str) -> Result<u64> {
        status(self.child.id(), name).context("not in its status")
    }
}

/// The memory that a process has for itself: what is no page of a mapped file.
pub(crate) fn own_kilobytes_of(process: u32) -> Option<u64> {
    status(process, "RssAnon:")
}

fn status(process: u32, name: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGTERM, so that nginx takes its worker along.
        let told = Command::new("kill").arg(self.child.id().to_string()).status();
        if told.is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// Starts Depesche; says how long it took until the first article page was there.
pub(crate) fn depesche(program: &Path, newsroom: &Newsroom) -> Result<(Server, Duration)> {
    started(program, newsroom, &[])
}

/// The same with room for so many megabytes of pages.
pub(crate) fn with_cache(program: &Path, newsroom: &Newsroom, megabytes: u32) -> Result<(Server, Duration)> {
    started(program, newsroom, &[("DEPESCHE_CACHE_MEGABYTES", &megabytes.to_string())])
}

/// The same without room for pages that are kept: each is made anew.
pub(crate) fn without_cache(program: &Path, newsroom: &Newsroom) -> Result<(Server, Duration)> {
    started(program, newsroom, &[("DEPESCHE_CACHE_MEGABYTES", "0")])
}

fn started(program: &Path, newsroom: &Newsroom, settings: &[(&str, &str)]) -> Result<(Server, Duration)> {
    let address = free_address()?;
    let began = Instant::now();
    let mut command = pinned(program);
    command.arg("--data").arg(&newsroom.folder).args(["serve", "--listen", &address]);
    command.envs(settings.iter().copied());
    let server = Server { child: command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?, address };
    first_answer(&server.address, &newsroom.paths[0])?;
    Ok((server, began.elapsed()))
}

/// Starts nginx with one worker and a page as `/page.html`; `None` where there is no nginx.
pub(crate) fn nginx(page: &[u8], folder: &Path) -> Result<Option<Server>> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("page.html"), page)?;
    nginx_over(folder, "open_file_cache max=16;", "")
}

/// Starts nginx with one worker over files of which there are compressed ones beside them (`.gz`), and
/// lets it send the headers of another answer.
pub(crate) fn nginx_static(head: &[(String, String)], folder: &Path) -> Result<Option<Server>> {
    let its_own = [
        "server",
        "date",
        "content-type",
        "content-length",
        "content-encoding",
        "last-modified",
        "etag",
        "vary",
        "connection",
    ];
    let headers: String = head
        .iter()
        .filter(|(name, _)| !its_own.contains(&name.as_str()))
        .map(|(name, value)| format!("add_header {name} \"{}\";\n", value.replace('"', "\\\"")))
        .collect();
    let settings = "charset utf-8; gzip_static on; gzip_vary on; open_file_cache max=20000 inactive=60m; \
                    open_file_cache_valid 60m;";
    nginx_over(folder, settings, &headers)
}

/// Starts nginx with one worker over the files of a folder, one of them `page.html`.
fn nginx_over(folder: &Path, settings: &str, headers: &str) -> Result<Option<Server>> {
    let places = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"];
    let Some(program) = places.iter().map(Path::new).find(|place| place.exists()) else { return Ok(None) };
    let address = free_address()?;
    let user = String::from_utf8(Command::new("id").arg("-un").output()?.stdout)?;
    let configuration = format!(
        "user {user};\nworker_processes 1;\ndaemon off;\npid {here}/pid;\nerror_log {here}/error.log;\n\
         events {{ worker_connections 256; }}\n\
         http {{ types {{ text/html html; }} access_log off; sendfile on; tcp_nopush on;\n\
         keepalive_requests 100000000; {settings}\n\
         server {{ listen {address}; root {here};\n{headers} }} }}\n",
        user = user.trim(),
        here = folder.display(),
    );
    let file = folder.join("nginx.conf");
    std::fs::write(&file, configuration)?;
    let mut command = pinned(program);
    command.arg("-c").arg(&file).stderr(Stdio::null());
    let server = Server { child: command.spawn()?, address };
    first_answer(&server.address, "/page.html")?;
    Ok(Some(server))
}

/// The headers of an answer, names in small letters, and its body.
pub(crate) fn exchange(
    address: &str,
    path: &str,
    encoding: &str,
) -> Result<(Vec<(String, String)>, Vec<u8>)> {
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: {encoding}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").context("no end of the head")?;
    let body = answer.split_off(end + 4);
    let head = std::str::from_utf8(&answer)?;
    ensure!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
    let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    Ok((headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect(), body))
}

/// The headers of an answer.
pub(crate) fn head(address: &str, path: &str, encoding: &str) -> Result<Vec<(String, String)>> {
    Ok(exchange(address, path, encoding)?.0)
}

/// A header of these.
pub(crate) fn header<'h>(head: &'h [(String, String)], name: &str) -> Option<&'h str> {
    head.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The body of one answer.
pub(crate) fn get(address: &str, path: &str) -> Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    ensure!(
        answer.starts_with(b"HTTP/1.1 200"),
        "{path}: {}",
        String::from_utf8_lossy(&answer[..40.min(answer.len())])
    );
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").context("no end of the head")?;
    Ok(answer.split_off(end + 4))
}

fn first_answer(address: &str, path: &str) -> Result<()> {
    let began = Instant::now();
    loop {
        match get(address, path) {
            Ok(_) => return Ok(()),
            Err(error) if began.elapsed() > Duration::from_secs(20) => return Err(error),
            Err(_) => std::thread::sleep(Duration::from_micros(500)),
        }
    }
}

fn pinned(program: &Path) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", SERVER_CORE]).arg(program);
    command
}

fn free_address() -> Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}
