"""What our own JSON holds, as JSON Schema."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def _object(required: dict[str, Schema], **optional: Schema) -> Schema:
    return {
        "type": "object",
        "required": [*required],
        "properties": {**required, **optional},
    }


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
MAYBE: Schema = {"type": ["string", "null"]}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
CELLS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}
KEY: Schema = {"type": "object", "additionalProperties": {"type": ["string", "integer"]}}
NAMES = _list(TEXT)
OPS = ["added", "removed", "changed", "filled", "emptied"]
COLUMNS = _object(
    {
        "old": NAMES,
        "new": NAMES,
        "added": NAMES,
        "removed": NAMES,
        "renamed": _list({"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2}),
        "ignored": NAMES,
    }
)
CELL = {"field": TEXT, "old": TEXT, "new": TEXT, "row": {"type": "object"}}
OP: Schema = {"type": "string", "enum": OPS}

DIFF = _object(
    {
        "old": TEXT,
        "new": TEXT,
        "key": NAMES,
        "columns": COLUMNS,
        "events": _list(_object({"key": KEY, "op": OP}, **CELL)),
        "counts": {"type": "object", "additionalProperties": NUMBER},
    }
)
AS_OF = _object(
    {"day": TEXT, "series": TEXT, "revision": TEXT, "records": _list({"type": "object"})}
)
CHANGES = _object(
    {
        "since": MAYBE,
        "until": MAYBE,
        "releases": _list(_object({"version": TEXT, "released_on": DAY, "yanked": MAYBE})),
        "events": _list(
            _object(
                {"said_in": MAYBE, "happened_on": DAY, "table": TEXT, "key": KEY, "op": OP},
                **CELL,
                path=TEXT,
                revision=MAYBE,
                source_id=MAYBE,
            )
        ),
    },
    tables=_list(
        _object(
            {
                "said_in": TEXT,
                "table": TEXT,
                "revision": MAYBE,
                "path": TEXT,
                "key": NAMES,
                "columns": COLUMNS,
                "events": NUMBER,
            }
        )
    ),
)
LATEST = _object(
    {
        "version": TEXT,
        "released_on": DAY,
        "swhid": TEXT,
        "manifest_sha256": TEXT,
        "structure_since": TEXT,
        "files": TEXT,
        "database": TEXT,
    }
)
PROBLEM = _object({"ok": {"const": False}, "status": NUMBER, "error": TEXT})
