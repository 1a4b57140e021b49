// Views that this SQLite would expand to more parts of a statement than it takes: what they are made
// of becomes tables, in the copy of the database that is in memory. The rows are the same.
const TOO_DEEP = /nested too deep|too many FROM clause terms/;
const VIEWS = "SELECT name, sql FROM sqlite_master WHERE type = 'view'";

/** A name, quoted for SQL. */
export const quoted = name => `"${name.replaceAll('"', '""')}"`;

/** What `attempt` gives for a statement; where SQLite finds its views too deep, once more after the
 * views that it names have become tables. `open` gives leave to write while they do. */
export function deep(db, sql, attempt, open) {
  try {
    return attempt();
  } catch (error) {
    if (!TOO_DEEP.test(error.message)) throw error;
    open(() => flatten(db, sql));
    return attempt();
  }
}

function flatten(db, sql) {
  const views = new Map(db.selectArrays(VIEWS));
  const named = text => [...views.keys()].filter(name => text.split(/[^\p{L}\p{N}_]+/u).includes(name));
  const keep = name => {
    const own = views.get(name);
    views.delete(name);
    if (isTooDeep(db, name)) named(own).forEach(keep);
    db.exec(`CREATE TEMP TABLE kept AS SELECT * FROM ${quoted(name)};
      DROP VIEW ${quoted(name)};
      CREATE TABLE ${quoted(name)} AS SELECT * FROM temp.kept;
      DROP TABLE temp.kept`);
  };
  for (const name of named(sql)) if (views.has(name)) keep(name);
}

function isTooDeep(db, name) {
  try {
    db.prepare(`SELECT * FROM ${quoted(name)}`).finalize();
    return false;
  } catch (error) {
    return TOO_DEEP.test(error.message);
  }
}
