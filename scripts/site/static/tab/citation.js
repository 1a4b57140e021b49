// Cited queries run again, by the rule of rerun.py, which every release carries: over its tables
// twice, with the records in both orders, and refused where the result is not settled by the data.
import { decode } from "./bytes.js";
import { parse } from "./csv.js";
import { digest } from "./digest.js";
import { FUNCTIONS, bound, known } from "./guard.js";
import { DESCRIPTOR, VIEWS } from "./release_files.js";
import { MAX_ROWS, run } from "./statement.js";
import { deep, quoted } from "./views.js";

const QUERY_TIMEOUT_S = 10, MAX_CELLS = 200_000, MAX_COLUMNS = 200;
const TYPES = { integer: "INTEGER", boolean: "INTEGER", number: "FLOAT" };
const CHANCE = ["random", "randomblob"];
const TIME = ["current_date", "current_time", "current_timestamp"];
const MACHINE = ["changes", "last_insert_rowid", "load_extension", "sqlite_compileoption_get",
  "sqlite_compileoption_used", "sqlite_source_id", "sqlite_version", "total_changes"];
const KINDS = [["chance", CHANCE], ["time", TIME], ["the machine", MACHINE]];
const TABLES = ["json_each", "json_tree"];
// Which argument of each is the moment in time.
const MOMENTS = { date: 0, time: 0, datetime: 0, julianday: 0, unixepoch: 0, strftime: 1, timediff: 0 };
const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*.*?(?:\*\/|$)|[\p{L}\p{N}_]+|\S/gsu;
const ONLY = "only a SELECT can be cited";

/** A query that cannot be cited; the message says why. */
export class Refused extends Error {
  name = "Refused";
}

/** The result of a query over both databases of a release, and its hash. Throws Refused. */
export async function cited(both, sql) {
  refuseUnsettled(sql);
  const [result, other] = both.map(database => runOnly(database, sql));
  const sha256 = await digest(result.columns, result.rows);
  if (await digest(other.columns, other.rows) !== sha256) {
    throw new Refused("the result depends on the order in which records lie: say every order that"
      + " matters, down to a key (ORDER BY before LIMIT, in group_concat, in OVER)");
  }
  if (result.rows.length * result.columns.length > MAX_CELLS) {
    throw new Refused(`the result has more than ${MAX_CELLS.toLocaleString("en")} cells`);
  }
  if (result.columns.length > MAX_COLUMNS) throw new Refused(`it gives more than ${MAX_COLUMNS} columns`);
  return { ...result, sha256 };
}

/** Throw Refused for what is not a SELECT, and where a SELECT has LIMIT but no ORDER BY. */
export function refuseUnsettled(sql) {
  const words = (sql.match(TOKEN) ?? []).filter(token => !/^(--|\/\*)/.test(token))
    .map(token => token.toUpperCase());
  if (!["SELECT", "WITH", "VALUES"].includes(words[0])) throw new Refused(ONLY);
  const ordered = [false];
  words.forEach((word, at) => {
    if (word === "(") ordered.push(false);
    else if (word === ")" && ordered.length > 1) ordered.pop();
    else if (word === "BY" && words[at - 1] === "ORDER") ordered[ordered.length - 1] = true;
    else if (word === "LIMIT" && !ordered.at(-1)) {
      throw new Refused("LIMIT without ORDER BY: which rows come out is left to chance");
    }
  });
}

function runOnly(database, sql) {
  const { sqlite3, db, reasons } = database, { capi } = sqlite3;
  reasons.length = 0;
  const attempt = () => {
    capi.sqlite3_set_authorizer(db.pointer, judge(database), 0);
    return run(sqlite3, db, sql, { most: MAX_ROWS, seconds: QUERY_TIMEOUT_S });
  };
  try {
    const result = deep(db, sql, attempt, write => {
      capi.sqlite3_set_authorizer(db.pointer, 0, 0);
      write();
    });
    if (result.isCut) throw new Error(`it gives more than ${MAX_ROWS} rows`);
    return result;
  } catch (error) {
    if (error.message === "interrupted") reasons.push(`it takes over ${QUERY_TIMEOUT_S} seconds`);
    throw new Refused(reasons[0] ?? error.message);
  } finally {
    capi.sqlite3_set_authorizer(db.pointer, 0, 0);
  }
}

