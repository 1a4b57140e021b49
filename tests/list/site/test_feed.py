"""The feed as feed readers get it."""

from __future__ import annotations

import asyncio
import csv
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from datasette.app import Datasette
from feedparser import FeedParserDict

from revisioned.build import database
from revisioned.descriptor.load import load
from revisioned.site import app
from tests import breaking

# A request with a cookie bypasses the response cache: tests change the data.
NOT_KEPT = {"Cookie": "test=1"}

ADDRESSES = {"en": "/feed.atom", "zh": "/zh/feed.atom"}


def text(site: Datasette, path: str) -> str:
    response = asyncio.run(site.client.get(path, headers=NOT_KEPT))
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/atom+xml")
    return response.text


def parsed(site: Datasette, path: str) -> FeedParserDict:
    feed = feedparser.parse(text(site, path))
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def rebuilt(root: Path) -> Datasette:
    loaded = load(root)
    database.build(loaded, database.path(loaded))
    return app.application(loaded)


@pytest.mark.parametrize("path", ADDRESSES.values())
def test_every_revision_that_changed_the_register_is_one_entry(
    site: Datasette, root: Path, path: str
) -> None:
    with (root / "data/changes.csv").open(encoding="utf-8") as file:
        days = {row["new_revision"] for row in csv.DictReader(file) if row["series"] == "register"}

    entries = parsed(site, path).entries

    assert [entry.published[:10] for entry in entries] == sorted(days, reverse=True)


def test_identifiers_are_unique_over_both_languages_and_name_no_address(site: Datasette) -> None:
    feeds = [parsed(site, path) for path in ADDRESSES.values()]
    found = [feed.feed.id for feed in feeds] + [
        entry.id for feed in feeds for entry in feed.entries
    ]

    assert len(set(found)) == len(found)
    assert all(name.startswith("tag:us-international-withdrawals,2026:") for name in found)
    assert "tag:us-international-withdrawals,2026:register/2026-02-10" in found


def test_entry_says_what_happened_to_whom_by_which_source(site: Datasette) -> None:
    english, chinese = (
        next(entry for entry in parsed(site, path).entries if "2026-01-22" in entry.id)
        for path in ADDRESSES.values()
    )

    assert english.title == "reported in effect: World Health Organization"
    assert chinese.title == "據報生效：世界衞生組織"
    assert "/zh/organizations/who" in chinese.content[0].value
    assert [link.rel for link in english.links] == ["alternate", "via"]
    assert "menafn.com" in english.content[0].value


def test_day_on_which_many_changed_counts_them_and_lists_them(site: Datasette) -> None:
    entry = next(entry for entry in parsed(site, "/feed.atom").entries if "2026-01-07" in entry.id)

    assert entry.title == "announced: 66"
    assert entry.content[0].value.count("<li>") == 66


