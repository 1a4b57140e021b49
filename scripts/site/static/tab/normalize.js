// The form in which names are compared, as core/normalize.py has it.
const CJK = "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const CHINESE = new RegExp(`[${CJK}]`, "u");
const AROUND_CHINESE = new RegExp(`(?<=[${CJK}]) | (?=[${CJK}])`, "gu");
const INVISIBLE = /[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const SPACES = /[\s\x1c-\x1f\x85]+/gu;
const INITIALS = /(?<![\p{L}\p{N}_])(?:[a-z]\.\s?){2,}(?![a-z])|(?<![\p{L}\p{N}_])(?:[a-z]\.){2,}/gu;
const UN = "un ", UN_CHINESE = "联合国";
const SPELLINGS = {
  center: "centre centres centers", program: "programme programmes programs", combating: "combatting",
  adviser: "advisor", defense: "defence", labor: "labour", color: "colour", behavior: "behaviour",
  neighborhood: "neighbourhood", fulfillment: "fulfilment", traveling: "travelling", license: "licence",
};
const SPELLED = new Map(Object.entries(SPELLINGS).flatMap(([word, others]) => others.split(" ").map(other => [other, word])));
const SMALL = new Set("a an and at by de des di du et for from in into la las le les los of on or the to with y".split(" "));

export const isChinese = text => CHINESE.test(text);

/** What gives a name the form in which it is compared; `simplified` converts Chinese. */
export function normalizer(simplified) {
  return text => {
    const folded = fold(text, simplified).replace(INITIALS, found => `${found.replace(/[.\s]/g, "")} `);
    const words = folded.replaceAll("&", " and ").replace(/['’ʼ`]/g, "").replace(/[^\p{L}\p{N}]/gu, " ").split(/\s+/)
      .filter(Boolean).map(spelled);
    const key = words.join(" ").replace(/(?<![\p{L}\p{N}_])united nations(?![\p{L}\p{N}_])/gu, "un");
    return key.replace(/^the /, "").replace(AROUND_CHINESE, "");
  };
}

function fold(text, simplified) {
  const clean = text.normalize("NFC").replace(INVISIBLE, "").replace(SPACES, " ").trim();
  let folded = [...clean.normalize("NFKC")].map(lower).join("");
  folded = folded.normalize("NFD").replace(/\p{Mn}/gu, "").normalize("NFKC");
  return isChinese(folded) ? simplified(folded) : folded;
}

/** A letter without its case, as Unicode folds it. */
const lower = letter => letter === "ı" ? letter : letter.toLowerCase().toUpperCase().toLowerCase();

const spelled = word => {
  const american = word.replace(/isation(s?)$/, "ization$1");
  return SPELLED.get(american) ?? american;
};

/** The words of a key that are not small words. */
export const words = key => key.split(" ").filter(word => word && !SMALL.has(word));

/** The key without United Nations in front, or nothing where it does not begin so. */
export const withoutUn = key =>
  [UN, UN_CHINESE].filter(prefix => key.startsWith(prefix)).map(prefix => key.slice(prefix.length))[0] ?? "";
