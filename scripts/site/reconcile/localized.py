"""The service in one language: what records, properties and values are called in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from ...descriptor.model import Relation
from ...descriptor.pages import one_text
from ..locale.cells import Reader
from ..record_names import names_by_key
from ..site import Site
from . import entities
from .entities import Property
from .service import Service


def service(
    connection: sqlite3.Connection, here: Site, relation: Relation, reader: Reader
) -> Service:
    """The service for the table. The first language says what the descriptor says."""
    package, vocabulary = here.package, reader.vocabulary
    records = entities.read(connection, package, relation)
    properties = entities.properties(connection, package, relation)
    title = relation.title
    if not vocabulary.language.is_first:
        page = here.page_of_key(relation.primary_key)
        called = names_by_key(connection, page, reader) if page else {}
        records = [
            replace(item, label=called[key].text)
            if (key := one_text(item.parts)) in called
            else item
            for item in records
        ]
        properties = [_titled(item, reader, relation.name) for item in properties]
        title = vocabulary.table(relation.name, vocabulary.column(relation.primary_key[0]))
    return Service((relation.name, title), records, properties)


def facts(
    found: Sequence[tuple[Property, str]], reader: Reader, table: str
) -> list[tuple[str, str]]:
    """Headings and texts for people, without those in another language that this one has too."""
    names = {item.name for item, _ in found}
    vocabulary = reader.vocabulary
    own = vocabulary.language.name
    others = {language.name for language in vocabulary.spoken} - {own}
    shown = []
    for item, text in found:
        base, _, ending = item.name.rpartition("_")
        if ending not in others or f"{base}_{own}" not in names:
            shown.append((item.title, vocabulary.value(item.name, text, table) or text))
    return shown


def _titled(item: Property, reader: Reader, table: str) -> Property:
    """The property with its title: that of a column, or the word for a value of one."""
    vocabulary = reader.vocabulary
    base, _, ending = item.name.rpartition("_")
    spoken = {language.name for language in vocabulary.spoken}
    is_text = ending in spoken and vocabulary.is_text(item.name, table)
    for relation in vocabulary.package.relations:
        named = (relation.resources[0].attributes or {}).get("name")
        if named and (word := vocabulary.value(named, item.name, relation.name)):
            return replace(item, title=word)
    title = vocabulary.column(item.name, table)
    return replace(item, title=vocabulary.column(base, table) if is_text else title)
