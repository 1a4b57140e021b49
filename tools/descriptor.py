"""`python -m tools.descriptor`: write docs/descriptor.md and docs/pages.md from the schemas."""

from __future__ import annotations

from pathlib import Path

import scripts  # noqa: F401 - binds the names below
from revisioned.validate import extension, page_files

if __name__ == "__main__":
    for name, module in (("descriptor", extension), ("pages", page_files)):
        Path(f"docs/{name}.md").write_text(module.document(), encoding="utf-8")
