"""Measures two engines in turns, in alternating order, and gives the rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import median
from typing import TypeVar

Engine = TypeVar("Engine")
Measures = Iterable[tuple[str, float]]
HEAD = "| | before | now | × before |\n|---|---:|---:|---:|\n"


def rows(engines: tuple[Engine, Engine], measured: Callable[[Engine], Measures], runs: int) -> str:
    """A row for each measure: the median of each engine, and the median, minimum and maximum of the
    ratios of each turn."""
    found: dict[Engine, list[dict[str, float]]] = {engine: [] for engine in engines}
    for turn in range(runs):
        for engine in engines if turn % 2 == 0 else reversed(engines):
            found[engine].append(dict(measured(engine)))
    before, now = (found[engine] for engine in engines)
    return HEAD + "".join(_row(name, before, now) for name in now[0])


def _row(name: str, before: list[dict[str, float]], now: list[dict[str, float]]) -> str:
    ratios = [new[name] / old[name] for new, old in zip(now, before, strict=True)]
    old, new = (median(each[name] for each in found) for found in (before, now))
    return (
        f"| {name} | {old:.0f} | {new:.0f} | {median(ratios):.2f}"
        f" ({min(ratios):.2f} - {max(ratios):.2f}) |\n"
    )
