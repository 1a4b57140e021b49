// What `daff patch` makes of an old table and a difference: a line of JSON for each pair, so that
// one process does thousands.
const daff = require('daff');
const table = (text) => new daff.Csv().makeTable(text);
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { old, changes } = JSON.parse(line);
  const patched = table(old);
  new daff.HighlightPatch(patched, table(changes)).apply();
  console.log(JSON.stringify(new daff.Csv().renderTable(patched)));
});
