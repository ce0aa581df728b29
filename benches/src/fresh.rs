//! From a publication to the pages that show it, while readers ask for ten thousand pages a second: the
//! site's example `publish_to_fresh`, built beside the program.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::newsroom::Newsroom;
use crate::{LOADER_CORE, server};

/// Pages that readers ask for in a second.
const READERS: u64 = 10_000;
/// Publications that are measured.
const PUBLICATIONS: &str = "100";

/// Measures it.
pub(crate) fn measure(program: &Path, newsroom: &Newsroom, folder: &Path) -> Result<()> {
    let (depesche, _) = server::depesche(program, newsroom)?;
    let paths = folder.join("asked");
    std::fs::write(&paths, newsroom.addresses(1_000)?.join("\n"))?;
    let mut readers = crate::itself(LOADER_CORE)?
        .args(["load", &depesche.address])
        .arg(&paths)
        .args(["120000", &READERS.to_string()])
        .stdout(std::process::Stdio::null())
        .spawn()?;
    // Until what they ask for is kept.
    std::thread::sleep(std::time::Duration::from_secs(5));
    let example = program.with_file_name("examples").join("publish_to_fresh");
    let output = Command::new("taskset")
        .args(["-c", LOADER_CORE])
        .arg(&example)
        .arg(newsroom.database())
        .args([&depesche.address, PUBLICATIONS])
        .output()
        .with_context(|| format!("{} is not there", example.display()));
    readers.kill()?;
    readers.wait()?;
    let output = output?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    println!("  after a publication was answered, beside {READERS} pages a second:");
    print!("{}", String::from_utf8_lossy(&output.stdout));
    println!("  memory of its own      {} MB", depesche.own_kilobytes()? / 1000);
    Ok(())
}
