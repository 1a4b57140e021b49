"""`python -m tools.descriptor`: docs/descriptor.md as the JSON Schema has it."""

from __future__ import annotations

from pathlib import Path

import scripts  # noqa: F401 - binds the name below
from revisioned.validate.extension import document

if __name__ == "__main__":
    Path("docs/descriptor.md").write_text(document(), encoding="utf-8")
