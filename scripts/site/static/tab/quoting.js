/** A name, quoted for SQL. */
export const quoted = name => `"${name.replaceAll('"', '""')}"`;
