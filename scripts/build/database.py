"""From checked files to one SQLite database: typed, with keys, indexes, views and search.

The same files give the same bytes with the same SQLite library: the order of every insert is that
of the files, and nothing of the machine or the day goes in.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ..core import atomic
from ..core.errors import PackageError, command
from ..database import load, search, views
from ..database.order import referenced_first
from ..descriptor.model import Package
from ..descriptor.validate import refuse_database
from . import identity

# What SQLite says when the disk is the reason.
DISK = {
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY),
    *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM),
}


def path(package: Package) -> Path:
    """The path of the database of a package. Raises InputError where the site could not serve a
    database of its name."""
    refuse_database(package)
    return package.root / "build" / f"{package.database}.db"


def build(package: Package, target: Path, stated: identity.Stated | None = None) -> None:
    """Write the database next to `target`, verify it, and swap it in. `stated` is what it says of
    itself beyond the descriptor.

    The file at `target` stays whole until that moment. Raises InputError where a file cannot be
    read and PackageError where the data does not fit the descriptor. Run the check first: it says
    more.
    """
    tables = load.read_tables(package)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    _discard(beside)
    try:
        with closing(sqlite3.connect(beside)) as connection:
            # The file is temporary and nobody reads it: after a crash it is removed, not repaired.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            _fill(connection, package, tables)
            identity.write(connection, package, stated or {})
            connection.commit()
            _verify(connection)
    except (sqlite3.Error, OverflowError) as error:
        _discard(beside)
        if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in DISK:
            raise PackageError(
                f"the database cannot be written ({error}): free disk space or fix the permissions,"
                " then build again; what was served before is unchanged"
            ) from None
        raise PackageError(
            f"the data does not fit the descriptor ({error}); run `{command('check')}`"
        ) from error
    try:
        atomic.swap(beside, target)
    except OSError:
        _discard(beside)
        raise


def _discard(beside: Path) -> None:
    for left_over in beside.parent.glob(f"{beside.name}*"):
        left_over.unlink()


def _fill(connection: sqlite3.Connection, package: Package, tables: load.Tables) -> None:
    from sqlite_utils import Database

    database = Database(connection)
    for relation in referenced_first(package):
        table = database.table(relation.name)
        everywhere = [{*tables[item.name].columns} for item in relation.resources]
        required = {
            field.name
            for field in relation.schema.fields
            if field.required and all(field.name in columns for columns in everywhere)
        }
        table.create(
            load.column_types(relation),
            pk=relation.primary_key,
            not_null=required | set(relation.primary_key),
            foreign_keys=[
                (key.columns, key.relation, key.referenced) for key in relation.schema.foreign_keys
            ],
        )
        for columns in load.references(relation):
            table.create_index(columns)
        records = (values for _, _, values in load.rows(relation, tables))
        load.insert(database, relation.name, records, len(relation.columns))
    load.revision_columns(database, package, tables)
    for relation in package.relations:
        search.index(database, package, relation)
    for view in views.all_views(package):
        views.create(database, package, view)
    connection.execute("ANALYZE")
    connection.commit()


def _verify(connection: sqlite3.Connection) -> None:
    """Refuse a database whose references or pages are not whole."""
    for table, rowid, other, _ in connection.execute("PRAGMA foreign_key_check"):
        raise PackageError(
            f"row {rowid} of {table} refers to nothing in {other}; run `{command('check')}`"
        )
    (state,) = connection.execute("PRAGMA integrity_check").fetchone()
    if state != "ok":
        raise PackageError(
            f"the database just built fails its integrity check: {state}; check the disk"
        )
