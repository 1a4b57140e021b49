"""A host on loopback that replays twelve weeks of six sources, with their changes and failures."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WEEKS = 12
DAYS = [f"2026-{day}" for day in (
    "03-02", "03-09", "03-16", "03-23", "03-30", "04-06",
    "04-13", "04-20", "04-27", "05-04", "05-11", "05-18",
)]  # fmt: skip
# Week and source of every real change.
TRUE_CHANGES = {(4, "notices"), (6, "member"), (8, "fact-sheet"), (9, "press")}
BANNERS = ("We use cookies.", "This site uses cookies; accept all?", "Your privacy, your choice.")
LATIN = "windows-1252"


@dataclass
class Page:
    """An answer; `drop` closes the connection after this many bytes of the body."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    drop: int | None = None


def page(title: str, main: str, week: int, *, encoding: str = "utf-8") -> Page:
    """A typical page: a banner that changes, a menu, the text, a footer."""
    text = f"""<!DOCTYPE html><html><head><meta charset="{encoding}"><title>{title}</title>
<script>var n = {week * 7919};</script></head><body>
<div class="cookie-banner" id="cookie-consent"><p>{BANNERS[week % 3]}</p><button>OK</button></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/n{week}">News {week}</a></li></ul></nav>
<main><article><h1>{title}</h1>{main}</article></main>
<footer><p>Visits today: {week * 131}. © Example {2025 + week % 2}</p></footer></body></html>"""
    return Page(text.encode(encoding), kind=f"text/html; charset={encoding}")


NOTICES = [
    f"C.N.{number}.2026 Treaty of Example Number {number} – Ruritania: accession deposited in"
    f" January with a declaration of “number {number}”"
    for number in range(101, 109)
]
NEW_NOTICE = (
    "C.N.155.2026 Agreement of Example – United States of America: notice of withdrawal received"
    " from the Government by the depositary"
)


def notices(week: int) -> Page:
    """A list of notices: shuffled each week, later in another encoding; its oldest entries
    disappear."""
    shown = NOTICES[week - 8 :] if week > 8 else NOTICES
    shown = shown[week % 4 :] + shown[: week % 4]
    if week >= 4:
        shown.insert(week % 3, NEW_NOTICE)
    rows = "".join(f"<li>{text}</li>" for text in shown)
    encoding = LATIN if week >= 6 else "utf-8"
    return page(
        "Notifications", f"<p>Newest notifications.</p><ul>{rows}</ul>", week, encoding=encoding
    )


UPDATED = (
    "Updated January 7, 2026 at 7:49 PM EST",
    "Updated 2026-01-08T00:49:00Z",
    "Updated 8 January 2026, 08:49 HKT",
)


def member(week: int) -> Page:
    """A page on a member: reworded in the sixth week, with its time in another zone each week."""
    state = (
        "has announced that it will leave" if week < 6 else "has given notice that it will leave"
    )
    main = f"""<p>{UPDATED[week % 3]}</p>
<p>The United States of America joined the organization in 1990 and takes part in its assembly.</p>
<p>The United States of America {state} it, whose statute asks for a year's notice.</p>
<p>The organization has a hundred and five members on five continents and a seat in Example.</p>"""
    return page("United States of America", main, week)


def press(week: int) -> Page:
    """A feed: each week a new entry that does not matter, in the ninth week one that does; an
    outage in the fifth."""
    if week == 5:
        return Page(b"<h1>503</h1>", 503, headers={"Retry-After": "1"})
    entries = [
        (f"Meeting number {at} of the committee", "Nothing on leaving.")
        for at in range(week, week + 6)
    ]
    entries[2:2] = [("Withdrawal from the Example Forum announced", "The decision of January.")]
    if week >= 9:
        entries.insert(
            week % 4, ("Withdrawal from the Example Forum reversed", "Back in the forum.")
        )
    items = "".join(
        f"<entry><id>urn:{hashlib.md5(title.encode()).hexdigest()}</id><title>{title}</title>"
        f"<summary type='html'>&lt;p&gt;{text}&lt;/p&gt;</summary>"
        f"<updated>2026-0{1 + week % 9}-01T00:00:00Z</updated></entry>"
        for title, text in entries
    )
    feed = f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Press</title>{items}</feed>'
    return Page(feed.encode(), kind="application/atom+xml")


