"""A signature of a manifest, made and checked by OpenSSH."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from revisioned.cli import main
from revisioned.core.errors import UsageError
from revisioned.release import archive, signature, store


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """An SSH key without a passphrase."""
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "nobody", "-f"]
    subprocess.run([*words, str(tmp_path / "key")], check=True)
    return tmp_path / "key"


def test_signature_is_checked_only_by_openssh(unpacked: Path, key: Path) -> None:
    manifest = (unpacked / archive.MANIFEST).read_bytes()
    (unpacked / store.SIGNATURE).write_bytes(signature.sign(manifest, key))
    signers = key.with_name("allowed_signers")
    signers.write_text(f"nobody@example.org {key.with_suffix('.pub').read_text()}")
    command = (
        signature.command(unpacked / store.SIGNATURE)
        .replace("allowed_signers", str(signers))
        .replace("SIGNER", "nobody@example.org")
    )

    assert subprocess.run(command, shell=True, check=True, capture_output=True).returncode == 0


def test_signature_says_by_which_key(
    unpacked: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = (unpacked / archive.MANIFEST).read_bytes()
    (unpacked / store.SIGNATURE).write_bytes(signature.sign(manifest, key))
    words = ["ssh-keygen", "-l", "-f", str(key)]
    fingerprint = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()[
        1
    ]

    assert main(["verify", str(unpacked)]) == 0
    assert fingerprint in capsys.readouterr().out


def test_signature_of_another_manifest_is_named(
    unpacked: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (unpacked / store.SIGNATURE).write_bytes(signature.sign(b"another", key))

    assert main(["verify", str(unpacked)]) == 1
    assert "it is not a signature of this manifest" in capsys.readouterr().out


def test_missing_key_is_reported_with_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ssh-keygen -t ed25519"):
        signature.sign(b"", tmp_path / "none")


def test_invalid_key_is_reported(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("no key\n")
    (tmp_path / "key").chmod(0o600)

    with pytest.raises(UsageError, match="cannot sign with it"):
        signature.sign(b"", tmp_path / "key")
