//! One instance of the engine's own code, without the component around it.

use super::contract::{Arguments, PlacedFacts, PlacedRequests, Slice};
use super::layout::{Plain, Read, Write};
use crate::Limits;
use crate::check_error::CheckError;
use crate::instance::{Bounds, classify, new_store, not_started};
use guestpass_contract::{Decision, EVALUATION_INTERFACE, Facts, Requests};
use wasmtime::{Engine, InstancePre, Memory, Module, ModuleExport, Store, TypedFunc};

/// Where the exports stand in the module.
#[derive(Clone, Copy)]
pub(super) struct Exports {
    memory: ModuleExport,
    allocate: ModuleExport,
    check: ModuleExport,
    after_check: ModuleExport,
}

impl Exports {
    /// Finds them; none when one is missing.
    pub(super) fn find(module: &Module) -> Option<Self> {
        Some(Self {
            memory: module.get_export_index("memory")?,
            allocate: module.get_export_index("cabi_realloc")?,
            check: module.get_export_index(&format!("{EVALUATION_INTERFACE}#check"))?,
            after_check: module.get_export_index(&format!("cabi_post_{EVALUATION_INTERFACE}#check"))?,
        })
    }
}

/// One instance. Any error makes it unusable: whoever gets an error drops it.
pub(super) struct DirectInstance {
    store: Store<Bounds>,
    memory: Memory,
    /// Takes an address and a size, which are 0 for something new, and an alignment and a size.
    allocate: TypedFunc<(u32, u32, u32, u32), u32>,
    /// Takes the address of the arguments, gives that of the answer.
    check: TypedFunc<u32, u32>,
    /// Frees the answer at an address.
    after_check: TypedFunc<u32, ()>,
    pub(super) calls: u32,
}

impl DirectInstance {
    pub(super) fn start(
        engine: &Engine,
        prepared: &InstancePre<Bounds>,
        exports: Exports,
        limits: &Limits,
    ) -> Result<Self, CheckError> {
        let mut store = new_store(engine, limits);
        let instance = match prepared.instantiate(&mut store) {
            Ok(instance) => instance,
            Err(error) => return Err(classify(&store, &error)),
        };
        let mut find = |export: &ModuleExport| {
            let found = instance.get_module_export(&mut store, export);
            found.ok_or_else(|| CheckError::Instantiation("an export of the policy is missing".into()))
        };
        let missing = || CheckError::Instantiation("an export of the policy is of another kind".into());
        let memory = find(&exports.memory)?.into_memory().ok_or_else(missing)?;
        let [allocate, check, after_check] = [&exports.allocate, &exports.check, &exports.after_check].map(&mut find);
        let function = |found: Result<wasmtime::Extern, CheckError>| found?.into_func().ok_or_else(missing);
        let (allocate, check, after_check) = (function(allocate)?, function(check)?, function(after_check)?);
        Ok(Self {
            allocate: allocate.typed(&store).map_err(|error| not_started(&error))?,
            check: check.typed(&store).map_err(|error| not_started(&error))?,
            after_check: after_check.typed(&store).map_err(|error| not_started(&error))?,
            store,
            memory,
            calls: 0,
        })
    }

    pub(super) fn check(
        &mut self,
        limits: &Limits,
        facts: &Facts,
        requests: &Requests,
    ) -> Result<Vec<Decision>, CheckError> {
        self.calls = self.calls.saturating_add(1);
        self.store.set_epoch_deadline(limits.deadline_ticks());
        let arguments = self.place(facts, requests)?;
        let answer = self.check.call(&mut self.store, arguments).map_err(|error| classify(&self.store, &error))?;
        let decisions = read_decisions(self.memory.data(&self.store), answer, limits)
            .ok_or_else(|| CheckError::Unreadable("the answer is no list of decisions".into()))?;
        self.after_check.call(&mut self.store, answer).map_err(|error| classify(&self.store, &error))?;
        Ok(decisions)
    }