def test_entry_of_very_many_records_lists_some_and_leads_to_the_rest(
    site: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("revisioned.site.feed.atom.MAX_LISTED_RECORDS", 10)

    entry = next(entry for entry in parsed(site, "/feed.atom").entries if "2026-01-07" in entry.id)

    assert entry.content[0].value.count("<li>") == 11
    more = '<a href="http://localhost/revisions/register/2026-01-07">and 56 more'
    assert more in entry.content[0].value


def addresses(feed: str) -> list[str]:
    """The addresses that the feed gives as ours: those of its links and of its records."""
    links = ElementTree.fromstring(feed).iter("{http://www.w3.org/2005/Atom}link")
    return [link.get("href", "") for link in links if link.get("rel") != "via"]


def test_without_a_homepage_addresses_begin_with_the_host_that_was_asked(site: Datasette) -> None:
    for path in ADDRESSES.values():
        response = asyncio.run(site.client.get(path, headers={"host": "lists.example"}))
        found = addresses(response.text)
        assert all(item.startswith("http://lists.example/") for item in found)
        assert f"http://lists.example{path}" in found
        assert 'href="/' not in response.text
        assert "host" in response.headers["vary"].lower()


@pytest.mark.parametrize("path", ["/organizations/who", "/zh/organizations/who"])
def test_feed_of_an_organization_contains_only_its_entries(site: Datasette, path: str) -> None:
    feed = parsed(site, f"{path}/feed.atom")
    everything = parsed(site, "/zh/feed.atom" if path.startswith("/zh") else "/feed.atom")

    assert {entry.published[:10] for entry in feed.entries} == {
        *("2025-01-20", "2025-01-22", "2026-01-22")
    } & {entry.published[:10] for entry in everything.entries}
    assert len(feed.entries) >= 2
    assert all(entry.content[0].value.count("<li>") == 1 for entry in feed.entries)
    assert not {entry.id for entry in feed.entries} & {entry.id for entry in everything.entries}
    assert feed.feed.title.partition(":")[0].partition("：")[0] in feed.entries[0].title


def test_feed_of_an_unknown_organization_is_a_404(site: Datasette) -> None:
    assert asyncio.run(site.client.get("/organizations/nobody/feed.atom")).status_code == 404


def test_no_two_entries_have_the_same_time(site: Datasette) -> None:
    """The W3C validator warns about them (DuplicateUpdated)."""
    for path in ADDRESSES.values():
        moments = [entry.updated for entry in parsed(site, path).entries]
        assert len(set(moments)) == len(moments)


def test_homepage_is_in_every_address_and_in_no_identifier(site: Datasette, copy: Path) -> None:
    def change(document: Any) -> None:
        document["homepage"] = "https://example.org/list/"

    breaking.descriptor(change)(copy)
    other = rebuilt(copy)

    for path in ADDRESSES.values():
        found = text(other, path)
        assert all(item.startswith("https://example.org/list/") for item in addresses(found))
        assert "href=&quot;/" not in found
        assert 'href="/' not in found
        assert [entry.id for entry in feedparser.parse(found).entries] == [
            entry.id for entry in parsed(site, path).entries
        ]


def test_later_revision_leaves_the_earlier_entries_as_they_are(site: Datasette, copy: Path) -> None:
    """A feed reader must not show old entries as new."""
    breaking.record(
        "data/changes.csv",
        change_id="register/2026-03-01/who/removed",
        series="register",
        old_revision="2026-02-10",
        new_revision="2026-03-01",
        kind="update",
        org_id="who",
        op="removed",
    )(copy)
    other = rebuilt(copy)

    newest, *older = parsed(other, "/feed.atom").entries

    assert newest.title == "removed: World Health Organization"
    assert json.dumps(older) == json.dumps(parsed(site, "/feed.atom").entries)


RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ABSOLUTE = re.compile(r"(https?|tag|mailto):\S+")


@pytest.mark.parametrize("path", [*ADDRESSES.values(), "/organizations/who/feed.atom"])
def test_the_rules_of_the_validator_of_the_w3c_hold(site: Datasette, path: str) -> None:
    """The rules and warnings of validator.w3.org/feed that apply to this feed, each with its name
    there."""
    root = ElementTree.fromstring(text(site, path))
    atom = "{http://www.w3.org/2005/Atom}"
    entries = root.findall(f"{atom}entry")
    links = list(root.iter(f"{atom}link"))
    updated = [node.text or "" for node in root.iter(f"{atom}updated")]
    html = [node.text or "" for node in root.iter(f"{atom}content")]

    assert root.tag == f"{atom}feed"  # UndefinedRoot
    for node in (root, *entries):
        for name in ("id", "title", "updated"):  # MissingElement, DuplicateElement
            assert len(node.findall(f"{atom}{name}")) == 1, name
        assert (node.findtext(f"{atom}title") or "").strip()  # NotBlank
    assert root.find(f"{atom}author/{atom}name") is not None  # MissingElement: author
    assert all(map(RFC_3339.fullmatch, updated))  # InvalidRFC3339Date
    assert len({*updated[1:]}) == len(entries)  # DuplicateUpdated
    identifiers = [entry.findtext(f"{atom}id") for entry in entries]
    assert len({*identifiers}) == len(identifiers)  # DuplicateEntries
    assert all(
        ABSOLUTE.fullmatch(link.get("href", "")) for link in links
    )  # MissingHref, InvalidLink
    own = [link.get("href") for link in root.findall(f"{atom}link") if link.get("rel") == "self"]
    assert own == [f"http://localhost{path}"]  # MissingSelf, SelfDoesntMatchLocation
    for entry in entries:  # MissingAlternateLink, DuplicateAtomLink
        stated = [(link.get("rel"), link.get("href")) for link in entry.findall(f"{atom}link")]
        assert [relation for relation, _ in stated].count("alternate") == 1
        assert len({*stated}) == len(stated)
        assert all(
            node.get("term") for node in entry.findall(f"{atom}category")
        )  # MissingAttribute
    for body in html:
        assert not re.search(r"<(script|style|iframe|object)", body)  # SecurityRisk
        assert all(
            map(ABSOLUTE.fullmatch, re.findall(r'(?:href|src)="([^"]*)"', body))
        )  # ContainsRelRef


@pytest.mark.parametrize(
    ("path", "place"),
    [("/", ""), ("/zh/claims", "/zh"), ("/zh/organizations/who", "/zh/organizations/who")],
)
def test_every_page_links_to_its_feed_and_calendar(site: Datasette, path: str, place: str) -> None:
    page = asyncio.run(site.client.get(path, headers=NOT_KEPT)).text

    for address in (f"{place}/feed.atom", f"{place}/calendar.ics"):
        assert page.count(f'href="{address}"') >= 2
