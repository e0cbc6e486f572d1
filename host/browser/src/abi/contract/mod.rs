//! The contract's types, field by field, in the order of `wit/policy.wit`.

mod decision;
mod facts;
mod policy_info;
mod request;
mod review;
