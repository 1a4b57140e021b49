"""What a request accepts and already has, by RFC 9110."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revisioned.site.http.conditions import accepts_gzip, matches, requested_range


@pytest.mark.parametrize(
    ("accepted", "answer"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("br, gzip;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=0, *;q=1", False),
        ("identity", False),
        ("", False),
        ("br", False),
    ],
)
def test_gzip_is_sent_to_clients_that_accept_it(accepted: str, answer: bool) -> None:
    assert accepts_gzip(accepted) is answer


@pytest.mark.parametrize(
    ("known", "answer"),
    [
        ('"a"', True),
        ('W/"a"', True),
        ('"b", W/"a"', True),
        ("*", True),
        ('"b"', False),
        ("", False),
        ('"x, a"', False),
        ("a", False),
    ],
)
def test_an_etag_that_the_client_names_matches(known: str, answer: bool) -> None:
    assert matches(known, '"a"') is answer
    assert matches(known, 'W/"a"') is answer


@given(st.integers(0, 50), st.integers(0, 60), st.integers(1, 40))
def test_a_range_within_a_file_is_what_a_slice_gives(first: int, last: int, size: int) -> None:
    headers = [(b"range", f"bytes={first}-{last}".encode())]
    scope = {"method": "GET", "headers": headers}
    data = bytes(range(size))
    if last < first:
        assert requested_range(scope, '"a"', size) is None
    elif first >= size:
        with pytest.raises(IndexError):
            requested_range(scope, '"a"', size)
    else:
        found = requested_range(scope, '"a"', size)
        assert found is not None
        assert data[slice(*found)] == data[first : last + 1]


@pytest.mark.parametrize("given", ["bytes={}-", "bytes=-{}", "bytes=0-{}", "bytes={0}-{0}"])
def test_a_number_of_thousands_of_digits_is_no_range(given: str) -> None:
    headers = [(b"range", given.format("9" * 5000).encode())]

    assert requested_range({"method": "GET", "headers": headers}, '"a"', 9) is None
