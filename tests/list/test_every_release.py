"""Every published release is unchanged, and today's engine can read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.build import database
from revisioned.descriptor.load import load
from revisioned.release import archive, manifest, store, verify_store
from tests.cells import differences
from tests.conftest import ROOT

VERSIONS = store.versions(ROOT)


def test_there_are_releases() -> None:
    assert {"1.0.0", "1.1.0", "1.1.1"} <= set(VERSIONS)


@pytest.mark.parametrize("version", VERSIONS)
def test_manifest_parses_to_its_own_bytes(version: str) -> None:
    data = store.raw_manifest(ROOT, version)

    assert manifest.parse(data, version).render() == data


@pytest.mark.parametrize("version", VERSIONS)
def test_release_verifies(version: str) -> None:
    assert verify_store.released(ROOT, version).findings == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_zip_has_the_hash_that_was_published(version: str) -> None:
    about = store.manifest(ROOT, version)
    published = (ROOT / store.FOLDER / version / f"{about.archive}.sha256").read_text()

    zipped = archive.zipped(archive.of_release(ROOT, about))

    assert f"{manifest.digest(zipped)}  {about.archive}\n" == published


@pytest.mark.parametrize("version", VERSIONS)
def test_database_is_built_cell_for_cell(version: str, tmp_path: Path) -> None:
    files = store.contents(ROOT, store.manifest(ROOT, version))
    store.unpack(files, tmp_path / "package")
    target = tmp_path / "built.db"

    database.build(load(tmp_path / "package"), target)

    assert list(differences(tmp_path / "package", target)) == []
