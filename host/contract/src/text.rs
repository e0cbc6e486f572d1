//! One text for a whole record: names travel together because every string on its own costs an allocation in the
//! component.

/// A piece of the `text` of the surrounding record: `length` bytes of UTF-8 from byte `start`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct TextRange {
    /// First byte, counted from 0.
    pub start: u32,
    /// Number of bytes.
    pub length: u32,
}

impl TextRange {
    /// The piece of `text` that this range names; none when it leaves the text or cuts a character.
    ///
    /// ```
    /// use guestpass_contract::TextRange;
    /// assert_eq!(TextRange { start: 2, length: 3 }.of("a viewer"), Some("vie"));
    /// assert_eq!(TextRange { start: 2, length: 30 }.of("a viewer"), None);
    /// ```
    #[must_use]
    pub fn of(self, text: &str) -> Option<&str> {
        let start = usize::try_from(self.start).ok()?;
        let length = usize::try_from(self.length).ok()?;
        text.get(start..start.checked_add(length)?)
    }
}

/// Some of the `names` of the surrounding record: `length` of them from position `start`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct NameSpan {
    /// Position of the first name, counted from 0.
    pub start: u32,
    /// Number of names.
    pub length: u32,
}

impl NameSpan {
    /// The names that this span stands for; none when it leaves the list.
    ///
    /// ```
    /// use guestpass_contract::{NameSpan, TextRange};
    /// let names = [TextRange { start: 0, length: 2 }, TextRange { start: 2, length: 3 }];
    /// assert_eq!(NameSpan { start: 1, length: 1 }.of(&names), names.get(1..));
    /// assert_eq!(NameSpan { start: 1, length: 2 }.of(&names), None);
    /// ```
    #[must_use]
    pub fn of(self, names: &[TextRange]) -> Option<&[TextRange]> {
        let start = usize::try_from(self.start).ok()?;
        let length = usize::try_from(self.length).ok()?;
        names.get(start..start.checked_add(length)?)
    }
}

/// More than 4 GiB of text were to go into one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the names of one record take more than 4 GiB")]
pub struct TextTooLong;

/// Appends `piece` to `text` and says where it lies.
///
/// # Errors
/// [`TextTooLong`] when the text would outgrow 32-bit positions; `text` is then unchanged.
pub(crate) fn append(text: &mut String, piece: &str) -> Result<TextRange, TextTooLong> {
    let start = u32::try_from(text.len()).map_err(|_| TextTooLong)?;
    let length = u32::try_from(piece.len()).map_err(|_| TextTooLong)?;
    start.checked_add(length).ok_or(TextTooLong)?;
    text.push_str(piece);
    Ok(TextRange { start, length })
}
