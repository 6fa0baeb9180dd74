//! A file in the making: it has no name until it is whole, so that nothing is left of a run that is killed.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

use tempfile::{Builder, NamedTempFile};

/// A new file in the folder of the one it will replace.
pub(crate) enum Draft {
    /// One without a name, where the file system knows such.
    #[cfg(target_os = "linux")]
    Nameless(File),
    /// One with a random name that no file had.
    Named(NamedTempFile),
}

impl Draft {
    pub(crate) fn new(folder: &Path) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if let Some(file) = nameless(folder) {
            return Ok(Self::Nameless(file));
        }
        named().tempfile_in(folder).map(Self::Named)
    }

    pub(crate) fn file(&self) -> &File {
        match self {
            #[cfg(target_os = "linux")]
            Self::Nameless(file) => file,
            Self::Named(file) => file.as_file(),
        }
    }

    /// Puts the whole file in the place of the old one, with the old one's permissions.
    pub(crate) fn keep(self, target: &Path) -> io::Result<()> {
        keep_permissions(self.file(), target)?;
        self.file().sync_all()?;
        let folder = crate::output::folder_of(target).to_owned();
        match self {
            #[cfg(target_os = "linux")]
            Self::Nameless(file) => {
                let link = |path: &Path| link(&file, path);
                named().make_in(&folder, link)?.persist(target).map_err(|it| it.error)?;
            }
            Self::Named(file) => {
                file.persist(target).map_err(|it| it.error)?;
            }
        }
        // The new name lasts too; a folder that cannot be synced has it all the same.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
        Ok(())
    }
}

fn named() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".volmatch-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

#[cfg(target_os = "linux")]
fn nameless(folder: &Path) -> Option<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(folder, flags, Mode::from_raw_mode(0o666)).ok()?);
    // By this path it gets its name in the end.
    fs::metadata(own_path(&file)).is_ok().then_some(file)
}

#[cfg(target_os = "linux")]
fn own_path(file: &File) -> String {
    use std::os::fd::AsRawFd;
    format!("/proc/self/fd/{}", file.as_raw_fd())
}

/// Gives a file its first name, which no file has yet.
#[cfg(target_os = "linux")]
fn link(file: &File, path: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD};
    Ok(rustix::fs::linkat(CWD, own_path(file), CWD, path, AtFlags::SYMLINK_FOLLOW)?)
}

/// The permissions of the file that is replaced; a new one has those of any new file.
fn keep_permissions(file: &File, target: &Path) -> io::Result<()> {
    let Ok(old) = fs::metadata(target) else { return Ok(()) };
    let permissions = old.permissions();
    // Not to run as its owner, who may be another now: writing into the file would end that too.
    #[cfg(unix)]
    let permissions = {
        use std::os::unix::fs::PermissionsExt;
        PermissionsExt::from_mode(permissions.mode() & 0o777)
    };
    file.set_permissions(permissions)
}
