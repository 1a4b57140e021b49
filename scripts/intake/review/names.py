"""The names that a printing gives, as records of the table of names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...core.normalize import is_chinese
from ...descriptor.model import Package
from ...edit.records import by_key, edited
from ..mapping import Form, names, referring
from ..match.index import DASH, index_of
from ..parse.parentheticals import ACRONYM
from .answers import Printing
from .propose import tag

OUTSIDE = re.compile(r"\s*[()（）]\s*")


def name_records(
    package: Package, declared: Form, source: str, answered: Printing
) -> Iterator[dict[str, str]]:
    """A record for every name as printed, every acronym and short name, with its source; where a
    line prints a parent before the body, one for the body alone and one for the parent, too."""
    table = declared.names
    (reference,) = (
        key
        for key in package.relation(table.resource).schema.foreign_keys
        if key.relation == declared.bodies.name
    )
    langs = _tags(package, declared, source, answered)
    latin = next((lang for lang in declared.languages if lang != "zh"), "")
    index = index_of(list(names(package, declared)))

    def row(body: str, name: str, kind: str, lang: str = "") -> dict[str, str]:
        lang = lang or ("zh" if is_chinese(name) else latin)
        cells = {table.lang: langs.get(lang, lang), table.name: name, table.kind: kind}
        return {**referring(reference.columns, body), **cells, table.source: source}

    for record in answered.records:
        body = declared.key_of(record)
        for lang, column in declared.languages.items():
            if record[column]:
                yield row(body, record[column], table.printed, lang)
            *above, own = DASH.split(record[column])
            parts = [part for parent in above for part in OUTSIDE.split(parent) if part]
            parents = [parent for part in parts if (parent := index.known(part))]
            if above and (index.known(own) == body or len(parents) == len(parts)):
                yield row(body, own, table.printed, lang)
            if len(parents) == len(parts):
                for parent, part in zip(parents, parts, strict=True):
                    short = ACRONYM.fullmatch(part) is not None
                    kind = table.acronym if short else table.printed
                    yield row(parent, part, kind, "" if short else lang)
        acronym = record.get(declared.columns.get("acronym", ""), "")
        if acronym:
            yield row(body, acronym, table.acronym)
    for body, name in answered.short:
        yield row(body, name, table.short)


def _tags(package: Package, declared: Form, source: str, answered: Printing) -> dict[str, str]:
    """The full tag of each language of the series, in this printing."""
    sources = by_key(package, edited(package, declared.sources.name))
    lang = sources[source].get(declared.names.lang, "")
    return {
        own: tag(own, lang, [record[column] for record in answered.records])
        for own, column in declared.languages.items()
    }