    /// Writes the arguments into the memory of the component and says where they are. Each text and list has an
    /// allocation of its own: the component frees each by itself.
    fn place(&mut self, facts: &Facts, requests: &Requests) -> Result<u32, CheckError> {
        let arguments = Arguments {
            facts: PlacedFacts {
                text: self.place_text(&facts.text)?,
                names: self.place_list(&facts.names)?,
                organisation: facts.organisation,
                entitlements: facts.entitlements,
                groups: facts.groups,
                disabled_roles: facts.disabled_roles,
                principal: facts.principal,
                relationship: facts.relationship,
                external_access: facts.external_access,
                listed_users: self.place_list(&facts.listed_users)?,
                role_grants: self.place_list(&facts.role_grants)?,
                custom_roles: self.place_list(&facts.custom_roles)?,
                access_grants: self.place_list(&facts.access_grants)?,
                attributes: self.place_list(&facts.attributes)?,
            },
            requests: PlacedRequests {
                text: self.place_text(&requests.text)?,
                items: self.place_list(&requests.items)?,
            },
        };
        self.place_list(core::slice::from_ref(&arguments)).map(|slice| slice.address)
    }

    fn place_text(&mut self, text: &str) -> Result<Slice, CheckError> {
        let address = self.allocate(text.len(), 1)?;
        self.room(address, text.len())?.copy_from_slice(text.as_bytes());
        Ok(Slice { address, length: length(text.len())? })
    }

    #[inline(always)]
    fn place_list<Item: Write>(&mut self, items: &[Item]) -> Result<Slice, CheckError> {
        let size = items.len().checked_mul(Item::SIZE).ok_or_else(too_large)?;
        let address = self.allocate(size, Item::ALIGN)?;
        let room = self.room(address, size)?;
        for (item, image) in items.iter().zip(room.chunks_exact_mut(Item::SIZE)) {
            item.write(image).ok_or_else(too_large)?;
        }
        Ok(Slice { address, length: length(items.len())? })
    }

    /// The address of new room. There is room for nothing everywhere.
    fn allocate(&mut self, size: usize, align: usize) -> Result<u32, CheckError> {
        let (size, align) = (length(size)?, length(align)?);
        if size == 0 {
            return Ok(align);
        }
        let address = self.allocate.call(&mut self.store, (0, 0, align, size));
        let address = address.map_err(|error| classify(&self.store, &error))?;
        if address.is_multiple_of(align) {
            Ok(address)
        } else {
            Err(CheckError::Unreadable("no room is aligned".into()))
        }
    }

    fn room(&mut self, address: u32, size: usize) -> Result<&mut [u8], CheckError> {
        let memory = self.memory.data_mut(&mut self.store);
        let room = usize::try_from(address).ok().and_then(|start| memory.get_mut(start..)?.get_mut(..size));
        room.ok_or_else(|| CheckError::Unreadable("there is no room where the policy says".into()))
    }
}

/// The decisions that the answer at an address lists; none when it lists none, or more than may be read.
fn read_decisions(memory: &[u8], answer: u32, limits: &Limits) -> Option<Vec<Decision>> {
    let from = |address: u32| usize::try_from(address).ok().and_then(|start| memory.get(start..));
    let list = Slice::read(from(answer)?)?;
    let count = usize::try_from(list.length).ok()?;
    let size = count.checked_mul(Decision::SIZE).filter(|&size| size <= limits.answer_bytes_max)?;
    let items = from(list.address)?.get(..size)?;
    let mut decisions = Vec::with_capacity(count);
    for image in items.chunks_exact(Decision::SIZE) {
        decisions.push(Decision::read(image)?);
    }
    Some(decisions)
}

fn length(length: usize) -> Result<u32, CheckError> {
    u32::try_from(length).map_err(|_| too_large())
}

fn too_large() -> CheckError {
    CheckError::Unreadable("the facts take more than 4 GiB".into())
}
