"""A detached signature of a release's manifest, made and checked by OpenSSH.

`ssh-keygen -Y` signs with a key that people already have, and every OpenSSH since 8.2 can check it.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import PackageError, UsageError
from . import archive

if TYPE_CHECKING:
    from subprocess import CompletedProcess

# The purpose that a signature is made for; `ssh-keygen` refuses one made for anything else.
NAMESPACE = "file"
BEGINNING = b"-----BEGIN SSH SIGNATURE-----"


def sign(manifest: bytes, key: Path) -> bytes:
    """The signature of a manifest with a private key, or with a public one whose private key an
    agent has; asks for the passphrase of the key. Raises UsageError where it cannot be made."""
    if not key.is_file():
        raise UsageError(f"{key}: no such key; create one: ssh-keygen -t ed25519 -f {key}")
    done = _run("sign", "-f", str(key), data=manifest)
    if done is None:
        raise UsageError("ssh-keygen is not installed; it comes with OpenSSH")
    if done.returncode or not done.stdout.startswith(BEGINNING):
        raise UsageError(f"{key}: ssh-keygen cannot sign with it: {_said(done.stderr)}")
    return done.stdout


def key_of(manifest: bytes, signature: Path) -> str:
    """What OpenSSH says of the key that signed the manifest, with its fingerprint; empty where
    OpenSSH is not installed. Raises PackageError for a signature of something else."""
    done = _run("check-novalidate", "-s", str(signature), data=manifest)
    if done is None:
        return ""
    if done.returncode:
        raise PackageError(f"changed: {signature.name}: it is not a signature of this manifest")
    return _said(done.stdout).partition(" with ")[2]


def command(signature: Path) -> str:
    """The command that says whether it is the signature of somebody in `allowed_signers`."""
    manifest = shlex.quote(str(signature.with_name(archive.MANIFEST)))
    return (
        f"ssh-keygen -Y verify -f allowed_signers -I SIGNER -n {NAMESPACE}"
        f" -s {shlex.quote(str(signature))} < {manifest}"
    )


def _run(*words: str, data: bytes) -> CompletedProcess[bytes] | None:
    import subprocess

    try:
        return subprocess.run(  # noqa: S603 - no shell reads the words
            ["ssh-keygen", "-Y", *words, "-n", NAMESPACE],  # noqa: S607
            input=data,
            capture_output=True,
        )
    except FileNotFoundError:
        return None


def _said(output: bytes) -> str:
    lines = output.decode(errors="backslashreplace").strip().splitlines()
    return lines[-1] if lines else "it fails"