function judge({ sqlite3: { capi }, reasons, tables, modules }) {
  const mayRead = (table, column) =>
    tables.has(table) || !(column || modules.has(table) || /^(pragma|sqlite)_/.test(table));
  return (_, action, table, what) => {
    if (action === capi.SQLITE_SELECT || action === capi.SQLITE_RECURSIVE) return capi.SQLITE_OK;
    if (action === capi.SQLITE_READ) {
      if (mayRead((table || "").toLowerCase(), what)) return capi.SQLITE_OK;
      reasons.push(`${table} is SQLite's own: it says how the database was made`);
    }
    const name = (what || "").toLowerCase();
    for (const [kind, names] of KINDS) {
      if (names.includes(name)) reasons.push(`${name}() is a function of ${kind}: it gives something else`);
    }
    if (action === capi.SQLITE_FUNCTION) {
      if (FUNCTIONS.has(name) && !reasons.length) return capi.SQLITE_OK;
      reasons.push(`${name}() cannot be cited: it is not one of SQLite's plain functions`);
    }
    reasons.push(ONLY);
    return capi.SQLITE_DENY;
  };
}

/** The tables and views of a release in memory, twice: with the records as they are in its
 * files, and in the opposite order. `files` has the bytes of its files by path. */
export function databases(sqlite3, files) {
  const texts = new Map([...files].map(([path, bytes]) => [path, decode(bytes)]));
  return [made(sqlite3, texts, false), made(sqlite3, texts, true)];
}

function made(sqlite3, texts, isReversed) {
  const turned = list => isReversed ? [...list].reverse() : list;
  const db = new sqlite3.oo1.DB(":memory:"), beside = new sqlite3.oo1.DB(":memory:");
  const names = new Set();
  db.exec("BEGIN");
  for (const resource of turned(JSON.parse(texts.get(DESCRIPTOR)).resources)) {
    if ("view" in resource) continue;
    const schema = resource.schema;
    const { fields } = typeof schema === "string" ? JSON.parse(texts.get(schema)) : schema;
    const name = resource.series ?? resource.name, { revision } = resource;
    const own = fields.map(field => `${quoted(field.name)} ${TYPES[field.type] ?? "TEXT"}`);
    const columns = revision === undefined ? own : ['"revision" TEXT', ...own];
    if (!names.has(name)) db.exec(`CREATE TABLE ${quoted(name)} (${columns.join(", ")})`);
    names.add(name);
    const [header = [], ...rows] = parse(texts.get(resource.path));
    const places = fields.map(field => header.indexOf(field.name));
    const insert = db.prepare(`INSERT INTO ${quoted(name)} VALUES (${columns.map(() => "?").join(", ")})`);
    for (const row of turned(rows)) {
      const cells = places.map(place => row[place] || null);
      insert.bind(revision === undefined ? cells : [revision, ...cells]).stepReset();
    }
    insert.finalize();
  }
  db.exec("COMMIT");
  db.exec(texts.get(VIEWS));
  const reasons = [];
  for (const [name, place] of Object.entries(MOMENTS)) still(sqlite3, db, beside, name, place, reasons);
  const { tables, modules } = known(sqlite3, db);
  bound(sqlite3, db);
  return { sqlite3, db, beside, reasons, tables: new Set([...tables, ...TABLES]), modules };
}

/** Have a function of time as SQLite has it, without the present moment and the local time. */
function still(sqlite3, db, beside, name, place, reasons) {
  const refuse = reason => { reasons.push(reason); throw new Error(reason); };
  const xFunc = (context, ...given) => {
    const words = given.map(word => (word instanceof Uint8Array ? decode(word) : String(word)).toLowerCase());
    const moments = words.slice(place, place + (name === "timediff" ? 2 : 1));
    if (!moments.length || moments.includes("now")) {
      refuse(`${name}() of now is a function of time: it gives something else`);
    }
    if (words.includes("localtime") || words.includes("utc")) {
      refuse(`${name}() in local time depends on the machine`);
    }
    const statement = beside.prepare(`SELECT ${name}(${given.map(() => "?").join(", ")})`);
    try {
      statement.bind(given).step();
      const isReal = sqlite3.capi.sqlite3_column_type(statement.pointer, 0) === sqlite3.capi.SQLITE_FLOAT;
      if (!isReal) return statement.get(0);
      sqlite3.capi.sqlite3_result_double(context, statement.getFloat(0));
      return undefined;
    } finally {
      statement.finalize();
    }
  };
  db.createFunction({ name, xFunc, arity: -1 });
}
