// Which records a name may mean, as the search of the site has it: those whose name it is, those
// that have it in a name, and those that are near by Dice's coefficient over neighbouring letters.
import { isChinese, withoutUn, words } from "./normalize.js";

export const MAX_ASKED_CHARS = 200;
const MIN_NEAR_SCORE = 45, MAX_NEAR = 5, EXACT_SCORE = 100, MIN_SCORE = 30;
// Letters of a Chinese name that is shortened.
const MIN_SHORT_CHARS = 3;
const ASIDE = /[(（[][^)）\]]*[)）\]]/gu;
const cut = (text, most) => [...text].slice(0, most).join("");

/** `records` are [key, names]; `key` gives a name the form in which it is compared. */
export function index(records, key) {
  const compared = new Map(records.map(([record, names]) => [record, names.map(key)]));
  const holders = new Map();
  for (const [record, texts] of compared) {
    for (const text of texts.filter(Boolean)) holders.set(text, (holders.get(text) ?? new Set()).add(record));
  }
  const sizes = new Map([...holders.keys()].map(text => [text, pairs(text)]));
  return { records: new Map(records), compared, holders, sizes, key };
}

/** The keys of records: `exact` have the name, `within` have it in a name, `near` may be meant; and
 * for each of the first two the name that it was found by. */
export function find(known, asked) {
  const wanted = known.key(cut(asked, MAX_ASKED_CHARS));
  const by = new Map(), ranks = new Map();
  if (!wanted) return { exact: [], within: [], near: [], by };
  for (const [record, texts] of known.compared) {
    texts.forEach((text, place) => {
      const rank = ranked(wanted, text);
      if (rank === null || rank >= (ranks.get(record) ?? 99)) return;
      ranks.set(record, rank);
      by.set(record, known.records.get(record)[place]);
    });
  }
  const order = new Map([...known.compared.keys()].map((record, place) => [record, place]));
  const size = record => [...by.get(record)].length;
  const sorted = [...ranks.keys()].sort((one, other) =>
    ranks.get(one) - ranks.get(other) || size(one) - size(other) || order.get(one) - order.get(other));
  const exact = sorted.filter(record => ranks.get(record) === 0);
  const others = sorted.map(record => ranks.get(record)).filter(Boolean);
  // A looser match counts only where no stricter one finds anything.
  const kept = Math.max(2, Math.min(...others));
  const within = sorted.filter(record => ranks.get(record) > 0 && ranks.get(record) <= kept);
  const found = new Set([...exact, ...within]);
  const near = likely(known, cut(asked, MAX_ASKED_CHARS))
    .filter(([record, score]) => score >= MIN_NEAR_SCORE && !found.has(record)).map(([record]) => record).slice(0, MAX_NEAR);
  return { exact, within, near, by };
}

function ranked(wanted, text) {
  if (text === wanted) return 0;
  const bare = withoutUn(wanted);
  if (bare === text || (withoutUn(text) && bare === withoutUn(text))) return 1;
  if (isChinese(wanted)) {
    if (text.includes(wanted)) return text.startsWith(wanted) ? 1 : 2;
    return isShort([...wanted], [...text]) && isChinese(text) ? 4 : null;
  }
  if (` ${text}`.includes(` ${wanted}`)) return text.startsWith(wanted) ? 1 : 2;
  const parts = words(wanted), own = text.split(" ");
  return parts.length && parts.every(part => own.some(word => word.startsWith(part))) ? 3 : null;
}

/** Whether the letters are in the others in order, as in a shortened Chinese name. */
function isShort(letters, others) {
  let place = 0;
  for (const letter of others) if (letter === letters[place]) place += 1;
  return letters.length >= MIN_SHORT_CHARS && place === letters.length;
}

/** The records by how like one of their names is, as [key, score], the likeliest first. */
function likely(known, name) {
  const scores = new Map();
  const whole = known.key(name), shorter = known.key(name.replace(ASIDE, " "));
  for (const text of new Set([whole, shorter])) {
    if (!text) continue;
    const own = pairs(text);
    for (const [other, theirs] of known.sizes) {
      const count = [...own].filter(pair => theirs.has(pair)).length;
      const like = EXACT_SCORE * 2 * count / (own.size + theirs.size);
      // The same pairs in another order are not the same name.
      const score = other === text ? EXACT_SCORE : Math.min(like, EXACT_SCORE - 1);
      if (!count || score < MIN_SCORE) continue;
      for (const record of known.holders.get(other)) scores.set(record, Math.max(score, scores.get(record) ?? 0));
    }
  }
  return [...scores].map(([record, score]) => [record, rounded(score)])
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
}

function pairs(text) {
  const letters = [` ${text} `].flatMap(padded => [...padded]);
  return new Set(letters.slice(1).map((letter, at) => letters[at] + letter));
}

/** To one decimal place, a half to the even digit. */
const rounded = score => score * 4 % 4 === 1 ? Math.floor(score) + 0.2 : Number(score.toFixed(1));
