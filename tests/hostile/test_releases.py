"""An untrusted package with a malicious release: its manifest names files outside of the folder, or
has a name that leads out of it. No command writes anything for it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from revisioned.cli import main
from revisioned.core.errors import PackageError
from revisioned.release import archive, store
from revisioned.release.manifest import Manifest, digest, make
from tests.hostile.test_corpus import tree

Json = dict[str, Any]
Forgery = Callable[[Json], object]
MANIFEST = store.manifest_path("1.0.0")
SECRET = b"root:x:0:0\n"


def entry(**changed: object) -> Forgery:
    """Add a file with this entry to the manifest."""

    def forge(manifest: Json) -> None:
        last = manifest["files"][-1]
        manifest["files"] = sorted(
            [*manifest["files"], last | changed], key=lambda item: str(item["path"])
        )

    return forge


def stated(**changed: object) -> Forgery:
    return lambda manifest: manifest.update(changed)


FORGERIES: dict[str, Forgery] = {
    "a path that leads out": entry(path="../../struck"),
    "a path that leads out further on": entry(path="data/../../struck"),
    "an absolute path": entry(path="/tmp/struck"),
    "a path with backslashes": entry(path="..\\struck"),
    "a path of a drive": entry(path="C:struck"),
    "a path with NUL": entry(path="data/\0struck"),
    "a path with a line end": entry(path="data/z\nstruck"),
    "a path that is not normal": entry(path="zz//struck"),
    "a path of a folder": entry(path="zz/"),
    "a path under another file": entry(path="views.sql/struck"),
    "an empty path": entry(path=""),
    "a path in the place of the manifest": entry(path="manifest.json"),
    "a path in the place of an earlier manifest": entry(path="manifests/0.9.0.json"),
    "a path in the place of the sums": entry(path="SHA256SUMS"),
    "a hash that leads out": entry(path="zz", sha256="../../../../secret"),
    "a hash in capitals": entry(path="zz", sha256="A" * 64),
    "a hash that is too short": entry(path="zz", sha256="0" * 63),
    "a hash with a line end": entry(path="zz", sha256="0" * 64 + "\n"),
    "a size below zero": entry(path="zz", bytes=-1),
    "a SWHID that is none": entry(path="zz", swhid="swh:1:cnt:../x"),
    "a name that leads out": stated(name="../../struck"),
    "a name of dots": stated(name=".."),
    "a day that is none": stated(released_on="../../struck"),
    "an earlier release by a path": stated(previous={"version": "../x", "sha256": "0" * 64}),
    "an earlier hash by a path": stated(previous={"version": "0.9.0", "sha256": "../x"}),
    "an earlier release that is itself": stated(previous={"version": "1.0.0", "sha256": "0" * 64}),
    "a mark that leads out": stated(yanked={"../../struck": "x"}),
    "a mark with lines": stated(yanked={"0.9.0": "x\n## struck"}),
    "marks in a list": stated(yanked=["1.0.0"]),
}


@pytest.fixture
def released(package: Path) -> Path:
    """The small package with one release."""
    files = {
        path.relative_to(package).as_posix(): path.read_bytes()
        for path in sorted(package.rglob("*"))
        if path.is_file()
    } | {"views.sql": b"-- none\n"}
    manifest = make(Manifest("small", "1.0.0", "2026-11-24", None, "", ()), files)
    folder = package / store.FOLDER / "1.0.0"
    folder.mkdir(parents=True)
    (package / store.OBJECTS).mkdir()
    for data in files.values():
        (package / store.OBJECTS / digest(data)).write_bytes(data)
    (folder / "manifest.json").write_bytes(manifest.render())
    sums = archive.checksum(manifest, archive.tree(files, manifest.render(), {}))
    (folder / f"{manifest.archive}.sha256").write_bytes(sums)
    (package.parent / "secret").write_bytes(SECRET)
    return package


@pytest.fixture(params=FORGERIES)
def forged(request: pytest.FixtureRequest, released: Path) -> Path:
    document = json.loads((released / MANIFEST).read_bytes())
    FORGERIES[request.param](document)
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    (released / MANIFEST).write_text(text, encoding="utf-8")
    return released


def test_intact_release_is_accepted(
    released: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(released)

    assert main(["verify", "1.0.0"]) == 0
    assert store.contents(released, store.manifest(released, "1.0.0"))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("words", ["verify 1.0.0", "cite 1.0.0", "diff 1.0.0 1.0.0"])
def test_forged_manifest_is_refused_and_writes_nothing(
    forged: Path, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(forged)
    before = tree(forged.parent)

    code = main(words.split())

    out, err = capsys.readouterr()
    assert code in (1, 2)
    assert MANIFEST in out + err
    assert SECRET.decode().strip() not in out + err
    assert tree(forged.parent) == before
    assert not Path("/tmp/struck").exists()


def test_check_and_build_look_at_the_releases(
    released: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads((released / MANIFEST).read_bytes())
    entry(path="../../struck")(document)
    (released / MANIFEST).write_text(json.dumps(document, indent=1) + "\n")
    monkeypatch.chdir(released)
    before = tree(released.parent)

    assert main(["check"]) == 1
    assert (
        f"releases: changed: {MANIFEST}: it holds no readable manifest" in capsys.readouterr().out
    )
    assert main(["build"]) == 1
    assert MANIFEST in capsys.readouterr().err
    assert tree(released.parent) == before


def test_bytes_that_differ_from_the_manifest_are_not_written(released: Path) -> None:
    manifest = store.manifest(released, "1.0.0")
    (released / store.OBJECTS / manifest.files[0].sha256).write_bytes(b"other")

    with pytest.raises(PackageError, match="changed: releases/objects/"):
        store.contents(released, manifest)


def test_link_in_place_of_an_object_is_not_followed_out_of_the_folder(released: Path) -> None:
    manifest = store.manifest(released, "1.0.0")
    place = released / store.OBJECTS / manifest.files[0].sha256
    place.unlink()
    place.symlink_to(released.parent / "secret")

    with pytest.raises(PackageError, match="changed: releases/objects/"):
        store.contents(released, manifest)


def test_site_of_a_package_does_not_run_its_plugins_and_templates(package: Path) -> None:
    import asyncio

    from revisioned.build import database as build
    from revisioned.descriptor.load import load
    from revisioned.site.app import application

    struck = package.parent / "struck"
    for folder in ("plugins", "templates", "static"):
        shutil.rmtree(package / folder, ignore_errors=True)
        (package / folder).mkdir()
    (package / "plugins/evil.py").write_text(f"open({str(struck)!r}, 'w').write('x')\n")
    (package / "templates/base.html").write_text("STRUCK {{ self.__init__.__globals__ }}\n")
    (package / "templates/index.html").write_text("STRUCK\n")
    (package / "metadata.yml").write_text("title: small\n")
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    descriptor["licenses"] = [{"name": "CC0-1.0", "path": "https://example.org/"}]
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    package = load(package)
    build.build(package, build.path(package))
    site = application(package)

    async def ask() -> list[str]:
        return [(await site.client.get(path)).text for path in ("/", "/small", "/nothing")]

    assert not any("STRUCK" in page for page in asyncio.run(ask()))
    assert not struck.exists()
