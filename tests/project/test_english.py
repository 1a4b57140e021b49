"""The project speaks plain modern English: turns of phrase that were replaced stay away."""

from __future__ import annotations

import io
import re
import subprocess
import tokenize

import pytest

from tests.conftest import ROOT

# Each turn of phrase, and what to write instead.
TURNS = {
    r"\b(?:what|that|which) (?:is|are) none\b": "say what it is not: a file that is not a workbook",
    r"\bis none of\b": "is not one of",
    r"(?<!there\s)\b(?:is|are) no (?:SELECT|list|workbook|number|object|treaty|member|event|search"
    r"|field|table|identifier|legal opinion)\b": "is not a …",
    r"\bbut for (?!ssh)": "except",
    r"\bin so many words\b": "explicitly",
    r"\bso many\b": "this many, a few, at most this number of",
    r"\bas it lies\b": "unchanged",
    r"\b(?:stands?|stood|lies?) (?:beside|behind|twice)\b": "is next to, follows, appears twice",
    r"\bset beside\b": "compared with",
    r"\b(?:stands?|lies?) in (?!order|for)": "is in",
    r"\b(?:is|are|was|were) mended\b|\bmended\b|\bMend\b": "fixed, corrected",
    r"\btells? of\b|\btold of\b": "describes, reports",
    r"\bhow hard somebody looked\b": "how far each search reached",
    r"\bfrom elsewhere\b": "from others, untrusted",
    r"\bstruck out\b": "dropped, crossed out",
    r"\bdressed otherwise\b|\bspoiled by\b": "reformatted, changed by",
    r"\bfollows from nothing\b": "nothing produces it",
    r"\bleads nowhere\b": "is a broken link",
    r"\bis not this list:": "does not look like this list",
    r"\bwhich readers take for a letter\b": "an unescaped quote inside an unquoted cell",
    r"\bis the disk sound\b": "integrity check failed",
    r"\bhalf a character\b|\bstands for lost text\b": "unpaired surrogate, replacement character",
    r"\bdeeper floods\b": "volumetric attacks",
    r"\bgoes with no other word\b": "cannot be combined with other options",
    r"\bis not what was released\b": "does not match its release",
    r"\bas it was\.": "unchanged",
    r"\bwords of the command(?: line)?\b": "arguments",
    r"\ba (?:line|row|module|version|folder|page|request|commit) an? (?:item|step|line|commit|file"
    r"|event|format|record|row|query|watch|test|body|release)\b": "a line for each item",
    r"\b(?:is|are|does|do) \w+ no more\b": "no longer",
    r"\b(?:has|have) not[,.;]": "lacks, does not have",
    r"\bwhoever\b": "people who, anybody who",
    r"\bthat which\b|\bwhat of (?:it|them)\b": "what, which of them",
    r"\bbec(?:a|o)mes? of\b": "what happened to, the outcome of",
    r"\bbe had\b": "is available",
    r"\bin the place of\b": "in place of, instead of; or: replace",
    r"\bwritten over\b": "overwritten",
    r"\btaken apart\b": "split into parts",
    r"\blet go\b": "disconnected, released",
    r"\bof no use\b": "useless, not needed",
    r"\bwrong use\b": "a usage error",
    r"\bthere and back\b": "in alternating order",
    r"\banew\b": "again",
    r"\bheed(?:s|ed)?\b": "obey",
    r"\bgoes? and comes?\b": "is removed and added",
    r"\bits like\b": "similar ones",
}
# The text that people read. Generated files are left out, since their sources are here.
READ = (
    "*.md", "scripts", "docs", "checks", "datapackage.json", "metadata.yml", "data/pages",
    "data/schemas", "data/views", ".github", "tests", "benchmarks", "tools",
)  # fmt: skip
# Code whose strings are expected output or data, so only its prose is searched.
CODE = re.compile(r"^(?:tests|benchmarks|tools)/")
# Not here: releases never change, and other people wrote the rest.
OTHERS = re.compile(
    r"^(?:releases/|(?:tests|benchmarks|tools)/.*(?<!\.py)$|CHANGELOG\.md|scripts/CHANGELOG\.md|scripts/site/static/sqlite-wasm/"
    r"|scripts/derive/rerun\.py|benchmarks/RESULTS\.md|docs/data-dictionary\.md|docs/corrections\.md)"
)
ENDINGS = (".md", ".py", ".json", ".yml", ".sql", ".html", ".css", ".js")


def texts() -> dict[str, str]:
    """Every file that people read, by its name."""
    listed = subprocess.run(
        ["git", "ls-files", "--", *READ], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    found = {
        name: (ROOT / name).read_text(encoding="utf-8")
        for name in listed
        if name.endswith(ENDINGS) and not OTHERS.match(name) and (ROOT / name).is_file()
    }
    return {name: prose(text) if CODE.match(name) else text for name, text in found.items()}


def prose(source: str) -> str:
    """The comments and docstrings of a module and the words in the names of its tests, on their
    lines."""
    kept, line, before = "", 1, tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        is_statement = before in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
        text = ""
        if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and is_statement):
            text = token.string
        elif token.type == tokenize.NAME and token.string.startswith("test_"):
            text = token.string.replace("_", " ")
        if text:
            kept += "\n" * (token.start[0] - line) + text + " "
            line = token.end[0]
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            before = token.type
    return kept


FILES = texts()


def found(turn: str) -> list[str]:
    """The places with the turn of phrase, also across the lines of a text or comment."""
    wrong = re.compile(turn.replace(" ", r"\s+(?:# )?"))
    places = []
    for name, text in FILES.items():
        for match in wrong.finditer(text):
            start = text.rfind("\n", 0, match.start()) + 1
            number = text.count("\n", 0, start) + 1
            places.append(f"{name}:{number}: {' '.join(match[0].split())}")
    return places


def test_enough_files_are_searched() -> None:
    assert len(FILES) > 400


@pytest.mark.parametrize("turn", TURNS)
def test_no_old_turn_of_phrase_is_left(turn: str) -> None:
    assert found(turn) == [], f"write: {TURNS[turn]}"


def test_a_turn_over_two_lines_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FILES, "a.py", "# A package from\n# elsewhere.\n")

    assert found(r"\bfrom elsewhere\b") == ["a.py:1: from # elsewhere"]


def test_prose_is_comments_docstrings_and_names_of_tests() -> None:
    source = '"""A."""\nX = "b"  # C.\n\ndef test_d_e():\n    """F\n    g."""\n    return "h"\n'

    assert prose(source) == '"""A.""" \n# C. \n\ntest d e \n"""F\n    g.""" '
