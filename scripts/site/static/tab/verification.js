// Whether a release is unchanged: every file of it, its zip, and the chain of manifests.
import { byBytes, encode } from "./bytes.js";
import { Unreached } from "./edition.js";
import { sha256 } from "./hashes.js";
import { chain, compared, parse, stated } from "./manifest.js";
import { checked } from "./signature.js";
import { zipped } from "./zip.js";

const MANIFEST = "manifest.json", SUMS = "SHA256SUMS";
// This many files are fetched at once.
const MAX_FETCHES = 6;

/**
 * The verdict on a version: `findings`, none where all is as it was; its `manifest`, the SHA-256 of
 * that, and what its `signature` is, null where it has none. `fetched` gives the bytes of a path from
 * the root of the edition, past every cache; `onFile` is told how many files of how many have been
 * read.
 */
export async function verify(edition, version, fetched, onFile = () => {}) {
  const read = async path => {
    try {
      return await fetched(path);
    } catch (error) {
      if (error instanceof Unreached && error.status === 404) return undefined;
      throw error;
    }
  };
  const folder = `releases/${version}`;
  const manifests = await gathered(edition.releases, async release =>
    [release.version, await read(`releases/${release.version}/${MANIFEST}`)]);
  const tip = edition.releases.at(-1).version;
  const findings = await chain(tip, manifests, one => `releases/${one}/${MANIFEST}`);
  const own = manifests.get(version), manifest = own && parse(own);
  if (!manifest) return { findings, manifest: null };

  const all = manifest.files.length + 4;
  let count = 0;
  const files = await gathered(manifest.files, async ({ path }) => {
    const bytes = await read(`${folder}/${path}`);
    onFile(count += 1, all);
    return [path, bytes];
  });
  const hashes = new Map();
  for (const [path, bytes] of files) hashes.set(path, await sha256(bytes));
  findings.push(...compared(manifest, hashes), ...await stated(manifest, files, hashes));

  const earlier = await earlierOf(manifest, one => read(`${folder}/manifests/${one}.json`));
  const place = one => `${folder}/${one === version ? MANIFEST : `manifests/${one}.json`}`;
  const broken = await chain(version, new Map([[version, own], ...earlier]), place);
  findings.push(...broken);

  const sums = await read(`${folder}/${SUMS}`);
  const due = new Map(manifest.files.map(file => [file.path, file.sha256]));
  due.set(MANIFEST, await sha256(own));
  for (const [one, bytes] of earlier) due.set(`manifests/${one}.json`, await sha256(bytes));
  const lines = [...due.keys()].sort(byBytes).map(path => `${due.get(path)}  ${path}\n`).join("");
  if (!sums) findings.push(["missing", { file: `${folder}/${SUMS}` }]);
  else if (!broken.length && !isSame(sums, encode(lines))) findings.push(["sums", { file: `${folder}/${SUMS}` }]);

  const tree = new Map([...files, [MANIFEST, own], [SUMS, sums]]);
  for (const [one, bytes] of earlier) tree.set(`manifests/${one}.json`, bytes);
  const name = `${folder}/${manifest.name}-${version}.zip`;
  findings.push(...await archive(name, !findings.length && tree, read));

  const { database, sha256: hash, signature: signed } = edition.releases.find(release => release.version === version);
  if (database) {
    const bytes = await read(database);
    if (!bytes) findings.push(["missing", { file: database }]);
    else if (await sha256(bytes) !== hash) findings.push(["changed", { file: database }]);
  }
  let signature = null;
  if (signed) {
    const bytes = await read(signed);
    if (bytes) signature = await checked(own, bytes);
    if (!bytes) findings.push(["missing", { file: signed }]);
    else if (signature.state === "bad") findings.push(["signature", { file: signed }]);
  }
  onFile(all, all);
  return { findings: unique(findings), manifest, sha256: await sha256(own), signature };
}

/** The zip and the hash beside it: they agree, and are what the files of the release give, where
 * these are whole. */
async function archive(path, tree, read) {
  const [zip, sum] = [await read(path), await read(`${path}.sha256`)];
  const missing = [[path, zip], [`${path}.sha256`, sum]].filter(([, bytes]) => !bytes);
  if (missing.length) return missing.map(([file]) => ["missing", { file }]);
  const name = path.split("/").at(-1);
  const given = await sha256(zip), due = tree ? await sha256(zipped(tree)) : given;
  const found = given === due ? [] : [["changed", { file: path }]];
  if (!isSame(sum, encode(`${due}  ${name}\n`))) found.push(["archive", { file: `${path}.sha256` }]);
  return found;
}

/** The manifests before this one that are next to it, by version. */
async function earlierOf(manifest, read) {
  const found = new Map();
  let { previous } = manifest;
  while (previous && !found.has(previous.version)) {
    const bytes = await read(previous.version);
    if (!bytes) break;
    found.set(previous.version, bytes);
    previous = parse(bytes)?.previous ?? null;
  }
  return found;
}

/** What `make` gives for each item as [key, bytes], a few at once; what is not there is left out. */
async function gathered(items, make) {
  const found = new Map(), waiting = [...items];
  const work = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      const [key, bytes] = await make(item);
      if (bytes) found.set(key, bytes);
    }
  };
  await Promise.all(Array.from({ length: MAX_FETCHES }, work));
  return found;
}

const isSame = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

const unique = findings => [...new Map(findings.map(finding => [JSON.stringify(finding), finding])).values()];
