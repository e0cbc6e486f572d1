//! What is in a policy, for people. A section without entries is left out.

mod operations;
mod roles;

use std::fmt::{self, Display};

use guestpass::{Policy, Provenance};

use crate::quoting::visible;

pub(crate) use roles::role_lines;

/// A whole policy. Ends without a line break, as whoever prints adds it.
pub(crate) struct PolicyText<'a>(pub(crate) &'a Policy);

impl Display for PolicyText<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (policy, info) = (self.0, self.0.info());
        let provenance = match policy.provenance() {
            Provenance::Engine => "engine (the code is the engine component's own)",
            Provenance::Custom => "custom (the code is not the engine component's; every call gets a fresh instance)",
        };
        writeln!(formatter, "policy: {} {}", visible(&info.name), visible(&info.version))?;
        writeln!(formatter, "digest: {}", policy.digest())?;
        writeln!(formatter, "document: sha256:{}", info.source_digest)?;
        writeln!(formatter, "contract: {}", info.contract_version)?;
        write!(formatter, "provenance: {provenance}")?;
        section(formatter, "roles", info.roles.iter().map(|role| role_lines(role, info)))?;
        section(formatter, "apis", info.apis.iter().map(operations::api_lines))?;
        section(formatter, "changes", info.changes.iter().map(operations::change_lines))?;
        section(formatter, "field groups", info.field_groups.iter().map(|group| operations::field_lines(group, info)))?;
        let attributes = info.attributes.iter();
        section(formatter, "attributes", attributes.map(|item| vec![described(&item.name, item.holds.name())]))?;
        let maximum = |maximum: Option<u32>| maximum.map_or("unlimited".to_owned(), |number| number.to_string());
        let limits = info.limits.iter();
        section(formatter, "limits", limits.map(|limit| vec![described(&limit.name, &maximum(limit.maximum))]))?;
        section(formatter, "settings", info.settings.iter().map(|setting| vec![visible(setting)]))
    }
}

fn section(
    formatter: &mut fmt::Formatter<'_>,
    title: &str,
    entries: impl ExactSizeIterator<Item = Vec<String>>,
) -> fmt::Result {
    if entries.len() == 0 {
        return Ok(());
    }
    write!(formatter, "\n\n{title} ({}):", entries.len())?;
    entries.flatten().try_for_each(|line| write!(formatter, "\n  {line}"))
}

fn described(name: &str, description: &str) -> String {
    format!("{}: {}", visible(name), visible(description))
}

/// Names on one line.
fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(visible).collect::<Vec<_>>().join(", ")
}
