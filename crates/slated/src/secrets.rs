//! Files that only their owner may read: the data directory and the secrets in it.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::Path,
};

/// Makes the data directory, for its owner only. One that is there already is left as it is.
pub(crate) fn make_directory(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes an empty file for its owner only. One that is there already is left as it is.
pub(crate) fn make_file(path: &Path) -> io::Result<()> {
    match private().create_new(true).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Opens an empty file for its owner only, for writing. What was in it is gone.
pub(crate) fn create(path: &Path) -> io::Result<fs::File> {
    private().create(true).truncate(true).open(path)
}

/// Writes a file for its owner only, whole or not at all.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    let scratch = path.with_extension("new");
    let mut file = create(&scratch)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&scratch, path)
}

/// The text of a secret file; none when there is no such file.
pub(crate) fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The permission bits beyond the owner's; none where the system has no such thing.
pub(crate) fn open_to_others(path: &Path) -> io::Result<Option<u32>> {
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path)?.permissions());
        Ok(Some(mode & 0o077).filter(|bits| *bits != 0))
    }
    #[cfg(not(unix))]
    {
        fs::metadata(path).map(|_| None)
    }
}
