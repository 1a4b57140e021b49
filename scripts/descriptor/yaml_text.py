"""YAML as plain values."""

from __future__ import annotations

from typing import Any


def parse(text: str) -> Any:
    """What the text says; raises yaml.YAMLError where it is not YAML."""
    import yaml

    # The loader in C, which not every build of the library has, is ten times as fast.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506
