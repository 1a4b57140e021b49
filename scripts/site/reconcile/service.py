"""The Reconciliation Service API 0.2 over the entities of one table: requests in, responses out.

Nothing here knows of HTTP or of SQL. What a client sends is refused with UsageError, which names
the part that is wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ...core.errors import UsageError
from ...core.normalize import key as normal
from ...core.normalize import typed
from ...intake.match.decide import decide
from ...intake.parse.blocks import Item
from ...intake.parse.parentheticals import named
from . import entities as records
from .entities import Entity, Property
from .matching import MAX_NAME_CHARS, Candidate, Index
from .sent import TRUTH, as_text, comparable, is_number, listed, parsed

Json = dict[str, Any]
Values = Callable[[Property, Sequence[str]], Mapping[str, Sequence[Any]]]
"""The values of one property for records, by their keys."""
Forms = Callable[[str], Mapping[str, frozenset[str]]]
"""By the name of a property and the key of a record: its values in every form that is the same."""

# At most this many queries a request, properties a query, values a property; and, where a table is
# extended, this many records and columns.
MAX_QUERIES, MAX_PROPERTIES, MAX_VALUES = 50, 20, 100
MAX_RECORDS, MAX_COLUMNS = 1000, 100
# Candidates and suggestions in an answer, if no other number is asked for.
MAX_CANDIDATES = 10
PREVIEW_SIZE = {"width": 420, "height": 280}
# What a property with another value takes from a score; the most that a candidate has which is not
# the match; and what every record has where no name is asked for.
PENALTY, MAX_LIKE_SCORE, UNNAMED_SCORE = 20.0, 99.0, 50.0
NUMBERS = {"integer": "int", "number": "float"}


class Service:
    """The service for one table: `kind` is its name and title, the one type of its entities."""

    def __init__(
        self, kind: tuple[str, str], entities: Sequence[Entity], properties: Sequence[Property]
    ) -> None:
        self.type = {"id": kind[0], "name": kind[1]}
        self.entities = {entity.key: entity for entity in entities}
        self.properties = {item.name: item for item in properties}
        self._names = records.index(entities)
        self._index = Index(
            (entity.key, name)
            for entity in entities
            for name in (entity.key, entity.label, *entity.names)
        )

    def manifest(self, name: str, space: str, base: str, view: str) -> Json:
        """What the service offers; `base` is its own address, `space` the URI that identifiers
        are in, `view` the address of an entity with {{id}} for its identifier."""
        suggest = {
            what: {"service_url": base, "service_path": f"/suggest/{what}"}
            for what in ("entity", "property", "type")
        }
        return {
            "versions": ["0.2"],
            "name": name,
            "identifierSpace": space,
            "schemaSpace": "https://schema.org/Thing",
            "defaultTypes": [self.type],
            "view": {"url": view},
            "preview": {"url": f"{base}/preview?id={{{{id}}}}", **PREVIEW_SIZE},
            "suggest": suggest,
            "extend": {
                "propose_properties": {"service_url": base, "service_path": "/properties"},
                "property_settings": [],
            },
            "batchSize": MAX_QUERIES,
        }

    def reconcile(self, queries: str, values: Values) -> Json:
        """The candidates for each query of a batch, as JSON text."""
        batch = parsed(queries, "queries")
        if len(batch) > MAX_QUERIES:
            raise UsageError(f"{len(batch)} queries at once; this service takes {MAX_QUERIES}")
        forms = self._read(values)
        return {name: {"result": self._candidates(query, forms)} for name, query in batch.items()}

    def extend(self, request: str, values: Values) -> Json:
        """The values of properties for entities, as the JSON text asks."""
        asked = parsed(request, "extend")
        keys = [str(key) for key in listed(asked, "ids", MAX_RECORDS)]
        wanted = [self._property(item) for item in listed(asked, "properties", MAX_COLUMNS)]
        rows: Json = {key: {item.name: [] for item in wanted} for key in keys}
        for item in wanted:
            for key, held in values(item, keys).items():
                rows[key][item.name] = [self._value(item, value) for value in held]
        return {"meta": [self._meta(item) for item in wanted], "rows": rows}

    def about(self, key: str, values: Values) -> list[tuple[Property, str]]:
        """What a preview says of an entity: properties and texts, without what other tables
        tell."""
        names = {self.entities[key].label, *self.entities[key].names}
        found = (
            (item, [self._value(item, value) for value in values(item, [key]).get(key, ())])
            for item in self.properties.values()
            if not item.refers or self._is_own(item)
        )
        texts = ((item, "; ".join(as_text(value) for value in held)) for item, held in found)
        return [(item, text) for item, text in texts if text and text not in names]

    def propose(self, kind: str = "", limit: str = "") -> Json:
        """The properties that `extend` gives of records of a type, the first `limit` of them; of a
        type that is not this table's there are none."""
        if limit and not is_number(limit):
            raise UsageError(f"limit is {limit[:40]!r}, not a number")
        own = kind in ("", self.type["id"])
        known = self.properties.values() if own else ()
        properties = [{"id": item.name, "name": item.title} for item in known]
        return {
            "type": kind or self.type["id"],
            **({"limit": int(limit)} if limit else {}),
            "properties": properties[: int(limit) if limit else None],
        }

    def suggest(self, what: str, prefix: str, cursor: str) -> Json:
        """Entities, properties or types whose name or identifier begins with, or contains, the
        prefix; `cursor` is how many to leave out."""
        if not is_number(cursor):
            raise UsageError(f"cursor is {cursor[:40]!r}, not a number")
        found: list[Json]
        if what == "entity":
            keys = self._index.starting(prefix)
            found = [{**self._described(key), "notable": [self.type]} for key in keys]
        else:
            start = typed(prefix)
            offered = [self.type] if what == "type" else self.propose()["properties"]
            found = [
                item
                for item in offered
                if start in typed(item["name"]) or start in typed(item["id"])
            ]
        return {"result": found[int(cursor) :][:MAX_CANDIDATES]}

    def _read(self, values: Values) -> Forms:
        """The forms of the values of a property by record, read once for all queries of a batch."""
        everybody = list(self.entities)

        @lru_cache(maxsize=64)
        def forms(name: str) -> Mapping[str, frozenset[str]]:
            item = self.properties[name]
            known = values(item, everybody)
            return {key: frozenset(self._forms(item, held)) for key, held in known.items()}

        return forms

    def _candidates(self, query: object, forms: Forms) -> list[Json]:
        if not isinstance(query, dict):
            raise UsageError("a query is not an object")
        name = query.get("query", "")
        limit = query.get("limit", MAX_CANDIDATES)
        if not isinstance(name, str):
            raise UsageError("the `query` of a query is not text")
        is_limit = isinstance(limit, int | float) and not isinstance(limit, bool)
        if not (is_limit and 1 <= limit < math.inf):
            raise UsageError("the `limit` of a query is not a number above 0")
        if not name and not query.get("properties"):
            raise UsageError("a query needs `query` or `properties`")
        # Without a name every record is a candidate, and its properties tell them apart.
        every = [Candidate(key, UNNAMED_SCORE) for key in self.entities]
        found = self._named(name[:MAX_NAME_CHARS]) if name else every
        for item in listed(query, "properties", MAX_PROPERTIES, optional=True):
            found = self._weighed(found, item, forms)
        return [
            self._candidate(item)
            for item in sorted(found, key=lambda item: (-item.score, item.key))[: int(limit)]
            if item.score > 0
        ]

    def _named(self, name: str) -> list[Candidate]:
        """The records that the name may mean. The one that intake would take it for, if any, is
        the match, and comes first."""
        (outcome,) = decide([Item(named(name), "", "")], self._names)
        found = {item.key: item.score for item in self._index.find(name)}
        for other in outcome.alternatives:
            found[other.body] = max(found.get(other.body, 0), min(other.score, MAX_LIKE_SCORE))
        if (body := outcome.body) is None:
            return [Candidate(key, min(score, MAX_LIKE_SCORE)) for key, score in found.items()]
        below = min(outcome.score - 1, MAX_LIKE_SCORE)
        others = [Candidate(key, min(score, below)) for key, score in found.items() if key != body]
        return [Candidate(body, outcome.score, sure=True), *others]

    def _weighed(self, found: list[Candidate], asked: object, forms: Forms) -> list[Candidate]:
        """The candidates, those that have other values of the property lower."""
        wanted = asked.get("v") if isinstance(asked, dict) else None
        several = wanted if isinstance(wanted, list) else [wanted]
        if len(several) > MAX_VALUES:
            raise UsageError(
                f"{len(several)} values of a property; this service takes {MAX_VALUES}"
            )
        texts = {comparable(value) for value in several}
        item = self._property({"id": asked.get("pid") if isinstance(asked, dict) else None})
        known = forms(item.name)
        return [
            one
            if one.key not in known or texts & known[one.key]
            else Candidate(one.key, round(one.score - PENALTY, 1))
            for one in found
        ]

    def _forms(self, item: Property, held: Sequence[Any]) -> Iterator[str]:
        """The values of a property as a client may send them: as they are in the database, as
        `extend` gives them, and where they are records of this table by any name of those."""
        for value in held:
            yield normal(str(value))
            yield comparable(self._value(item, value))
            if self._is_own(item) and (entity := self.entities.get(str(value))):
                yield from map(normal, (entity.label, *entity.names))

    def _candidate(self, found: Candidate) -> Json:
        described = self._described(found.key)
        return {**described, "type": [self.type], "score": found.score, "match": found.sure}

    def _described(self, key: str) -> Json:
        entity = self.entities[key]
        others = [name for name in entity.names if name != entity.label][:3]
        return {"id": key, "name": entity.label, "description": "; ".join(others)}

    def _property(self, asked: object) -> Property:
        name = asked.get("id") if isinstance(asked, dict) else None
        if not isinstance(name, str) or name not in self.properties:
            raise UsageError(f"no property {str(name)[:80]!r}; see the property proposals")
        return self.properties[name]

    def _meta(self, item: Property) -> Json:
        return {
            "id": item.name,
            "name": item.title,
            **({"type": self.type} if self._is_own(item) else {}),
        }

    def _value(self, item: Property, value: Any) -> Json:
        if self._is_own(item) and value in self.entities:
            return {"id": value, "name": self.entities[value].label}
        if item.type in NUMBERS and isinstance(value, int | float):
            return {NUMBERS[item.type]: value}
        if item.type == "date" and len(str(value)) == len("2026-01-07"):
            return {"date": f"{value}T00:00:00Z"}
        return {"str": TRUTH[bool(value)] if item.type == "boolean" else str(value)}

    def _is_own(self, item: Property) -> bool:
        return item.refers == self.type["id"]
