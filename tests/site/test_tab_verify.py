"""Verification in the browser tab: each release is whole, and a flipped byte in any file is
found."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from datasette.app import Datasette
from playwright.sync_api import Page

from revisioned.descriptor import locale
from revisioned.release import chain, signature
from revisioned.release import verify as verification
from tests.browser import AXE, OPTIONS, RUN
from tests.release.conftest import FIRST, LAST
from tests.site.editions import assemble, served
from tests.site.tab_scripts import SIGNED, VERIFY, node

Fault = tuple[str, str, float | None]


@pytest.fixture(scope="module")
def folder(here: Datasette, released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return assemble(here, released, tmp_path_factory.mktemp("verified") / "edition")


def versions(folder: Path) -> list[str]:
    described = json.loads((folder / "edition.json").read_text())
    return [release["version"] for release in described["releases"]]


def found(folder: Path, faults: list[Fault]) -> list[list[tuple[str, dict[str, str]]]]:
    told: list[list[tuple[str, dict[str, str]]]] = json.loads(
        node(VERIFY, {"folder": str(folder), "faults": faults})
    )
    return told


def files(folder: Path, version: str) -> list[str]:
    """Every file that a release depends on: its own, its database, and the manifests of the other
    releases, except the newest, which no other release names."""
    own = sorted((folder / "releases" / version).rglob("*"))
    paths = [path.relative_to(folder).as_posix() for path in own if path.is_file()]
    others = [
        f"releases/{other}/manifest.json" for other in versions(folder)[:-1] if other != version
    ]
    return [*paths, f"v{version.replace('.', '-')}.db", *others]


def test_each_release_is_whole(folder: Path) -> None:
    assert len(versions(folder)) == 4
    assert found(folder, [(version, "", 0) for version in versions(folder)]) == [[]] * 4


def test_flipped_byte_of_any_file_is_found(folder: Path) -> None:
    faults: list[Fault] = [
        (version, path, place)
        for version in versions(folder)
        for path in files(folder, version)
        for place in (0, 0.5, 1)
    ]
    missed = [fault for fault, told in zip(faults, found(folder, faults), strict=True) if not told]

    assert len(faults) > 200
    assert missed == []


def test_missing_file_is_named_in_the_tab(folder: Path) -> None:
    last = versions(folder)[-1]
    faults: list[Fault] = [(last, path, None) for path in files(folder, last)]

    for (_, path, _), told in zip(faults, found(folder, faults), strict=True):
        assert any(path.endswith(values.get("file", "")) for _, values in told), path


def test_words_are_those_of_the_command(folder: Path) -> None:
    """The first word of a finding and its file are those that `verify` gives for the same
    download."""
    version, path = versions(folder)[-1], "data/wells.csv"
    place = folder / "releases" / version / path
    kept = place.read_bytes()
    try:
        place.write_bytes(kept[:-2] + bytes([kept[-2] ^ 1]) + kept[-1:])
        said = verification.download(place.parents[1]).findings
    finally:
        place.write_bytes(kept)

    assert f"changed: {path}" in said
    assert ["changed", {"file": path}] in found(
        folder, [(version, f"releases/{version}/{path}", 0.9)]
    )[0]


def test_broken_chain_is_described_as_verify_does(folder: Path) -> None:
    def named(version: str) -> str:
        return f"releases/{version}/manifest.json"

    manifests = {version: (folder / named(version)).read_bytes() for version in versions(folder)}
    path = named("1.0.1")
    manifests["1.0.1"] = manifests["1.0.1"][:-1] + bytes([manifests["1.0.1"][-1] ^ 1])
    ((first, values), *_) = found(folder, [(LAST, path, 1)])[0]

    said = locale.word("en", f"tab_f_{first}").format(**values)
    assert said == next(chain.findings(LAST, manifests, named))


def test_signature_is_checked_as_openssh_checks_it(tmp_path: Path) -> None:
    words = ["ssh-keygen", "-q", "-N", "", "-C", "nobody"]
    keys = [tmp_path / kind for kind in ("ed25519", "rsa")]
    for key in keys:
        subprocess.run([*words, "-t", key.name, "-f", str(key)], check=True)
    printed = subprocess.run(
        ["ssh-keygen", "-l", "-f", str(keys[0])], check=True, capture_output=True, text=True
    ).stdout
    good, other = (signature.sign(b"a manifest", key).decode() for key in keys)
    lines = good.splitlines()
    # A letter of the signature itself, after the key.
    lines[-2] = lines[-2].replace(lines[-2][0], "A" if lines[-2][0] != "A" else "B", 1)
    asked = [
        *(("a manifest", good), ("another", good), ("a manifest", "\n".join(lines))),
        *(("a manifest", other), ("a manifest", "nothing of the kind")),
    ]

    told = json.loads(node(SIGNED, asked))

    assert [item["state"] for item in told] == ["good", "bad", "bad", "unknown", "bad"]
    assert told[0]["key"] in printed


@pytest.fixture(scope="module")
def host(folder: Path) -> Iterator[tuple[str, dict[str, int]]]:
    with served(folder) as found:
        yield found


@pytest.fixture(scope="module")
def page(tab: Page, host: tuple[str, dict[str, int]]) -> Page:
    tab.context.route(lambda url: not url.startswith(host[0]), lambda route: route.abort())
    tab.on("pageerror", lambda error: pytest.fail(str(error)))
    return tab


def verdict(page: Page, address: str) -> str | None:
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("#verdict[data-verdict]")
    return page.get_attribute("#verdict", "data-verdict")


def test_page_ends_in_a_verdict_that_a_fault_changes(
    page: Page, host: tuple[str, dict[str, int]]
) -> None:
    """The byte is flipped between two visits, so a cached answer would hide it."""
    address, flipped = host
    assert verdict(page, f"{address}verify/#release=1.0.0") == "whole"
    assert "agree with its manifest, and with every release before it" in page.inner_text(
        "#verdict"
    )

    flipped["releases/1.0.0/data/wells.csv"] = 40
    assert verdict(page, f"{address}verify/#release=1.0.0") == "broken"
    assert "changed: data/wells.csv" in page.inner_text("#verdict")
    flipped.clear()


def test_another_hash_than_the_one_expected_is_broken(
    page: Page, host: tuple[str, dict[str, int]]
) -> None:
    address = f"{host[0]}verify/#release=1.0.0&sha256={'0' * 64}"

    assert verdict(page, address) == "broken"


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: npm ci --prefix tests/node")
@pytest.mark.parametrize("path", [f"cite/{FIRST}/", f"releases/{FIRST}...{LAST}/"])
def test_axe_finds_no_violation_on_changes_since_a_release(
    examined: Page, host: tuple[str, dict[str, int]], path: str
) -> None:
    page = examined
    page.goto(host[0] + path)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = {}
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate(RUN, OPTIONS)

    assert found == {390: [], 1280: []}
