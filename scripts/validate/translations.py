"""Texts that a language lacks, so that they are shown in the first language: fixed words of the
pages, and texts of data/pages/."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..core.diagnostics import Finding, amount
from ..descriptor import yaml_text
from ..descriptor.locale import COMPLETE, LOCALES, catalogue
from ..descriptor.model import Package
from ..descriptor.pages import BESIDE, FOLDER, WORDS, words
from ..descriptor.parse import DESCRIPTOR

RULE = "translation"
# Texts that replace words of the catalogues. The catalogues have the other languages.
SHELL = "shell"
MAX_LISTED_WORDS = 6


def findings(package: Package) -> Iterator[Finding]:
    """A warning for each language that lacks fixed words, and for each file and language with
    missing texts. Raises InputError where a file cannot be read."""
    names = [tag.partition("-")[0] for tag in package.languages]
    given = words(package.root).shell
    for name in names:
        known = catalogue(name)
        lacking = [
            key
            for key in catalogue(COMPLETE)
            if key not in known and name not in given.get(key, {})
        ]
        if lacking:
            reason = (
                f"{amount(len(lacking), 'word')} of the pages not translated into {name!r},"
                f" shown in {COMPLETE!r}: {_listed(lacking)}; add each to `{SHELL}` in"
                f" {FOLDER / WORDS}. They are listed in {LOCALES / f'{COMPLETE}.yml'}"
            )
            yield Finding(DESCRIPTOR, None, None, reason, RULE, "warning")
    for path in sorted((package.root / FOLDER).glob("*.yml")) if len(names) > 1 else ():
        file = str(FOLDER / path.name)
        document = yaml_text.parse(path.read_bytes(), file)
        told = names
        if path.name == WORDS and isinstance(document, dict):
            document.pop(SHELL, None)
            # The descriptor has the words for columns and values in the first language.
            told = names[1:]
        texts = [*_texts(document, (), {*names})]
        for name in told:
            lacking = [".".join(place) for place, there in texts if name not in there]
            if lacking:
                count = "1 text is" if len(lacking) == 1 else f"{len(lacking)} texts are"
                reason = f"{count} not given in {name!r}: {_listed(lacking)}"
                yield Finding(file, None, None, reason, RULE, "warning")


def _texts(
    node: Any, place: tuple[str, ...], names: Collection[str]
) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Each text that has languages, with its place in the file."""
    if isinstance(node, Mapping):
        keys = {str(key) for key in node}
        if keys & {*names} and keys <= {*names, *BESIDE}:
            yield place, node
            return
        for key, inner in node.items():
            yield from _texts(inner, (*place, str(key)), names)
    elif isinstance(node, list):
        for number, inner in enumerate(node, start=1):
            name = inner.get("name", number) if isinstance(inner, Mapping) else number
            yield from _texts(inner, (*place, str(name)), names)


def _listed(lacking: Collection[str]) -> str:
    shown = ", ".join([*lacking][:MAX_LISTED_WORDS])
    return shown + ", …" * (len(lacking) > MAX_LISTED_WORDS)
