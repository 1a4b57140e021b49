// The hash of a result, by the rule of rerun.py: the SHA-256 of lines, the column names first, then
// the rows in the order of their bytes; a number has up to 12 significant digits.
import { byBytes, encode, hex } from "./bytes.js";
import { sha256 } from "./hashes.js";
import { Real } from "./statement.js";

/** The SHA-256 of a result, whatever the order of its rows. */
export async function digest(columns, rows) {
  const lines = rows.map(row => `[${row.map(text).join(",")}]`).sort(byBytes);
  return sha256(encode([JSON.stringify(columns), ...lines].join("\n")));
}

function text(value) {
  if (value instanceof Uint8Array) return `{"hex":"${hex(value)}"}`;
  if (value instanceof Real) return short(value.value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : short(value);
  return JSON.stringify(value);
}

const DIGITS = 12;

/** A number as Python's format has it with `.12g`. */
export function short(number) {
  if (!Number.isFinite(number)) return number > 0 ? '"inf"' : '"-inf"';
  const sign = number < 0 || Object.is(number, -0) ? "-" : "";
  // All its digits, which are finite in number, so that a half is rounded to the even digit.
  let [whole, power] = Math.abs(number).toExponential(100).split("e");
  let exponent = Number(power), all = whole.replace(".", "");
  let kept = BigInt(all.slice(0, DIGITS));
  const rest = all.slice(DIGITS), half = `5${"0".repeat(rest.length - 1)}`;
  if (rest > half || (rest === half && kept % 2n)) kept += 1n;
  let digits = String(kept).padStart(DIGITS, "0");
  if (digits.length > DIGITS) { digits = digits.slice(0, DIGITS); exponent += 1; }
  digits = digits.replace(/0+$/, "") || "0";
  if (number === 0) return `${sign}0`;
  if (exponent < -4 || exponent >= DIGITS) {
    const tail = digits.length > 1 ? `.${digits.slice(1)}` : "";
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${digits[0]}${tail}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return sign + digits.padEnd(exponent + 1, "0");
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}
