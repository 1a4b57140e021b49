"""How often intake names the wrong body, and how often it asks: names of this package, changed at
random.

    python -m benchmarks.intake [--number 10000] [--seed 66] [--list]

Every sample is a name of a body, changed in one of the ways below, or a name that no body has,
made from two that exist. It is recoverable if a person who has all names at hand could still
identify the body: see `recoverable`, which does not use the rules of intake.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from opencc import OpenCC
from rapidfuzz.distance import OSA, Levenshtein

from revisioned.core.normalize import is_chinese, key, skeleton, without_un, words
from revisioned.descriptor.load import load
from revisioned.intake.mapping import form, names
from revisioned.intake.match.index import Names

SEED, NUMBER = 66, 10_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Characters for misprints, which do not occur in names of bodies.
CHARACTERS = "么乎也了些他你她很我把被让这那都哪怎呢吗吧"
CONTRACTIONS = {
    "International": "Int'l",
    "Development": "Dev't",
    "Government": "Gov't",
    "Department": "Dept.",
    "Organization": "Org.",
    "Commission": "Comm.",
    "Committee": "Cttee",
}

Spoil = Callable[[str, random.Random], str]


@dataclass(frozen=True)
class Sample:
    """A changed name; `body` is None if the text names no body."""

    kind: str
    body: str | None
    name: str
    text: str


def misprint(name: str, by: random.Random) -> str:
    """One or two letters wrong, missing, doubled or swapped."""
    text = name
    for _ in range(by.choice((1, 1, 2)) if len(name) > 16 else 1):
        place = by.randrange(len(text))
        other = by.choice(CHARACTERS if is_chinese(name) else LETTERS)
        text = by.choice(
            (
                text[:place] + text[place + 1 :],
                text[:place] + text[place] + text[place:],
                text[:place] + other + text[place + 1 :],
                text[:place] + text[place : place + 2][::-1] + text[place + 2 :],
            )
        )
    return text


def dropped(name: str, by: random.Random) -> str:
    """A missing word; in Chinese, one or two missing characters."""
    if is_chinese(name):
        place = by.randrange(len(name))
        return name[:place] + name[place + by.choice((1, 1, 2)) :]
    parts = name.split()
    del parts[by.randrange(len(parts))]
    return " ".join(parts)


def swapped(name: str, by: random.Random) -> str:
    """Two neighbouring words or characters, swapped."""
    parts = list(name) if is_chinese(name) else name.split()
    if len(parts) > 1:
        place = by.randrange(len(parts) - 1)
        parts[place : place + 2] = parts[place : place + 2][::-1]
    return ("" if is_chinese(name) else " ").join(parts)


def abbreviated(name: str, by: random.Random) -> str:
    """One or two long words, abbreviated; Chinese has no abbreviations of this kind and stays
    unchanged."""
    parts = name.split()
    long = [place for place, word in enumerate(parts) if len(word) > 6 and word.isalpha()]
    for place in by.sample(long, min(len(long), by.choice((1, 2)))):
        word = parts[place]
        short = CONTRACTIONS.get(word) if by.random() < 0.5 else None
        parts[place] = short or word[: by.randrange(3, 6)] + by.choice((".", ""))
    return " ".join(parts)


def cut(name: str, by: random.Random) -> str:
    """Without its end, of up to half the text."""
    return name[: by.randrange(len(name) // 2, len(name))].rstrip()


@cache
def converter(name: str) -> OpenCC:
    """OpenCC's converter of that name."""
    return OpenCC(name)


def in_script(text: str, *converters: str) -> str:
    """The text in the other Chinese script."""
    for name in converters:
        text = converter(name).convert(text)
    return text


