// What the part of the address behind # says: a query, its release, its parameters, its hash.
const OWN = ["sql", "release", "sha256"];

/** The state in the address; `parameters` has what is not ours, also from a form that was sent and
 * follows the ?. */
export function read({ hash, search }) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const state = { sql: given.get("sql") ?? "", release: given.get("release") ?? "", sha256: given.get("sha256"), parameters: Object.fromEntries(new URLSearchParams(search)) };
  for (const [name, value] of given) {
    if (!OWN.includes(name)) state.parameters[name.replace(/^:/, "")] = value;
  }
  return state;
}

/** The part of an address for a state; a parameter with the name of one of ours gets a colon. */
export function write({ sql, release, sha256, parameters = {} }) {
  const given = new URLSearchParams();
  if (sql) given.set("sql", sql);
  if (release) given.set("release", release);
  for (const [name, value] of Object.entries(parameters)) given.set(OWN.includes(name) ? `:${name}` : name, value);
  if (typeof sha256 === "string") given.set("sha256", sha256);
  return `#${given}`;
}
