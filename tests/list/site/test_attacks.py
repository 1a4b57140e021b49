"""Requests that once blocked the site for everybody, or leaked details of the machine, and similar
ones, sent to a real server. The timeouts are generous, as the machine that runs the tests is busy:
the attacks took twenty times as long, or never ended."""

from __future__ import annotations

import shutil
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

from revisioned.build import database as build
from revisioned.descriptor.load import load
from revisioned.site.limits.requests import MAX_FACETS, MAX_PARAMETERS
from revisioned.site.limits.visit import CELLS_PER_TURN
from tests.conftest import ROOT
from tests.impatient import SHUTDOWN_S
from tests.server import IMPATIENT, PLAIN, Server, get, post, serving

MANY = "with recursive n(x) as (select 1000000 union all select x + 1 from n limit 5000) select "
LARGE = "with recursive n(x) as (select 1 union all select x + 1 from n limit 4000) select "
TEXT = "replace(hex(zeroblob(49000)), '0', 'a')"
# A single call of LIKE that takes seconds: many repetitions of a prefix, with no match.
PATTERN = (
    f"with t(x, p) as materialized (select substr(a || a, 1, 190000), '%' || substr(a, 1, 990)"
    f" || 'b%' from (select {TEXT} a)) select "
)
SECONDS = 20.0


def columns(number: int) -> str:
    return MANY + ", ".join(f"x a{n}" for n in range(number)) + " from n"


@pytest.fixture(scope="module")
def folder(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package for these servers alone."""
    return shutil.copytree(published, tmp_path_factory.mktemp("attacked") / "package")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving(folder, IMPATIENT) as started:
        yield started


@pytest.fixture
def public(server: Server) -> Iterator[str]:
    """The address of a server that must still run, with little memory in use, after each test."""
    process, address = server.process, server.address
    assert get(f"{address}/organizations/who", timeout=60).status_code == 200
    yield address
    assert process.poll() is None
    assert get(f"{address}/withdrawals.json?sql=select+1", timeout=SECONDS).status_code == 200
    assert resident(process.pid) < 400


def resident(pid: int) -> int:
    """The memory of a process and its workers, in megabytes."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    status = [Path(f"/proc/{number}/status").read_text() for number in (pid, *children)]
    # A process that has ended no longer has VmRSS.
    return sum(int((text.partition("VmRSS:")[2].split() or ["0"])[0]) for text in status) // 1024


def ask(public: str, sql: str, path: str = "/withdrawals.json") -> httpx.Response:
    return get(f"{public}{path}?sql={quote(sql)}", timeout=120)


@contextmanager
def silent(public: str, path: str) -> Iterator[socket.socket]:
    """A client that sends a request and reads nothing."""
    address = urlsplit(public)
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with closing(client):
        client.connect((address.hostname, address.port))
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
        yield client


@contextmanager
def watched(public: str) -> Iterator[list[float]]:
    """How long pages take while this context is open."""
    taken: list[float] = []
    ended = threading.Event()

    def look() -> None:
        with httpx.Client(base_url=public, timeout=120, verify=PLAIN) as client:
            while not ended.is_set():
                started = time.monotonic()
                assert client.get("/organizations/who").status_code == 200
                taken.append(time.monotonic() - started)
                ended.wait(0.05)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield taken
    finally:
        ended.set()
        thread.join()


@pytest.mark.parametrize("number", [20, 200])
def test_wide_result_is_cut_on_the_page_and_does_not_block_others(public: str, number: int) -> None:
    with watched(public) as taken:
        answer = ask(public, columns(number), "/withdrawals")

    assert answer.status_code == 200
    assert 0 < answer.text.count("<td") <= CELLS_PER_TURN
    # If drawing blocked other requests, one of them would wait until it ends and few would be
    # counted.
    assert len(taken) >= 4


def test_result_of_too_many_cells_says_so(public: str) -> None:
    answer = ask(public, columns(200))

    assert answer.status_code == 400
    assert "more than 200,000 cells" in answer.text


@pytest.mark.parametrize("path", ["/withdrawals/acts", "/withdrawals/acts.json", "/", "/search"])
def test_too_many_parameters_are_refused(public: str, path: str) -> None:
    names = "&".join(f"p{n}=1" for n in range(MAX_PARAMETERS + 1))

    assert get(f"{public}{path}?{names}").status_code == 400
    assert get(f"{public}{path}?{'&' * 5000}", timeout=SECONDS).status_code == 400


def test_too_many_facets_are_refused(public: str) -> None:
    facets = "&".join("_facet=step" for _ in range(MAX_FACETS + 1))

    assert get(f"{public}/withdrawals/acts?{facets}").status_code == 400
    assert get(f"{public}/withdrawals/acts?_facet_size=99999").status_code == 400


@pytest.mark.parametrize(
    "sql",
    [
        PATTERN + ", ".join(["x like p"] * 100) + " from t",
        PATTERN + ", ".join(["x glob replace(p, '%', '*')"] * 100) + " from t",
        PATTERN + ", ".join(["instr(x, substr(x, 1, 95000) || 'b')"] * 100) + " from t",
        PATTERN + ", ".join(["replace(x, substr(x, 1, 500) || 'b', '')"] * 100) + " from t",
        "select printf('%.*c', 1000000000, 'x')",
    ],
    ids=["like", "glob", "instr", "replace", "printf"],
)
def test_long_function_call_is_stopped(public: str, sql: str) -> None:
    started = time.monotonic()

    answer = ask(public, sql)

    assert answer.status_code == 400 or time.monotonic() - started < 3
    assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    "sql",
    [
        "select group_concat(x) over (order by x) from (with recursive n(x) as"
        " (select 1 union all select x + 1 from n) select x from n)",
        "select count(distinct x) from (with recursive n(x) as (select 1 union all"
        " select x + 1 from n) select x || hex(zeroblob(50000)) x from n)",
        "select json_group_array(x) from (with recursive n(x) as (select 1 union all"
        " select x + 1 from n) select x from n)",
    ],
)
def test_memory_of_a_statement_is_limited(public: str, sql: str) -> None:
    assert ask(public, sql).status_code == 400


