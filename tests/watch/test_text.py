"""The text that matters: what a reader would not see as a change is not one."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revisioned.watch.capture import Capture
from revisioned.watch.extract import NoTextError, texts
from revisioned.watch.passages import normal, relevant, sentinel
from revisioned.watch.timestamps import in_utc
from tests.laws import law

SENTENCE = "Notice was given – “in writing” – by the United States’ government, café included."


def page(encoding: str, *, header: bool = True, meta: bool = True) -> Capture:
    """The same page in an encoding that its header or the page itself declares."""
    named = f'<meta charset="{encoding}">' if meta else ""
    body = f"<html><head>{named}<title>T</title></head><body><main>" + f"<p>{SENTENCE}</p>" * 3
    kind = f"text/html; charset={encoding}" if header else "text/html"
    return Capture("https://example.org/", kind, f"{body}</main></body></html>".encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16"])
@pytest.mark.parametrize("header", [True, False])
def test_encodings_give_one_text(encoding: str, header: bool) -> None:
    assert normal(texts(page(encoding, header=header))[0]) == normal(SENTENCE)


def test_an_encoding_that_nobody_names_is_guessed() -> None:
    assert normal(texts(page("utf-8", header=False, meta=False))[0]) == normal(SENTENCE)


@pytest.mark.parametrize(
    "text",
    [
        "January 7, 2026 at 7:49 PM EST",
        "Jan. 7 2026, 19:49 -05:00",
        "8 January 2026 00:49 UTC",
        "2026-01-08T00:49:00Z",
        "2026-01-08T08:49+08:00",
        "2026年1月8日 08:49（香港時間）",
    ],
)
def test_a_time_is_the_same_in_every_zone(text: str) -> None:
    assert in_utc(text) == "2026-01-08T00:49:00Z"


@pytest.mark.parametrize(
    "text", ["on 31 December 2026", "2026-12-31", "7:49 PM", "32 January 2026 10:00 UTC", "1:2 GMT"]
)
def test_a_day_and_a_text_that_is_not_a_time_stay_unchanged(text: str) -> None:
    assert in_utc(text) == text


def test_order_spaces_quotes_and_invisible_characters_are_not_a_change() -> None:
    first = ["One “line”", "Another\u200b  line – here", "• A third"]
    second = ["A third", "Another line - here", 'One "line"']
    anything = re.compile("")
    assert sentinel(relevant(first, anything)) == sentinel(relevant(second, anything))


def test_a_word_is_a_change() -> None:
    assert normal("has given notice") != normal("has not given notice")


def test_only_what_is_looked_for_counts() -> None:
    found = relevant(
        ["United States: notice", "Ruritania: notice"], re.compile("united states", re.IGNORECASE)
    )
    assert found == ("United States: notice",)


def test_the_objects_of_a_search_are_its_passages() -> None:
    document = {
        "count": 2,
        "next_page_url": "x",
        "results": [{"title": "B", "abstract": None, "url": "u2"}, {"url": "u1", "title": "A"}],
    }
    body = json.dumps(document).encode()
    assert texts(Capture("u", "application/json", body)) == ["B · u2", "A · u1"]


@law()
@given(
    st.sampled_from(["text/html", "application/json", "application/rss+xml", "text/plain", ""]),
    st.sampled_from(["", "; charset=utf-16", "; charset=none", "; charset=idna"]),
    st.one_of(
        st.binary(max_size=200),
        st.text(alphabet="<>/&;=\"' \n\x00apimgbodytableli{}[]:,1é氣", max_size=200).map(
            str.encode
        ),
    ),
)
def test_any_bytes_give_text_or_an_error(kind: str, charset: str, body: bytes) -> None:
    try:
        found = texts(Capture("u", kind + charset, body))
    except NoTextError:
        return
    sentinel(relevant(found, re.compile("")))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/pdf", b"%PDF-1.7"),
        ("application/json", b"{"),
        ("text/html", b""),
        ("text/html", gzip.compress(b"<p>x</p>", mtime=0)[:9]),
        ("application/rss+xml", b"<rss></rss>"),
    ],
)
def test_a_page_without_text_is_reported(kind: str, body: bytes) -> None:
    with pytest.raises(NoTextError):
        texts(Capture("u", kind, body))
