"""What columns, values, series and revisions are called in a language.

The first language comes from the descriptor. What that does not say, and the other languages, come
from the words of the list; a name without a word is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...core.csv_table import read
from ...descriptor.locale import COMPLETE
from ...descriptor.model import Package, Resource
from ...descriptor.pages import Words
from ...descriptor.schema import Field
from ...descriptor.texts import Texts
from . import dates
from .language import Language

LABEL = "label_"
# The column in which the name of a mark stands, whatever the table.
MARK_COLUMN = "mark"
# The key of a table that says what texts of the other tables are in another language.
PHRASE_KEY = "phrase"
# What our pages take from a row by name, in the language of the page.
NEEDED = frozenset(
    {"label", "title", "subtitle", "short", "lede", "described", "note", "text", "sentence"}
)
# The shape of a mark that is not declared.
PLAIN_SHAPE = "pentagon"


@dataclass(frozen=True)
class Mark:
    """A mark: its shape, how far its stage is (1 to 3, or 0 outside of the order), its meaning."""

    shape: str
    stage: int
    label: str


class _Marks(dict[str, Mark]):
    """Marks by name, with a plain one for any other name."""

    def __missing__(self, name: str) -> Mark:
        return Mark(PLAIN_SHAPE, 0, name)


@dataclass(frozen=True)
class Vocabulary:
    """The words for one package in `language`, one of those it has `spoken`; `fields` by table and
    name, as `acts.step`, and by name alone, as `.step`; `labels` by column and value, from the
    tables that say what the values of their key are called."""

    package: Package
    words: Words
    language: Language
    spoken: tuple[Language, ...]
    fields: Mapping[str, Field]
    labels: Mapping[str, Mapping[str, Texts]]

    def field(self, name: str, table: str = "") -> Field | None:
        """The declared column of that name: of the `table`, or else of any; None without one."""
        return self.fields.get(f"{table}.{name}") or self.fields.get(f".{name}")

    def is_text(self, name: str, table: str = "") -> bool:
        """Whether the name of a column, as x_en, ends in the language of its text. A declared one
        does only where another language has the column too: item_id is no text in Indonesian. What
        our pages need is a text in any SELECT but that of a table which declares such a column."""
        base, _, suffix = name.rpartition("_")
        languages = {*(language.name for language in self.spoken), COMPLETE}
        others = (f"{base}_{language}" for language in languages - {suffix})
        return suffix in languages and (
            (base in NEEDED and not (table and f"{table}.{name}" in self.fields))
            or not self.field(name, table)
            or any(self.field(other, table) for other in others)
        )

    def column(self, name: str, table: str = "") -> str:
        """The heading of a column; `table` is the table that it is in, where that matters."""
        field = self.field(name, table)
        given = self.words.columns.get(f"{table}.{name}") or self.words.columns.get(name)
        return self._word(given) or (field.title if field else name)

    def value(self, column: str, value: str, table: str = "") -> str | None:
        """The word for a value of a categorical column, None where there is none."""
        if column == MARK_COLUMN and value in self.words.marks:
            return self.marks()[value].label
        values = self.words.values
        given = values.get(f"{table}.{column}") or values.get(column) or {}
        given = {**self.labels.get(column, {}), **given}
        if word := self._word(given.get(value)):
            return word
        field = self.field(column, table)
        return field.labels.get(value) if field and self.language.is_first else None

    def word(self, column: str, value: str, table: str = "") -> str:
        """What a value of a column is called, or says, in the language; else itself."""
        return self.value(column, value, table) or self.phrase(value) or value

    def phrase(self, text: str) -> str:
        """What a text of the data is in the language, empty where no table says so."""
        return self._word(self.labels.get(PHRASE_KEY, {}).get(text))

    def table(self, name: str, title: str) -> str:
        """What a table or view is called; the descriptor calls it `title`."""
        return self._word(self.words.tables.get(name)) or title

    def resource(self, resource: Resource) -> str:
        """What a table or view is called, or a revision of a series."""
        if resource.series:
            return self.revision(resource)
        return self.table(resource.name, resource.title)

    def marks(self) -> dict[str, Mark]:
        """What each mark looks like and means; a value that only has a label is a plain one."""
        plain = {
            name: Mark(PLAIN_SHAPE, 0, _capitalized(self._word(label) or name))
            for column, values in self.labels.items()
            if column != PHRASE_KEY
            for name, label in values.items()
        }
        declared = {
            name: Mark(str(about["shape"]), int(about["stage"]), self._word(about) or name)
            for name, about in self.words.marks.items()
        }
        return _Marks({**plain, **declared})

    def note(self, name: str) -> str:
        """What the list says about a thing, empty where it says nothing."""
        return self._word(self.words.notes.get(name))

    def series(self, name: str) -> tuple[str, str]:
        """The title and the description of a series."""
        series = next(item for item in self.package.series if item.name == name)
        given = self.words.series.get(name, {})
        title = self._word(given.get("title")) or series.title
        return title, self._word(given.get("description")) or series.description

    def revision(self, resource: Resource) -> str:
        """The title of a revision."""
        given = self.words.revisions.get(f"{resource.series}/{resource.revision}")
        given = given or self.words.series.get(resource.series or "", {}).get("revision")
        text = self._word(given) or resource.title
        return dates.spelled(text.replace("{revision}", resource.revision or ""), self.language)

    def _word(self, texts: Texts | None) -> str:
        return (texts or {}).get(self.language.name, "")


def vocabulary(
    package: Package, words: Words, language: Language, spoken: tuple[Language, ...]
) -> Vocabulary:
    """The words for the package; where two tables have a column of one name, the first counts for
    the name alone."""
    fields: dict[str, Field] = {}
    for resource in package.resources:
        for field in resource.schema.fields:
            fields.setdefault(f"{resource.series or resource.name}.{field.name}", field)
            fields.setdefault(f".{field.name}", field)
    return Vocabulary(package, words, language, spoken, fields, _labels(package))


def _labels(package: Package) -> dict[str, dict[str, Texts]]:
    """What the values of a key are called where its table has columns such as `label_en`: by the
    name of the key and the value."""
    labels: dict[str, dict[str, Texts]] = {}
    for resource in package.resources:
        named = {name: name.removeprefix(LABEL) for name in resource.schema.columns}
        named = {name: language for name, language in named.items() if name != language}
        if named and len(resource.schema.primary_key) == 1:
            (key,) = resource.schema.primary_key
            labels[key] = {
                row[key]: {language: row[name] for name, language in named.items()}
                for row in read(package.root / resource.path, resource.path).dicts()
            }
    return labels


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]
