// One statement on a connection: prepared, bound, stepped, and its rows read without loss.
import { decode } from "./bytes.js";

const OPERATIONS_PER_CHECK = 10_000;
// What a tab can hold of a result, and show.
const MAX_CELLS = 1_000_000, MAX_CHARS = 50_000_000;

/** Rows that a result has at the most. */
export const MAX_ROWS = 100_000;

/** A REAL that is a whole number, which JavaScript could not tell from an INTEGER. */
export class Real {
  constructor(value) { this.value = value; }
}

/**
 * Run one statement. `parameters` has a text for each name; `most` rows are read at the most, and
 * `isCut` says whether there were more; after `seconds` SQLite interrupts it. Throws an Error with
 * SQLite's own words.
 */
export function run(sqlite3, db, sql, { parameters = {}, most = Infinity, seconds = 30 } = {}) {
  const { capi } = sqlite3;
  const end = performance.now() + seconds * 1000;
  const statement = prepare(sqlite3, db, sql);
  try {
    bind(sqlite3, db, statement, parameters);
    capi.sqlite3_progress_handler(db.pointer, OPERATIONS_PER_CHECK, () => performance.now() > end ? 1 : 0, 0);
    const width = capi.sqlite3_column_count(statement);
    const columns = Array.from({ length: width }, (_, at) => capi.sqlite3_column_name(statement, at));
    const rows = [];
    let letters = 0;
    for (;;) {
      const code = capi.sqlite3_step(statement);
      if (code === capi.SQLITE_DONE) return { columns, rows, isCut: false };
      if (code !== capi.SQLITE_ROW) throw new Error(capi.sqlite3_errmsg(db.pointer));
      if (rows.length >= most) return { columns, rows, isCut: true };
      const row = columns.map((_, at) => value(sqlite3, statement, at));
      letters += row.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
      rows.push(row);
      if (letters > MAX_CHARS) throw new Error(`the result is larger than ${MAX_CHARS / 1e6} MB`);
      if (rows.length * width > MAX_CELLS) throw new Error(`the result has more than ${MAX_CELLS.toLocaleString("en")} cells`);
    }
  } finally {
    capi.sqlite3_progress_handler(db.pointer, 0, 0, 0);
    capi.sqlite3_finalize(statement);
  }
}

function prepare({ capi, wasm }, db, sql) {
  if (sql.includes("\0")) throw new Error("the query contains a null character");
  const top = wasm.pstack.pointer;
  let statement;
  try {
    const place = wasm.pstack.allocPtr();
    const code = capi.sqlite3_prepare_v2(db.pointer, sql, -1, place, null);
    statement = wasm.peekPtr(place);
    if (code) throw new Error(capi.sqlite3_errmsg(db.pointer));
  } finally {
    wasm.pstack.restore(top);
  }
  if (!statement) throw new Error("Statement must be a SELECT");
  const rest = sql.slice(capi.sqlite3_sql(statement).length);
  if (rest.replace(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[\s;]+/g, "")) {
    capi.sqlite3_finalize(statement);
    throw new Error("You can only execute one statement at a time.");
  }
  return statement;
}

function bind({ capi, wasm }, db, statement, parameters) {
  for (let at = 1; at <= capi.sqlite3_bind_parameter_count(statement); at += 1) {
    const name = capi.sqlite3_bind_parameter_name(statement, at);
    if (!name) throw new Error("Incorrect number of bindings supplied: give each parameter a name, as :name");
    // The function for text looks at a name that is not there; given a place, it does not.
    const [place, size] = wasm.allocCString(String(parameters[name.slice(1)] ?? ""), true);
    const code = capi.sqlite3_bind_text(statement, at, place, size, capi.SQLITE_TRANSIENT);
    wasm.dealloc(place);
    if (code) throw new Error(capi.sqlite3_errmsg(db.pointer));
  }
}

/** The bytes at a place in the memory of the engine, as a copy. */
const copy = (wasm, place, size) => wasm.heap8u().slice(place, place + size);

function value({ capi, wasm }, statement, at) {
  switch (capi.sqlite3_column_type(statement, at)) {
    case capi.SQLITE_INTEGER: {
      const big = capi.sqlite3_column_int64(statement, at);
      return Number.isSafeInteger(Number(big)) ? Number(big) : big;
    }
    case capi.SQLITE_FLOAT: {
      const number = capi.sqlite3_column_double(statement, at);
      return Number.isInteger(number) || !Number.isFinite(number) ? new Real(number) : number;
    }
    case capi.SQLITE_TEXT: {
      const place = wasm.exports.sqlite3_column_text(statement, at);
      return decode(copy(wasm, place, capi.sqlite3_column_bytes(statement, at)));
    }
    case capi.SQLITE_BLOB: {
      const place = wasm.exports.sqlite3_column_blob(statement, at);
      return copy(wasm, place, capi.sqlite3_column_bytes(statement, at));
    }
    default:
      return null;
  }
}
