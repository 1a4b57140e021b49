"""Our identifiers are those of git, and Software Heritage's own tool agrees."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from swh.model.from_disk import Content, Directory

from revisioned.release import store, swhid
from tests.release.conftest import FIRST, commit, git, release, unreleased_copy


def theirs_of(file: Path) -> object:
    return Content.from_file(path=os.fsencode(file), max_content_length=None).swhid()


def theirs(path: Path) -> Directory:
    return Directory.from_disk(path=os.fsencode(path), max_content_length=None)


def test_identifiers_are_those_that_git_gives(tmp_path: Path) -> None:
    """In a clone of a repository with the commit and the tag of the release."""
    origin = unreleased_copy(tmp_path / "origin")
    git(origin, "init", "-q")
    commit(origin)
    release(origin, FIRST)
    commit(origin)
    git(origin, "tag", "v1.0.0")
    git(tmp_path, "clone", "-q", "origin", "clone")
    clone = tmp_path / "clone"
    manifest = store.manifest(clone, FIRST)

    assert manifest.swhid == f"swh:1:dir:{git(clone, 'rev-parse', 'v1.0.0:data')}"
    for item in manifest.files:
        hashed = git(clone, "hash-object", f"releases/objects/{item.sha256}")
        assert item.swhid == f"swh:1:cnt:{hashed}"
        if (clone / item.path).exists():
            assert hashed == git(clone, "rev-parse", f"v1.0.0:{item.path}")


def test_software_heritage_agrees(wells: Path) -> None:
    path = wells / "data"
    files = {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}

    assert swhid.directory(files) == str(theirs(path).swhid())
    for name, content in files.items():
        assert swhid.content(content) == str(theirs_of(path / name))


NAMES = st.sampled_from(["a", "a.b", "a-b", "a0", "ab", "b", "名"])


@given(
    st.dictionaries(st.lists(NAMES, min_size=1, max_size=3).map("/".join), st.binary(max_size=9))
)
def test_order_of_names_is_gits(tmp_path_factory, files: dict[str, bytes]) -> None:
    """A folder `a` sorts after `a.b` and `a-b`; checked with Software Heritage's tool."""
    files = {p: d for p, d in files.items() if not any(o.startswith(f"{p}/") for o in files)}
    folder = tmp_path_factory.mktemp("tree")
    store.unpack(files, folder)

    assert swhid.directory(files) == str(theirs(folder).swhid())
