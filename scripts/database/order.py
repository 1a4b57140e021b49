"""Which table is filled first."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from ..core.errors import PackageError
from ..descriptor.model import Package, Relation


def referenced_first(package: Package) -> list[Relation]:
    """The relations, each after those that its foreign keys name. Raises PackageError where they
    refer to each other in a circle."""
    relations = {relation.name: relation for relation in package.relations}
    needed = {
        name: {key.relation for key in relation.schema.foreign_keys} - {name}
        for name, relation in relations.items()
    }
    try:
        order = list(TopologicalSorter(needed).static_order())
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise PackageError(f"circular foreign keys: {circle}; remove one of them") from None
    return [relations[name] for name in order]
