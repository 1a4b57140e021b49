"""Fetching an address politely: it follows robots.txt, makes one request at a time with pauses,
asks only for what has changed, has limits of time and size, and tries again after a while if the
host fails."""

from __future__ import annotations

import ipaddress
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urljoin, urlsplit

import httpx

from .robots import Robots

MAX_BYTES = 8 << 20
# In seconds: for one step of a request, and for a whole answer.
REQUEST_TIMEOUT_S, ANSWER_TIMEOUT_S = 20.0, 90.0
MAX_REDIRECTS = 5
PAUSE_S = 2.0
# In seconds: the pause before each further try if the host fails or nothing answers.
RETRY_WAITS_S = (2.0, 8.0)
MAX_WAIT_S = 60.0
RETRIED_STATUSES = frozenset([408, 425, 429, 500, 502, 503, 504])
ACCEPT = "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,*/*;q=0.8"


class TooLargeError(Exception):
    """The answer has more bytes than are read."""


class DisallowedError(Exception):
    """The host asks robots not to read this address."""


class RedirectError(Exception):
    """The address redirects in a way that is not followed."""


@dataclass(frozen=True)
class Response:
    """An answer: the address that gave it, its status, its headers, and the body as it came, not
    unpacked."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The first header of that name, or ""."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass
class Fetcher:
    """Asks one address after the other, as `agent`. `sleep` waits that many seconds."""

    agent: str
    waits: Sequence[float] = RETRY_WAITS_S
    pause: float = PAUSE_S
    sleep: Callable[[float], None] = time.sleep
    asked: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = httpx.Client(
            headers={"User-Agent": self.agent, "Accept": ACCEPT, "Accept-Encoding": "gzip"},
            timeout=REQUEST_TIMEOUT_S,
            follow_redirects=False,
            trust_env=True,
            verify=_trusted(),
        )
        self.robots = Robots(self.agent, self._robots)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *error: object) -> None:
        self.client.close()

    def get(self, url: str, conditions: Mapping[str, str] | None = None) -> Response:
        """The answer of the address, redirects followed; `conditions` are headers such as
        If-None-Match. Raises DisallowedError, TooLargeError, RedirectError, and OSError where
        nothing answers whole."""
        place = url
        for _ in range(MAX_REDIRECTS + 1):
            if not self.robots.allows(place):
                raise DisallowedError(place)
            answer = self._with_retries(place, conditions or {} if place == url else {})
            target = answer.header("location")
            if answer.status not in (301, 302, 303, 307, 308) or not target:
                return answer
            place = redirect_target(url, place, target)
        raise RedirectError(f"more than {MAX_REDIRECTS} redirects")

    def _with_retries(self, url: str, headers: Mapping[str, str]) -> Response:
        """The answer; if the host fails, that of the last try."""
        for wait in [*self.waits, None]:
            try:
                answer = self._once(url, headers)
            except OSError:
                if wait is None:
                    raise
            else:
                if wait is None or answer.status not in RETRIED_STATUSES:
                    return answer
                wait = _retry_after(answer, wait)
            self.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _once(self, url: str, headers: Mapping[str, str]) -> Response:
        self._wait_for_host(url)
        end = time.monotonic() + ANSWER_TIMEOUT_S
        try:
            with self.client.stream("GET", url, headers=dict(headers)) as response:
                body = bytearray()
                for part in response.iter_raw():
                    body += part
                    if len(body) > MAX_BYTES:
                        raise TooLargeError(f"more than {MAX_BYTES >> 20} MB")
                    if time.monotonic() > end:
                        raise OSError(f"not complete after {ANSWER_TIMEOUT_S:.0f} seconds")
                return Response(
                    url, response.status_code, tuple(response.headers.multi_items()), bytes(body)
                )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OSError(str(error) or type(error).__name__) from None

    def _wait_for_host(self, url: str) -> None:
        """Wait until the host may be asked again."""
        host = urlsplit(url).netloc
        pause = max(self.pause, self.robots.pause(url)) if host in self.asked else 0
        left = self.asked.get(host, 0.0) + pause - time.monotonic()
        if left > 0:
            self.sleep(left)
        self.asked[host] = time.monotonic()

    def _robots(self, url: str) -> tuple[int, bytes]:
        answer = self._with_retries(url, {})
        if answer.status in (301, 302, 303, 307, 308) and answer.header("location"):
            answer = self._once(redirect_target(url, url, answer.header("location")), {})
        return answer.status, answer.body


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates to trust: reading those of the machine takes longer than many requests, so
    it is done once."""
    return httpx.create_ssl_context()


def redirect_target(first: str, place: str, location: str) -> str:
    """The address that a redirect at `place` leads to. Raises RedirectError where it is not a web
    address, or leads from the public host of the `first` into a private network."""
    try:
        target = urljoin(place, location)
        urlsplit(target)
    except ValueError:
        raise RedirectError(f"leads to {location[:100]}, which is not an address") from None
    if urlsplit(target).scheme not in ("http", "https"):
        raise RedirectError(f"leads to {target[:100]}")
    if _is_private(target) and not _is_private(first):
        raise RedirectError(f"leads into a private network: {target[:100]}")
    return target


def _is_private(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def _retry_after(answer: Response, wait: float) -> float:
    """The pause that the host asks for, up to a minute, or else `wait`."""
    wanted = answer.header("retry-after")
    return min(float(wanted), MAX_WAIT_S) if wanted.isdecimal() else wait
