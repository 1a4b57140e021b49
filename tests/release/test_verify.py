"""Thirty ways to damage a release, each reported by name; and an intact release passes, also with
other tools."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.core.errors import PackageError
from revisioned.release import archive, store, verify_store
from revisioned.release.manifest import digest
from tests.breaking import data, text
from tests.release.conftest import FIRST, LAST

Mutation = Callable[[Path], object]
PERMITS, WELLS = "data/permits.csv", "data/wells.csv"


def rewritten(file: str, change: Callable[[dict], object]) -> Mutation:
    """Change a manifest, and write it as a release does."""

    def mutate(root: Path) -> None:
        document = json.loads((root / file).read_bytes())
        change(document)
        (root / file).write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n")

    return mutate


def exchanged(one: str, two: str) -> Mutation:
    def mutate(root: Path) -> None:
        first, second = (root / one).read_bytes(), (root / two).read_bytes()
        (root / one).write_bytes(second)
        (root / two).write_bytes(first)

    return mutate


def moved(one: str, two: str) -> Mutation:
    return lambda root: (root / one).rename(root / two)


def gone(file: str) -> Mutation:
    return lambda root: (root / file).unlink()


def added(file: str) -> Mutation:
    return lambda root: (root / file).write_bytes(b"new\n")


def forged(root: Path) -> None:
    """Change a file, and make the manifest and the sums agree with it: only the hash of the
    manifest differs."""
    (root / PERMITS).write_bytes((root / PERMITS).read_bytes() + b"\n")
    file = archive.MANIFEST
    entry = {
        "bytes": len((root / PERMITS).read_bytes()),
        "sha256": digest((root / PERMITS).read_bytes()),
    }
    rewritten(file, lambda m: [f.update(entry) for f in m["files"] if f["path"] == PERMITS])(root)
    files = (path for path in root.rglob("*") if path.is_file())
    hashes = {path.relative_to(root).as_posix(): digest(path.read_bytes()) for path in files}
    del hashes[archive.SUMS]
    (root / archive.SUMS).write_bytes(archive.sums(hashes))


IN_A_FOLDER: dict[str, tuple[Mutation, str]] = {
    "one byte": (data(PERMITS, b"p03", b"p33"), f"changed: {PERMITS}"),
    "line ends": (data(WELLS, b"\n", b"\r\n"), f"changed: {WELLS}"),
    "emptied": (lambda root: (root / PERMITS).write_bytes(b""), f"changed: {PERMITS}"),
    "cut short": (
        lambda root: (root / PERMITS).write_bytes((root / PERMITS).read_bytes()[:-1]),
        f"changed: {PERMITS}",
    ),
    "descriptor": (text("datapackage.json", "CC0", "CCO"), "changed: datapackage.json"),
    "missing": (gone("checks/permits.json"), "missing: checks/permits.json"),
    "renamed": (
        moved(PERMITS, "data/permit.csv"),
        f"missing: {PERMITS} (renamed to data/permit.csv?)",
    ),
    "swapped": (exchanged(PERMITS, WELLS), f"swapped: {PERMITS} and {WELLS}"),
    "added": (added("data/more.csv"), "added: data/more.csv"),
    "hidden file added": (added("data/.permits.csv.swp"), "added: data/.permits.csv.swp"),
    "link instead of a file": (
        lambda root: ((root / PERMITS).unlink(), (root / PERMITS).symlink_to(WELLS)),
        f"changed: {PERMITS}",
    ),
    "sums changed": (data("SHA256SUMS", b"a", b"b"), "changed: SHA256SUMS"),
    "sums in another order": (
        lambda root: (root / "SHA256SUMS").write_bytes(
            b"".join(reversed((root / "SHA256SUMS").read_bytes().splitlines(keepends=True)))
        ),
        "changed: SHA256SUMS",
    ),
    "sums missing": (gone("SHA256SUMS"), "missing: SHA256SUMS"),
    "manifest missing": (gone("manifest.json"), "missing: manifest.json"),
    "manifest no JSON": (data("manifest.json", b"{", b"["), "changed: manifest.json"),
    "manifest written otherwise": (
        data("manifest.json", b"\n ", b"\n  "),
        "changed: manifest.json",
    ),
    "manifest in another order": (
        rewritten("manifest.json", lambda m: m["files"].reverse()),
        "changed: manifest.json",
    ),
    "manifest states other rows": (
        rewritten(
            "manifest.json",
            lambda m: [f.update(rows=70) for f in m["files"] if f["path"] == PERMITS],
        ),
        "changed: the manifest: size, rows or SWHID of",
    ),
    "manifest states another folder": (
        rewritten("manifest.json", lambda m: m.update(swhid="swh:1:dir:" + "0" * 40)),
        "changed: the manifest: its SWHID is not that of data/",
    ),
    "manifest without a file": (
        rewritten("manifest.json", lambda m: m["files"].pop(0)),
        "added: CITATION.cff",
    ),
    "earlier manifest missing": (
        gone("manifests/1.0.1.json"),
        "missing: manifests/1.0.1.json: broken chain",
    ),
    "earlier manifest changed": (
        rewritten("manifests/1.0.1.json", lambda m: m.update(released_on="2026-12-02")),
        "changed: manifests/1.0.1.json: broken chain",
    ),
    "earlier manifests swapped": (
        exchanged("manifests/1.0.0.json", "manifests/1.0.1.json"),
        "changed: manifests/1.0.1.json: broken chain",
    ),
    "manifest that nothing names": (
        lambda root: shutil.copy(root / "manifests/1.0.0.json", root / "manifests/1.0.2.json"),
        "added: manifests/1.0.2.json: broken chain",
    ),
    "chain cut": (
        rewritten("manifest.json", lambda m: m.update(previous=None)),
        "added: manifests/1.1.0.json: broken chain",
    ),
}


def repacked(change: Callable[[list[tuple[zipfile.ZipInfo, bytes]]], object]) -> Mutation:
    """Write the zip again with changed entries."""

    def mutate(path: Path) -> None:
        with zipfile.ZipFile(path) as opened:
            entries = [(info, opened.read(info)) for info in opened.infolist()]
        change(entries)
        with zipfile.ZipFile(path, "w") as opened:
            for info, content in entries:
                opened.writestr(info, content)

    return mutate


def cut(share: float) -> Mutation:
    return lambda path: path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])


IN_A_ZIP: dict[str, tuple[Mutation, str]] = {
    "truncated at half": (cut(0.5), "truncated or damaged archive: invented-"),
    "truncated by the last byte": (cut(0.9999), "truncated or damaged archive: invented-"),
    "byte in a stored file": (
        lambda path: path.write_bytes(path.read_bytes().replace(b"p03", b"p33", 1)),
        "truncated or damaged archive: invented-",
    ),
    "bytes behind it": (
        lambda path: path.write_bytes(path.read_bytes() + b"more"),
        "changed: invented-",
    ),
    "another order": (repacked(lambda entries: entries.reverse()), "changed: invented-"),
    "other times": (
        repacked(lambda entries: setattr(entries[0][0], "date_time", (2026, 1, 1, 0, 0, 0))),
        "changed: invented-",
    ),
    "deflated": (
        repacked(lambda entries: setattr(entries[0][0], "compress_type", zipfile.ZIP_DEFLATED)),
        "changed: invented-",
    ),
    "file left out": (repacked(lambda entries: entries.pop(9)), "missing: "),
    "signature put in": (
        repacked(lambda entries: entries.append((zipfile.ZipInfo(store.SIGNATURE), b"!"))),
        f"added: {store.SIGNATURE}",
    ),
    "file put in": (
        repacked(lambda entries: entries.append((zipfile.ZipInfo("virus.exe"), b"!"))),
        "added: virus.exe",
    ),
}

OBJECT = "releases/objects/"


def an_object(root: Path, path: str = PERMITS, version: str = FIRST) -> str:
    files = store.manifest(root, version).files
    return OBJECT + next(item.sha256 for item in files if item.path == path)


IN_THE_STORE: dict[str, tuple[Mutation, str]] = {
    "object changed": (
        lambda root: (root / an_object(root)).write_bytes(b"other"),
        "(data/permits.csv of 1.0.0)",
    ),
    "object missing": (
        lambda root: (root / an_object(root)).unlink(),
        "missing: releases/objects/",
    ),
    "objects swapped": (
        lambda root: exchanged(an_object(root), an_object(root, WELLS))(root),
        "swapped: releases/objects/",
    ),
    "object added": (added(f"{OBJECT}{'0' * 64}"), f"added: {OBJECT}000"),
    "manifest changed": (
        rewritten("releases/1.0.0/manifest.json", lambda m: m.update(name="other")),
        "changed: releases/1.0.0/manifest.json: broken chain",
    ),
    "manifest of a later version that names this one": (
        rewritten(
            "releases/1.0.0/manifest.json",
            lambda m: m.update(version="1.1.0", previous={"version": "1.0.0", "sha256": "0" * 64}),
        ),
        "swapped: releases/1.0.0/manifest.json: it is the manifest of 1.1.0",
    ),
    "version renamed": (
        moved("releases/1.0.0", "releases/1.0.5"),
        "missing: releases/1.0.0/manifest.json: broken chain",
    ),
    "version missing": (
        lambda root: shutil.rmtree(root / "releases/1.1.0"),
        "missing: releases/1.1.0/manifest.json: broken chain",
    ),
    "checksum of the zip changed": (
        lambda root: next((root / "releases/1.0.0").glob("*.sha256")).write_bytes(b"0"),
        "changed: releases/1.0.0/invented-wells-1.0.0.zip.sha256",
    ),
    "file added to a version": (
        added("releases/1.0.0/more.txt"),
        "added: releases/1.0.0/more.txt",
    ),
}


def findings(word: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The output of `verify`, which must end with exit code 1."""
    assert main(["verify", word]) == 1
    return capsys.readouterr().out.splitlines()


