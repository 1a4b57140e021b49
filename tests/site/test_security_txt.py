"""security.txt says whom to tell about a vulnerability."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from datasette.app import Datasette

from revisioned.descriptor.load import load
from revisioned.site.findable.security_txt import security_txt

ADDRESS = "/.well-known/security.txt"


def test_a_released_site_with_a_contact_names_it(here: Datasette) -> None:
    answer = asyncio.run(here.client.get(ADDRESS))

    assert answer.status_code == 200
    assert "text/plain" in answer.headers["content-type"]
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert lines["Contact"] == "mailto:nobody@example.org"
    assert lines["Expires"].endswith("T00:00:00Z")
    assert lines["Canonical"] == f"https://lists.example{ADDRESS}"


def test_without_a_contact_or_a_release_there_is_no_file(
    wells: Path, wells_site: Datasette
) -> None:
    package = load(wells)
    silent = replace(package, descriptor={**package.descriptor, "contributors": [], "bugs": ""})

    assert security_txt(silent, "2020-01-01", "") is None
    assert asyncio.run(wells_site.client.get(ADDRESS)).status_code == 404
