//! Finds the one core module of a component, and refuses every component that this host could not run faithfully.
//!
//! No browser runs components yet, so the page instantiates the core module itself and speaks the canonical ABI to it
//! (see [`crate::abi`]). That is only the same program when nothing stands between the component and its module. The
//! walk therefore insists on the plainest component there is: one core module, without imports, and functions lifted
//! with UTF-8 strings and no asynchronous options. Nested components are passed only as the *shims* that the component
//! tools wrap around an exported interface: they rename, hold no code, and their imports are tied to the outer
//! component.
//!
//! The walk reads section headers and a few counts; that the module is valid WebAssembly is the browser's to check. It
//! takes the module's exports by their conventional names, which is how component tools name them; it does not follow
//! the component's own wiring, so a hand-made component could run something else in a server. A digest from a source
//! that is trusted rules that out.

mod canonical;
mod reader;

use core::ops::Range;

use reader::Reader;

use crate::error::LoadError;

/// The largest component that a page loads, in bytes; servers have the same limit.
pub const COMPONENT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// `\0asm`, version 13, layer 1: a component.
const COMPONENT_PREAMBLE: [u8; 8] = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];
/// `\0asm`, version 1, layer 0: a core module.
const MODULE_PREAMBLE: [u8; 8] = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/// Sections of a component, by the numbers of the binary format.
mod component_section {
    pub(super) const CUSTOM: u8 = 0;
    pub(super) const CORE_MODULE: u8 = 1;
    pub(super) const CORE_INSTANCE: u8 = 2;
    pub(super) const CORE_TYPE: u8 = 3;
    pub(super) const COMPONENT: u8 = 4;
    pub(super) const INSTANCE: u8 = 5;
    pub(super) const ALIAS: u8 = 6;
    pub(super) const TYPE: u8 = 7;
    pub(super) const CANON: u8 = 8;
    pub(super) const IMPORT: u8 = 10;
    pub(super) const EXPORT: u8 = 11;
}

/// The import section of a core module.
const MODULE_SECTION_IMPORT: u8 = 2;
/// The highest section number of a core module (tags).
const MODULE_SECTION_MAX: u8 = 13;

/// Where the core module lies in `component`, in bytes from its start.
///
/// # Errors
/// A [`LoadError`] for everything but a component with exactly one core module and no imports.
///
/// ```
/// use guestpass_browser::{LoadError, core_module};
/// assert_eq!(core_module(b"\0asm"), Err(LoadError::Truncated { at: 4 }));
/// assert_eq!(core_module(b"\0asm\x01\0\0\0"), Err(LoadError::NotAComponent));
/// ```
pub fn core_module(component: &[u8]) -> Result<Range<usize>, LoadError> {
    if component.len() > COMPONENT_BYTES_MAX {
        return Err(LoadError::TooLarge { bytes: component.len() });
    }
    let mut reader = Reader::new(component, 0);
    expect_preamble(&mut reader, &COMPONENT_PREAMBLE)?;
    let mut module = None;
    while !reader.is_at_end() {
        let mut section = reader.section()?;
        match section.id {
            component_section::CORE_MODULE => {
                if module.is_some() {
                    return Err(LoadError::TwoModules);
                }
                module = Some(section.body.range());
                walk_module(section.body)?;
            }
            component_section::COMPONENT => walk_shim(section.body)?,
            component_section::CANON => canonical::walk(&mut section.body)?,
            component_section::IMPORT => require_none(&mut section.body)?,
            component_section::CUSTOM
            | component_section::CORE_INSTANCE
            | component_section::CORE_TYPE
            | component_section::INSTANCE
            | component_section::ALIAS
            | component_section::TYPE
            | component_section::EXPORT => {}
            _ => return Err(LoadError::Unsupported { at: section.at }),
        }
    }
    module.ok_or(LoadError::NoModule)
}

/// A preamble is named wrong only when it is all there: a file cut short says so.
fn expect_preamble(reader: &mut Reader<'_>, preamble: &[u8; 8]) -> Result<(), LoadError> {
    for expected in preamble {
        if reader.byte()? != *expected {
            return Err(LoadError::NotAComponent);
        }
    }
    Ok(())
}

/// Sections inside bounds, and nothing imported.
fn walk_module(mut reader: Reader<'_>) -> Result<(), LoadError> {
    let at = reader.position();
    for expected in &MODULE_PREAMBLE {
        if reader.byte()? != *expected {
            return Err(LoadError::Malformed { at });
        }
    }
    while !reader.is_at_end() {
        let mut section = reader.section()?;
        match section.id {
            MODULE_SECTION_IMPORT => require_none(&mut section.body)?,
            0..=MODULE_SECTION_MAX => {}
            _ => return Err(LoadError::Malformed { at: section.at }),
        }
    }
    Ok(())
}

/// A nested component that only renames: no module, no instance of one, no further component, nothing lifted or
/// lowered.
fn walk_shim(mut reader: Reader<'_>) -> Result<(), LoadError> {
    let at = reader.position();
    for expected in &COMPONENT_PREAMBLE {
        if reader.byte()? != *expected {
            return Err(LoadError::Malformed { at });
        }
    }
    while !reader.is_at_end() {
        let section = reader.section()?;
        match section.id {
            component_section::CORE_MODULE => return Err(LoadError::TwoModules),
            component_section::CUSTOM
            | component_section::ALIAS
            | component_section::TYPE
            | component_section::IMPORT
            | component_section::EXPORT => {}
            _ => return Err(LoadError::Unsupported { at: section.at }),
        }
    }
    Ok(())
}

/// A section that must be an empty list.
fn require_none(section: &mut Reader<'_>) -> Result<(), LoadError> {
    if section.count()? > 0 {
        return Err(LoadError::Imports);
    }
    if section.is_at_end() { Ok(()) } else { Err(LoadError::Malformed { at: section.position() }) }
}
