// A result as programs take it: CSV and JSON.
import { write } from "./csv.js";

const encoded = bytes => btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));

/** A value as text; a whole number that is a REAL says so. */
export function text(value) {
  if (value === null) return "";
  if (value instanceof Uint8Array) return encoded(value);
  if (typeof value === "object") return Number.isFinite(value.value) ? value.value.toFixed(1) : String(value.value);
  return String(value);
}

/** The result as CSV, with the names of its columns. */
export const csv = ({ columns, rows }) => write([columns, ...rows.map(row => row.map(text))]);

/** The result as JSON: an object a row. A number too large for JavaScript keeps its digits. */
export function json({ columns, rows }) {
  const value = cell => {
    if (typeof cell === "bigint") return String(cell);
    if (cell instanceof Uint8Array) return JSON.stringify({ $base64: true, encoded: encoded(cell) });
    return JSON.stringify(cell !== null && typeof cell === "object" ? cell.value : cell);
  };
  const record = row => columns.map((name, at) => `${JSON.stringify(name)}: ${value(row[at])}`).join(", ");
  return `[\n${rows.map(row => ` {${record(row)}}`).join(",\n")}\n]\n`;
}
