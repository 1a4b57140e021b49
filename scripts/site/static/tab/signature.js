// A detached signature of a manifest by OpenSSH, checked where the browser knows Ed25519.
// Format: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig
import { decode, encode, joined } from "./bytes.js";

const MAGIC = encode("SSHSIG");
// What a signature of ours is for, see release/signature.py.
const NAMESPACE = "file", ED25519 = "ssh-ed25519";
const HASHES = { sha256: "SHA-256", sha512: "SHA-512" };
const base64 = bytes => btoa(String.fromCharCode(...bytes)).replace(/=+$/, "");

/**
 * What the signature is of these bytes: `good`, `bad`, or `unknown` for a key that no browser, or
 * not this one, can check; and the fingerprint of its key, as ssh-keygen prints it.
 */
export async function checked(bytes, armored) {
  const parts = parse(armored);
  if (!parts) return { state: "bad", key: "" };
  const key = `SHA256:${base64(new Uint8Array(await crypto.subtle.digest("SHA-256", parts.key)))}`;
  return { state: await stateOf(bytes, parts), key };
}

async function stateOf(bytes, { key, namespace, reserved, hash, signature }) {
  const [kind, raw] = strings(key), [signedBy, stated] = strings(signature);
  if (namespace !== NAMESPACE || !HASHES[hash]) return "bad";
  if (decode(kind) !== ED25519) return "unknown";
  if (decode(signedBy) !== ED25519 || !raw || !stated) return "bad";
  const digest = new Uint8Array(await crypto.subtle.digest(HASHES[hash], bytes));
  const signed = joined([MAGIC, ...[encode(namespace), reserved, encode(hash), digest].map(counted)]);
  try {
    const known = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", known, stated, signed) ? "good" : "bad";
  } catch (error) {
    return error.name === "NotSupportedError" ? "unknown" : "bad";
  }
}

/** The parts of a signature; null for anything else. */
function parse(armored) {
  try {
    const lines = decode(armored).trim().split(/\r?\n/);
    const isArmored = lines[0] === "-----BEGIN SSH SIGNATURE-----" && lines.at(-1) === "-----END SSH SIGNATURE-----";
    const bytes = Uint8Array.from(atob(lines.slice(1, -1).join("")), letter => letter.charCodeAt(0));
    const head = bytes.subarray(0, MAGIC.length);
    const version = new DataView(bytes.buffer).getUint32(MAGIC.length);
    if (!isArmored || version !== 1 || decode(head) !== "SSHSIG") return null;
    const [key, namespace, reserved, hash, signature] = strings(bytes.subarray(MAGIC.length + 4));
    return signature ? { key, namespace: decode(namespace), reserved, hash: decode(hash), signature } : null;
  } catch {
    return null;
  }
}

/** The strings of SSH in these bytes: each a length, then this many bytes. */
function strings(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length), found = [];
  for (let place = 0; place + 4 <= bytes.length;) {
    const end = place + 4 + view.getUint32(place);
    if (end > bytes.length) return [];
    found.push(bytes.subarray(place + 4, end));
    place = end;
  }
  return found;
}

function counted(bytes) {
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, bytes.length);
  return joined([size, bytes]);
}
