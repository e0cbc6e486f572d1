// Memory for answers, and texts in both directions. Nothing is freed: an instance lives for one call.

/** Memory of so many bytes, all zero: the number zero, no text, an empty list, the first case of an enumeration. */
export function zeroed(bytes: usize): usize {
  const address = heap.alloc(bytes);
  memory.fill(address, 0, bytes);
  return address;
}

/** Writes a text. */
export function setText(field: usize, text: string): void {
  const bytes = String.UTF8.encode(text);
  setList(field, changetype<usize>(bytes), bytes.byteLength);
}

/** Writes a list, or anything else that is an address and a number. */
export function setList(field: usize, address: usize, length: usize): void {
  store<usize>(field, address);
  store<usize>(field, length, 4);
}

/** The text that a `text-range` takes from the `text` of its record; `null` when it leaves it, or cuts a character. */
export function piece(text: usize, range: usize): string | null {
  const address = load<u32>(text);
  const length = load<u32>(text, 4);
  const start = load<u32>(range);
  const end = u64(start) + load<u32>(range, 4);
  if (end > length || cuts(address, length, start) || cuts(address, length, u32(end))) return null;
  return String.UTF8.decodeUnsafe(address + start, usize(u32(end) - start));
}

/** Whether a character of UTF-8 goes on at this place. */
function cuts(address: u32, length: u32, place: u32): bool {
  return place < length && (load<u8>(address + place) & 0xc0) == 0x80;
}
