"""The addresses that Datasette answers by running SQL, as addresses of the page that runs it in the
browser.

/sql/#sql=SELECT…&release=1.0.0&day=2026-01-01: the statement, the release whose database it is run
on (left out: the newest), and the values of its parameters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from ...core.sql import identifier, literal
from ...database import views
from ...descriptor.load import load
from ...descriptor.model import Package
from ...release import serve_store
from ..site import Site

if TYPE_CHECKING:
    from datasette.app import Datasette

PAGE = "/sql/"


@dataclass(frozen=True)
class Database:
    """One database that is served: its release, empty for the newest data; the key of each table
    and view, and the SQL of each question."""

    name: str
    release: str
    keys: Mapping[str, Sequence[str]]
    questions: Mapping[str, str]


Databases = Mapping[str, Database]


async def databases(datasette: Datasette, here: Site) -> Databases:
    """Every database of the site, by name."""
    package = here.package
    packages = {"": package}
    for version in serve_store.served(package.root):
        packages[version] = load(serve_store.folder(package.root, version))
    found = {}
    for release, held in packages.items():
        name = serve_store.database_name(release) if release else package.database
        questions = await datasette.get_canned_queries(name, None)
        sql = {key: str(query["sql"]).strip() for key, query in questions.items()}
        found[name] = Database(name, release, _keys(held), sql)
    return found


def _keys(package: Package) -> dict[str, Sequence[str]]:
    tables = {
        relation.name: (*("revision",) * relation.is_series, *relation.primary_key)
        for relation in package.relations
    }
    return {**{view.name: () for view in views.all_views(package)}, **tables}


def address(prefix: str, sql: str, release: str = "", **values: str) -> str:
    """The address of a statement on the page in the language with that prefix."""
    asked = {"sql": sql, **({"release": release} if release else {}), **values}
    return f"{prefix}{PAGE}#{urlencode(asked, quote_via=quote)}"


def of_table(database: Database, table: str, asked: Mapping[str, str]) -> str:
    """The statement for the rows of a table that match the given columns; parameters that begin
    with _ are about the page."""
    wanted = [
        f"{identifier(name)} = {literal(value)}"
        for name, value in asked.items()
        if not name.startswith("_") and "__" not in name
    ]
    where = f" WHERE {' AND '.join(wanted)}" if wanted else ""
    key = ", ".join(map(identifier, database.keys.get(table, ())))
    order = f" ORDER BY {key}" if key else ""
    return f"SELECT * FROM {identifier(table)}{where}{order}"


def of_row(database: Database, table: str, encoded: str) -> str:
    """The statement for the row that Datasette shows at an address."""
    from datasette.utils import urlsafe_components

    values = urlsafe_components(encoded)
    return of_table(database, table, dict(zip(database.keys.get(table, ()), values, strict=False)))
