//! The sources against real parts: files, folders, a server with TLS on this machine, and a registry.

#![cfg(test)]
#![forbid(unsafe_code)]

mod check;
mod files;
mod folder;
mod plain_server;
mod registry;
mod registry_server;
mod registry_tokens;
mod web;
mod web_server;
