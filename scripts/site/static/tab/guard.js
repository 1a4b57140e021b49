// What SQL that a reader wrote may do: it only reads, and calls functions that are allowed by name.
// The lists are those of scripts/core/guard.py, and a test holds the two together.
const words = text => new Set(text.trim().split(/\s+/));

export const FUNCTIONS = words(`
-> ->> abs ceil ceiling char coalesce concat concat_ws floor format glob hex if ifnull iif instr
length like likelihood likely lower ltrim max min mod nullif octet_length printf quote random
replace round rtrim sign soundex substr substring trim trunc typeof unhex unicode unistr unlikely
upper zeroblob
acos acosh asin asinh atan atan2 atanh cos cosh degrees exp ln log log10 log2 pi pow power radians
sin sinh sqrt tan tanh
current_date current_time current_timestamp date datetime julianday strftime time timediff
unixepoch
json json_array json_array_length json_error_position json_extract json_group_array
json_group_object json_insert json_object json_patch json_pretty json_quote json_remove
json_replace json_set json_type json_valid
avg count cume_dist dense_rank first_value group_concat lag last_value lead median nth_value ntile
percent_rank percentile percentile_cont percentile_disc rank row_number string_agg sum total
bm25 highlight match snippet
`);
export const SCHEMA_PRAGMAS = words(`
foreign_key_list index_info index_list index_xinfo table_info table_list table_xinfo
`);
// PRAGMA statements; as tables those beyond the ones above are refused.
export const STATEMENTS = new Set([...SCHEMA_PRAGMAS, ...words(`
data_version database_list function_list page_count page_size schema_version
`)]);
const SCHEMA = new Set(["sqlite_master", "sqlite_schema"]);
const VIRTUAL_TABLES = ["json_each", "json_tree", ...[...SCHEMA_PRAGMAS].map(name => `pragma_${name}`)];
// Bytes of a statement, and of one text, blob or record on the way through it; and the rest.
export const SIZES = {
  SQLITE_LIMIT_SQL_LENGTH: 100_000,
  SQLITE_LIMIT_LENGTH: 200_000,
  SQLITE_LIMIT_VARIABLE_NUMBER: 1000,
  // This one also limits views within views.
  SQLITE_LIMIT_EXPR_DEPTH: 1000,
  SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1000,
  SQLITE_LIMIT_ATTACHED: 0,
  SQLITE_LIMIT_WORKER_THREADS: 0,
};
const SELECT = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*(?:explain\s+(?:query\s+plan\s+)?)?(?:select|with)\b/i;

/** The names of the tables and of SQLite's kinds of table, in lower case, for `judge` and others. */
export function known(sqlite3, db) {
  const all = sql => new Set(db.selectValues(sql).map(name => String(name).toLowerCase()));
  return { tables: all("SELECT name FROM sqlite_master"), modules: all("PRAGMA module_list") };
}

/** Bound what one statement can take on this connection. */
export function bound({ capi }, db) {
  for (const [name, size] of Object.entries(SIZES)) capi.sqlite3_limit(db.pointer, capi[name], size);
}

/** Put a connection under the guard for as long as it lasts; `ours` are functions of ours. */
export function protect(sqlite3, db, ours = []) {
  const { capi } = sqlite3;
  const { tables, modules } = known(sqlite3, db);
  const own = new Set([...tables, ...SCHEMA, ...VIRTUAL_TABLES]);
  const functions = new Set([...FUNCTIONS, ...ours]);
  const lower = text => (text || "").toLowerCase();
  const mayRead = (table, column) => own.has(table)
    || (!column && modules.size > 0 && !modules.has(table) && !/^(pragma|sqlite)_/.test(table));
  const allowed = {
    [capi.SQLITE_SELECT]: () => true,
    [capi.SQLITE_RECURSIVE]: () => true,
    [capi.SQLITE_FUNCTION]: (_, name) => functions.has(lower(name)),
    [capi.SQLITE_READ]: (table, column) => mayRead(lower(table), column),
    [capi.SQLITE_PRAGMA]: name => STATEMENTS.has(lower(name)),
    // A full-text table says so of itself when it is first read; the database cannot be written.
    [capi.SQLITE_UPDATE]: table => SCHEMA.has(table),
  };
  bound(sqlite3, db);
  capi.sqlite3_set_authorizer(db.pointer, (_, action, first, second) =>
    allowed[action]?.(first, second) ? capi.SQLITE_OK : capi.SQLITE_DENY, 0);
}

/** Throw for what is not a SELECT, in the words of the server. */
export function requireSelect(sql) {
  if (!SELECT.test(sql)) throw new Error("Statement must be a SELECT");
}
