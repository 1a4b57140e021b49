"""`python -m tests.prove.hostile_sql`: sixty hostile statements, first one by one, then from thirty
clients at once for a minute, on a server over the package in the folder. This runs with the SQLite
of this Python, then with the newest one from PyPI (pysqlite3-binary) if it is installed. With an
address as argument, only the thirty clients run, endlessly.

Prints how long the slowest statement took alone, how long pages took under attack, how long another
visitor with small queries and another address waited, and how much memory the server and its
workers used in total, counting shared pages once. The exit code is 1 if a page took over a second
or a statement over 2.5, if that visitor was refused, if memory was over 400 MB, or if the server
ended.
"""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import httpx

from tests.prove.built import missing
from tests.server import ROOT, Server, serving

SECONDS, ATTACKERS = 60.0, 30
PAGE, STATEMENT, MEMORY = 1.0, 2.5, 400
N = "with recursive n(x) as (select 1 union all select x + 1 from n) "
A = "replace(hex(zeroblob(49000)), '0', 'a')"
LONG = (
    f"with t(x, p) as materialized (select substr(a || a, 1, 190000), '%' || substr(a, 1, 990)"
    f" || 'b%' from (select {A} a)) select "
)
DOUBLED = "with a0 as (select 1 x)" + "".join(
    f", a{n} as (select 1 x from a{n - 1} p, a{n - 1} q)" for n in range(1, 40)
)
WIDE = "with recursive n(x) as (select 1000000 union all select x + 1 from n limit 5000) select "
STATEMENTS = (
    # without an end
    N + "select max(x) from n",
    N + "select x from n order by -x limit 1",
    N + "select count(distinct x) from n",
    N + "select group_concat(x) from n",
    N + "select group_concat(x) over (order by x) from n",
    N + "select json_group_array(x) from n",
    N + "select json_group_object(x, x) from n",
    N + "select sum(x) over (rows between unbounded preceding and current row) from n",
    N + "select x, row_number() over (order by x desc) from n limit 1",
    N + "select a.x from n a, n b, n c where a.x + b.x = -1",
    N + "select x from n group by x % 1000000 having count(*) > 1e9",
    N + "select x || hex(zeroblob(50000)) from n order by 1 limit 1",
    N + "select count(distinct x || hex(zeroblob(50000))) from n",
    N + "select max(length(printf('%*d', 100000, x))) from n",
    N + "select percent_rank() over (order by x) from n limit 1",
    N + "select x from n where x like '%' || x || '%z'",
    N + "select x from n union select -x from n order by 1",
    N + "select x from n intersect select -x from n",
    N + "select x from n except select x from n",
    "with recursive n(t) as (select 'x' union all select t || t from n) select length(t) from n",
    "with recursive n(t) as (select '[1]' union all select json_array(json(t), json(t)) from n)"
    " select length(t) from n",
    # in a single function call
    LONG + ", ".join(["x like p"] * 100) + " from t",
    LONG + ", ".join(["x not like p"] * 500) + " from t",
    LONG + ", ".join(["x glob replace(p, '%', '*')"] * 100) + " from t",
    LONG + ", ".join(["instr(x, substr(x, 1, 95000) || 'b')"] * 100) + " from t",
    LONG + ", ".join(["replace(x, substr(x, 1, 900) || 'b', '')"] * 100) + " from t",
    LONG + ", ".join(["trim(x, substr(x, 1, 95000))"] * 100) + " from t",
    LONG + ", ".join(["upper(hex(x))"] * 500) + " from t",
    LONG + "json_valid(replace(substr(x, 1, 90000), 'a', '[')) from t",
    LONG + "json_extract(replace(substr(x, 1, 90000), 'a', '[1,') || '0', '$') from t",
    LONG + "json_patch(replace(substr(x, 1, 30000), 'a', '{\"a\":') || '1', '{}') from t",
    "select printf('%.*c', 1000000000, 'x')",
    "select format('%*s', 2000000000, 'x')",
    "select printf('%.1000000000f', 1.0)",
    "select printf('%,d', 1e300), printf('%.*g', 2147483647, 1.0)",
    "select char(" + ",".join(["120"] * 900) + ")",
    "select unhex(hex(zeroblob(90000))), quote(zeroblob(90000))",
    "select strftime(printf('%.*c', 190000, '%'), 'now')",
    "select date('now', '+1e18 days'), julianday('9999999999999999')",
    # before it runs
    DOUBLED + " select 1 from a39",
    "select 1 from " + ",".join(f"acts a{n}" for n in range(64)),
    "select count(*) from " + " join ".join(f"acts a{n}" for n in range(60)),
    "select " + "(" * 190 + "1" + ")" * 190,
    "select 1" + "+1" * 10_000,
    "select case " + "when 1 then 1 " * 2000 + "end",
    " union all ".join(["select 1"] * 500),
    "select 1 where 1 in (" + ",".join(map(str, range(6000))) + ")",
    "select " + ",".join(f"(select count(*) from acts where step > '{n}')" for n in range(900)),
    # large results
    WIDE + ", ".join(f"x a{n}" for n in range(20)) + " from n",
    WIDE + ", ".join(f"x a{n}" for n in range(200)) + " from n",
    WIDE + ", ".join(f"null a{n}" for n in range(1900)) + " from n",
    WIDE + "zeroblob(190000) from n",
    WIDE + "hex(zeroblob(9000)) from n",
    "select a.*, b.*, c.* from acts a, acts b, acts c limit 5000",
    # forbidden statements
    "select hex(fts3_tokenizer('simple', x'4141414141414141'))",
    "select * from fts3tokenize where input = 'a b'",
    "select sql from sqlite_stmt, sqlite_stmt, sqlite_stmt",
    "select * from dbstat, dbstat, dbstat",
    "select * from organizations_fts where organizations_fts match '" + "a* OR " * 5000 + "a*'",
    "select snippet(organizations_fts, 0, '', '', '', 64) from organizations_fts('"
    + "a " * 9000
    + "')",
)
SMALL = "/withdrawals.json?sql=select+count(*)+from+acts"
PATHS = ("/withdrawals", "/withdrawals.json", "/withdrawals.csv")
PAGES = ("/", "/organizations/who", "/data/acts.csv", "/organizations", "/cite")


