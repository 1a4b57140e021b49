// The zip of a release: stored, not deflated, with fixed order, times and modes, so that the files
// of a release give one sequence of bytes.
import { byBytes, encode, joined } from "./bytes.js";

const TABLE = Array.from({ length: 256 }, (_, start) => {
  let sum = start;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1;
  return sum >>> 0;
});
// 1 January 1980 as MS-DOS writes it, and the mode of a plain file.
const DAY = 0x21, MODE = 0o100644 << 16, UNIX = 3, NEEDED = 20, UTF8 = 0x800;

function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** Numbers in little-endian order, each [value, bytes]. */
function packed(...numbers) {
  const bytes = [];
  for (const [value, size] of numbers) {
    for (let place = 0; place < size; place += 1) bytes.push((value >>> (8 * place)) & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** The files, by path, as one zip. */
export function zipped(files) {
  const bodies = [], index = [];
  let place = 0;
  for (const path of [...files.keys()].sort(byBytes)) {
    const bytes = files.get(path), name = encode(path);
    const flags = name.length === path.length ? 0 : UTF8;
    const about = [[NEEDED, 2], [flags, 2], [0, 2], [0, 2], [DAY, 2], [crc32(bytes), 4],
      [bytes.length, 4], [bytes.length, 4], [name.length, 2], [0, 2]];
    const head = packed([0x04034b50, 4], ...about);
    bodies.push(head, name, bytes);
    index.push(packed([0x02014b50, 4], [NEEDED, 1], [UNIX, 1], ...about, [0, 2], [0, 2], [0, 2], [MODE, 4], [place, 4]), name);
    place += head.length + name.length + bytes.length;
  }
  const size = index.reduce((sum, part) => sum + part.length, 0), count = files.size;
  const end = packed([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [place, 4], [0, 2]);
  return joined([...bodies, ...index, end]);
}