def reformatted(name: str, by: random.Random) -> str:
    """Printed in another style: case, quotes, initials, spelling, Chinese script."""
    ways: list[Callable[[str], str]] = [
        str.upper,
        str.lower,
        lambda text: f"“{text}”",
        lambda text: text.replace(" and ", " & "),
        lambda text: text.replace("U.N.", "UN").replace("UN ", "United Nations "),
        lambda text: text.replace("-", " ").replace(",", ""),
        lambda text: text.replace("Programme", "Program").replace("Centre", "Center"),
        lambda text: text if is_chinese(text) else f"The {text}",
        lambda text: text if is_chinese(text) else text.replace(" the ", " "),
        lambda text: in_script(text, "t2s"),
        lambda text: in_script(text, "tw2sp", "s2twp"),
        lambda text: in_script(text, "t2hk"),
        lambda text: text.replace("和", "與").replace("及", "和") if is_chinese(text) else text,
    ]
    for way in by.sample(ways, 3):
        name = way(name)
    return name


WAYS: dict[str, Spoil] = {
    "misprint": misprint,
    "word dropped": dropped,
    "words swapped": swapped,
    "abbreviated": abbreviated,
    "cut off": cut,
    "reformatted": reformatted,
}
BOTH = "two of these"
TWIN = "near twin"


def twin(name: str, others: Sequence[str], by: random.Random) -> str:
    """A name that no body has: one word, or two characters, replaced by those of another body."""
    if is_chinese(name):
        other = by.choice([key(text) for text in others if is_chinese(text)])
        name = without_un(key(name)) or key(name)
        place, start = by.randrange(len(name) - 1), by.randrange(len(other) - 1)
        return name[:place] + other[start : start + 2] + name[place + 2 :]
    other = by.choice([text for text in others if not is_chinese(text)])
    parts = name.split()
    own, new = ([word for word in text.split() if tells(word)] for text in (name, other))
    if own and new:
        parts[parts.index(by.choice(own))] = by.choice(new)
    return " ".join(parts)


def tells(word: str) -> bool:
    """Whether the word distinguishes bodies: not a small word, and not United Nations."""
    return len(word) > 3 and bool(words(key(word))) and key(word) not in ("un", "united", "nations")


class Recovery:
    """Which samples a person who knows every name could recover."""

    def __init__(self, known: Sequence[tuple[str, str]]) -> None:
        self.known = [(body, key(name)) for body, name in known]
        self.known += [(body, bare) for body, name in self.known if (bare := without_un(name))]
        self.words = [(body, Counter(words(name))) for body, name in self.known]
        self.skeletons = [(body, skeleton(name)) for body, name in self.known]

    def named(self, text: str) -> set[str]:
        """The bodies with this name, apart from small words and one letter."""
        wanted = {skeleton(key(text)), skeleton(without_un(key(text)))} - {""}
        return {
            body
            for body, bare in self.skeletons
            if any(OSA.distance(form, bare, score_cutoff=1) <= 1 for form in wanted)
        }

    def recoverable(self, sample: Sample) -> bool:
        """Whether the text still identifies the body. It is closer, letter by letter, to one of its
        names than to any name of another body; what is left of it is not part of another body's
        name; and enough of it is left that a body outside of the list is unlikely to have this
        name: nothing is missing, or four words are left with two thirds of the letters (with a word
        dropped, a name can become another body's, such as International Energy Agency).

        In Chinese, where 歐洲 and 非洲 differ by one character, a name of eight characters may
        have one wrong or missing, a name of fourteen two.
        """
        text, name = key(sample.text), key(sample.name)
        if not text or sample.body is None:
            return False
        own = min(Levenshtein.distance(text, other) for b, other in self.known if b == sample.body)
        others = min(
            Levenshtein.distance(text, other) for b, other in self.known if b != sample.body
        )
        if own >= others or self._fits_another_body(text, sample.body):
            return False
        if is_chinese(name):
            return skeleton(text) == skeleton(name) or own <= (len(name) >= 8) + (len(name) >= 14)
        left, whole = words(text), words(name)
        return len(left) >= len(whole) or (len(left) >= 4 and len(text) >= len(name) * 2 / 3)

    def _fits_another_body(self, text: str, body: str) -> bool:
        if is_chinese(text):
            return any(text in name for other, name in self.known if other != body)
        left = Counter(words(text))
        # Counting is slow, and few names have every word.
        return any(
            left.keys() <= name.keys() and left <= name
            for other, name in self.words
            if other != body
        )


