// What a release states of itself, and the chain of manifests, each of which names the one before
// it. Findings are [word, values], as the page says them.
import { parse as records } from "./csv.js";
import { content, directory, sha256 } from "./hashes.js";

const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;
const SHA256 = /^[0-9a-f]{64}$/, DAY = /^\d{4}-\d\d-\d\d$/;
const PARTS = ["name", "version", "released_on", "previous", "swhid", "files", "yanked"];
const FILE = ["path", "bytes", "sha256", "swhid", "rows"];
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The order of two versions. */
export function ordered(one, other) {
  const [a, b] = [one, other].map(version => version.split(".").map(Number));
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** The manifest in these bytes; null where they are not a manifest as a release writes it. */
export function parse(bytes) {
  try {
    const text = strict.decode(bytes), manifest = JSON.parse(text);
    const isSame = `${JSON.stringify(manifest, null, 1)}\n` === text;
    return isSame && isManifest(manifest) ? manifest : null;
  } catch {
    return null;
  }
}

function isManifest({ version, released_on, previous, files, ...rest }) {
  const isPrevious = previous === null || (VERSION.test(previous.version) && SHA256.test(previous.sha256));
  const paths = files.map(file => file.path);
  return VERSION.test(version) && DAY.test(released_on) && isPrevious
    && Object.keys(rest).every(name => PARTS.includes(name))
    && files.every(file => Object.keys(file).join() === FILE.join() && SHA256.test(file.sha256) && isPath(file.path))
    && new Set(paths).size === paths.length;
}

const isPath = path => typeof path === "string" && path.split("/").every(part => !["", ".", ".."].includes(part));

/** What is wrong with the chain that ends in the version `tip`; `manifests` has bytes by version,
 * `named` gives the file of a version's manifest. */
export async function chain(tip, manifests, named) {
  const found = [], left = new Map(manifests);
  let version = tip, after = null, due = null;
  while (version !== null) {
    const file = named(version), bytes = left.get(version);
    left.delete(version);
    if (!bytes) return [...found, ["chain_missing", { file, version }]];
    if (due !== null && await sha256(bytes) !== due) found.push(["chain_changed", { file, version: after }]);
    const manifest = parse(bytes);
    if (!manifest) return [...found, ["no_manifest", { file }]];
    if (manifest.version !== version) return [...found, ["other_manifest", { file, version: manifest.version }]];
    const { previous } = manifest;
    if (previous && ordered(previous.version, version) >= 0) {
      return [...found, ["chain_order", { file, version: previous.version }]];
    }
    after = version;
    [version, due] = previous ? [previous.version, previous.sha256] : [null, null];
  }
  return [...found, ...[...left.keys()].map(other => ["chain_added", { file: named(other) }])];
}

/** Which files have other bytes than the manifest says, are missing, or have one another's. `hashes`
 * has the SHA-256 of each file that there is. */
export function compared(manifest, hashes) {
  const due = new Map(manifest.files.map(file => [file.path, file.sha256]));
  const wrong = [...due.keys()].filter(path => hashes.has(path) && hashes.get(path) !== due.get(path));
  const found = [];
  for (const path of wrong) {
    const other = wrong.find(one => due.get(one) === hashes.get(path));
    if (other === undefined) found.push(["changed", { file: path }]);
    else if (hashes.get(other) !== due.get(path)) found.push(["swapped_one", { file: path, other }]);
    else if (path < other) found.push(["swapped", { file: path, other }]);
  }
  const missing = [...due.keys()].filter(path => !hashes.has(path));
  return [...found, ...missing.map(file => ["missing", { file }])];
}

/** Where the manifest states something else than its unchanged files give. */
export async function stated(manifest, files, hashes) {
  const found = [];
  let isWhole = true;
  for (const item of manifest.files) {
    const bytes = files.get(item.path);
    if (!bytes || hashes.get(item.path) !== item.sha256) { isWhole = false; continue; }
    const rows = item.path.endsWith(".csv") ? records(strict.decode(bytes)).length - 1 : null;
    const isSo = item.bytes === bytes.length && item.rows === rows && item.swhid === await content(bytes);
    if (!isSo) found.push(["stated_file", { file: item.path }]);
  }
  const data = [...files].filter(([path]) => path.startsWith("data/")).map(([path, bytes]) => [path.slice(5), bytes]);
  if (isWhole && await directory(data) !== manifest.swhid) found.push(["stated_folder", {}]);
  return found;
}
