"""YAML as plain values. Only this module reads it."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..core.diagnostics import Finding
from ..core.errors import InputError

RULE = "yaml"


def parse(data: bytes, file: str) -> Any:
    """The values in the bytes. Raises InputError with the file, and the line where that is known. A
    key that a mapping has twice is an error: YAML would keep only the last."""
    import yaml

    try:
        return yaml.load(data.decode("utf-8"), Loader=_loader())  # noqa: S506
    except UnicodeDecodeError as error:
        raise _fault(file, None, f"not UTF-8 at byte {error.start}") from None
    except RecursionError:
        raise _fault(file, None, "nested too deeply to be read") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = f"not YAML: {error.problem or error.context}"
        # The error for an unexpected end is on the line after the last.
        line = min(mark.line + 1, len(data.splitlines())) if mark else None
        raise _fault(file, line, reason) from None
    except (yaml.YAMLError, ValueError) as error:
        # A day that does not exist is a ValueError.
        raise _fault(file, None, f"not YAML: {' '.join(str(error).split())}") from None


def _fault(file: str, line: int | None, reason: str) -> InputError:
    return InputError([Finding(file, line, None, reason, RULE)])


@cache
def _loader() -> type[Any]:
    import yaml

    # The loader in C is ten times as fast, but not every build of the library has it.
    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc]
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            seen: dict[tuple[str, str], int] = {}
            for key, _ in node.value:
                line = key.start_mark.line + 1
                name = (key.tag, str(key.value))
                if name in seen:
                    reason = f"{key.value!r} is given twice, first on line {seen[name]}"
                    raise yaml.constructor.ConstructorError(None, None, reason, key.start_mark)
                seen[name] = line
            return super().construct_mapping(node, deep=deep)

    return Loader