def names(lines: list[str], due: str) -> bool:
    return any(due in line for line in lines)


@pytest.mark.parametrize(("mutation", "due"), IN_A_FOLDER.values(), ids=IN_A_FOLDER.keys())
def test_damage_to_a_folder_is_named(
    unpacked: Path, capsys: pytest.CaptureFixture[str], mutation: Mutation, due: str
) -> None:
    mutation(unpacked)

    assert names(findings(str(unpacked), capsys), due)


@pytest.mark.parametrize(("mutation", "due"), IN_A_ZIP.values(), ids=IN_A_ZIP.keys())
def test_damage_to_a_zip_is_named(
    zipped: Path, capsys: pytest.CaptureFixture[str], mutation: Mutation, due: str
) -> None:
    mutation(zipped)

    assert names(findings(str(zipped), capsys), due)


@pytest.mark.parametrize(("mutation", "due"), IN_THE_STORE.values(), ids=IN_THE_STORE.keys())
def test_damage_to_the_store_is_named(
    chained: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    mutation: Mutation,
    due: str,
) -> None:
    mutation(chained)
    monkeypatch.chdir(chained)
    version = FIRST if (chained / "releases" / FIRST).exists() else LAST

    assert names(findings(version, capsys), due)


def test_endless_chain_is_refused(chained: Path) -> None:
    manifest = "releases/1.0.1/manifest.json"
    rewritten(manifest, lambda m: m["previous"].update(version="1.1.0"))(chained)
    due = f"changed: {manifest}: broken chain: it names 1.1.0 as the previous release of 1.0.1"

    assert due in verify_store.findings(chained)
    with pytest.raises(PackageError, match=due):
        archive.of_release(chained, store.manifest(chained, "1.1.0"))