STATEMENT = """<p>The organization has received no formal notice from the United States up to
this day, and its budget for the year was approved by all of its members in December.</p>
<p>Its Director-General will report to the assembly in May on what the announcement means.</p>"""


def statement(week: int) -> Page:
    """A statement: unreachable, then gone, then forbidden by robots.txt."""
    if week == 2:
        return Page(STATEMENT.encode(), drop=40)
    if week >= 7:
        return Page(b"<title>Not found</title><p>No such page.</p>", 404)
    return page("Statement", STATEMENT, week)


MEMORANDUM = "".join(
    f"<p>Section {at}. Departments shall take steps to give effect to the withdrawal from body "
    f"number {at} as far as the law permits and as soon as possible.</p>"
    for at in range(1, 9)
)


def memorandum(week: int) -> Page:
    """A memorandum that moves in the fifth week; in the third the host fails, but answers with
    status 200."""
    if week == 3:
        return Page(b"<title>Service Unavailable</title><p>Please come back later.</p>")
    if week >= 5:
        return Page(status=301, headers={"Location": "/archive/memorandum"})
    return page("Memorandum", MEMORANDUM, week)


def fact_sheet(week: int) -> Page:
    """A fact sheet whose address shows another text from the eighth week on."""
    text = (
        "<p>The President signed a memorandum on leaving 66 organizations on this day.</p>"
        "<p>Most of the bodies named are outside the United Nations system, it says there.</p>"
        "<p>Reviews had been ordered a year before, and their results are not published.</p>"
    )
    other = (
        "<p>A new programme for harbours and railways starts in the summer with three pilots.</p>"
        "<p>Applications are open until September, and towns of any size can take part in it.</p>"
    )
    return page("Fact sheet", other if week >= 8 else text, week)


SOURCES = {
    "/notices": notices,
    "/member": member,
    "/press.atom": press,
    "/statement": statement,
    "/memorandum": memorandum,
    "/archive/memorandum": lambda week: page("Memorandum", MEMORANDUM, week),
    "/fact-sheet": fact_sheet,
}


@dataclass
class Host:
    """The host: set `week`, then send requests to `address`; `requests` records them, with
    headers."""

    address: str
    week: int = 1
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    extra: dict[str, Page] = field(default_factory=dict)

    def answer(self, path: str) -> Page:
        """The answer of the host in this week."""
        if path in self.extra:
            return self.extra[path]
        if path == "/robots.txt":
            refused = "Disallow: /statement" if self.week >= 10 else "Disallow: /private"
            return Page(f"User-agent: *\n{refused}\n".encode(), kind="text/plain")
        return SOURCES[path](self.week) if path in SOURCES else Page(status=404)


@contextmanager
def serve() -> Iterator[Host]:
    """The host on a free port, while this context is open."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host.requests.append((self.path, dict(self.headers.items())))
            given = host.answer(self.path)
            etag = f'"{hashlib.sha256(given.body).hexdigest()[:12]}"'
            if given.status == 200 and self.headers.get("If-None-Match") == etag:
                given = Page(status=304)
            host.answers[given.status] += 1
            self.send_response(given.status)
            for name, value in {"Content-Type": given.kind, "ETag": etag, **given.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(given.body)))
            self.end_headers()
            self.wfile.write(given.body if given.drop is None else given.body[: given.drop])
            self.close_connection = given.drop is not None

        def date_time_string(self, timestamp: float | None = None) -> str:
            del timestamp
            return "Mon, 02 Mar 2026 12:00:00 GMT"

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        host = Host(f"http://127.0.0.1:{server.server_address[1]}")
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield host
        finally:
            server.shutdown()
            thread.join()
