"""Bytes as text, or what they are instead."""

from __future__ import annotations

import re

from ...core import csv_table
from ...core.diagnostics import Finding
from ...core.errors import InputError

BINARY = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def decoded(data: bytes, file: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse(file, "UTF-16 or UTF-32; save the file as UTF-8")
    if b"\x00" in data:
        raise refuse(file, "not text: it holds NUL bytes; save the list as text, CSV or XLSX")
    text = csv_table.decode(data, file)
    if found := BINARY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        reason = f"not text: it holds the control character U+{ord(found[0]):04X}"
        raise InputError([Finding(file, line, None, reason, "unreadable")])
    return text


def refuse(file: str, reason: str, line: int | None = None) -> InputError:
    """The error that says why a file is not read, and what to do."""
    return InputError([Finding(file, line, None, reason, "unreadable")])
