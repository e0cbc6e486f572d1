//! Every maximum of the compiler that is not a maximum of the rules ([`guestpass_rules::limits`]).

/// Bytes of a document.
pub const DOCUMENT_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of a policy's name.
pub const POLICY_NAME_BYTES_MAX: usize = 64;
/// Bytes of a policy's version.
pub const VERSION_BYTES_MAX: usize = 64;
/// Bytes of a title: one line of a form.
pub const TITLE_BYTES_MAX: usize = 128;
/// Bytes of a summary: one sentence.
pub const SUMMARY_BYTES_MAX: usize = 512;
/// Bytes of a condition. With [`CONDITION_DEPTH_MAX`] it bounds how deep the parser of conditions calls itself.
pub const CONDITION_BYTES_MAX: usize = 2048;
/// Levels of parentheses in a condition.
pub const CONDITION_DEPTH_MAX: u16 = 16;
/// Functions or constraints of a role, and groups of people that it is designed for.
pub const SENTENCES_MAX: usize = 100;
/// Privileges of all roles together, those of included roles and of each reach counted again. Keeps the component
/// within what hosts load.
pub const ROLE_PRIVILEGES_MAX: usize = 100_000;
/// Warnings that a document allows itself.
pub const ALLOWANCES_MAX: usize = 100;
/// Diagnostics of each severity that are kept; the rest are counted.
pub const DIAGNOSTICS_MAX: usize = 100;
/// Bytes of a component, the same that hosts take.
pub const COMPONENT_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Bytes of memory that the engine component may use while it takes a policy in, the same that hosts give it.
pub const MEMORY_BYTES_MAX: usize = 16 * 1024 * 1024;
