"""One text in several languages, as the files next to the descriptor write it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Texts = Mapping[str, str]
"""One text in several languages, by the name of the language."""


def in_each(texts: Texts | str, names: Iterable[str]) -> Texts:
    """The text in each of these languages. A language that lacks it shows the first that has it; a
    plain text is the same in all."""
    listed = [*names]
    if isinstance(texts, str):
        return dict.fromkeys(listed, texts)
    first = next((texts[name] for name in listed if name in texts), "")
    return {name: texts.get(name, first) for name in listed} if first else {}
