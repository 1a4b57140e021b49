"""The Reconciliation Service API 0.2 over the entities of one table: requests in, responses out.

Nothing here knows of HTTP or of SQL. What a client sends is refused with UsageError, which names
the part that is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...core.errors import UsageError
from .entities import Entity, Property
from .matching import LONGEST, Found, Index, plain

Json = dict[str, Any]
Values = Callable[[Property, Sequence[str]], Mapping[str, Sequence[Any]]]
"""The values of one property for records, by their keys."""

# At most so many queries a request, properties a query, values a property; and, where a table is
# extended, so many records and columns.
BATCH, PROPERTIES, VALUES = 50, 20, 100
RECORDS, COLUMNS = 1000, 100
SHOWN = 10
PENALTY = 20.0
PREVIEW = {"width": 420, "height": 280}
TRUTH = {True: "true", False: "false"}
NUMBERS = {"integer": "int", "number": "float"}


class Service:
    """The service for one table: `kind` is its name and title, the one type of its entities."""

    def __init__(
        self, kind: tuple[str, str], entities: Sequence[Entity], properties: Sequence[Property]
    ) -> None:
        self.type = {"id": kind[0], "name": kind[1]}
        self.entities = {entity.key: entity for entity in entities}
        self.properties = {item.name: item for item in properties}
        self._index = Index(
            (entity.key, name)
            for entity in entities
            for name in (entity.key, entity.label, *entity.names)
        )

    def manifest(self, name: str, space: str, base: str, view: str) -> Json:
        """What the service offers; `base` is its own address, `space` the URI that identifiers
        stand in, `view` the address of an entity with {{id}} for its identifier."""
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
            "preview": {"url": f"{base}/preview?id={{{{id}}}}", **PREVIEW},
            "suggest": suggest,
            "extend": {
                "propose_properties": {"service_url": base, "service_path": "/properties"},
                "property_settings": [],
            },
            "batchSize": BATCH,
        }

    def reconcile(self, queries: str, values: Values) -> Json:
        """The candidates for each query of a batch, as JSON text."""
        batch = _parsed(queries, "queries", dict)
        if len(batch) > BATCH:
            raise UsageError(f"{len(batch)} queries at once; this service takes {BATCH}")
        return {name: {"result": self._candidates(query, values)} for name, query in batch.items()}

    def extend(self, request: str, values: Values) -> Json:
        """The values of properties for entities, as the JSON text asks."""
        asked = _parsed(request, "extend", dict)
        keys = [str(key) for key in _list(asked, "ids", RECORDS)]
        wanted = [self._property(item) for item in _list(asked, "properties", COLUMNS)]
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
        texts = ((item, "; ".join(_text(value) for value in held)) for item, held in found)
        return [(item, text) for item, text in texts if text and text not in names]

    def propose(self) -> Json:
        """Every property that `extend` gives."""
        listed = [{"id": item.name, "name": item.title} for item in self.properties.values()]
        return {"type": self.type["id"], "properties": listed}

    def suggest(self, what: str, prefix: str, cursor: str) -> Json:
        """Entities, properties or types whose name or identifier begins with, or contains, the
        prefix; `cursor` is how many to leave out."""
        if not cursor.isdecimal() or len(cursor) > 9:
            raise UsageError(f"cursor is {cursor[:40]!r}, not a number")
        found: list[Json]
        if what == "entity":
            found = [self._suggested(key) for key in self._index.starting(prefix)]
        else:
            start = plain(prefix)
            types = [{"id": self.type["id"], "name": self.type["name"]}]
            offered = types if what == "type" else self.propose()["properties"]
            found = [
                item
                for item in offered
                if start in plain(item["name"]) or start in plain(item["id"])
            ]
        return {"result": found[int(cursor) :][:SHOWN]}

    def _candidates(self, query: object, values: Values) -> list[Json]:
        if not isinstance(query, dict):
            raise UsageError("a query is not an object")
        name = query.get("query", "")
        limit = query.get("limit", SHOWN)
        if not isinstance(name, str):
            raise UsageError("the `query` of a query is not text")
        if not isinstance(limit, int) or limit < 1:
            raise UsageError("the `limit` of a query is not a number above 0")
        found = (
            self._index.find(name[:LONGEST])
            if name
            else [Found(key, 50.0) for key in self.entities]
        )
        for item in _list(query, "properties", PROPERTIES, optional=True):
            found = self._compared(found, item, values)
        exact = [item for item in found if item.score == 100]
        return [
            self._candidate(item, match=item.score == 100 and len(exact) == 1)
            for item in sorted(found, key=lambda item: (-item.score, item.key))[:limit]
            if item.score > 0
        ]

    def _compared(self, found: list[Found], asked: object, values: Values) -> list[Found]:
        """The candidates, those that have other values of the property lower."""
        wanted = asked.get("v") if isinstance(asked, dict) else None
        several = wanted if isinstance(wanted, list) else [wanted]
        if len(several) > VALUES:
            raise UsageError(f"{len(several)} values of a property; this service takes {VALUES}")
        texts = {
            plain(str(value.get("id") if isinstance(value, dict) else value)[:LONGEST])
            for value in several
        }
        pid = asked.get("pid") if isinstance(asked, dict) else None
        known = values(self._property({"id": pid}), [item.key for item in found])
        return [
            item
            if item.key not in known or texts & {plain(str(value)) for value in known[item.key]}
            else Found(item.key, round(item.score - PENALTY, 1))
            for item in found
        ]

    def _candidate(self, found: Found, match: bool) -> Json:
        described = self._described(found.key)
        return {**described, "type": [self.type], "score": found.score, "match": match}

    def _suggested(self, key: str) -> Json:
        return {**self._described(key), "notable": [self.type]}

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


def _parsed(text: str, what: str, kind: type) -> Any:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError(f"`{what}` is not JSON") from None
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise UsageError(f"`{what}` has half of a character: a surrogate alone") from None
    if not isinstance(document, kind):
        raise UsageError(f"`{what}` is not a JSON object")
    return document


def _list(item: Mapping[str, Any], name: str, most: int, optional: bool = False) -> list[Any]:
    value = item.get(name, [] if optional else None)
    if not isinstance(value, list):
        raise UsageError(f"`{name}` is not a list")
    if len(value) > most:
        raise UsageError(f"{len(value)} {name} at once; this service takes {most}")
    return value


def _text(value: Json) -> str:
    """A value as people read it: the name of an entity, the day of a date."""
    text = str(value.get("name") or next(iter(value.values())))
    return text.partition("T00:")[0] if "date" in value else text
