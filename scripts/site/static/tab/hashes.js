// Hashes as this project states them: SHA-256, and the identifiers of Software Heritage.
import { byBytes, encode, hex, joined } from "./bytes.js";

/** The SHA-256 of bytes in hexadecimal. */
export async function sha256(bytes) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

async function gitObject(kind, bytes) {
  const head = encode(`${kind} ${bytes.length}\0`);
  return new Uint8Array(await crypto.subtle.digest("SHA-1", joined([head, bytes])));
}

/** `swh:1:cnt:` and the SHA-1 of a file's bytes as git hashes a blob. */
export async function content(bytes) {
  return `swh:1:cnt:${hex(await gitObject("blob", bytes))}`;
}

/** `swh:1:dir:` and the SHA-1 of a folder as git hashes a tree; `files` has bytes by path. */
export async function directory(files) {
  return `swh:1:dir:${hex(await tree(files))}`;
}

async function tree(files) {
  const folders = new Map(), entries = [];
  for (const [path, bytes] of files) {
    const [head, ...rest] = path.split("/");
    if (!rest.length) entries.push([head, "100644", await gitObject("blob", bytes)]);
    else folders.set(head, [...(folders.get(head) ?? []), [rest.join("/"), bytes]]);
  }
  for (const [head, inside] of folders) entries.push([head, "40000", await tree(inside)]);
  // git orders a folder as if its name ended with a slash.
  const place = ([name, mode]) => mode === "40000" ? `${name}/` : name;
  entries.sort((one, other) => byBytes(place(one), place(other)));
  const parts = entries.flatMap(([name, mode, hash]) => [encode(`${mode} ${name}\0`), hash]);
  return gitObject("tree", joined(parts));
}
