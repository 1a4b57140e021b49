"""Scripts of the browser tab, run by Node."""

from __future__ import annotations

import json
import subprocess

from revisioned.site import STATIC

ENGINE = STATIC / "sqlite-wasm"
TAB = (STATIC / "tab").as_uri()
CITE = f"""
  import {{ readFileSync }} from "node:fs";
  import {{ cited, databases }} from "{TAB}/citation.js";
  import {{ digest }} from "{TAB}/digest.js";
  import {{ start }} from "{TAB}/engine.js";
  import {{ DESCRIPTOR, filesOf }} from "{TAB}/release_files.js";
  const {{ folder, asked }} = JSON.parse(readFileSync(0));
  const read = path => readFileSync(`${{folder}}/${{path}}`);
  const sqlite3 = await start(readFileSync("{ENGINE / "sqlite3.wasm"}"));
  const paths = [DESCRIPTOR, ...filesOf(JSON.parse(read(DESCRIPTOR)))];
  const both = databases(sqlite3, new Map(paths.map(path => [path, read(path)])));
  const told = [];
  for (const sql of asked) {{
    try {{ told.push((await cited(both, sql)).sha256); }}
    catch (error) {{ told.push(error.name === "Refused" ? error.message : String(error.stack)); }}
  }}
  console.log(JSON.stringify(told));"""
VERIFY = f"""
  import {{ readFileSync }} from "node:fs";
  import {{ Unreached }} from "{TAB}/edition.js";
  import {{ verify }} from "{TAB}/verification.js";
  const {{ folder, faults }} = JSON.parse(readFileSync(0));
  const edition = JSON.parse(readFileSync(`${{folder}}/edition.json`));
  const kept = new Map();
  const read = path => {{
    try {{
      if (!kept.has(path)) kept.set(path, new Uint8Array(readFileSync(`${{folder}}/${{path}}`)));
    }} catch {{ throw new Unreached(path, 404); }}
    return kept.get(path);
  }};
  const told = [];
  for (const [version, path, place] of faults) {{
    const found = await verify(edition, version, async one => {{
      if (one !== path) return read(one);
      if (place === null) throw new Unreached(path, 404);
      const bytes = read(one).slice();
      bytes[Math.floor(place * (bytes.length - 1))] ^= 1;
      return bytes;
    }});
    told.push(found.findings);
  }}
  console.log(JSON.stringify(told));"""
SIGNED = f"""
  import {{ readFileSync }} from "node:fs";
  import {{ checked }} from "{TAB}/signature.js";
  const told = [];
  for (const [manifest, signature] of JSON.parse(readFileSync(0))) {{
    told.push(await checked(Buffer.from(manifest), Buffer.from(signature)));
  }}
  console.log(JSON.stringify(told));"""
ASK = f"""
  import {{ readFileSync }} from "node:fs";
  import {{ ask, open, start }} from "{TAB}/engine.js";
  import {{ json }} from "{TAB}/formats.js";
  const {{ database, asked }} = JSON.parse(readFileSync(0));
  const sqlite3 = await start(readFileSync("{ENGINE / "sqlite3.wasm"}"));
  const db = open(sqlite3, readFileSync(database));
  const told = [];
  for (const [sql, values] of asked) told.push(JSON.parse(json(ask(sqlite3, db, sql, values))));
  console.log(JSON.stringify(told));"""
FIND = f"""
  import {{ readFileSync }} from "node:fs";
  import {{ find, index }} from "{TAB}/names.js";
  import {{ normalizer }} from "{TAB}/normalize.js";
  import {{ converter }} from "{TAB}/opencc.js";
  const {{ names, asked, dictionaries }} = JSON.parse(readFileSync(0));
  const key = normalizer(converter(JSON.parse(readFileSync(dictionaries))));
  const known = index(names, key);
  console.log(JSON.stringify(asked.map(text => {{
    const {{ exact, within, near, by }} = find(known, text);
    return [key(text), exact, within, near, Object.fromEntries(by)];
  }})));"""


def node(script: str, given: object = None) -> str:
    """The output of the script, which reads `given` as JSON from standard input."""
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