def test_one_damaged_file_is_one_finding(
    unpacked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data(PERMITS, b"p03", b"p33")(unpacked)

    assert findings(str(unpacked), capsys) == [f"changed: {PERMITS}"]


def test_complete_forgery_has_another_hash(
    unpacked: Path, four: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing inside a download can vouch for all of it; a hash that was written down elsewhere
    can."""
    forged(unpacked)
    main(["verify", str(unpacked)])

    assert store.manifest(four, LAST).sha256 not in capsys.readouterr().out


@pytest.mark.parametrize("version", [FIRST, "1.0.1", "1.1.0", LAST])
def test_intact_release_passes(
    four: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    version: str,
) -> None:
    monkeypatch.chdir(four)

    assert main(["verify", version]) == 0
    assert store.manifest(four, version).sha256 in capsys.readouterr().out


def test_intact_downloads_pass(unpacked: Path, zipped: Path) -> None:
    assert main(["verify", str(unpacked)]) == 0
    assert main(["verify", str(zipped)]) == 0


def test_sha256sum_suffices(unpacked: Path) -> None:
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]

    assert subprocess.run(check, cwd=unpacked).returncode == 0
    (unpacked / PERMITS).write_bytes(b"")
    assert subprocess.run(check, cwd=unpacked, capture_output=True).returncode == 1


@pytest.mark.parametrize("word", ["9.9.9", "nowhere.zip"])
def test_unknown_name_is_a_usage_error(
    four: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.chdir(four)

    assert main(["verify", word]) == 2


def test_pipes_and_empty_folders_in_a_download_are_named(
    unpacked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (unpacked / "data/extra/deep").mkdir(parents=True)
    os.mkfifo(unpacked / "data/pipe")

    assert main(["verify", str(unpacked)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "added: data/extra/deep: an empty folder",
        "added: data/pipe: neither a file nor a folder",
    ]


def test_expected_hash_is_that_of_the_manifest(
    unpacked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hash_of = digest((unpacked / archive.MANIFEST).read_bytes())

    assert main(["verify", str(unpacked)]) == 0
    assert "--expect SHA256" in capsys.readouterr().out
    assert main(["verify", str(unpacked), "--expect", hash_of.upper()]) == 0
    assert "the release that you expected" in capsys.readouterr().out


def test_consistent_release_with_another_hash_is_not_the_expected_one(
    unpacked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hash_of = digest((unpacked / archive.MANIFEST).read_bytes())
    forged(unpacked)

    main(["verify", str(unpacked), "--expect", hash_of])

    assert f"not {hash_of}" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "0", "0" * 63, "g" * 64, "0" * 65])
def test_invalid_expected_hash_is_a_usage_error(text: str, unpacked: Path) -> None:
    assert main(["verify", str(unpacked), "--expect", text]) == 2
