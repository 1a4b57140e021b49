// Chinese in simplified characters, as OpenCC has it: the text is cut into phrases, and each is
// converted by the longest entry that fits, from the first dictionary that has one.
const COMPATIBLE = "CJK_Compatibility_Ideographs", PHRASES = "TSPhrases";
const SIMPLIFIED = ["TSPhrases", "TSCharactersExt", "TSCharacters"];
// The conversions of core/normalize.py: from Taiwan with its words, from Hong Kong, and the rest.
const CONVERSIONS = [
  { isCut: true, chain: [["TWPhrasesRev", "TWVariantsRevPhrases", "TWVariantsRev"], SIMPLIFIED] },
  { isCut: true, chain: [["HKVariantsRevPhrases", "HKVariantsRev"], SIMPLIFIED] },
  { isCut: false, chain: [SIMPLIFIED] },
];

/** What converts a text, by the dictionaries of OpenCC as tools/opencc.py writes them. */
export function converter({ dictionaries }) {
  const known = new Map(Object.entries(dictionaries).map(([name, text]) => [name, dictionary(text)]));
  return text => CONVERSIONS.reduce((given, { isCut, chain }) => {
    const plain = replaced(given, [known.get(COMPATIBLE)]);
    const parts = isCut ? cut(plain, known.get(PHRASES)) : [plain];
    return parts.map(part => chain.reduce((one, names) => replaced(one, names.map(name => known.get(name))), part)).join("");
  }, text);
}

function dictionary(text) {
  const words = text.split(" "), entries = new Map();
  let longest = 0;
  for (let at = 0; at < words.length; at += 2) {
    entries.set(words[at], words[at + 1]);
    longest = Math.max(longest, [...words[at]].length);
  }
  return { entries, longest };
}

/** The longest entry that the letters from a place on begin with, as [its length, what it becomes]. */
function match({ entries, longest }, letters, place) {
  for (let size = Math.min(longest, letters.length - place); size > 0; size -= 1) {
    const found = entries.get(letters.slice(place, place + size).join(""));
    if (found !== undefined) return [size, found];
  }
  return undefined;
}

function replaced(text, dictionaries) {
  const letters = [...text];
  let made = "";
  for (let place = 0; place < letters.length;) {
    let found;
    for (const one of dictionaries) if ((found = match(one, letters, place))) break;
    const [size, becomes] = found ?? [1, letters[place]];
    made += becomes;
    place += size;
  }
  return made;
}

/** The phrases of the dictionary that the text has, and what is between them. */
function cut(text, phrases) {
  const letters = [...text], parts = [];
  let between = "";
  for (let place = 0; place < letters.length;) {
    const found = match(phrases, letters, place);
    if (found) {
      if (between) parts.push(between);
      between = "";
      parts.push(letters.slice(place, place + found[0]).join(""));
      place += found[0];
    } else {
      between += letters[place];
      place += 1;
    }
  }
  return between ? [...parts, between] : parts;
}
