// A static host knows no queries: what a form asks for, and what an address of the server means, is
// one of the pages that are here.
const ROOT = new URL("../../", import.meta.url);
const told = JSON.parse(document.getElementById("told")?.textContent ?? "{}");

/** The newest of the revisions up to a day; the name itself where it is one of them. */
function upTo(names, name) {
  if (names.includes(name)) return name;
  return names.filter(known => known.slice(0, 10) <= name).at(-1);
}

/** The page that the form means whose fields follow the ?. */
function chosen(asked) {
  if (asked.has("day")) return upTo(told.days ?? [], asked.get("day"))?.concat("/");
  const [series, old, now] = ["series", "old", "new"].map(name => asked.get(name));
  if (!old || !now) return undefined;
  if (!series) return `../${old}...${now}/`;
  if (told.sql?.[series]) return `${told.sql[series]}&old=${encodeURIComponent(old)}&new=${encodeURIComponent(now)}`;
  return `${series}/${old}...${now}/`;
}

/** The page of what a citation names: /cite/1.0.0/?record=who, formerly ?organization=who. */
function cited(asked) {
  if (asked.get("organization")) asked.set("record", asked.get("organization"));
  const names = ["record", "revision"].filter(name => asked.get(name));
  return names.length ? names.map(name => `${name}/${asked.get(name)}/`).join("") : undefined;
}

/** Where an address leads that the server answers and of which no file is here. */
function meant(path) {
  const found = path.match(/^((?:[a-z]+\/)??)(as-of|diff|v\d+-\d+-\d+)\/(.+?)\/?$/);
  if (found) {
    const [, prefix, kind, rest] = found;
    if (kind === "as-of") return prefix + kind + "/" + upTo(told.days ?? [], rest) + "/";
    if (kind === "diff") {
      const [, series, old, now] = rest.match(/^([^/]+)\/(.+)\.\.\.(.+)$/) ?? [];
      const names = told.series?.[series];
      if (names) return `${prefix}diff/${series}/${upTo(names, old)}...${upTo(names, now)}/`;
    }
    const release = kind.slice(1).replaceAll("-", ".");
    const sql = `SELECT * FROM "${rest.replaceAll('"', '""')}"`;
    if (kind.startsWith("v")) return `${prefix}sql/#${new URLSearchParams({ sql, release })}`;
  }
  return path.toLowerCase() === path ? undefined : path.toLowerCase();
}

/** A part of an address as text; as it is where what follows a % is no character. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The page in the language of an address, to use instead of this one. */
async function translated(path) {
  const prefix = told.prefixes.find(one => path.startsWith(`${one}/`));
  const answer = prefix && await fetch(new URL(`${prefix}/404.html`, ROOT)).catch(() => undefined);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  document.body.replaceWith(page.body);
}

const asked = new URLSearchParams(location.search);
if ("missing" in told) {
  const path = location.pathname.slice(ROOT.pathname.length);
  const target = location.pathname.startsWith(ROOT.pathname) && meant(decoded(path));
  if (target && !target.includes("undefined")) {
    const page = new URL(target, ROOT);
    const answer = await fetch(page, { method: "HEAD" }).catch(() => undefined);
    if (answer?.ok) location.replace(page);
  }
  await translated(path);
  const field = document.querySelector("main input[type=search]");
  if (field) field.value = decoded(path.split("/").filter(Boolean).at(-1) ?? "");
} else {
  const target = location.pathname.includes("/cite/") ? cited(asked) : chosen(asked);
  if (target) location.replace(new URL(target, location));
}
