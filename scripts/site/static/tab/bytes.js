// Bytes: as text, in hexadecimal, joined, and in order.
const encoder = new TextEncoder(), decoder = new TextDecoder();

/** The bytes of a text in UTF-8. */
export const encode = text => encoder.encode(text);

/** The text of bytes in UTF-8. */
export const decode = bytes => decoder.decode(bytes);

/** The bytes in hexadecimal. */
export const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");

/** The parts as one sequence of bytes. */
export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let place = 0;
  for (const part of parts) { whole.set(part, place); place += part.length; }
  return whole;
}

/** The order of two texts by their bytes in UTF-8. */
export function byBytes(one, other) {
  const [a, b] = [encode(one), encode(other)];
  const place = a.findIndex((byte, at) => byte !== b[at]);
  return place < 0 ? a.length - b.length : a[place] - (b[place] ?? -1);
}
