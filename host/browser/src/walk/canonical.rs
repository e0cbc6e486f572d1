//! Checks that the component's functions use the one form of the canonical ABI that [`crate::abi`] speaks.

use super::reader::Reader;
use crate::error::LoadError;

/// A core function made into a component function; both bytes open the definition.
const LIFT: [u8; 2] = [0x00, 0x00];

/// Options of a lifted function, by the numbers of the binary format.
mod option {
    pub(super) const UTF8: u8 = 0x00;
    pub(super) const MEMORY: u8 = 0x03;
    pub(super) const REALLOC: u8 = 0x04;
    pub(super) const POST_RETURN: u8 = 0x05;
}

/// Passes lifted functions with UTF-8 strings. UTF-16, asynchronous calls, lowered functions and resources would each
/// need another way of calling.
pub(super) fn walk(section: &mut Reader<'_>) -> Result<(), LoadError> {
    for _ in 0..section.count()? {
        let at = section.position();
        for expected in LIFT {
            if section.byte()? != expected {
                return Err(LoadError::Unsupported { at });
            }
        }
        section.count()?; // the core function
        for _ in 0..section.count()? {
            match section.byte()? {
                option::UTF8 => {}
                option::MEMORY | option::REALLOC | option::POST_RETURN => {
                    section.count()?;
                }
                _ => return Err(LoadError::Unsupported { at }),
            }
        }
        section.count()?; // its type
    }
    if section.is_at_end() { Ok(()) } else { Err(LoadError::Malformed { at: section.position() }) }
}
