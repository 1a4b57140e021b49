"""How hosts are asked: with our name, as their robots.txt allows, slowly, only for what is new, and
with limits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from revisioned.watch import fetch
from revisioned.watch.fetch import DisallowedError, Fetcher, RedirectError, TooLargeError
from tests.watch.conftest import Watching
from tests.watch.host import Host, Page

AGENT = "example/1.0 (+mailto:lists@example.org)"


@pytest.fixture
def waited() -> list[float]:
    """The pauses, in seconds."""
    return []


@pytest.fixture
def fetcher(waited: list[float]) -> Iterator[Fetcher]:
    """A fetcher that records its pauses instead of waiting."""
    with Fetcher(AGENT, waits=(2, 8), pause=2, sleep=waited.append) as asking:
        yield asking


def test_every_request_has_our_user_agent(fetcher: Fetcher, host: Host) -> None:
    fetcher.get(f"{host.address}/member")
    assert [path for path, _ in host.requests] == ["/robots.txt", "/member"]
    assert {headers["User-Agent"] for _, headers in host.requests} == {AGENT}


def test_robots_are_asked_for_once_and_obeyed(fetcher: Fetcher, host: Host) -> None:
    fetcher.get(f"{host.address}/member")
    with pytest.raises(DisallowedError):
        fetcher.get(f"{host.address}/private/page")
    assert [path for path, _ in host.requests] == ["/robots.txt", "/member"]


def test_a_redirect_that_robots_txt_forbids_is_not_followed(fetcher: Fetcher, host: Host) -> None:
    host.extra["/open"] = Page(status=302, headers={"Location": "/private/page"})
    with pytest.raises(DisallowedError):
        fetcher.get(f"{host.address}/open")


def test_a_host_whose_robots_txt_fails_is_not_visited(fetcher: Fetcher, host: Host) -> None:
    host.extra["/robots.txt"] = Page(status=500)
    with pytest.raises(OSError, match=r"robots\.txt answers 500"):
        fetcher.get(f"{host.address}/member")
    assert {path for path, _ in host.requests} == {"/robots.txt"}


def test_requests_to_a_host_have_pauses_and_its_crawl_delay(
    fetcher: Fetcher, host: Host, waited: list[float]
) -> None:
    host.extra["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 7\n", kind="text/plain")
    fetcher.get(f"{host.address}/member")
    fetcher.get(f"{host.address}/notices")
    assert [round(pause) for pause in waited] == [7, 7]


def test_a_failing_host_is_retried_a_few_times(
    fetcher: Fetcher, host: Host, waited: list[float]
) -> None:
    host.week = 5
    assert fetcher.get(f"{host.address}/press.atom").status == 503
    assert [path for path, _ in host.requests].count("/press.atom") == 3
    assert sum(waited) >= 2


def test_what_has_not_changed_is_not_sent_again(watching: Watching) -> None:
    watching.look(7, "notices")
    assert watching.look(7, "notices")["notices"].result == "unchanged"
    assert watching.host.answers[304] == 1


def test_without_its_capture_a_page_is_requested_in_full(watching: Watching) -> None:
    watching.look(7, "notices")
    for path in watching.captures.iterdir():
        path.unlink()
    assert watching.look(7, "notices")["notices"].result == "unchanged"
    assert watching.host.answers[304] == 0


def test_a_page_that_is_too_large_is_not_read(
    fetcher: Fetcher, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "MAX_BYTES", 1000)
    host.extra["/large"] = Page(b"x" * 5000)
    with pytest.raises(TooLargeError):
        fetcher.get(f"{host.address}/large")


def test_a_page_that_takes_too_long_is_given_up(
    fetcher: Fetcher, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "ANSWER_TIMEOUT_S", -1.0)
    with pytest.raises(OSError, match="not complete"):
        fetcher.get(f"{host.address}/member")


def test_redirects_are_limited(fetcher: Fetcher, host: Host) -> None:
    host.extra["/round"] = Page(status=302, headers={"Location": "/round"})
    with pytest.raises(RedirectError, match="more than 5"):
        fetcher.get(f"{host.address}/round")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/x", "http://[bad"])
def test_a_redirect_out_of_the_web_is_not_followed(
    fetcher: Fetcher, host: Host, target: str
) -> None:
    host.extra["/out"] = Page(status=302, headers={"Location": target})
    with pytest.raises(RedirectError):
        fetcher.get(f"{host.address}/out")


def test_a_public_host_does_not_lead_into_a_private_network() -> None:
    for target in (
        "http://169.254.169.254/x",
        "http://localhost/x",
        "http://[::1]/",
        "http://10.0.0.1/",
    ):
        with pytest.raises(RedirectError, match="private"):
            fetch.redirect_target("https://example.org/", "https://example.org/", target)
