//! Stopping: whoever is being served when SIGTERM comes gets a whole answer.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::support::Newsroom;

/// Long enough that a program that did not wait would have ended.
const SLOW: Duration = Duration::from_millis(700);

/// More than both ends of a connection keep on their way, so that its writer has to wait.
const LARGE: usize = 24 << 20;

fn connected(newsroom: &Newsroom, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect(newsroom.address()).expect("the server answers");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout");
    stream.write_all(request.as_bytes()).expect("it is sent");
    // The server has to have met the request for it to be under way.
    std::thread::sleep(Duration::from_millis(200));
    stream
}

fn read_all(mut stream: TcpStream) -> Vec<u8> {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the whole answer");
    answer
}

#[test]
fn a_request_sent_slowly_is_answered_after_sigterm() {
    let mut newsroom = Newsroom::new();
    let file = newsroom.file("a.md", "+++\nsection = \"politik\"\nheadline = \"Offen\"\n+++\n\nEin Satz.\n");
    newsroom.run(&["article", "add", &file]);
    newsroom.run(&["article", "publish", "1"]);
    newsroom.serve();
    let form = "comment=Sp%C3%A4t+dran.&name=Hinnerk+Voss&email=hinnerk%40geheim.example&website=";
    let mut head = connected(&newsroom, "GET / HTTP/1.1\r\nHost: localhost\r\n");
    let mut body = connected(
        &newsroom,
        &format!(
            "POST /kommentar/1 HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}",
            form.len(),
            &form[..5]
        ),
    );
    newsroom.ask_to_stop();
    std::thread::sleep(SLOW);
    assert!(TcpStream::connect(newsroom.address()).is_err(), "it takes new readers while it stops");
    head.write_all(b"Accept: text/html\r\n\r\n").expect("the rest of the head is taken");
    body.write_all(&form.as_bytes()[5..]).expect("the rest of the form is taken");
    let page = String::from_utf8_lossy(&read_all(head)).into_owned();
    assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
    assert!(page.trim_end().ends_with("</html>"), "half a page");
    let taken = String::from_utf8_lossy(&read_all(body)).into_owned();
    assert!(taken.starts_with("HTTP/1.1 303 "), "{taken}");
    assert_eq!(newsroom.wait().code(), Some(0));
    assert!(newsroom.run(&["comment", "list"]).contains("Hinnerk Voss"), "the comment is lost");
}

#[test]
fn an_answer_read_slowly_is_sent_whole_after_sigterm() {
    let mut newsroom = Newsroom::new();
    let mut large = b"%PDF-1.4\n".to_vec();
    large.resize(LARGE, b'x');
    large.extend_from_slice(b"\n%%EOF\n");
    let file = newsroom.file("gross.pdf", "");
    std::fs::write(&file, &large).expect("a file");
    newsroom.run(&["asset", "add", &file, "--name", "gross"]);
    newsroom.serve();
    let shown = newsroom.run(&["asset", "show", "gross"]);
    let path = shown.split(":8080").nth(1).and_then(|rest| rest.lines().next()).expect("its address");
    let mut stream = connected(&newsroom, &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    let mut first = [0_u8; 12];
    stream.read_exact(&mut first).expect("it begins");
    assert_eq!(&first, b"HTTP/1.1 200");
    newsroom.ask_to_stop();
    std::thread::sleep(SLOW);
    assert!(newsroom.runs(), "it ended before the answer was read");
    let rest = read_all(stream);
    let body = rest.windows(4).position(|end| end == b"\r\n\r\n").expect("a head") + 4;
    assert_eq!(rest.len() - body, large.len(), "the answer was cut off");
    assert!(rest.ends_with(b"\n%%EOF\n"));
    assert_eq!(newsroom.wait().code(), Some(0));
}