def test_clients_that_do_not_read_take_no_turns_from_others(public: str) -> None:
    path = f"/withdrawals.csv?sql={quote(LARGE + f'substr({TEXT}, 1, 1200) from n')}"
    with silent(public, path), silent(public, path), silent(public, path):
        time.sleep(3)
        started = time.monotonic()

        assert ask(public, "select 1").status_code == 200
        facets = get(f"{public}/withdrawals/acts.json?_facet=step", timeout=60)
        assert facets.status_code == 200
        assert time.monotonic() - started < 10


def test_unread_answers_do_not_fill_memory(public: str, server: Server) -> None:
    path = f"/withdrawals.json?sql={quote(LARGE + f'substr({TEXT}, 1, 1200) from n')}"
    with ExitStack() as stack:
        for _ in range(10):
            stack.enter_context(silent(public, path))
        deadline, most = time.monotonic() + 6, 0
        while time.monotonic() < deadline:
            most = max(most, resident(server.process.pid))
            time.sleep(0.2)
    assert most < 400


def test_server_stops_on_a_signal_whatever_clients_do(folder: Path) -> None:
    held = folder / "build/.served"
    before = {*held.glob("*")}
    with serving(folder, IMPATIENT) as server:
        process, public = server.process, server.address
        endless = (
            "with recursive n(x) as (select 1 union all select x + 1 from n) select max(x) from n"
        )
        large = f"/withdrawals.csv?sql={quote(LARGE + f'substr({TEXT}, 1, 1200) from n')}"
        with silent(public, large), silent(public, f"/withdrawals.json?sql={quote(endless)}"):
            time.sleep(1)
            process.send_signal(signal.SIGTERM)
            process.wait(SHUTDOWN_S + 7)
    assert {*held.glob("*")} <= before


