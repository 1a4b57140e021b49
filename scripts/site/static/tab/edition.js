// The files of this edition: where its root is, what it has, and how they are fetched.
import { decode, joined } from "./bytes.js";
import { sha256 } from "./hashes.js";

export const ROOT = new URL("../../", import.meta.url);

let described;

/** What edition.json says: the newest database, and the releases. */
export function edition() {
  described ??= fetched("edition.json").then(bytes => JSON.parse(decode(bytes)))
    .catch(error => { described = undefined; throw error; });
  return described;
}

/** The release of that version; without one, the newest database of the edition. */
export async function asked(version) {
  const known = await edition();
  if (!version) return { ...known.newest, version: known.version };
  return known.releases.find(release => release.version === version);
}

/** The file could not be fetched; `status` is 0 where nothing answered. */
export class Unreached extends Error {
  word = "tab_unreached";
  constructor(path, status) {
    super(`${path}: ${status || "no answer"}`);
    this.path = path;
    this.status = status;
  }
}

/** The bytes of a file by its path from the root. `onPart` is told how many have come. */
export async function fetched(path, { onPart, cache = "default" } = {}) {
  const address = new URL(path.split("/").map(encodeURIComponent).join("/"), ROOT);
  const answer = await fetch(address, { cache }).catch(() => { throw new Unreached(path, 0); });
  if (!answer.ok) throw new Unreached(path, answer.status);
  const parts = [], reader = answer.body.getReader();
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => { throw new Unreached(path, 0); });
    if (done) break;
    parts.push(value);
    size += value.length;
    onPart?.(size);
  }
  return joined(parts);
}

/** The database has other bytes than edition.json names. */
export class Other extends Error {
  word = "tab_other";
  constructor(path) {
    super(path);
    this.path = path;
  }
}

/** The bytes of a database that edition.json names. A cache may have those of an earlier edition: they
 * are then fetched again without the cache, and if these differ too, that is an error. */
export async function stated({ database, sha256: due }, onPart) {
  // Browsers only compute hashes on a secure connection.
  const isDue = async bytes => !due || !globalThis.crypto?.subtle || await sha256(bytes) === due;
  for (const cache of ["default", "reload"]) {
    const bytes = await fetched(database, { onPart, cache });
    if (await isDue(bytes)) return bytes;
  }
  throw new Other(database);
}
