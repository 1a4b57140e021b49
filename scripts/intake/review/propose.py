"""The printing that a text would be: one line an item, next to the printing that it is compared
with, and what a person is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...core.normalize import LATIN, chinese_script, is_chinese, key
from ..mapping import Form, Name
from ..match.decide import Outcome
from ..parse.blocks import Dropped, Item

Record = Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """One line of a review: an `item`, a body that is `missing`, or a text that was `dropped`.

    `cells` are those of the series that the text gives; `match` is the body that the text means;
    `short` has short names.
    """

    kind: str
    text: str
    place: str = ""
    note: str = ""
    outcome: str = ""
    score: str = ""
    match: str = ""
    alternatives: str = ""
    question: str = ""
    change: str = ""
    cells: Record = field(default_factory=dict)
    short: str = ""


def propose(
    outcomes: Sequence[Outcome],
    dropped: Sequence[Dropped],
    declared: Form,
    known: Sequence[Name],
    against: Mapping[str, Record],
) -> list[Entry]:
    """What a person reviews, in the order of the text; then the bodies of the printing `against`
    that no item is matched to."""
    columns = _Columns(declared, known, against)
    entries = [_item(outcome, columns, position) for position, outcome in enumerate(outcomes, 1)]
    found = {outcome.body for outcome in outcomes}
    for body, record in against.items():
        if body not in found:
            entries.append(_missing(body, record, columns, outcomes))
    entries += [Entry("dropped", item.text, item.place) for item in dropped]
    return entries


def languages(names: Sequence[str], declared: Form, langs: Mapping[str, str]) -> dict[str, str]:
    """The names of one item by the language of the series that each is in. `langs` has the
    language of known names by key."""
    found: dict[str, str] = {}
    for name in names:
        known = langs.get(key(name), "")
        candidates = [known.split("-")[0], *_by_script(name, declared)]
        tag = next((tag for tag in candidates if tag in declared.languages), None)
        if tag is not None:
            found.setdefault(tag, name)
    return found


def tag(lang: str, source_lang: str, names: Sequence[str]) -> str:
    """The full tag of a language of the series: with the script and region of the source where it
    is in that language, otherwise for Chinese with the script that the names are written in."""
    if source_lang.split("-")[0] == lang:
        return source_lang
    return f"{lang}-{chinese_script(list(names))}" if lang == "zh" else lang


class _Columns:
    """What an item puts into the columns of the series."""

    def __init__(
        self, declared: Form, known: Sequence[Name], against: Mapping[str, Record]
    ) -> None:
        self.form = declared
        self.against = against
        self.langs = {key(name.text): name.lang for name in known if not name.is_acronym}
        # A column that the printing to compare with leaves empty is one that it does not print.
        self.printed = {
            name for record in against.values() for name, cell in record.items() if cell
        }

    def cells(self, item: Item, body: str | None) -> dict[str, str]:
        named, columns = item.named, self.form.columns
        texts = languages(named.names, self.form, self.langs)
        cells = {self.form.languages[lang]: name for lang, name in texts.items()}
        for role, value in (
            ("number", item.number),
            ("acronym", named.acronym),
            ("note", "1" if named.is_noted else "0"),
            ("section", self._section(item, body)),
        ):
            if role in columns:
                cells[columns[role]] = value
        return cells

    def change(self, body: str, position: int, cells: Record) -> str:
        before = self.against.get(body)
        if before is None:
            return "added"
        texts = [*self.form.languages.values(), *self._of("acronym"), *self._of("section")]
        said = [
            f"{name}: {before.get(name, '')} → {cells.get(name, '')}"
            for name in texts
            if name in self.printed and cells.get(name, "") not in ("", before.get(name, ""))
        ]
        for name in self._of("position"):
            if before.get(name) != str(position):
                said.insert(0, f"{name}: {before.get(name)} → {position}")
        return "; ".join(said)

    def _of(self, role: str) -> list[str]:
        return [self.form.columns[role]] if role in self.form.columns else []

    def _section(self, item: Item, body: str | None) -> str:
        """By the nearest heading above that names one, otherwise unchanged."""
        for heading in reversed(item.headings):
            if heading in {value for value, _ in self.form.sections}:
                return heading
            for value, pattern in self.form.sections:
                if pattern.search(heading):
                    return value
        column = self.form.columns.get("section", "")
        return self.against.get(body or "", {}).get(column, "")


def _by_script(name: str, declared: Form) -> Iterator[str]:
    """The languages of the series that are written as the name is; none for other scripts."""
    if is_chinese(name):
        yield "zh"
    elif LATIN.search(name):
        yield from (lang for lang in declared.languages if lang != "zh")


def _item(outcome: Outcome, columns: _Columns, position: int) -> Entry:
    item = outcome.item
    cells = columns.cells(item, outcome.body)
    return Entry(
        "item",
        item.named.text,
        item.place,
        item.named.note,
        outcome.result,
        f"{outcome.score:g}",
        outcome.body or "",
        "; ".join(f"{other.body} {other.score:g}" for other in outcome.alternatives),
        outcome.why,
        columns.change(outcome.body, position, cells) if outcome.body else "",
        cells,
        "; ".join(item.named.short),
    )


def _missing(body: str, record: Record, columns: _Columns, outcomes: Sequence[Outcome]) -> Entry:
    maybe = [
        outcome.item.place
        for outcome in outcomes
        if outcome.body is None and body in {other.body for other in outcome.alternatives}
    ]
    name = next((record[c] for c in columns.form.languages.values() if record.get(c)), body)
    question = "it is in the printing before and not found in this text: removed?"
    if maybe:
        question += f" Or is it the item at {', '.join(maybe)}? Then answer there."
    return Entry("missing", name, match=body, question=question, change="removed")
