// CSV: read as Python's csv.reader reads it, written as RFC 4180 has it.

/** The records of a CSV text, each a list of cells; empty lines are left out. */
export function parse(text) {
  const records = [];
  let record = [], cell = "", isQuoted = false, isOpen = false, at = 0;
  const close = () => { record.push(cell); cell = ""; isOpen = false; };
  const end = () => {
    if (record.length || cell || isOpen) { close(); records.push(record); }
    record = [];
  };
  for (; at < text.length; at += 1) {
    const letter = text[at];
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') { cell += '"'; at += 1; }
      else isQuoted = false;
    } else if (letter === '"' && !cell && !isOpen) isQuoted = isOpen = true;
    else if (letter === ",") close();
    else if (letter === "\n" || letter === "\r") {
      if (letter === "\r" && text[at + 1] === "\n") at += 1;
      end();
    } else cell += letter;
  }
  end();
  return records;
}

/** The text of a CSV file with these records. */
export function write(records) {
  const quoted = cell => /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return records.map(record => `${record.map(quoted).join(",")}\r\n`).join("");
}
