"""What a database says of itself, so that a copy that was passed on can be recognized: SQLite's
application_id and user_version, and a table of one row."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping

from ..descriptor.model import Package

TABLE = "package"
MARK = 0x72767364  # "rvsd", as application_id
VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")

Stated = Mapping[str, str]
"""What is known of a release beyond its descriptor, by column: the day, hashes, the citation."""

STATED = ("released_on", "swhid", "manifest_sha256", "citation")


def write(connection: sqlite3.Connection, package: Package, stated: Stated) -> None:
    """Write what the database is; what is not `stated` stays empty. user_version is the version of
    the package, 1.2.3 as 1002003."""
    about = package.descriptor
    licenses = ", ".join(str(item["name"]) for item in about.get("licenses", []))
    version = str(about.get("version", ""))
    cells = {
        "name": str(about["name"]),
        "title": str(about.get("title") or about["name"]),
        "version": version,
        **{name: stated.get(name, "") for name in STATED},
        "license": licenses,
        "homepage": str(about.get("homepage") or ""),
    }
    columns = ", ".join(f"{name} TEXT" for name in cells)
    connection.execute(f"CREATE TABLE {TABLE} ({columns}, PRIMARY KEY (name))")
    marks = ", ".join("?" * len(cells))
    connection.execute(
        f"INSERT INTO {TABLE} VALUES ({marks})", [value or None for value in cells.values()]
    )
    connection.execute(f"PRAGMA application_id = {MARK}")
    if found := VERSION.match(version):
        major, minor, patch = map(int, found.groups())
        number = (major * 1000 + minor) * 1000 + patch
        connection.execute(f"PRAGMA user_version = {min(number, 2**31 - 1)}")
