"""Bad packages: descriptors, paths, schemas, SQL and suites, each as an edit of the small
package."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tests.hostile.edits import DESCRIPTOR, Edit, add, both, drop, put, swap, write
from tests.hostile.small import LISTED, NOTES, RULE, reference

DEEP = 100_000
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
NOTE = ("resources", "notes")
SCHEMA = (*NOTE, "schema")
FIELD = (*SCHEMA, "fields", "text")
LIST = ("series", "lists")
DERIVED = ("series", "standing", "derived")
BODIES = "checks/bodies.json"
VIEW, SHOWN, STANDING = (f"data/views/{name}.sql" for name in ("called", "shown", "standing"))


def raw(old: str, new: str) -> Edit:
    """Replace the text of the descriptor."""
    return swap(DESCRIPTOR, old, new)


def link(path: str, target: str) -> Edit:
    """Replace a file or a folder by a symbolic link."""

    def edit(root: Path) -> None:
        (root / path).rename(root.parent / f"moved-{root.name}")
        (root / path).symlink_to(target)

    return edit


def pipe(path: str) -> Edit:
    """Replace a file by a named pipe that nobody writes to."""

    def edit(root: Path) -> None:
        (root / path).unlink()
        os.mkfifo(root / path)

    return edit


def folder(path: str) -> Edit:
    """Replace a file by a folder."""

    def edit(root: Path) -> None:
        (root / path).unlink()
        (root / path).mkdir()

    return edit


def rule(**changed: Any) -> Edit:
    """Replace the rule of the suite."""
    import json

    suite = {"name": "bodies", "expectations": [{**RULE, **changed}]}
    return write(BODIES, json.dumps(suite, indent=1))


def asked(query: str) -> Edit:
    """A rule with this query."""
    return rule(kwargs={"unexpected_rows_query": query})


JSON: dict[str, Edit] = {
    "nothing": write(DESCRIPTOR, ""),
    "no JSON": write(DESCRIPTOR, "name: small\n"),
    "comma at the end": raw('"small"', '"small",,'),
    "comment": raw("{", "{ // small\n"),
    "single quotes": write(DESCRIPTOR, "{'name': 'small'}"),
    "byte order mark": raw("{", "\ufeff{"),
    "UTF-16": write(DESCRIPTOR, '{"name": "small"}'.encode("utf-16")),
    "Latin-1": write(DESCRIPTOR, '{"name": "Ämter"}'.encode("latin-1")),
    "a list": write(DESCRIPTOR, "[]"),
    "a number": write(DESCRIPTOR, "7"),
    "null": write(DESCRIPTOR, "null"),
    "lists in lists": write(DESCRIPTOR, "[" * DEEP),
    "objects in objects": write(DESCRIPTOR, '{"a":' * DEEP),
    "objects in an unknown property": raw('"version"', '"x": ' + '{"a":' * 400 + "1" + "}" * 400 + ', "version"'),
    "number of 5,000 digits": raw('"version"', '"x": ' + "9" * 5000 + ', "version"'),
    "NaN": raw('"version"', '"x": NaN, "version"'),
    "name twice": raw('"version"', '"name": "other", "version"'),
    "half a character": raw('"A small package"', '"\\ud800"'),
    "a folder": folder(DESCRIPTOR),
    "a pipe": pipe(DESCRIPTOR),
}  # fmt: skip
PARTS: dict[str, Edit] = {
    "no name": drop("name"),
    "name of a number": put(7, "name"),
    "name that is a path": put("../small", "name"),
    "no resources": drop("resources"),
    "resources that are an object": put({}, "resources"),
    "resources that are words": put(["notes"], "resources"),
    "null among the resources": put([None], "resources"),
    "resource without a name": drop(*NOTE, "name"),
    "resource without a path": drop(*NOTE, "path"),
    "resource without a schema": drop(*NOTE, "schema"),
    "two resources of one name": put("bodies", *NOTE, "name"),
    "two resources of one file": put("data/bodies.csv", *NOTE, "path"),
    "names that differ in capitals": put("Bodies", *NOTE, "name"),
    "name with a quote": put('no"tes', *NOTE, "name"),
    "name with SQL": put("x'; DROP TABLE bodies; --", *NOTE, "name"),
    "name of SQLite's own": put("sqlite_notes", *NOTE, "name"),
    "name that a check needs": put("package", *NOTE, "name"),
    "database that is a path": put("../../struck", "database"),
    "database with a slash": put("a/b", "database"),
    "database of no text": put(7, "database"),
    "database with a dot": put("a.b", "database"),
    "database at an address of the site": put("data", "database"),
    "database at the address of a release": put("v1-0-0", "database"),
    "released from elsewhere": put(["/etc"], "released"),
    "released of no list": put({"a": 1}, "released"),
    "semicolons declared": put({"delimiter": ";"}, *NOTE, "dialect"),
    "no header declared": put({"delimiter": ",", "header": False}, *NOTE, "dialect"),
    "another encoding declared": put("utf-16", *NOTE, "encoding"),
    "a spreadsheet declared": put("xlsx", *NOTE, "format"),
    "compression declared": put("gz", *NOTE, "compression"),
    "profile from elsewhere": put("https://example.org/profile.json", "$schema"),
    "series that is not declared": put("others", "resources", "lists-1", "series"),
    "series without a revision": drop("resources", "lists-1", "revision"),
    "revision twice": put("2026-02-01", "resources", "lists-1", "revision"),
    "revision that is a path": put("../../x", "resources", "lists-1", "revision"),
    "revisions of two schemas": put(
        {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}, "resources", "lists-1", "schema"
    ),
    "series of a table's name": both(
        add({"name": "bodies"}, "series"), put("bodies", "resources", "lists-1", "series")
    ),
    "series with a quote": add({"name": 'l"s'}, "series"),
    "series that are words": put(["lists"], "series"),
    "series that ignores a number": put([7], *LIST, "ignore"),
    "series derived from nothing": put({}, *DERIVED),
    "series derived from a list": put([], *DERIVED),
    "view without a path": drop("views", "called", "path"),
    "view of a table's name": put("bodies", "views", "called", "name"),
    "view with a quote": put('v" AS SELECT 1; --', "views", "called", "name"),
    "search in nothing": put({"resource": "nowhere", "field": "text"}, "resources", "bodies", "search"),
    "search for nothing": put({"resource": "notes", "field": "nothing"}, "resources", "bodies", "search"),
    "search that is a word": put("notes", "resources", "bodies", "search"),
    "figures of nothing": put("nowhere", "resources", "results", "computes", "resource"),
    "figures without SQL": put("select", "resources", "results", "computes", "sql"),
    "figures in four columns": add({"name": "more"}, "resources", "results", "schema", "fields"),
    "queries without SQL": put("select", "resources", "queries", "queries", "sql"),
    "attributes that are a list": put([], *NOTE, "attributes"),
    "categories that are words": put(["a"], *FIELD, "categories"),
}  # fmt: skip
PATHS: dict[str, Edit] = {
    "above": put("../notes.csv", *NOTE, "path"),
    "down and above": put("data/../../notes.csv", *NOTE, "path"),
    "absolute": put("/etc/passwd", *NOTE, "path"),
    "remote": put("https://example.org/notes.csv", *NOTE, "path"),
    "file address": put("file:///etc/passwd", *NOTE, "path"),
    "with backslashes": put("..\\..\\notes.csv", *NOTE, "path"),
    "of Windows": put("C:\\notes.csv", *NOTE, "path"),
    "several": put([NOTES, NOTES], *NOTE, "path"),
    "empty": put("", *NOTE, "path"),
    "a number": put(7, *NOTE, "path"),
    "a folder": put("data", *NOTE, "path"),
    "with NUL": put("data/no\0tes.csv", *NOTE, "path"),
    "with half a character": put("data/no\ud800tes.csv", *NOTE, "path"),
    "of 5,000 characters": put("data/" + "x" * 5000 + ".csv", *NOTE, "path"),
    "through two dots in code": put("%2e%2e/notes.csv", *NOTE, "path"),
    "of a device": put("/dev/zero", *NOTE, "path"),
    "of a file that is not there": put("data/nothing.csv", *NOTE, "path"),
    "of the descriptor": put(DESCRIPTOR, *NOTE, "path"),
    "a link that leads out": link(NOTES, "/etc/passwd"),
    "a folder that leads out": link("data/lists", "/etc"),
    "a link to itself": link(NOTES, "notes.csv"),
    "a pipe": pipe(NOTES),
    "a folder in the place of a file": folder(NOTES),
    "a file that no resource names": write("data/more.csv", "a\n1\n"),
    "schema above": put("../lists.json", "resources", "lists-1", "schema"),
    "schema remote": put("https://example.org/lists.json", "resources", "lists-1", "schema"),
    "schema that is not there": put("data/schemas/no.json", "resources", "lists-1", "schema"),
    "schema that is not JSON": write(LISTED, "{"),
    "schema in schemas": write(LISTED, '{"fields":' * DEEP),
    "schema that leads out": link(LISTED, "/etc/hostname"),
    "query above": put("../standing.sql", *DERIVED, "query"),
    "query that is not there": put("data/views/no.sql", *DERIVED, "query"),
    "folder of printings above": put({"folder": "data/../.."}, *LIST, "intake"),
    "printings that are a number": put(7, *LIST, "intake"),
    "query of a form above": put(
        [{"form": "event", "add": [{"table": "notes", "query": "../event.sql"}]}], "contributions"
    ),
    "view above": put("../called.sql", "views", "called", "path"),
    "view that is not there": put("data/views/no.sql", "views", "called", "path"),
    "view of a file that is not there": put("data/views/no.sql", "resources", "shown", "view"),
}
SCHEMAS: dict[str, Edit] = {
    "no fields": put([], *SCHEMA, "fields"),
    "fields that are an object": put({}, *SCHEMA, "fields"),
    "field without a name": drop(*FIELD, "name"),
    "field with a quote": put('te"xt', *FIELD, "name"),
    "field with a space": put("the text", *FIELD, "name"),
    "field that begins with a digit": put("1st", *FIELD, "name"),
    "default of a field that is not there": put("{id}-{nothing}", *FIELD, "default"),
    "field twice": put("id", *FIELD, "name"),
    "fields that differ in capitals": put("BODY", *SCHEMA, "fields", "weight", "name"),
    "field that a check needs": put("_line", *SCHEMA, "fields", "weight", "name"),
    "type unknown": put("money", *FIELD, "type"),
    "type of a number": put(7, *FIELD, "type"),
    "type that is not a text of one cell": put("object", *FIELD, "type"),
    "format of one's own": put("%d/%m/%Y", *SCHEMA, "fields", "day", "format"),
    "decimal comma": put(",", *SCHEMA, "fields", "weight", "decimalChar"),
    "true in other words": put(["ja"], *SCHEMA, "fields", "open", "trueValues"),
    "missing in other words": put(["-"], *SCHEMA, "missingValues"),
    "constraints that are a list": put([], *FIELD, "constraints"),
    "constraint unknown": put({"most": 7}, *FIELD, "constraints"),
    "pattern that is none": put({"pattern": "("}, *FIELD, "constraints"),
    "limit that is none": put({"minimum": "few"}, *SCHEMA, "fields", "place", "constraints"),
    "limit of the wrong type": put({"minimum": 7}, *FIELD, "constraints"),
    "categories of the wrong type": put({"enum": "first"}, *FIELD, "constraints"),
    "no key": drop(*SCHEMA, "primaryKey"),
    "key of no column": put(["nothing"], *SCHEMA, "primaryKey"),
    "key of a number": put(7, *SCHEMA, "primaryKey"),
    "key that names a column twice": put(["id", "id"], *SCHEMA, "primaryKey"),
    "references that are words": put(["body"], *SCHEMA, "foreignKeys"),
    "reference that is a word": put([{"fields": ["body"], "reference": "bodies"}], *SCHEMA, "foreignKeys"),
    "reference without a table": put([{"fields": ["body"], "reference": {}}], *SCHEMA, "foreignKeys"),
    "reference to no table": put([reference("body", "nobodies", "id")], *SCHEMA, "foreignKeys"),
    "reference to no column": put([reference("body", "bodies", "nothing")], *SCHEMA, "foreignKeys"),
    "reference from no column": put([reference("nothing", "bodies", "id")], *SCHEMA, "foreignKeys"),
    "reference to more columns": put(
        [{"fields": ["body"], "reference": {"resource": "bodies", "fields": ["id", "name"]}}], *SCHEMA, "foreignKeys"
    ),
    "references in a circle": put([reference("name", "notes", "id")], "resources", "bodies", "schema", "foreignKeys"),
    "reference to what is not unique": put([reference("body", "bodies", "kind")], *SCHEMA, "foreignKeys"),
    "series with a column of its own": write(LISTED, '{"fields": [{"name": "revision"}], "primaryKey": ["revision"]}'),
}  # fmt: skip
SQL: dict[str, Edit] = {
    "view of nothing": write(VIEW, "SELECT * FROM nothing"),
    "view that is empty": write(VIEW, ""),
    "view that is not a text": write(VIEW, b"\xff\xfe"),
    "view in two statements": write(VIEW, "SELECT 1 AS a; ATTACH 'struck.db' AS struck"),
    "view that writes": write(VIEW, "DELETE FROM bodies"),
    "view of itself": write(VIEW, "SELECT * FROM called"),
    "view without an end": write(VIEW, ENDLESS),
    "view of 100,000 words": write(VIEW, "SELECT 1" + " + 1" * 100_000),
    "file of a view of other columns": write(SHOWN, "SELECT id FROM bodies"),
    "file of a view without an end": write(SHOWN, ENDLESS),
    "file of a view with a key twice": swap(SHOWN, "GROUP BY b.id", "GROUP BY b.id, a.id"),
    "days of nothing": put("SELECT day FROM nothing", *DERIVED, "days"),
    "days that attach a file": put("ATTACH 'struck.db' AS struck", *DERIVED, "days"),
    "days that write": put("DELETE FROM acts", *DERIVED, "days"),
    "days without an end": put(ENDLESS, *DERIVED, "days"),
    "days that are paths": put("SELECT '../../struck'", *DERIVED, "days"),
    "revisions that attach a file": write(STANDING, "ATTACH 'struck.db' AS struck"),
    "revisions that write": write(STANDING, "INSERT INTO acts (id) VALUES ('x') RETURNING id"),
    "revisions without an end": write(STANDING, ENDLESS),
    "revisions of other columns": write(STANDING, "SELECT body FROM acts WHERE day = :as_of"),
    "revisions that are not text": write(STANDING, b"\xff"),
}
SUITES: dict[str, Edit] = {
    "no JSON": write(BODIES, "{"),
    "a list": write(BODIES, "[]"),
    "in itself": write(BODIES, '{"a":' * DEEP),
    "without a name": swap(BODIES, '"name": "bodies"', '"nam": "bodies"'),
    "of another table": write("checks/nobodies.json", '{"name": "nobodies", "expectations": []}'),
    "expectations that are an object": write(BODIES, '{"name": "bodies", "expectations": {}}'),
    "expectation that is a word": write(BODIES, '{"name": "bodies", "expectations": ["good"]}'),
    "expectation unknown": rule(type="expect_bodies_to_be_nice"),
    "expectation without words": rule(kwargs={}),
    "expectation of a number": rule(type=7),
    "expectation with words that are a list": rule(kwargs=[]),
    "expectation with unknown words": rule(type="expect_column_to_exist", kwargs={"colum": "id"}),
    "column unknown": rule(type="expect_column_values_to_not_be_null", kwargs={"column": "no"}),
    "pattern that is none": rule(
        type="expect_column_values_to_match_regex", kwargs={"column": "id", "regex": "("}
    ),
    "meta that is a word": rule(meta="good"),
    "severity unknown": rule(severity="dreadful"),
    "query without its table": asked("SELECT 1"),
    "query of nothing": asked("SELECT nothing FROM {batch}"),
    "query that is none": asked("SELEC * FROM {batch}"),
    "query that writes": asked("DELETE FROM {batch}"),
    "query that attaches a file": asked("ATTACH 'struck.db' AS struck /* {batch} */"),
    "query in two statements": asked("SELECT 1 FROM {batch}; DROP TABLE bodies"),
    "query without an end": asked(ENDLESS + ", {batch}"),
    "query with other braces": asked("SELECT '{other}' FROM {batch}"),
    "query with a brace open": asked("SELECT '{' FROM {batch}"),
    "query into the program": asked("SELECT '{batch.__class__}' FROM {batch}"),
    "query that loads code": asked("SELECT load_extension('x') FROM {batch}"),
    "query with a width": asked("SELECT 1 FROM {batch:>3000000000} WHERE 0"),
    "query with a conversion": asked("SELECT 1 FROM {batch!r} WHERE 0"),
    "query with a width in braces": asked("SELECT 1 FROM {batch:{batch}} WHERE 0"),
    "query by chance": asked("SELECT 1 FROM {batch} WHERE random() = 7"),
    "query of the tokenizer": asked("SELECT fts3_tokenizer('simple') FROM {batch}"),
    "query of a pointer": asked("SELECT fts5(1) FROM {batch}"),
    "query of what others ask": asked("SELECT sql FROM sqlite_stmt, {batch}"),
    "query of where files lie": asked("SELECT file FROM pragma_database_list, {batch}"),
}
CASES = {
    "json": JSON,
    "parts": PARTS,
    "paths": PATHS,
    "schemas": SCHEMAS,
    "sql": SQL,
    "suites": SUITES,
}
