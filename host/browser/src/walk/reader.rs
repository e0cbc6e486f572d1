//! Reads the WebAssembly binary format without ever leaving the bytes that it was given.

use core::ops::Range;

use crate::error::LoadError;

/// A place in some bytes, and where those bytes lie in the file.
#[derive(Debug, Clone)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    position: usize,
}

/// A section: its number, where it starts in the file, and what is in it.
#[derive(Debug)]
pub(super) struct Section<'a> {
    pub(super) id: u8,
    pub(super) at: usize,
    pub(super) body: Reader<'a>,
}

impl<'a> Reader<'a> {
    /// Reads `bytes`, which start at byte `position` of the file.
    pub(super) fn new(bytes: &'a [u8], position: usize) -> Self {
        Self { rest: bytes, position }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// Where the bytes not yet read lie in the file.
    pub(super) fn range(&self) -> Range<usize> {
        self.position..self.position.saturating_add(self.rest.len())
    }

    pub(super) fn byte(&mut self) -> Result<u8, LoadError> {
        let (first, rest) = self.rest.split_first().ok_or(self.truncated())?;
        self.rest = rest;
        self.position = self.position.saturating_add(1);
        Ok(*first)
    }

    /// An unsigned 32-bit number in LEB128: at most five bytes, the last with four bits at most.
    pub(super) fn count(&mut self) -> Result<u32, LoadError> {
        let at = self.position;
        let mut number = 0_u32;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            let bits = u32::from(byte & 0x7f);
            if shift == 28 && byte > 0x0f {
                return Err(LoadError::Malformed { at });
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(LoadError::Malformed { at })
    }

    /// A section header and its body; the reader then stands behind it.
    pub(super) fn section(&mut self) -> Result<Section<'a>, LoadError> {
        let at = self.position;
        let id = self.byte()?;
        let length = usize::try_from(self.count()?).map_err(|_| LoadError::Malformed { at })?;
        let (body, rest) = self.rest.split_at_checked(length).ok_or(self.end_truncated())?;
        let body = Reader::new(body, self.position);
        self.rest = rest;
        self.position = self.position.saturating_add(length);
        Ok(Section { id, at, body })
    }

    fn truncated(&self) -> LoadError {
        LoadError::Truncated { at: self.position }
    }

    /// The bytes end before a section does.
    fn end_truncated(&self) -> LoadError {
        LoadError::Truncated { at: self.range().end }
    }
}
