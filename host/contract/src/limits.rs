//! Every maximum of this crate, in one place. Those of the contract repeat what `wit/policy.wit` says.

/// Longest JSON text of one value, in bytes. Facts at all of their maxima stay well below it; more is a mistake or an
/// attack.
pub const MAX_JSON_BYTES: usize = 1024 * 1024;

/// Longest JSON text of a batch of requests, in bytes: [`MAX_REQUESTS`] of them at 400 bytes each.
pub const MAX_JSON_REQUESTS_BYTES: usize = 4 * 1024 * 1024;

/// Longest name or identifier, in bytes of UTF-8: the contract's bound on a `text-range`.
pub const MAX_NAME_BYTES: usize = 256;

/// Longest privilege expression, in bytes of UTF-8: room for 100 ordinary names.
pub const MAX_EXPRESSION_BYTES: usize = 4_096;

/// Longest free text for people in a change, in bytes of UTF-8.
pub const MAX_DESCRIPTION_BYTES: usize = 4_096;

/// Longest `text` of one [`Facts`](crate::Facts) or one [`Requests`](crate::Requests), in bytes: the component copies
/// it for each call.
pub const MAX_TEXT_BYTES: usize = 256 * 1024;

/// Most names that the lists of one [`Facts`](crate::Facts) hold together.
pub const MAX_NAMES: usize = 10_000;

/// Most names that the lists of one [`ChangeFacts`](crate::ChangeFacts) hold together.
pub const MAX_CHANGE_NAMES: usize = 1_000;

/// Most entitlements in one set of facts.
pub const MAX_ENTITLEMENTS: usize = 100;

/// Most users in `listed_users`: candidates for being the same person, which are few.
pub const MAX_LISTED_USERS: usize = 100;

/// Most groups of one person.
pub const MAX_GROUPS: usize = 1_000;

/// Most role grants of one person and the groups.
pub const MAX_ROLE_GRANTS: usize = 1_000;

/// Most custom roles in one set of facts.
pub const MAX_CUSTOM_ROLES: usize = 1_000;

/// Most privileges of one custom role: every one that a policy can declare.
pub const MAX_CUSTOM_PRIVILEGES: usize = 10_000;

/// Most roles that an organisation can have switched off.
pub const MAX_DISABLED_ROLES: usize = 100;

/// Most requests for access in one set of facts.
pub const MAX_ACCESS_GRANTS: usize = 100;

/// Most attributes in one set of facts, and most that a policy declares.
pub const MAX_ATTRIBUTES: usize = 256;

/// Most users that may be the person whom a change names.
pub const MAX_COUNTERPARTS: usize = 100;

/// Most roles of the person whom a change names.
pub const MAX_PERSON_ROLES: usize = 1_000;

/// Most requests in one call.
pub const MAX_REQUESTS: usize = 4_096;

/// Most roles of a policy; indices are 16 bits wide.
pub const MAX_POLICY_ROLES: usize = 10_000;

/// Most privileges of a policy; indices are 16 bits wide.
pub const MAX_POLICY_PRIVILEGES: usize = 10_000;

/// Most operations of a policy.
pub const MAX_POLICY_APIS: usize = 10_000;

/// Most conditions of a policy; indices are 16 bits wide.
pub const MAX_POLICY_CONDITIONS: usize = 10_000;

/// Most field groups of a policy: one bit each in `hidden_field_groups`.
pub const MAX_FIELD_GROUPS: usize = 64;

/// Most sets of remedies in one explanation.
pub const MAX_REMEDY_SETS: usize = 8;

/// Most segments of one timeline: enough for a page of them, and an end to the calls that make one.
pub const MAX_SEGMENTS: usize = 1_000;

/// Longest piece of the user's input that a message repeats, in characters: enough to find it, too little to flood a
/// log.
pub(crate) const MAX_QUOTED_CHARS: usize = 64;
