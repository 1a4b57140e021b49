// A result as people take it: a table, and a file.
import { text } from "./formats.js";
import { made } from "./page.js";

// This many rows a page shows; the downloads have all.
export const MAX_SHOWN_ROWS = 1000;

/** Fill the table with the beginning of a result. */
export function show(table, { columns, rows }) {
  const isNumber = columns.map((_, at) => rows.length > 0
    && rows.every(row => row[at] === null || typeof row[at] !== "string" && !(row[at] instanceof Uint8Array))
    && rows.some(row => row[at] !== null));
  const head = made("tr", { role: "row" }, ...columns.map((name, at) =>
    made("th", { scope: "col", role: "columnheader", ...(isNumber[at] && { class: "number" }) }, name)));
  const body = rows.slice(0, MAX_SHOWN_ROWS).map(row => made("tr", { role: "row" }, ...row.map((value, at) => {
    const kind = [isNumber[at] && "number", value === null && "nothing"].filter(Boolean).join(" ");
    return made("td", { role: "cell", "data-label": columns[at], ...(kind && { class: kind }) }, text(value));
  })));
  table.replaceChildren(
    made("thead", { role: "rowgroup" }, head), made("tbody", { role: "rowgroup" }, ...body),
  );
}

/** Offer a text as a file to save. */
export function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = made("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
