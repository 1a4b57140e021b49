"""`python -m tools.opencc`: write OpenCC's dictionaries, with which the search in the browser tab
converts Chinese names, into one file, from the installed package."""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import tempfile
from pathlib import Path

import opencc

TARGET = Path(__file__).resolve().parent.parent / "scripts/site/static/opencc/dictionaries.json"
NAMES = (
    *("CJK_Compatibility_Ideographs", "TSPhrases", "TSCharactersExt", "TSCharacters"),
    *("TWPhrasesRev", "TWVariantsRevPhrases", "TWVariantsRev"),
    *("HKVariantsRevPhrases", "HKVariantsRev"),
)


def dictionaries() -> str:
    """The file: for each dictionary its words in order, each followed by the first word that it
    converts to."""
    home = Path(opencc.__file__).parent / "clib"
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in NAMES:
            text = Path(folder) / f"{name}.txt"
            words = [
                "-i",
                home / f"share/opencc/{name}.ocd2",
                "-f",
                "ocd2",
                "-t",
                "text",
                "-o",
                text,
            ]
            subprocess.run([home / "bin/opencc_dict", *words], check=True, capture_output=True)
            lines = text.read_text(encoding="utf-8").splitlines()
            pairs = (line.split("\t") for line in lines)
            found[name] = " ".join(
                part for key, values in sorted(pairs) for part in (key, values.split(" ")[0])
            )
    about = {
        "package": "opencc",
        "version": importlib.metadata.version("opencc"),
        "license": "Apache-2.0",
        "source": "https://github.com/BYVoid/OpenCC",
    }
    return json.dumps({**about, "dictionaries": found}, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(dictionaries(), encoding="utf-8")
