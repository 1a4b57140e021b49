// The page that asks in SQL: its form, what the address says, the result, and whether a cited query
// holds.
import { read, write } from "./address.js";
import { Database, Refused, Stopped } from "./database.js";
import { edition } from "./edition.js";
import { csv, json } from "./formats.js";
import { filled, names } from "./parameters.js";
import { about, at, explained, go, made, offer, progress, say, status, wrong } from "./page.js";
import { MAX_SHOWN_ROWS, download, show } from "./result.js";

const QUERY_TIMEOUT_S = 30, MAX_LINES = 24;
const database = new Database(share => { if (running) progress(share); });
const questions = new Map(about.questions.map(question => [question.name, question]));
// Which statement runs, and how many have been asked for.
let running = 0, turn = 0, result;

/** The question that the statement is, if it is one of the package's. */
const asked = sql => about.questions.find(question => question.sql === sql.trim());

function given() {
  const fields = [...at("fields").querySelectorAll("[name]")].map(field => [field.name, field.value.trim()]);
  return { sql: at("sql").value, release: at("release").value, sha256: null, parameters: Object.fromEntries(fields) };
}

function fill(state) {
  at("sql").value = state.sql;
  at("sql").rows = Math.min(MAX_LINES, Math.max(6, state.sql.split("\n").length + 1));
  at("release").value = state.release;
  const question = asked(state.sql);
  at("question").value = question?.name ?? "";
  at("about").textContent = question?.description ?? "";
  fields(state.parameters);
}

/** A field for each parameter of the statement, with the values there are. */
function fields(values) {
  const question = asked(at("sql").value);
  const wanted = names(at("sql").value);
  const have = [...at("fields").querySelectorAll("[name]")].map(field => field.name);
  const kind = question?.name ?? "";
  if (kind === at("fields").dataset.of && wanted.join() === have.join() && !values) return;
  const kept = values ?? given().parameters;
  at("fields").dataset.of = kind;
  at("fields").replaceChildren(...wanted.map(name => {
    const known = question?.parameters.find(parameter => parameter.name === name) ?? { label: name, kind: "text" };
    const options = about.options[`${kind} ${name}`] ?? about.options[name] ?? [];
    const field = known.kind === "choice"
      ? made("select", { name }, made("option", { value: "" }, say("tab_choose")), ...options.map(([value, label]) => made("option", { value }, label)))
      : made("input", { name, type: known.kind === "day" ? "date" : "text", autocomplete: "off" });
    field.required = Boolean(question);
    field.value = kept[name] ?? "";
    const label = made("label", {}, known.label, field);
    if (known.example) label.append(made("span", { class: "example" }, say("tab_example", { example: known.example })));
    return label;
  }));
}

async function run(state) {
  if (running) database.stop();
  const own = turn += 1;
  running = own;
  const isCited = typeof state.sha256 === "string";
  wrong();
  if (isCited && !globalThis.crypto?.subtle) return wrong(say("tab_insecure"));
  at("answer").hidden = at("cited").hidden = true;
  at("stop").hidden = false;
  at("answer").setAttribute("aria-busy", "true");
  status(say("tab_running"));
  try {
    const found = isCited
      ? await database.cite(state.release || (await newest()), state.sql)
      : await database.ask(state.release || undefined, state.sql, state.parameters, QUERY_TIMEOUT_S);
    if (own !== running) return;
    result = found;
    answer(state, found);
  } catch (error) {
    if (own === running) failed(error, isCited);
  } finally {
    if (own === running) {
      running = 0;
      at("stop").hidden = true;
      at("answer").removeAttribute("aria-busy");
      progress(1);
    }
  }
}

function answer(state, found) {
  const count = found.rows.length;
  status(say(count === 1 ? "tab_row" : "tab_rows", { count: count.toLocaleString("en") }) + (found.isCut ? ` ${say("tab_cut")}` : ""));
  show(at("result"), found);
  at("beginning").textContent = count > MAX_SHOWN_ROWS ? say("tab_beginning", { count: MAX_SHOWN_ROWS.toLocaleString("en") }) : "";
  at("result").setAttribute("data-rows", String(count));
  at("answer").hidden = false;
  if (found.sha256) cited(state, found.sha256);
}

function cited(state, sha256) {
  const verdict = !state.sha256 ? "gives" : state.sha256.toLowerCase() === sha256 ? "holds" : "differs";
  at("cited").hidden = false;
  at("cited").dataset.cited = verdict;
  at("cited-words").textContent = say(`tab_${verdict}`);
  at("cited-sha256").textContent = sha256;
  const own = { ...state, sha256, parameters: {} };
  at("cited-address").href = write(own);
  if (verdict === "gives") history.replaceState(null, "", write(own));
}

function failed(error, isCited) {
  at("result").replaceChildren();
  status("");
  if (error instanceof Stopped) return status(say("tab_stopped"));
  if (error.message === "interrupted") return wrong(say("tab_interrupted", { seconds: QUERY_TIMEOUT_S }));
  const isRefused = error instanceof Refused || (isCited && !error.word);
  return wrong(isRefused ? say("tab_refused", { reason: error.message }) : explained(error));
}

async function newest() {
  const { releases } = await edition();
  if (!releases.length) throw new Refused(say("tab_no_release"));
  return releases.at(-1).version;
}

const ask = state => go(write(state), follow);

function follow() {
  const state = read(location);
  if (!state.sql) return;
  fill(state);
  run(state);
}

async function begin() {
  try {
    const { releases } = await edition();
    offer(releases);
  } catch {
    wrong(say("tab_unreached", { path: "edition.json" }));
  }
  follow();
}

at("question").addEventListener("change", ({ target }) => {
  const question = questions.get(target.value);
  if (!question) return;
  const state = { sql: question.sql, release: at("release").value, sha256: null, parameters: {} };
  fill(state);
  if (!names(question.sql).length) ask(state);
});
at("sql").addEventListener("input", () => {
  const question = asked(at("sql").value);
  at("question").value = question?.name ?? "";
  at("about").textContent = question?.description ?? "";
  fields();
});
at("ask").addEventListener("submit", event => {
  event.preventDefault();
  ask(given());
});
at("ask").addEventListener("keydown", event => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  at("ask").requestSubmit();
});
at("stop").addEventListener("click", () => database.stop());
at("cite").addEventListener("click", async () => {
  const state = read(location);
  const release = state.release || await newest().catch(error => { failed(error, true); });
  if (release) ask({ sql: filled(state.sql, state.parameters), release, sha256: "", parameters: {} });
});
const named = () => [asked(at("sql").value)?.name ?? "result", read(location).release].filter(Boolean).join("-");
at("csv").addEventListener("click", () => download(`${named()}.csv`, "text/csv;charset=utf-8", csv(result)));
at("json").addEventListener("click", () => download(`${named()}.json`, "application/json", json(result)));
window.addEventListener("hashchange", follow);
begin();
