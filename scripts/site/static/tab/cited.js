// A query that is cited by the address of a page: where no server has answered it, it is run in the
// tab, by the page that asks in SQL.
import { write } from "./address.js";
import { ROOT } from "./edition.js";

const asked = new URLSearchParams(location.search);
if (asked.has("sql") && !document.getElementById("query")) {
  const [prefix, rest] = location.pathname.slice(ROOT.pathname.length).split(/cite\//);
  const state = { sql: asked.get("sql"), release: rest.replace(/\/.*$/, ""), sha256: asked.get("sha256") ?? "" };
  location.replace(new URL(`${prefix}sql/${write(state)}`, ROOT));
}
