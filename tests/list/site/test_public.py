"""The public server under requests that anybody may send, over real connections to a real process,
while it answers others. These tests hold docs/security.md to its word."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlsplit

import httpx
import pytest

from revisioned.core import guard
from tests.impatient import RECEIVE_TIMEOUT_S, STATEMENT_S
from tests.list.site.pages import ASKED, MISTAKES, STOCK, mapped
from tests.server import IMPATIENT, PLAIN, Server, get, post, serving

ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) select max(x) from n"
WRITES = [
    *("insert into themes values ('x','y','z')", "update acts set step = 'x'", "delete from acts"),
    *("drop table acts", "create table x (a)", "create temp table x (a)", "alter table acts add x"),
    *("vacuum into '/tmp/struck.db'", "vacuum", "reindex", "analyze", "begin", "savepoint a"),
    "with x as (select 1) delete from acts",
    "with x as (select 'a') insert into themes select a, a, a from x",
    "explain delete from acts",
    "select 1; delete from acts",
    "insert into organizations_fts (organizations_fts) values ('optimize')",
    "/* select */ delete from acts",
    "-- select\ndelete from acts",
]
REACHES = [
    *("attach '/tmp/struck.db' as x", "attach ':memory:' as x", "detach main"),
    *("select load_extension('/tmp/x')", "select load_extension('x', 'y')"),
    *("select readfile('/etc/passwd')", "select writefile('/tmp/struck', 'x')", "select edit('x')"),
    *("select * from fsdir('/')", "select * from sqlite_dbpage", "select fts3_tokenizer('simple')"),
    *("select * from _internal.tables", "select * from pragma_database_list"),
    *("select count(*) from PRAGMA_Database_List()", 'select 1 from "pragma_database_list"'),
    *("pragma writable_schema = 1", "pragma query_only = 0"),
    "explain pragma journal_mode = delete",
    "select * from pragma_wal_checkpoint",
]
DOUBLED = "with a0 as (select 1 x)" + "".join(
    f", a{n} as (select 1 x from a{n - 1} p, a{n - 1} q)" for n in range(1, 40)
)
LARGE = {
    "a text of a gigabyte": "select printf('%.*c', 1000000000, 'x')",
    "a blob of a gigabyte": "select length(zeroblob(1000000000))",
    "a text that grows": "with recursive n(t) as (select 'x' union all select t || t from n)"
    " select length(t) from n limit 40",
    "5,000 large records": "with recursive n(x) as (select 1 union all select x + 1 from n)"
    " select zeroblob(190000) from n limit 5000",
    "an expression of 10,000 words": "select 1" + "+1" * 10_000,
    "600 selects in one": " union all ".join(["select 1"] * 600),
    "65 tables": "select 1 from " + ",".join(f"acts a{n}" for n in range(65)),
    "3,000 columns": "select " + ",".join(["1"] * 3000),
    "names that double 40 times": DOUBLED + " select 1 from a39",
}
LONG = {
    "recursion without an end": ENDLESS,
    "60 tables joined": "select count(*) from " + ",".join(f"acts a{n}" for n in range(60)),
    "a sort without an end": "with recursive n(x) as (select 1 union all select x+1 from n)"
    " select x from n order by -x limit 1",
    "a text searched for long": "with t(x) as (select replace(hex(zeroblob(90000)), '0', 'a')) "
    "select count(*) from t, acts, acts b, acts c where instr(t.x, substr(t.x, 1, 80000) || 'b')",
    "a text under a pattern of many parts": "with t(x) as"
    " (select replace(hex(zeroblob(90000)), '0', 'a')) "
    f"select count(*) from t, acts, acts b, acts c where t.x like '{'%a' * 400}b'",
}


@pytest.fixture(scope="module")
def served(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package for this server alone."""
    folder = tmp_path_factory.mktemp("public") / "package"
    shutil.copytree(published, folder)
    return folder


@pytest.fixture(scope="module")
def server(served: Path) -> Iterator[Server]:
    with serving(served, IMPATIENT) as started:
        yield started