def attack(address: str, seed: int) -> None:
    """A visitor who sends one statement after the other, and reads the answers."""
    chance = random.Random(seed)
    with httpx.Client(base_url=address, timeout=120) as client:
        while True:
            sql = chance.choice(STATEMENTS)
            with suppress(httpx.TransportError):
                client.get(f"{chance.choice(PATHS)}?sql={quoted(sql)}")


def quoted(sql: str) -> str:
    """The statement quoted for a URL, which must not be too long."""
    return quote(sql, safe="(),*=><|'")


def memory_of(pid: int) -> int:
    """The memory of a server and its workers in megabytes, counting shared pages once."""
    total = 0
    for number in (pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())):
        with suppress(OSError, IndexError):
            told = Path(f"/proc/{number}/smaps_rollup").read_text()
            total += int(told.partition("\nPss:")[2].split()[0])
    return total // 1024


def alone(address: str) -> tuple[float, str]:
    """The slowest statement when nothing else runs."""
    taken = []
    with httpx.Client(base_url=address, timeout=120) as client:
        for sql in STATEMENTS:
            started = time.monotonic()
            client.get(f"/withdrawals.json?sql={quoted(sql)}")
            taken.append((time.monotonic() - started, sql[:60]))
    return max(taken)


class Guest(threading.Thread):
    """Another visitor, who sends small queries from a different address."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.address, self.taken, self.refused = address, [0.0], 0

    def run(self) -> None:
        """Send queries until the server ends."""
        elsewhere = {"X-Forwarded-For": "192.0.2.1"}
        with (
            suppress(httpx.TransportError),
            httpx.Client(base_url=self.address, timeout=120, headers=elsewhere) as client,
        ):
            while True:
                started = time.monotonic()
                self.refused += client.get(SMALL).status_code != 200
                self.taken.append(time.monotonic() - started)
                time.sleep(0.2)


def visit(address: str, pid: int) -> tuple[list[tuple[float, str]], int]:
    """How long pages take during a minute, and the peak memory of the server."""
    taken, memory, end = [], 0, time.monotonic() + SECONDS
    with httpx.Client(base_url=address, timeout=120) as client:
        for number, path in enumerate(itertools.cycle(PAGES)):
            started = time.monotonic()
            assert client.get(path).status_code == 200, path
            taken.append((time.monotonic() - started, path))
            if number % 10 == 0:
                memory = max(memory, memory_of(pid))
            time.sleep(0.02)
            if time.monotonic() > end:
                break
    return sorted(taken), memory


def libraries() -> list[str]:
    """Libraries with an SQLite to use instead of Python's own; the empty name means Python's own.
    The package from PyPI contains one, which is preloaded, so its functions take precedence."""
    found = find_spec("pysqlite3._sqlite3") if find_spec("pysqlite3") else None
    return ["", *([str(found.origin)] if found else [])]


@contextmanager
def serving_with(library: str) -> Iterator[Server]:
    """A server whose processes use this SQLite, after printing its version."""
    with tempfile.TemporaryDirectory() as folder:
        # Otherwise Datasette would use another SQLite than its workers.
        Path(folder, "sitecustomize.py").write_text("import sys; sys.modules['pysqlite3'] = None")
        given = {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "LD_PRELOAD": library}
        words = [sys.executable, "-c", "import sqlite3; print('SQLite', sqlite3.sqlite_version)"]
        subprocess.run(words, env=os.environ | given, check=True)
        with serving(Path.cwd(), more=given) as server:
            yield server


def proved(library: str) -> bool:
    """Attack a server and print the results; returns whether all limits hold."""
    with serving_with(library) as server:
        address, process = server.address, server.process
        guest, statement = Guest(address), alone(address)
        words = [sys.executable, "-m", "tests.prove.hostile_sql", address]
        with subprocess.Popen(words, cwd=ROOT) as attackers:
            try:
                guest.start()
                pages, memory = visit(address, process.pid)
            finally:
                attackers.kill()
        is_there = process.poll() is None
    print(f"{len(STATEMENTS)} statements")
    print(f"the longest alone {statement[0]:.2f} s ({statement[1]})")
    print(
        f"with {ATTACKERS} at once: {len(pages)} pages, half of them within"
        f" {pages[len(pages) // 2][0]:.3f} s, the longest {pages[-1][0]:.2f} s ({pages[-1][1]});"
        f" one more visitor: {len(guest.taken) - 1} small questions, {guest.refused} refused, the"
        f" longest {max(guest.taken):.2f} s; memory {memory} MB at the most"
    )
    holds = (
        *(statement[0] <= STATEMENT, pages[-1][0] <= PAGE, memory <= MEMORY),
        *(is_there, not guest.refused, len(guest.taken) > 1),
    )
    print("holds" if all(holds) else "DOES NOT HOLD", flush=True)
    return all(holds)


def main() -> int:
    """Attack a server with each available SQLite."""
    return int(not all(list(map(proved, libraries()))))


if __name__ == "__main__":
    if sys.argv[1:]:
        for number in range(ATTACKERS):
            threading.Thread(target=attack, args=(sys.argv[1], number)).start()
    else:
        sys.exit(missing(Path.cwd()) or main())
