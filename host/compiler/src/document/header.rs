//! `name`, `version` and `contract`: which policy it is, and what it is written for.

use super::section::Section;
use super::text;
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use crate::limits::{POLICY_NAME_BYTES_MAX, VERSION_BYTES_MAX};
use crate::suggest::quoted;
use guestpass_contract::CONTRACT_VERSION;
use guestpass_rules::policy::PolicyHeader;

pub(super) fn read(root: &Section<'_>, source_digest: String, sink: &mut Sink<'_>) -> PolicyHeader {
    let name = name(root, sink);
    let version = version(root, sink);
    contract(root, sink);
    PolicyHeader { name, version, source_digest }
}

fn name(root: &Section<'_>, sink: &mut Sink<'_>) -> String {
    let Some(name) = root.string("name", "write `name = \"my-policy\"` at the top", sink) else { return String::new() };
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if name.value.is_empty() || name.value.len() > POLICY_NAME_BYTES_MAX || !name.value.bytes().all(is_allowed) {
        text::invalid_name(&name, "a policy", "it is made of 1 to 64 of `a` to `z`, `0` to `9` and `-`", sink);
    }
    name.value.to_owned()
}

fn version(root: &Section<'_>, sink: &mut Sink<'_>) -> String {
    let help = "write `version = \"1.0.0\"` at the top";
    let Some(version) = root.string("version", help, sink) else { return String::new() };
    let reason = match semver::Version::parse(version.value) {
        Ok(_) if version.value.len() > VERSION_BYTES_MAX => format!("it is longer than {VERSION_BYTES_MAX} bytes"),
        Ok(_) => return version.value.to_owned(),
        Err(error) => error.to_string(),
    };
    sink.error(DiagnosticCode::InvalidVersion, &version.span, || {
        says(format!("{} is not a version: {reason}", quoted(version.value)))
            .help("a version has three numbers, as in `1.0.0`")
    });
    String::new()
}

fn contract(root: &Section<'_>, sink: &mut Sink<'_>) {
    let own = spoken_contract();
    let Some(contract) = root.string("contract", &format!("write `contract = \"{own}\"` at the top"), sink) else {
        return;
    };
    if contract.value != own {
        sink.error(DiagnosticCode::ContractMismatch, &contract.span, || {
            says(format!(
                "the document is written for contract {}, this compiler is made for `{own}`",
                quoted(contract.value)
            ))
            .help(format!("write `contract = \"{own}\"`, or build with a compiler made for the other contract"))
        });
    }
}

/// The contract's version without its third number, which is for repairs.
fn spoken_contract() -> &'static str {
    CONTRACT_VERSION.rsplit_once('.').map_or(CONTRACT_VERSION, |(spoken, _)| spoken)
}
