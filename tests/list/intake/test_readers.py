"""Each reader of published texts is documented, offered, and chosen by the content of a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from revisioned.intake import readers
from tests.conftest import ROOT

DOCUMENT = (ROOT / "docs/add-a-printing.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", readers.names())
def test_a_reader_is_documented_with_its_suffixes(name: str) -> None:
    (line,) = re.findall(rf"^\| `{name}` .*$", DOCUMENT, re.MULTILINE)

    assert all(f"`{suffix}`" in line for suffix in readers.load(name).suffixes)


def test_no_two_readers_claim_one_suffix() -> None:
    suffixes = [suffix for reader in readers.known().values() for suffix in reader.suffixes]

    assert len(suffixes) == len({*suffixes})


@pytest.mark.parametrize(
    ("file", "text", "read_as"),
    [
        ("a.txt", "<!doctype html><ul><li>UN Water</ul>", "html"),
        ("a.md", "<div>UN Water</div>", "html"),
        ("a.txt", "1\tUN Water\n2\tUN Oceans\n", "delimited"),
        ("a.md", "1\tUN Water\n2\tUN Oceans\n", "markdown"),
        ("a", "UN Water\n", "text"),
        ("a.zzz", "PK\x03\x04", "workbook"),
    ],
)
def test_content_of_a_file_counts_before_its_name(
    tmp_path: Path, file: str, text: str, read_as: str
) -> None:
    given = readers.Given(tmp_path / file, file, text.encode())

    assert readers.reader(given) == readers.load(read_as)


def test_a_file_of_each_name_is_read_by_its_reader(tmp_path: Path) -> None:
    for name in set(readers.names()) - {"workbook"}:
        for suffix in readers.load(name).suffixes:
            path = tmp_path / f"list{suffix}"
            path.write_text("name\nUN Water\n", encoding="utf-8")

            assert readers.read(path)


def test_a_page_that_declares_its_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.xhtml"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml">\n'
        "<body><ul><li>UN Water</li><li>Comité</li></ul></body></html>",
        encoding="utf-8",
    )
    read = [line for line in readers.read(path) if line.text]

    assert [(line.place, line.text) for line in read] == [
        ("list.xhtml:3", "UN Water"),
        ("list.xhtml:3", "Comité"),
    ]


MARKDOWN = """---
title: A list
---
# Bodies

Those that
matter[^1]:

1. UN Water
2. **UN** ~~Oceans~~
   - [x] UN Energy
<!-- UN
     Nothing -->
> 3\\. UN Tourism

| # | Name |
|---|------|
| 1 | `ILC` |

[^1]: To somebody.

```
4. UN System
```
"""


def test_lines_of_markdown_are_the_visible_text_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    read = [line for line in readers.read(path) if line.text or line.cells]

    assert [(line.place, line.text or line.cells) for line in read] == [
        ("list.md:4", "Bodies"),
        ("list.md:6", "Those that"),
        ("list.md:7", "matter[1]:"),
        ("list.md:9", "UN Water"),
        ("list.md:10", "UN Oceans"),
        ("list.md:11", "UN Energy"),
        ("list.md:14", "3. UN Tourism"),
        ("list.md:16", ("#", "Name")),
        ("list.md:18", ("1", "ILC")),
        ("list.md:20", "To somebody."),
        ("list.md:23", "4. UN System"),
    ]
    assert [line.mark for line in read] == [
        *("heading", "", "", "item", "item", "item", "", "", "", "aside", "")
    ]
    assert read[4].struck == ("Oceans",)
