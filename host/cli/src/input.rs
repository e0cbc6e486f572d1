//! Files and standard input, read within limits.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::errors::CliError;

/// A file, or standard input when it is called `-`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    Stdin,
    File(PathBuf),
}

impl From<OsString> for Input {
    fn from(argument: OsString) -> Self {
        if argument == "-" { Self::Stdin } else { Self::File(argument.into()) }
    }
}

impl Input {
    /// Standard input can be read once.
    pub(crate) fn stdin_at_most_once<'a>(inputs: impl IntoIterator<Item = &'a Self>) -> Result<(), CliError> {
        if inputs.into_iter().filter(|input| **input == Self::Stdin).count() > 1 {
            return Err(CliError::Usage {
                message: "`-` stands for standard input, and stands there more than once".to_owned(),
                help: "keep one `-` and give files for the rest".to_owned(),
            });
        }
        Ok(())
    }

    /// How messages call it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// Its path, when it is a file.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdin => None,
            Self::File(path) => Some(path),
        }
    }

    /// Opens it. What is read from it has to be limited by whoever reads.
    pub(crate) fn reader(&self) -> Result<Box<dyn BufRead>, CliError> {
        let Self::File(path) = self else { return Ok(Box::new(io::stdin().lock())) };
        let file = File::open(path).map_err(|error| self.unreadable(&error))?;
        if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
            return Err(self.unreadable(&ErrorKind::IsADirectory.into()));
        }
        Ok(Box::new(BufReader::new(file)))
    }

    /// All of it, which may be at most `bytes_max`: an endless file ends here.
    pub(crate) fn bytes(&self, bytes_max: usize) -> Result<Vec<u8>, CliError> {
        let mut bytes = Vec::new();
        let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
        self.reader()?.take(limit).read_to_end(&mut bytes).map_err(|error| self.unreadable(&error))?;
        if bytes.len() > bytes_max {
            return Err(CliError::FileTooLarge { file: self.name(), bytes_max });
        }
        Ok(bytes)
    }

    /// All of it as text, at most `bytes_max`.
    pub(crate) fn text(&self, bytes_max: usize) -> Result<String, CliError> {
        text_of(self.bytes(bytes_max)?, &self.name(), 1)
    }

    /// Why it cannot be read.
    pub(crate) fn unreadable(&self, error: &io::Error) -> CliError {
        let file = self.name();
        match error.kind() {
            ErrorKind::NotFound => CliError::FileNotFound { file },
            ErrorKind::IsADirectory => CliError::FileUnreadable { file, reason: "it is a folder".to_owned() },
            _ => CliError::FileUnreadable { file, reason: error.to_string() },
        }
    }
}

/// Bytes of a file as text. `first_line` is the line that they begin on.
pub(crate) fn text_of(bytes: Vec<u8>, file: &str, first_line: usize) -> Result<String, CliError> {
    String::from_utf8(bytes).map_err(|error| {
        let valid_bytes = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        let valid = bytes.get(..valid_bytes).unwrap_or_default();
        let lines_before = valid.iter().filter(|byte| **byte == b'\n').count();
        let bytes_before = valid.iter().rev().take_while(|byte| **byte != b'\n').count();
        CliError::FileNotUtf8 {
            file: file.to_owned(),
            byte: bytes.get(valid_bytes).copied().unwrap_or_default(),
            line: first_line.saturating_add(lines_before),
            column: bytes_before.saturating_add(1),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::text_of;
    use crate::errors::{CliError, Place};

    #[test]
    fn the_first_byte_that_is_not_text_is_named() {
        for (bytes, first_line, line, column) in
            [(&b"\xff"[..], 1, 1, 1), (b"ab\ncd\xe4f", 1, 2, 3), (b"ab\xe4", 7, 7, 3)]
        {
            let error = text_of(bytes.to_vec(), "a", first_line).unwrap_err();
            assert_eq!(error.place(), Place { file: Some("a"), line: Some(line), column: Some(column) });
            assert!(matches!(error, CliError::FileNotUtf8 { byte: 0xff | 0xe4, .. }));
        }
    }
}
