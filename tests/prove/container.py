"""The container that the Dockerfile describes: built by docker if it runs here, otherwise by
running the same steps in a clean folder. It is served read-only except for /tmp, and by the user
`nobody` if that user may run this Python."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.conftest import ROOT

NOBODY, PORT = 65534, 8765
ADDRESS = f"http://127.0.0.1:{PORT}"
ASKED = ("/", "/zh/", "/datapackage.json", "/releases/latest.json", "/calendar.ics", "/feed.atom")


def has_docker() -> bool:
    found = shutil.which("docker")
    return bool(found) and not subprocess.run([found, "info"], capture_output=True).returncode


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of each stage of the Dockerfile: the name and the arguments."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
    found: list[list[tuple[str, str]]] = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            what, _, words = line.partition(" ")
            if what == "FROM":
                found.append([])
            found[-1].append((what, words.strip()))
    return found


def reachable(target: Path) -> Path:
    """Our descriptor with a contact, without which the site is not served to others."""
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["bugs"] = "https://example.org/issues"
    target.write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return target


def build(folder: Path) -> list[str]:
    """Run the steps of the Dockerfile in `folder`; returns the command that serves."""
    first, second = stages()
    site = folder / "site"
    site.mkdir(parents=True)

    def inside(words: str) -> list[str]:
        return [
            sys.executable if word == "python" else re.sub("^/(?=venv|site)", f"{folder}/", word)
            for word in shlex.split(words)
        ]

    for what, words in first:
        if what == "COPY":
            *sources, target = words.split()
            for name in sources:
                into = site / target / (name if target == "./" else "")
                if (ROOT / name).is_dir():
                    shutil.copytree(ROOT / name, into, ignore=shutil.ignore_patterns("__pycache__"))
                else:
                    shutil.copy(ROOT / name, into)
        elif what == "RUN":
            reachable(site / "datapackage.json")
            subprocess.run(inside(words), cwd=site, env={"PATH": os.defpath}, check=True)
    command: list[str] = json.loads(next(words for what, words in second if what == "CMD"))
    return inside(shlex.join(command))


def confined(command: list[str], folder: Path) -> tuple[list[str], dict[str, object]]:
    """The command with the folder mounted read-only, and the options to start it as the user
    `nobody`, as far as this machine allows either."""
    if os.getuid() != 0:
        return command, {}
    nobody: dict[str, object] = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    try:
        subprocess.run([command[0], "-c", ""], check=True, **nobody)  # type: ignore[call-overload]
    except (OSError, subprocess.CalledProcessError):
        print("nobody may not run this Python: served by root")
        mounted = f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder}"
        return ["unshare", "--mount", "sh", "-c", f'{mounted} && exec "$@"', "sh", *command], {}
    return command, nobody


@pytest.fixture(scope="module")
def served() -> Iterator[None]:
    """A process that answers at ADDRESS."""
    if has_docker():
        subprocess.run(["docker", "build", "--tag", "proved", str(ROOT)], check=True)
        command = ["docker", "run", "--rm", "--read-only", "--tmpfs", "/tmp"]
        with_contact = reachable(Path("/var/tmp") / f"datapackage-{os.getpid()}.json")
        command += ["--volume", f"{with_contact}:/site/datapackage.json:ro"]
        command += ["--cap-drop", "ALL", "-p", f"{PORT}:8001", "proved"]
        options: dict[str, object] = {}
    else:
        folder = Path("/var/tmp") / f"clean-root-{os.getpid()}"
        command = build(folder)
        command[command.index("8001")] = str(PORT)
        command, own = confined(command, folder)
        environment = {"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"}
        options = {"cwd": folder / "site", "env": environment, **own}
    process = subprocess.Popen(command, **options)  # type: ignore[call-overload]
    for _ in range(120):
        time.sleep(1)
        try:
            urlopen(f"{ADDRESS}/datapackage.json", timeout=4).close()
            break
        except (URLError, OSError):
            assert process.poll() is None, "it ended"
    yield
    process.terminate()
    process.wait(20)
    if not has_docker():
        shutil.rmtree(folder)


@pytest.mark.parametrize("path", ASKED)
@pytest.mark.usefixtures("served")
def test_it_answers(path: str) -> None:
    with urlopen(f"{ADDRESS}{path}", timeout=20) as answer:
        assert answer.status == 200
        assert answer.read()


@pytest.mark.usefixtures("served")
def test_the_health_check_passes() -> None:
    _, second = stages()
    words = next(words for what, words in second if what == "HEALTHCHECK")
    command = json.loads(words.partition("CMD ")[2])
    code = command[-1].replace("8001", str(PORT))

    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_user_nobody_serves_it() -> None:
    _, second = stages()

    assert ("USER", f"{NOBODY}:{NOBODY}") in second
