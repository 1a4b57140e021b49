// A result as people and programs take it: a table, CSV and JSON.
import { write } from "./csv.js";
import { made } from "./page.js";

// So many rows a page shows; the downloads have all.
export const SHOWN = 1000;

const encoded = bytes => btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));

/** A value as text; a whole number that is a REAL says so. */
export function text(value) {
  if (value === null) return "";
  if (value instanceof Uint8Array) return encoded(value);
  if (typeof value === "object") return Number.isFinite(value.value) ? value.value.toFixed(1) : String(value.value);
  return String(value);
}

/** Fill the table with the beginning of a result. */
export function show(table, { columns, rows }) {
  const isNumber = columns.map((_, at) => rows.length > 0
    && rows.every(row => row[at] === null || !["string"].includes(typeof row[at]) && !(row[at] instanceof Uint8Array))
    && rows.some(row => row[at] !== null));
  const head = made("tr", { role: "row" }, ...columns.map((name, at) =>
    made("th", { scope: "col", role: "columnheader", ...(isNumber[at] && { class: "number" }) }, name)));
  const body = rows.slice(0, SHOWN).map(row => made("tr", { role: "row" }, ...row.map((value, at) => {
    const kind = [isNumber[at] && "number", value === null && "nothing"].filter(Boolean).join(" ");
    return made("td", { role: "cell", "data-label": columns[at], ...(kind && { class: kind }) }, text(value));
  })));
  table.replaceChildren(
    made("thead", { role: "rowgroup" }, head), made("tbody", { role: "rowgroup" }, ...body),
  );
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

/** Have the browser keep a text as a file. */
export function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = made("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
