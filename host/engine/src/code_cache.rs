//! Compiled functions of the engine component, so that the next policy on the same code compiles in a fraction of the
//! time.
//!
//! Every policy that `guestpass policy build` makes has the same code; only its data differ. The first one that is
//! loaded fills this cache, and then it is sealed. A stranger's component never adds to it, so that no stranger can
//! leave anything in it for a policy to come. wasmtime asks for a function by a SHA-256 over all that its machine code
//! depends on.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use wasmtime::CacheStore;

/// Bytes of compiled functions kept at most: some times what the engine component needs.
const CACHE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Compiled functions by what they were compiled from.
#[derive(Debug, Default)]
pub(crate) struct CodeCache {
    /// Filled once, and then only read.
    sealed: OnceLock<HashMap<Vec<u8>, Vec<u8>>>,
    /// What the first policy's compilation has added so far. Locked for a moment at a time, by its threads.
    filling: Mutex<Filling>,
    /// Whether what is compiled now is the engine's own code.
    open: AtomicBool,
    /// Held for as long as a component compiles, until the cache is sealed: nothing else compiles while it is open.
    turn: Mutex<()>,
}

#[derive(Debug, Default)]
struct Filling {
    functions: HashMap<Vec<u8>, Vec<u8>>,
    bytes: usize,
}

impl CodeCache {
    /// Compiles a component. Only the engine's own code may fill the cache.
    pub(crate) fn compile<Output, Error>(
        &self,
        own_code: bool,
        compile: impl FnOnce() -> Result<Output, Error>,
    ) -> Result<Output, Error> {
        if self.sealed.get().is_some() {
            return compile();
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if !own_code || self.sealed.get().is_some() {
            return compile();
        }
        let closing = Closing::open(&self.open);
        let compiled = compile();
        drop(closing);
        let filling = std::mem::take(&mut *self.filling.lock().unwrap_or_else(PoisonError::into_inner));
        if compiled.is_ok() {
            // Nobody else can have sealed it: that takes the turn.
            let _ = self.sealed.set(filling.functions);
        }
        compiled
    }
}

impl CacheStore for CodeCache {
    fn get(&self, key: &[u8]) -> Option<Cow<'_, [u8]>> {
        self.sealed.get()?.get(key).map(|function| Cow::Borrowed(function.as_slice()))
    }

    fn insert(&self, key: &[u8], value: Vec<u8>) -> bool {
        if !self.open.load(Ordering::Acquire) {
            return false;
        }
        let mut filling = self.filling.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = filling.bytes.saturating_add(key.len()).saturating_add(value.len());
        if bytes > CACHE_BYTES_MAX {
            return false;
        }
        filling.bytes = bytes;
        filling.functions.insert(key.to_owned(), value);
        true
    }
}

/// Open until it is dropped, also by a panic.
struct Closing<'a>(&'a AtomicBool);

impl<'a> Closing<'a> {
    fn open(open: &'a AtomicBool) -> Self {
        open.store(true, Ordering::Release);
        Self(open)
    }
}

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::{CACHE_BYTES_MAX, CodeCache};
    use wasmtime::CacheStore;

    #[test]
    fn only_the_first_policy_adds_to_it() {
        let cache = CodeCache::default();
        let compile = |own_code, works: bool, name: &str| {
            let added =
                cache.compile(own_code, || if works { Ok(cache.insert(name.as_bytes(), vec![1])) } else { Err(()) });
            (added, cache.get(name.as_bytes()).is_some())
        };
        assert_eq!(compile(false, true, "stranger"), (Ok(false), false));
        assert_eq!(compile(true, false, "failed"), (Err(()), false));
        assert_eq!(compile(true, true, "first"), (Ok(true), true));
        assert_eq!(compile(true, true, "second"), (Ok(false), false));
        assert_eq!(compile(false, true, "stranger"), (Ok(false), false));
        assert!(!cache.insert(b"nobody", vec![1]));
    }

    #[test]
    fn it_is_bounded() {
        let cache = CodeCache::default();
        let half = || vec![0; CACHE_BYTES_MAX / 2];
        let fill = || Ok::<_, ()>([cache.insert(b"a", half()), cache.insert(b"b", half())]);
        assert_eq!(cache.compile(true, fill), Ok([true, false]));
    }
}
