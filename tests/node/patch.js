// Applies a difference to a table as `daff patch` does. Each line of input is a pair in JSON, so that
// one process can do thousands.
const daff = require('daff');
const table = (text) => new daff.Csv().makeTable(text);
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { old, changes } = JSON.parse(line);
  const patched = table(old);
  new daff.HighlightPatch(patched, table(changes)).apply();
  console.log(JSON.stringify(new daff.Csv().renderTable(patched)));
});
