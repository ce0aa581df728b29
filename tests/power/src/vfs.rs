//! SQLite's way to such a disk: its own file system (“VFS”), of which writes, syncs and removals are also told to
//! the [`Disk`] of their folder. The one place with `unsafe`.
#![expect(unsafe_code, reason = "SQLite knows a file system as a table of C functions")]

use std::collections::HashMap;
use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, OnceLock};

use parking_lot::Mutex;
use rusqlite::ffi;

use crate::Disk;

/// SQLite's own file system.
static OWN: OnceLock<Own> = OnceLock::new();
static DISKS: LazyLock<Mutex<HashMap<PathBuf, Arc<Disk>>>> = LazyLock::new(Mutex::default);
/// Open files of such disks, by the address of SQLite's struct for them.
static OPEN: LazyLock<Mutex<HashMap<usize, Open>>> = LazyLock::new(Mutex::default);

struct Own(*mut ffi::sqlite3_vfs);

// SAFETY: SQLite's own file system is a static of its library, made for use by all threads, and is only read here.
unsafe impl Send for Own {}
// SAFETY: the same.
unsafe impl Sync for Own {}

#[derive(Clone)]
struct Open {
    disk: Arc<Disk>,
    path: PathBuf,
    methods: &'static ffi::sqlite3_io_methods,
}

/// From now on what SQLite writes into a folder is told to its disk.
///
/// # Panics
/// When SQLite has no file system to build on.
pub fn mount(folder: &Path, disk: Arc<Disk>) {
    OWN.get_or_init(register);
    DISKS.lock().insert(folder.to_owned(), disk);
}

/// Ends that for files opened from now on.
pub fn unmount(folder: &Path) {
    DISKS.lock().remove(folder);
}

fn register() -> Own {
    // SAFETY: SQLite is linked; initialising it again does nothing, and NULL asks for its usual file system.
    let own = unsafe {
        ffi::sqlite3_initialize();
        ffi::sqlite3_vfs_find(std::ptr::null())
    };
    assert!(!own.is_null(), "SQLite has no file system");
    // SAFETY: `own` was checked; the struct is plain data, and a copy shares only statics of the library.
    let mut ours = unsafe { std::ptr::read(own) };
    ours.zName = c"power".as_ptr();
    ours.xOpen = Some(open);
    ours.xDelete = Some(delete);
    // SAFETY: SQLite keeps the pointer, so the struct is leaked and lives as long as the process.
    let code = unsafe { ffi::sqlite3_vfs_register(Box::leak(Box::new(ours)), 1) };
    assert_eq!(code, ffi::SQLITE_OK, "SQLite refused the file system");
    Own(own)
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let Some(own) = OWN.get() else { return ffi::SQLITE_CANTOPEN };
    // SAFETY: SQLite's own table was checked when it was found, and stays.
    let theirs = unsafe { (*own.0).xOpen };
    // SAFETY: the arguments are SQLite's, passed on as they are to the function they are meant for.
    let code = theirs.map_or(ffi::SQLITE_CANTOPEN, |theirs| unsafe { theirs(own.0, name, file, flags, out) });
    let kept = ffi::SQLITE_OPEN_MAIN_DB | ffi::SQLITE_OPEN_WAL | ffi::SQLITE_OPEN_MAIN_JOURNAL;
    // SAFETY: SQLite gives a name that ends with zero, or NULL for a file without one.
    let path = unsafe { path(name) };
    if let (ffi::SQLITE_OK, Some(path), true) = (code, path, flags & kept != 0)
        && let Some(disk) = disk_of(&path)
    {
        // SAFETY: the file was opened, so its table of functions is there, a static of the library.
        let methods: &'static ffi::sqlite3_io_methods = unsafe { &*(*file).pMethods };
        let ours = ffi::sqlite3_io_methods {
            xClose: Some(close),
            xWrite: Some(write),
            xTruncate: Some(truncate),
            xSync: Some(sync),
            ..*methods
        };
        disk.open(&path);
        OPEN.lock().insert(file as usize, Open { disk, path, methods });
        // SAFETY: the file is SQLite's and nobody else's while it is opened; the table is leaked, for SQLite does
        // not say when it looks at it for the last time.
        unsafe { (*file).pMethods = Box::leak(Box::new(ours)) };
    }
    code
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, folder_too: c_int) -> c_int {
    let Some(own) = OWN.get() else { return ffi::SQLITE_IOERR_DELETE };
    // SAFETY: SQLite gives a name that ends with zero.
    if let Some(path) = unsafe { path(name) }
        && let Some(disk) = disk_of(&path)
        && disk.delete(&path, folder_too != 0).is_err()
    {
        return ffi::SQLITE_IOERR_DELETE;
    }
    // SAFETY: as in `open`.
    let theirs = unsafe { (*own.0).xDelete };
    // SAFETY: as in `open`.
    theirs.map_or(ffi::SQLITE_IOERR_DELETE, |theirs| unsafe { theirs(own.0, name, folder_too) })
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    let Some(open) = OPEN.lock().remove(&(file as usize)) else { return ffi::SQLITE_IOERR_CLOSE };
    // SAFETY: SQLite's own function for SQLite's own file.
    open.methods.xClose.map_or(ffi::SQLITE_IOERR_CLOSE, |close| unsafe { close(file) })
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    bytes: *const c_void,
    count: c_int,
    offset: ffi::sqlite3_int64,
) -> c_int {
    let (Some(open), Ok(count), Ok(at)) = (opened(file), usize::try_from(count), usize::try_from(offset))
    else {
        return ffi::SQLITE_IOERR_WRITE;
    };
    // SAFETY: SQLite gives `count` bytes that nobody changes during the call.
    let written = unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), count) };
    if open.disk.write(&open.path, at, written).is_err() {
        return ffi::SQLITE_IOERR_WRITE;
    }
    // SAFETY: SQLite's own function with the arguments it was meant for.
    open.methods
        .xWrite
        .map_or(ffi::SQLITE_IOERR_WRITE, |write| unsafe { write(file, bytes, count as c_int, offset) })
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, length: ffi::sqlite3_int64) -> c_int {
    let (Some(open), Ok(to)) = (opened(file), usize::try_from(length)) else {
        return ffi::SQLITE_IOERR_TRUNCATE;
    };
    if open.disk.truncate(&open.path, to).is_err() {
        return ffi::SQLITE_IOERR_TRUNCATE;
    }
    // SAFETY: as in `write`.
    open.methods.xTruncate.map_or(ffi::SQLITE_IOERR_TRUNCATE, |truncate| unsafe { truncate(file, length) })
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // Nothing here is worth the time of a true sync.
    match opened(file).map(|open| open.disk.sync(&open.path)) {
        Some(Ok(())) => ffi::SQLITE_OK,
        _ => ffi::SQLITE_IOERR_FSYNC,
    }
}

fn opened(file: *mut ffi::sqlite3_file) -> Option<Open> {
    OPEN.lock().get(&(file as usize)).cloned()
}

fn disk_of(path: &Path) -> Option<Arc<Disk>> {
    DISKS.lock().get(path.parent()?).cloned()
}

/// # Safety
/// `name` is NULL or ends with zero.
unsafe fn path(name: *const c_char) -> Option<PathBuf> {
    if name.is_null() {
        return None;
    }
    // SAFETY: by the condition above.
    let name = unsafe { CStr::from_ptr(name) };
    Some(PathBuf::from(OsStr::from_bytes(name.to_bytes())))
}
