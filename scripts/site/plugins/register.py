"""The one file that Datasette finds here: it registers every module of hooks/.

Datasette loads a plugin by its path, outside of any package. Where `revisioned` is not installed,
it is the folder that this file is in.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path

from datasette.plugins import pm

ENGINE = Path(__file__).resolve().parents[2]


def _bind() -> None:
    if "revisioned" in sys.modules or importlib.util.find_spec("revisioned"):
        return
    spec = importlib.util.spec_from_file_location(
        "revisioned", ENGINE / "__init__.py", submodule_search_locations=[str(ENGINE)]
    )
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"no package at {ENGINE}", name="revisioned")
    module = importlib.util.module_from_spec(spec)
    sys.modules["revisioned"] = module
    spec.loader.exec_module(module)


_bind()
for file in sorted((Path(__file__).parent / "hooks").glob("[a-z]*.py")):
    hooks = importlib.import_module(f"revisioned.site.plugins.hooks.{file.stem}")
    if not pm.is_registered(hooks):
        pm.register(hooks)
