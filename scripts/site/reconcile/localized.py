"""The service in one language: what records, properties and values are called in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from ...descriptor.model import Relation
from ..locale.cells import Reader
from ..record_names import names_by_key
from ..site import Site
from . import entities
from .entities import Entity, Property
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
        records = _called(connection, here, relation, reader, records)
        properties = [_titled(item, reader, relation.name) for item in properties]
        title = vocabulary.table(relation.name, vocabulary.column(relation.primary_key[0]))
    return Service((relation.name, title), records, properties)


def facts(
    found: Iterable[tuple[Property, str]], reader: Reader, table: str
) -> list[tuple[str, str]]:
    """Headings and texts for people, without those in another language that this one has too."""
    listed = list(found)
    names = {item.name for item, _ in listed}
    own = reader.language.name
    told = []
    for item, text in listed:
        base, _, ending = item.name.rpartition("_")
        if (
            ending in {other.name for other in reader.vocabulary.spoken} - {own}
            and f"{base}_{own}" in names
        ):
            continue
        told.append((item.title, reader.vocabulary.value(item.name, text, table) or text))
    return told


def _called(
    connection: sqlite3.Connection,
    here: Site,
    relation: Relation,
    reader: Reader,
    records: list[Entity],
) -> list[Entity]:
    page = here.page_of_key(relation.primary_key)
    called = names_by_key(connection, page, reader) if page else {}
    return [
        replace(item, label=called[item.key].text) if item.key in called else item
        for item in records
    ]


def _titled(item: Property, reader: Reader, table: str) -> Property:
    """The property with its title: that of a column, or the word for a value of one."""
    vocabulary = reader.vocabulary
    base, _, ending = item.name.rpartition("_")
    is_text = ending in {language.name for language in vocabulary.spoken}
    for relation in vocabulary.package.relations:
        named = (relation.resources[0].attributes or {}).get("name")
        if named and (word := vocabulary.value(named, item.name, relation.name)):
            return replace(item, title=word)
    title = vocabulary.column(item.name, table)
    return replace(item, title=vocabulary.column(base, table) if is_text else title)