@pytest.fixture(scope="module")
def public(server: Server) -> str:
    """The address of the server."""
    return server.address


@pytest.fixture(scope="module")
def before(served: Path, server: Server) -> dict[str, tuple[int, ...]]:
    """The state of the files before any request."""
    assert server.process.poll() is None
    return state(served)


@pytest.fixture(autouse=True)
def unharmed(
    served: Path, public: str, server: Server, before: dict[str, tuple[int, ...]]
) -> Iterator[None]:
    """After each test, no file has changed or been added, and the server still answers."""
    yield
    assert state(served) == before
    assert not list(Path("/tmp").glob("struck*"))
    assert get(f"{public}/withdrawals/acts.json?_size=1", timeout=20).status_code == 200
    assert server.process.poll() is None


def state(root: Path) -> dict[str, tuple[int, ...]]:
    """What changes about each file when somebody writes to it."""
    return {
        path.relative_to(root).as_posix(): (about.st_ino, about.st_size, about.st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
        for about in [path.stat()]
    }


def ask(public: str, sql: str, **more: str) -> httpx.Response:
    """The answer to an SQL statement."""
    words = {"sql": sql, "_shape": "array", **more}
    return get(f"{public.rstrip('/')}/withdrawals.json", params=words, timeout=30)


def resident(server: Server) -> int:
    """The memory of the process, in megabytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


@pytest.mark.parametrize("sql", [*WRITES, *REACHES, "pragma database_list"])
def test_statement_that_does_more_than_read_is_refused(public: str, sql: str) -> None:
    answer = ask(public, sql)

    assert answer.status_code == 400
    assert "root:" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("sql", [*WRITES, *REACHES])
def test_connection_itself_refuses_it(database: Path, sql: str) -> None:
    """The connection refuses, not only the words that Datasette looks for, which nothing checks
    here."""
    connection = sqlite3.connect(f"file:{database}?immutable=1", uri=True)
    guard.protect(connection)

    with pytest.raises((sqlite3.Error, sqlite3.Warning)):
        connection.execute(sql).fetchall()
    connection.close()


def test_queries_of_datasettes_own_pages_are_allowed(public: str) -> None:
    ours = (*mapped(get(f"{public}/sitemap.xml").text), *ASKED)
    found = {
        path: get(public + path, timeout=20).status_code
        for path in (*ours, *STOCK, "/withdrawals.json")
    }

    assert found == {path: 400 if path in MISTAKES else 200 for path in found}


def test_database_of_datasette_itself_is_not_shown(public: str) -> None:
    for path in ("/_internal", "/_internal.json?sql=select+1", "/_internal/tables", "/_memory"):
        assert get(public + path).status_code in (403, 404)


def test_paths_of_the_machine_are_not_shown(public: str, served: Path) -> None:
    told = ["/-/databases.json", "/-/threads.json", "/-/databases", "/-/threads"]
    assert {get(public + path).status_code for path in told} == {404}
    for path in ("/-/versions.json", "/-/settings.json", "/-/plugins.json", "/-/metadata.json"):
        assert str(served) not in get(public + path).text


@pytest.mark.parametrize(
    "path",
    [
        *("/data/../datapackage.json", "/data/%2e%2e/metadata.yml", "/data/..%2fmetadata.yml"),
        *("/static/../plugins/register.py", "/data//etc/passwd", "/data/%2fetc/passwd"),
        *("/data/....//metadata.yml", "/static/..%5c..%5cmetadata.yml", "/data/\0"),
    ],
)
def test_only_published_files_are_served(public: str, path: str) -> None:
    host, port = urlsplit(public).hostname, urlsplit(public).port
    with socket.create_connection((host, port), timeout=10) as client:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: client.recv(65536), b"")).decode("utf-8", "replace")

    assert answer.split()[1] in ("400", "404") or (
        answer.split()[1] == "200" and path.endswith("datapackage.json")
    )
    assert "root:" not in answer
    assert "databases:" not in answer


@pytest.mark.parametrize("name", LARGE)
def test_statement_that_is_too_large_is_refused_at_once(
    public: str, server: Server, name: str
) -> None:
    before, started = resident(server), time.monotonic()

    answer = ask(public, LARGE[name])

    # A result that SQLite makes short or empty is an answer too.
    assert answer.status_code == 400 or len(answer.content) < 1000
    assert time.monotonic() - started < 4
    assert resident(server) - before < 200


@pytest.mark.parametrize("name", LONG)
def test_statement_that_takes_too_long_is_stopped(public: str, name: str) -> None:
    started = time.monotonic()

    answer = ask(public, LONG[name])

    # Searching a text is usually fast enough to be answered, except on a busy machine.
    assert answer.status_code in ((200, 400) if name.startswith("a text") else (400,))
    assert time.monotonic() - started < 8


def test_timeout_cannot_be_raised_by_a_parameter(address: str) -> None:
    started = time.monotonic()

    assert ask(address, ENDLESS, _timelimit="600000").status_code == 400
    assert time.monotonic() - started < 8


def test_statement_of_10_mb_is_refused(public: str) -> None:
    host, port = urlsplit(public).hostname, urlsplit(public).port
    with socket.create_connection((host, port), timeout=10) as client:
        client.sendall(b"GET /withdrawals?sql=select+1+--" + b"x" * 70_000)

        assert b"400 Bad Request" in client.recv(1000)
    answer = post(f"{public}/withdrawals", data={"sql": "select 1 --" + "x" * 10_000_000})
    assert answer.status_code in (403, 405, 413)


def test_million_parameters_are_refused(public: str) -> None:
    body = "&".join(f"p{n}=1" for n in range(1_000_000))

    answer = post(
        f"{public}/reconcile/organizations",
        content=body,
        headers={"content-type": "application/x-www-form-urlencoded"},
    )

    assert answer.status_code == 413


def test_body_without_an_end_is_refused(public: str) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(3000):
            yield b"x=1&" * 250

    try:
        answer = post(
            f"{public}/reconcile/organizations",
            content=endless(),
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # the server has closed while we were still sending


def test_pages_are_answered_while_queries_run_to_their_timeout(public: str) -> None:
    """Twenty visitors send endless queries. Pages must not wait for them: half of the pages answer
    well before the first of these queries times out."""
    answers: list[int] = []

    def flood() -> None:
        answers.append(ask(public, ENDLESS).status_code)

    threads = [threading.Thread(target=flood) for _ in range(20)]
    for thread in threads:
        thread.start()
    taken: list[float] = []
    with httpx.Client(base_url=public, timeout=20, verify=PLAIN) as client:
        while any(thread.is_alive() for thread in threads):
            for path in ("/", "/organizations/who", "/withdrawals/acts.json", "/data/acts.csv"):
                started = time.monotonic()
                assert client.get(path).status_code == 200
                taken.append(time.monotonic() - started)
    for thread in threads:
        thread.join()

    assert set(answers) == {400, 503}
    assert len(taken) >= 20
    assert median(taken) < STATEMENT_S


def test_client_that_never_finishes_its_request_is_disconnected(public: str) -> None:
    host, port = urlsplit(public).hostname, urlsplit(public).port
    with socket.create_connection((host, port), timeout=RECEIVE_TIMEOUT_S + 10) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")

        assert client.recv(1000) == b""


def test_five_hundred_idle_connections_do_not_block_others(public: str) -> None:
    host, port = urlsplit(public).hostname, urlsplit(public).port
    idle = [socket.create_connection((host, port), timeout=10) for _ in range(500)]
    try:
        started = time.monotonic()
        assert get(f"{public}/organizations").status_code == 200
        assert time.monotonic() - started < 2
    finally:
        for client in idle:
            client.close()


def test_addresses_with_an_incomplete_percent_escape_are_answered(public: str) -> None:
    for path in ("/%", "/%zz", "/withdrawals?sql=%", f"/organizations/{quote('‮')}"):
        assert get(public + path).status_code < 500
