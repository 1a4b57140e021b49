// A section of entries, one line a row, as the site has it: its day, what it is, what is said of it.
// What a column is for is in the ending of its name, see locale/cells.py.
import { ROOT } from "./edition.js";
import { about, made, say } from "./page.js";

const DAY = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/;
const WITHIN = /(?<![A-Za-z0-9_/.-])\d{4}-\d\d-\d\d(?![A-Za-z0-9_-]|\.[A-Za-z0-9])/g;

/** The section of the page. */
export function entries({ name, title }, { columns, rows }) {
  const records = rows.map(row => Object.fromEntries(columns.map((column, at) => [column, row[at]])));
  const section = made("section", { id: name });
  if (title) section.append(made("h2", {}, title));
  section.append(made("ul", { class: "entries" }, ...records.map(entry)));
  return section;
}

function entry(record) {
  const item = made("li");
  if (record.day) item.append(made("span", { class: "day" }, made("time", { datetime: record.day }, inWords(record.day))));
  const address = href(record.text_url);
  const words = spelled(told(record, "text"));
  const text = made("span", { class: "text" }, address ? made("a", { href: address }, words) : words);
  const says = told(record, "says");
  if (says) text.append(made("span", { class: "says" }, spelled(says)));
  item.append(text);
  return item;
}

/** The text of a column in the language of the page, or else in another. */
function told(record, name) {
  if (name in record) return record[name] ?? "";
  const own = about.prefix ? about.prefix.slice(1) : about.languages[0];
  const others = about.languages.filter(language => language !== own);
  return [own, ...others].map(language => record[`${name}_${language}`]).find(Boolean) ?? "";
}

/** An address of the edition, or of the web; nothing for any other. */
function href(address) {
  if (typeof address !== "string") return "";
  if (/^https?:\/\//i.test(address)) return address;
  if (!address.startsWith("/") || address.startsWith("//")) return "";
  const [quoted, fragment] = address.split("#");
  // A host of files decodes an address once; the folder of a key with a slash has %2F in its name.
  const path = quoted.replaceAll("%2F", "%252F");
  const first = path.split("/")[1], prefix = about.own.includes(first) ? about.prefix : "";
  const folder = /\.\w+$|\/$/.test(path) ? "" : "/";
  return new URL(`.${prefix}${path}${folder}${fragment ? `#${fragment}` : ""}`, ROOT).href;
}

function inWords(day) {
  const [, year, month, number] = day.match(DAY) ?? [];
  if (!year) return day;
  if (!month) return say("year_alone", { year });
  const named = { year, month: say("months").split(" ")[Number(month) - 1], day: String(Number(number)) };
  return say(number ? "day_of_year" : "month_of_year", named);
}

const spelled = text => text.replace(WITHIN, inWords);
