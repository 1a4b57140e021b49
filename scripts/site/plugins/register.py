"""The one file that Datasette finds here: it registers every module of hooks/.

Datasette loads a plugin by its path, outside of any package. Where `revisioned` is not installed,
it is the folder that this file is in.
"""

from __future__ import annotations

import importlib
import importlib.util
import runpy
import sys
from pathlib import Path

ENGINE = Path(__file__).resolve().parents[2]

if "revisioned" not in sys.modules and importlib.util.find_spec("revisioned") is None:
    runpy.run_path(str(ENGINE / "__init__.py"))
register = importlib.import_module("revisioned.site.stock.ties").register
for file in sorted((Path(__file__).parent / "hooks").glob("[a-z]*.py")):
    hooks = importlib.import_module(f"revisioned.site.plugins.hooks.{file.stem}")
    register(hooks)
