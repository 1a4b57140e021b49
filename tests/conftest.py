"""Invented packages for every test: to be read, or copies that a test may break."""

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

# As `serve` has it: Datasette would take this library, and the tests know nothing of the limits.
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

# To force a file onto a disk takes milliseconds, thousands of times in a run; in memory, nothing.
MEMORY = Path("/dev/shm")

# So many tests at once are a run of the whole.
MANY = 300
# What takes longest is begun first, so that at the end no process works at it alone.
LONGEST = tuple(
    f"tests/{name}"
    for name in (
        "list/site/test_accessibility.py",
        "list/site/test_openapi.py",
        "list/test_follow.py::test_a_client",
        "scaffold/test_edition.py",
    )
)

# Laws over more examples for `make prove`, and over fewer for `make quick`; however long each takes
# on a busy machine.
for name, examples in (("prove", 500), ("test", 60), ("quick", 15)):
    settings.register_profile(name, max_examples=examples, deadline=None)
settings.load_profile("test")


def has_room(folder: Path) -> bool:
    """Whether what a run writes, up to a gigabyte, fits the folder twice."""
    writable = folder.is_dir() and os.access(folder, os.W_OK)
    return writable and shutil.disk_usage(folder).free > 2_000_000_000


def pytest_configure(config: pytest.Config) -> None:
    """Tests run from anywhere; the package lies where it lies. What is kept of one run, such as
    that a package was checked, is for this run alone; its processes share it."""
    os.chdir(ROOT)
    if not hasattr(config, "workerinput"):
        # A worker has both from the process that started it.
        if "TMPDIR" not in os.environ and has_room(MEMORY):
            os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
        kept = tempfile.mkdtemp(prefix="kept-")
        os.environ["XDG_CACHE_HOME"] = kept
        config.add_cleanup(lambda: shutil.rmtree(kept, ignore_errors=True))


def pytest_collection() -> None:
    """Nothing that is imported and collected is garbage; it is not looked for."""
    gc.disable()


def pytest_collection_finish(session: pytest.Session) -> None:
    """What takes seconds to import is imported once, where many tests will need it: a command that
    forks has it then, and no child imports it again. All that is there now stays to the end, so
    what looks for garbage need not look at it again and again."""
    if len(session.items) > MANY:
        expectations.library()
    gc.freeze()
    gc.enable()


def pytest_unconfigure() -> None:
    """At the end all is garbage: libraries report what is never collected. A worker ends without
    looking for it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        gc.unfreeze()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """For `auto` one more than there are processors: tests wait for servers, browsers and clocks
    too. For `logical` as many, where they do not."""
    return (os.cpu_count() or 1) + (config.option.numprocesses == "auto")


@contextmanager
def begun_here() -> Iterator[suites_process.Run]:
    """Suites run in this process, for the same reason."""
    expectations.library()
    with begun() as run:
        yield run


begun, suites_process.begun = suites_process.begun, begun_here


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a browser, kills processes or tries many bad files is not for `make quick`."""
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
    """A copy of the folder that `make` makes, which it does once for all processes of a run."""
    base = factory.getbasetemp()
    # The folder of a process lies in that of the run.
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
    """The invented package in a new folder, its derived files written."""
    shutil.copytree(WELLS, target)
    _, faults = refresh(target)
    assert not faults, faults
    return target


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small package that bad ones are made of; not to be changed."""
    return small.make(tmp_path_factory.mktemp("small") / "package")


@pytest.fixture
def package(good: Path, tmp_path: Path) -> Path:
    """A copy of the small package, to be broken."""
    return shutil.copytree(good, tmp_path / "package")


@pytest.fixture(scope="session")
def wells(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented package, derived and built; to be read."""
    return made_once(tmp_path_factory, "wells", lambda folder: built(copy_wells(folder)))


@pytest.fixture
def wells_copy(wells: Path, tmp_path: Path) -> Path:
    """A copy of the invented package, built, to be broken."""
    return shutil.copytree(wells, tmp_path / "wells")


@pytest.fixture(scope="session")
def wells_site(wells: Path) -> Datasette:
    """The invented package as it is served; `wells_site.client` asks it without a socket."""
    return app.application(load(wells))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A host of repositories that answers as the real one does, on loopback."""
    with serve_hub(monkeypatch) as served:
        yield served