def samples(known: Sequence[tuple[str, str]], number: int, seed: int) -> list[Sample]:
    """`number` samples, the same number for each way of changing."""
    by, recovery = random.Random(seed), Recovery(known)
    kinds = [*WAYS, BOTH, TWIN]
    texts = [name for _, name in known]
    found = []
    while len(found) < number:
        kind = kinds[len(found) % len(kinds)]
        body, name = by.choice(known)
        if kind == TWIN:
            text = twin(name, texts, by)
        elif kind == BOTH:
            one, other = by.sample(list(WAYS.values()), 2)
            text = other(one(name, by) or name, by)
        else:
            text = WAYS[kind](name, by)
        if key(text) and not (kind == TWIN and recovery.named(text)):
            found.append(Sample(kind, None if kind == TWIN else body, name, text))
    return found


@dataclass
class Figures:
    """The results for one kind of sample."""

    number: int = 0
    recoverable: int = 0
    matched: int = 0
    asked: int = 0
    wrong: int = 0

    def row(self, kind: str) -> str:
        """One line of the table."""
        share = f"{self.matched / self.recoverable:.1%}" if self.recoverable else ""
        return (
            f"{kind:<18}{self.number:>8}{self.wrong:>8}{self.recoverable:>13}"
            f"{self.matched:>10}{share:>9}{self.asked:>9}"
        )


HEADER = (
    f"{'changed by':<18}{'samples':>8}{'wrong':>8}{'recoverable':>13}"
    f"{'matched':>10}{'':>9}{'asked':>9}"
)


def measure(
    known: Sequence[tuple[str, str]], index: Names, number: int, seed: int
) -> tuple[dict[str, Figures], list[tuple[str, Sample, str]]]:
    """The figures by kind, and each sample that was matched wrongly, or not matched although
    recoverable."""
    recovery = Recovery(known)
    figures: dict[str, Figures] = {}
    faults = []
    for sample in samples(known, number, seed):
        of_kind = figures.setdefault(sample.kind, Figures())
        of_kind.number += 1
        match = index.match(sample.text)
        taken = match.candidates[0].body if match.sure else None
        wrong = taken not in (None, sample.body)
        # Changed so much that it is the name of another body, it means that body.
        wrong = wrong and taken not in recovery.named(sample.text)
        of_kind.wrong += wrong
        of_kind.asked += taken is None
        if recovery.recoverable(sample):
            of_kind.recoverable += 1
            of_kind.matched += taken == sample.body
            if taken is None:
                faults.append(("asked", sample, ""))
        if wrong:
            faults.append(("WRONG", sample, str(taken)))
    return figures, faults


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--number", type=int, default=NUMBER)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--list", action="store_true", help="each fault, too")
    args = parser.parse_args()
    package = load(Path.cwd())
    declared = form(package)
    known = [(name.body, name.text) for name in names(package, declared) if not name.is_acronym]
    acronyms = [(name.body, name.text) for name in names(package, declared) if name.is_acronym]
    known = sorted(set(known))
    figures, faults = measure(known, Names.from_pairs(known, acronyms), args.number, args.seed)
    print(HEADER)
    total = Figures()
    for kind, of_kind in figures.items():
        print(of_kind.row(kind))
        for name in Figures.__dataclass_fields__:
            setattr(total, name, getattr(total, name) + getattr(of_kind, name))
    print(total.row("all"))
    if args.list:
        for what, sample, taken in faults:
            print(f"{what} [{sample.kind}] {sample.text!r} from {sample.name!r} {taken}")


if __name__ == "__main__":
    main()