def test_new_build_is_not_shown_before_a_restart(folder: Path) -> None:
    """On a fresh server: most of its threads have no connection yet."""
    package = load(folder)
    target, acts = build.path(package), folder / "data/acts.csv"
    whole, listed = target.read_bytes(), acts.read_bytes()
    with serving(folder) as server:
        public = server.address
        expected = ask(public, "select count(*) n from acts").json()["rows"]
        with closing(sqlite3.connect(":memory:")) as other:
            other.deserialize(whole)
            other.execute("PRAGMA foreign_keys = OFF")
            other.execute("DELETE FROM acts")
            other.commit()
            beside = target.with_name("beside.db")
            beside.write_bytes(other.serialize())
        beside.replace(target)
        acts.write_bytes(b"act_id\n")
        paths = [
            "/withdrawals.json?sql=select+count(*)+n+from+acts",
            "/withdrawals/acts.json?_size=1",
            "/data/acts.csv",
        ] * 6
        try:
            with ThreadPoolExecutor(18) as pool:
                answers = list(pool.map(lambda path: get(public + path, timeout=60), paths))
        finally:
            target.write_bytes(whole)
            acts.write_bytes(listed)

    for path, answer in zip(paths, answers, strict=True):
        if path.startswith("/data"):
            assert answer.content == listed
        elif "sql" in path:
            assert answer.json()["rows"] == expected
        else:
            assert answer.json()["filtered_table_rows_count"] == expected[0][0]


@pytest.mark.parametrize("mount", ["data", "releases", "copies", "static", "-/static"])
def test_no_answer_contains_a_path_of_the_machine(public: str, folder: Path, mount: str) -> None:
    for name in ("a" * 256, "%00", "a" * 4000, "x/" * 400, "%ff", "."):
        answer = get(f"{public}/{mount}/{name}.json", timeout=SECONDS)

        assert answer.status_code in (302, 400, 404)
        assert str(folder) not in answer.text + str(answer.headers)
        assert str(ROOT) not in answer.text
        assert "Errno" not in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example/x", "a b", "x@y", "<script>", "a..b/", "[::1", "x:99999999", "x\\y", "#"]
)
def test_invalid_host_is_refused(public: str, host: str) -> None:
    answer = get(f"{public}/sitemap.xml", headers={"Host": host})

    assert answer.status_code == 400
    assert host not in answer.text


@pytest.mark.parametrize(
    "host", ["example.org", "EXAMPLE.org:8001", "127.0.0.1", "[::1]:80", "a_b"]
)
def test_answer_that_contains_the_host_varies_by_it(public: str, host: str) -> None:
    for path in ("/sitemap.xml", "/robots.txt", "/reconcile/organizations", "/feed.atom"):
        answer = get(public + path, headers={"Host": host})

        assert answer.status_code == 200
        assert "Host" in answer.headers["vary"].split(", ")


def test_refusals_have_the_headers_of_every_answer(public: str) -> None:
    address = urlsplit(public)
    with socket.create_connection((address.hostname, address.port), timeout=10) as client:
        client.sendall(b"this is not HTTP\r\n\r\n")
        raw = client.recv(4000).decode().lower()
    refused = [
        get(f"{public}/?{'&'.join(f'p{n}=1' for n in range(101))}"),
        get(f"{public}/-/databases.json"),
        get(f"{public}/nothing"),
        get(f"{public}/", headers={"Host": "a b"}),
        post(f"{public}/withdrawals", content=b"x" * 1_100_000),
        get(f"{public}/withdrawals.json?sql=drop+table+acts"),
    ]

    assert raw.startswith("http/1.1 400")
    for header in ("x-content-type-options", "referrer-policy", "content-security-policy"):
        assert header in raw
        assert all(header in answer.headers for answer in refused)
    assert [answer.status_code for answer in refused] == [400, 404, 404, 400, 413, 400]
