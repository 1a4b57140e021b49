// SQLite in the memory of this tab: databases that are only read, under the guard.
import initialize from "../sqlite-wasm/index.mjs";
import * as guard from "./guard.js";
import { MAX_ROWS, run } from "./statement.js";
import { deep } from "./views.js";

const ESCAPE = "escape_fts";

/** SQLite from the bytes of its WebAssembly. */
export function start(wasmBinary) {
  const off = { vfs: { opfs: true, "opfs-sahpool": true, "opfs-wl": true, kvvfs: true } };
  globalThis.sqlite3ApiConfig = { disable: off, warn() {}, log() {} };
  return initialize({ wasmBinary, print() {}, printErr() {} });
}

/** A database from the bytes of its file, in memory; from then on it is only read. */
export function open(sqlite3, bytes) {
  const { capi, wasm } = sqlite3;
  const db = new sqlite3.oo1.DB(":memory:");
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_RESIZEABLE;
  const place = wasm.allocFromTypedArray(new Uint8Array(bytes));
  db.checkRc(capi.sqlite3_deserialize(db, "main", place, bytes.length, bytes.length, flags));
  db.createFunction(ESCAPE, (_, words) => escaped(String(words)), { deterministic: true });
  guard.protect(sqlite3, db, [ESCAPE]);
  return db;
}

/** What a statement of a reader gives over an open database, see `run` of statement.js. */
export function ask(sqlite3, db, sql, parameters, seconds) {
  guard.requireSelect(sql);
  const attempt = () => run(sqlite3, db, sql, { parameters, most: MAX_ROWS, seconds });
  return deep(db, sql, attempt, write => {
    sqlite3.capi.sqlite3_set_authorizer(db.pointer, 0, 0);
    try {
      write();
    } finally {
      guard.protect(sqlite3, db, [ESCAPE]);
    }
  });
}

/** Words to search for, each in quotes, so that none is an operator of full-text search. */
function escaped(words) {
  const whole = (words.split('"').length - 1) % 2 ? `${words}"` : words;
  return whole.split(/\s+|(".*?")/).filter(part => part && part !== '""')
    .map(part => part.startsWith('"') ? part : `"${part}"`).join(" ");
}
