// The parameters of a statement, as :name, outside of strings, quoted names and comments.
const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|::|[:@$]([\p{L}\p{N}_]+)/gu;

/** Their names, each once, in the order in which they come. */
export function names(sql) {
  return [...new Set([...sql.matchAll(TOKEN)].map(found => found[1]).filter(Boolean))];
}

/** The statement with the values in the places of its parameters, as texts of SQL. */
export function filled(sql, values) {
  return sql.replace(TOKEN, (whole, name) => name ? `'${(values[name] ?? "").replaceAll("'", "''")}'` : whole);
}
