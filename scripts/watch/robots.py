"""Whether a host lets robots read an address, by its robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

# The longest pause that is kept, in seconds, even if a host asks for more.
MAX_PAUSE_S = 30.0
# RFC 9309, 2.5: at least 500 kibibytes are read.
MAX_BYTES = 500 << 10


class Robots:
    """What each host allows, asked once. `get` gives status and body of an address, or raises
    OSError where nothing answers."""

    def __init__(self, agent: str, get: Callable[[str], tuple[int, bytes]]) -> None:
        self.agent = agent
        self.get = get
        self.known: dict[str, str] = {}

    def allows(self, url: str) -> bool:
        """Whether the address may be read. Without robots.txt it may; where the host fails, or
        nothing answers, the whole host is left alone for now: OSError."""
        from protego import Protego

        return bool(Protego.parse(self._text(url)).can_fetch(url, self.agent))

    def pause(self, url: str) -> float:
        """The pause between two requests that the host asks for, in seconds; 0 without one."""
        from protego import Protego

        wanted = Protego.parse(self.known.get(_host(url), "")).crawl_delay(self.agent)
        return min(float(wanted or 0), MAX_PAUSE_S)

    def _text(self, url: str) -> str:
        host = _host(url)
        if host not in self.known:
            status, body = self.get(f"{host}/robots.txt")
            if status >= 500:
                raise OSError(f"robots.txt answers {status}")
            self.known[host] = body[:MAX_BYTES].decode("utf-8", "replace") if status == 200 else ""
        return self.known[host]


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
