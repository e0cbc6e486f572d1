// What the host does with an instance of a policy. Each step is one call out of the host's own WebAssembly: there,
// every object of JavaScript that is touched costs as much as the work itself.

/** Fills `bytes` from the instance's memory; a `RangeError` when that leaves the memory. */
export function read(memory, address, bytes) {
  // The buffer is asked for anew each time: when the memory grows, the browser detaches the old one.
  bytes.set(new Uint8Array(memory.buffer, address, bytes.length));
}

/** Copies `bytes` into the instance's memory; a `RangeError` when that leaves the memory. */
export function write(memory, address, bytes) {
  new Uint8Array(memory.buffer, address, bytes.length).set(bytes);
}

export function memoryBytes(memory) {
  return memory.buffer.byteLength;
}

export function allocate(allocator, size, align) {
  return addressIn(allocator(0, 0, align, size));
}

/** Calls a function of the contract; one without parameters does not look at the address. */
export function call(callee, parameters) {
  return addressIn(callee(parameters));
}

/** Lets the component free a result; what it answers says nothing. */
export function release(callee, result) {
  callee(result);
}

/** Addresses are 32-bit numbers. Anything else stands for one that lies in no memory. */
function addressIn(result) {
  return typeof result === "number" ? result : 0xffff_ffff;
}
