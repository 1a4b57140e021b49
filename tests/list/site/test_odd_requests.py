"""No request, however odd, gets a server error.

A run sends six hundred requests; `make prove` sends five thousand.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

import pytest
from datasette.app import Datasette
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from revisioned.descriptor.load import load

BATCH = 10
ODD = st.sampled_from(
    [
        *("", "%00", "%ff%fe", "%ED%A0%80", "%F0%9F%98%80", "%", "%zz", "%0d%0aX:%20y", "%2e%2e"),
        *("'", '"', "<script>", "a" * 5000, "..", "~", "~zz", "~00", "~FF", "*", ";", "{}", "\\"),
        *(
            "0",
            "-1",
            "%C2%B2",
            "1e999",
            "9" * 30,
            "9" * 5000,
            "null",
            "true",
            ",",
            "...",
            ":",
            "[",
            "[]",
            '{"a":{}}',
        ),
    ]
)
SQL = st.sampled_from(
    [
        *("select 1", "select", "select '", "drop table acts", "select :a", "explain select 1"),
        *("select zeroblob(9)", "select x'ff'", "select 9e999", "select json('{')", "pragma x"),
        *("select 1; select 2", "select 99999999999999999999", "select char(55296)"),
        *("select cast(x'ff' as text)", "attach 'x' as y", "select load_extension('a')"),
    ]
).map(quote)
PARAMETER = st.sampled_from(
    [
        *("_sort", "_sort_desc", "_size", "_next", "_search", "_search_name", "_searchmode"),
        *("_facet", "_facet_size", "_facet_date", "_facet_array", "_where", "_through", "_col"),
        *("_nocol", "_labels", "_shape", "_nl", "_json", "_extra", "_trace", "_ttl", "_stream"),
        *("_timelimit", "_nofacet", "_nocount", "_filter_column", "_filter_op", "_filter_value"),
        *("_filter_column_1", "_sort_by_desc", "_show_hidden", "_hide_sql", "_blob_column", "sql"),
        *("org_id", "org_id__in", "position__gt", "name__arraycontains", "name__date", "p0"),
        *("old", "new", "queries", "extend", "id", "prefix", "cursor", "field", "page", "lang"),
    ]
)
FORMAT = st.sampled_from(
    ["", "", "", ".json", ".csv", ".blob", ".db", ".xlsx", ".atom", ".md", ".nope"]
)
METHOD = st.sampled_from(["GET"] * 12 + ["HEAD", "POST", "OPTIONS", "DELETE", "FOO"])


class Answer(NamedTuple):
    """The answer to a request."""

    status: int
    body: str


async def ask(app: Any, method: str, path: str, query: str) -> Answer:
    """The answer of the application to exactly this request line; httpx would normalize it."""
    scope = {
        "type": "http",
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode("ascii", "replace"),
        "query_string": query.encode("latin-1", "replace"),
        "headers": [(b"host", b"localhost")],
    }
    status, body = 0, bytearray()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)
        body.extend(message.get("body", b""))
        for line in message.get("headers", ()):
            assert not set(b"".join(line)) & set(b"\r\n\0"), "a header that ends early"

    await app(scope, receive, send)
    return Answer(status, body.decode("utf-8", "replace"))


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def app(site: Datasette) -> Any:
    return site.app()


@pytest.fixture(scope="module")
def words(root: Any) -> st.SearchStrategy[str]:
    """Words of our addresses: tables, views, series, revisions and fixed parts."""
    package = load(root)
    relations = [relation.name for relation in package.relations]
    revisions = [f"{item.series}/{item.revision}" for item in package.resources if item.series]
    own = ["organizations", "revisions", "diff", "claims", "cite", "zh", "reconcile", "releases"]
    tables = [f"{package.database}/{name}" for name in relations]
    views = [f"{package.database}/{view.name}" for view in package.views]
    one = ["the_list", "what_was_said", "unfccc", "prints/2026-01-07-memorandum,unfccc", "-"]
    two = ["prints/2026-01-07-memorandum...2026-01-08-article", "feed.atom", "sitemap.xml"]
    return st.sampled_from([*relations, *revisions, *own, *tables, *views, *one, *two])


# When a facet fails, Datasette drops coroutines before awaiting them.
@pytest.mark.filterwarnings(
    "ignore:coroutine .* was never awaited:RuntimeWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
)
def test_no_odd_request_is_a_server_error(
    app: Any, words: st.SearchStrategy[str], runner: asyncio.Runner
) -> None:
    part = st.one_of(words, words, words, ODD)
    path = st.builds(
        lambda parts, ending: "/" + "/".join(parts) + ending, st.lists(part, max_size=3), FORMAT
    )
    pair = st.builds("{}={}".format, PARAMETER, st.one_of(ODD, SQL, words, PARAMETER))
    query = st.one_of(st.lists(pair, max_size=3).map("&".join), ODD)
    asked = st.lists(st.tuples(METHOD, path, query), min_size=BATCH, max_size=BATCH)

    @settings(
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(asked)
    def law(requests: list[tuple[str, str, str]]) -> None:
        for request in requests:
            answer = runner.run(ask(app, *request))
            assert 200 <= answer.status < 500, request
            assert "Traceback (most recent call last)" not in answer.body, request

    law()


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/withdrawals/prints.json?_sort=nothing", 400, "Cannot sort table by nothing"),
        ("/withdrawals/prints?_sort_desc=nothing", 400, "Cannot sort table by nothing"),
        ("/withdrawals/prints?_timelimit=soon", 400, "Invalid query string"),
        ("/withdrawals/prints/half-a-key", 404, "Not found"),
        ("/withdrawals.csv", 404, "Not found"),
        ("/nowhere/prints", 404, "There is no page"),
        ("/withdrawals/nowhere.json", 404, "There is no page"),
        (f"/data/{'a' * 5000}", 404, "There is no file"),
        ("/withdrawals/prints?_where=1)", 400, "Invalid SQL"),
        ("/withdrawals/prints?_facet_size=%C2%B2", 400, "A facet shows at most"),
        (f"/withdrawals/prints?_facet_size={'9' * 5000}", 400, "A facet shows at most"),
    ],
)
def test_error_has_the_status_it_deserves_and_says_why(
    app: Any,
    runner: asyncio.Runner,
    capsys: pytest.CaptureFixture[str],
    path: str,
    status: int,
    said: str,
) -> None:
    answer = runner.run(ask(app, "GET", *path.partition("?")[::2]))

    assert answer.status == status
    assert said in answer.body
    assert "Traceback" not in answer.body + "".join(capsys.readouterr())


def test_read_only_page_refuses_other_methods(app: Any, runner: asyncio.Runner) -> None:
    for method in ("POST", "DELETE", "FOO"):
        assert runner.run(ask(app, method, "/withdrawals/prints", "")).status in (403, 405)


def test_our_own_error_is_a_server_error(
    app: Any, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the law above could pass for any code."""
    monkeypatch.setattr("revisioned.database.views.all_views", lambda package: package.nothing)

    assert runner.run(ask(app, "GET", "/", "a=b")).status == 500
