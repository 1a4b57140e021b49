"""Shared fixtures: invented packages to read, or copies of them that a test may break."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from revisioned.build import database as build
from revisioned.derive.refresh import refresh
from revisioned.descriptor.load import load
from revisioned.site import app
from revisioned.validate import expectations, suites_process
from tests.browser import browser, chromium, examined, page, scriptless, tab  # noqa: F401
from tests.hostile import small
from tests.watch.hub import Hub
from tests.watch.hub import serve as serve_hub
from tests.workers import pytest_xdist_setupnodes  # noqa: F401 - pytest finds the hook here

# `serve` blocks this import for the same reason: Datasette would use pysqlite3, and the limits on
# queries are set through the standard sqlite3.
sys.modules["pysqlite3"] = None  # type: ignore[assignment]
from datasette.app import Datasette  # noqa: E402

del sys.modules["pysqlite3"]
sqlite3.enable_callback_tracebacks(False)

ROOT = Path(__file__).resolve().parent.parent
WELLS = Path(__file__).with_name("wells")
SLOW = (
    *("core/test_bounded.py::test_work", "core/test_bounded.py::test_check"),
    *("faults/", "hostile/test_corpus", "hostile/test_fuzz", "project/test_install"),
    *(
        "scaffold/test_document",
        "scaffold/test_edition",
        "scaffold/test_release",
        "scaffold/test_serve",
        "scaffold/test_site",
        "scaffold/test_tab",
    ),
    *("site/test_another_list", "site/test_edition", "site/test_tab_verify"),
    *("validate/test_deferred.py::test_distributions", "watch/test_killed"),
)

# fsync takes milliseconds on a disk, and a run calls it thousands of times; in memory it is free.
MEMORY = Path("/dev/shm")

# A run of at least this many tests counts as a full run.
MANY = 300
# The slowest tests start first, so that no worker is left running one of them alone at the end.
LONGEST = tuple(
    f"tests/{name}"
    for name in (
        "list/site/test_accessibility.py",
        "list/site/test_openapi.py",
        "list/test_follow.py::test_a_client",
        "scaffold/test_edition.py",
    )
)

# How many examples Hypothesis tries: more for `make prove`, fewer for `make quick`. No deadline,
# since a busy machine can be slow.
for name, examples in (("prove", 500), ("test", 60), ("quick", 15)):
    settings.register_profile(name, max_examples=examples, deadline=None)
settings.load_profile("test")


def has_room(folder: Path) -> bool:
    """Whether the folder has room for twice what a run writes, which is up to a gigabyte."""
    writable = folder.is_dir() and os.access(folder, os.W_OK)
    return writable and shutil.disk_usage(folder).free > 2_000_000_000


def pytest_configure(config: pytest.Config) -> None:
    """Let tests run from any folder, and give each run its own cache, which its workers share: a
    result of an earlier run must not hide a fault."""
    os.chdir(ROOT)
    if not hasattr(config, "workerinput"):
        # A worker inherits both from the process that started it.
        if "TMPDIR" not in os.environ and has_room(MEMORY):
            os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
        kept = tempfile.mkdtemp(prefix="kept-")
        os.environ["XDG_CACHE_HOME"] = kept
        config.add_cleanup(lambda: shutil.rmtree(kept, ignore_errors=True))


def pytest_collection() -> None:
    """Turn off garbage collection: what is imported and collected here stays."""
    gc.disable()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Before a full run, import the slow library once, so that commands that fork inherit it. Then
    freeze everything that exists: it stays to the end, so the garbage collector can skip it."""
    if len(session.items) > MANY:
        expectations.library()
    gc.freeze()
    gc.enable()


def pytest_unconfigure() -> None:
    """Unfreeze at the end, so that libraries can report what was never collected. A worker skips
    that and just exits."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        gc.unfreeze()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """`auto` is one more than the number of processors, since tests also wait for servers, browsers
    and timeouts. `logical` is the number of processors, for tests that do not wait."""
    return (os.cpu_count() or 1) + (config.option.numprocesses == "auto")


@contextmanager
def begun_in_this_process() -> Iterator[suites_process.Run]:
    """Run suites in this process, which has the library imported already."""
    expectations.library()
    with begun() as run:
        yield run


begun, suites_process.begun = suites_process.begun, begun_in_this_process


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow, to leave out of `make quick`, the tests that use a browser, kill processes or
    try many bad files; and sort those that take longest first."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    for item in items:
        has_browser = "browser" in getattr(item, "fixturenames", ())
        if has_browser or item.nodeid.removeprefix("tests/").startswith(SLOW):
            item.add_marker("slow")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A copy of the folder that `make` makes, which is made only once for all workers of a run."""
    base = factory.getbasetemp()
    # The base folder of a worker is inside that of the run.
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = base / "made" / name
    folder.parent.mkdir(exist_ok=True)
    with (base / f"made-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            make(base / f"made-{name}")
            (base / f"made-{name}").rename(folder)
    return shutil.copytree(folder, factory.mktemp(name) / "package", symlinks=True)


def built(folder: Path) -> None:
    """Write the database of the package in the folder."""
    loaded = load(folder)
    build.build(loaded, build.path(loaded))


def copy_wells(target: Path) -> Path:
    """A copy of the invented package in a new folder, with its derived files written."""
    shutil.copytree(WELLS, target)
    _, faults = refresh(target)
    assert not faults, faults
    return target


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small package that bad packages are made from; do not change it."""
    return small.make(tmp_path_factory.mktemp("small") / "package")


@pytest.fixture
def package(good: Path, tmp_path: Path) -> Path:
    """A copy of the small package, which a test may break."""
    return shutil.copytree(good, tmp_path / "package")


@pytest.fixture(scope="session")
def wells(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented package, derived and built; read only."""
    return made_once(tmp_path_factory, "wells", lambda folder: built(copy_wells(folder)))


@pytest.fixture
def wells_copy(wells: Path, tmp_path: Path) -> Path:
    """A copy of the invented package, built, which a test may break."""
    return shutil.copytree(wells, tmp_path / "wells")


@pytest.fixture(scope="session")
def wells_site(wells: Path) -> Datasette:
    """The site of the invented package; `wells_site.client` calls it without a socket."""
    return app.application(load(wells))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A fake host of git repositories on loopback, which answers like the real one."""
    with serve_hub(monkeypatch) as served:
        yield served
