// The page that searches: first the names in the page itself, then the sections whose SQL runs in
// the database. If only one record has the name, its page opens.
import { decode } from "./bytes.js";
import { Database } from "./database.js";
import { entries } from "./entries.js";
import { ROOT, fetched } from "./edition.js";
import { MAX_ASKED_CHARS, find, index } from "./names.js";
import { isChinese, normalizer } from "./normalize.js";
import { about, at, explained, made, progress, say, status, wrong } from "./page.js";

const DICTIONARIES = "static/opencc/dictionaries.json";
const asked = (new URLSearchParams(location.search).get("q") ?? "").trim();
const items = new Map(about.names.map(([key], place) => [key, at("found").querySelectorAll("li")[place]]));

/** What converts Chinese: nothing has to be loaded where there is none. */
async function simplifier() {
  if (!isChinese(asked) && !about.names.some(([, names]) => names.some(isChinese))) return text => text;
  const { converter } = await import("./opencc.js");
  return converter(JSON.parse(decode(await fetched(DICTIONARIES))));
}

/** The item of a record, with the name that it was found by unless the item shows it. */
function shown(key, by) {
  const item = items.get(key).cloneNode(true);
  const parts = [...item.querySelectorAll(".text > a, .says")].map(part => part.textContent.trim());
  const acronym = item.querySelector(".text > a")?.nextSibling?.textContent.match(/\(([^)]*)\)/)?.[1];
  if (by && ![...parts, acronym].includes(by)) {
    const name = made("b", {}, by);
    const tag = about.tags[Number(isChinese(by))];
    if (tag && isChinese(by) !== isChinese(document.title)) name.lang = tag;
    const [before, after] = say("found_by", { name: "\0" }).split("\0");
    const said = made("span", { class: "says" }, before, name, after);
    const last = item.querySelector(".says:last-of-type");
    if (last) last.before(said); else item.querySelector(".text").append(said);
  }
  return item;
}

function show({ exact, within, near, by }) {
  const hits = [...exact, ...within];
  at("found").replaceChildren(made("ul", { class: "entries" }, ...hits.map(key => shown(key, by.get(key)))));
  at("near").hidden = !near.length;
  at("near").querySelector("ul").replaceChildren(...near.map(key => shown(key)));
  at("empty").textContent = at("empty").textContent.replace("{count}", about.names.length);
  at("none").hidden = hits.length > 0;
  if (near.length) at("near").after(at("none"));
  at("count").textContent = hits.length ? say("found_count", { count: hits.length }) : "";
  document.body.dataset.found = "names";
}

/** The other sections; if they cannot be loaded, the page says so and keeps the names. */
async function others() {
  if (!about.sections.length) return;
  const database = new Database(progress);
  const q = [...asked].slice(0, MAX_ASKED_CHARS).join("");
  const values = { ...about.asked, q, like: `%${q.replace(/[%_\\]/g, "\\$&")}%` };
  status(say("tab_more"));
  try {
    for (const section of about.sections) {
      const result = await database.ask(undefined, section.sql, values);
      if (result.rows.length) at("others").append(entries(section, result));
    }
  } catch (error) {
    wrong(explained(error));
  }
  status("");
  progress(1);
  document.body.dataset.found = "all";
}

async function begin() {
  if (!asked) return;
  document.querySelector("main input[name=q]").value = asked;
  document.title = `${say("search_of", { q: asked })} – ${document.title.split(" – ").at(-1)}`;
  const known = index(about.names, normalizer(await simplifier()));
  const found = find(known, asked);
  const hits = found.exact.length ? found.exact : found.within;
  const page = hits.length === 1 && items.get(hits[0]).querySelector("a")?.href;
  if (page && page.startsWith(ROOT.href)) return location.replace(page);
  show(found);
  await others();
}

begin().catch(error => wrong(explained(error)));
