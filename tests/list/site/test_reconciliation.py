"""The Reconciliation Service API 0.2, which OpenRefine uses, as its specification says."""

from __future__ import annotations

import asyncio
import csv
import json
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from datasette.app import Datasette
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.intake import samples
from revisioned.core import normalize
from revisioned.descriptor.load import load
from revisioned.intake.mapping import form, names
from revisioned.intake.match.decide import decide
from revisioned.intake.match.index import index_of
from revisioned.intake.parse.blocks import Item
from revisioned.intake.parse.parentheticals import named
from revisioned.site.reconcile.matching import Index
from revisioned.site.reconcile.service import MAX_PROPERTIES, MAX_QUERIES
from tests.list.site.reconciling import (
    EXTENSION,
    HERE,
    MANIFEST,
    PROPOSED,
    RESULTS,
    SUGGESTED,
    answer,
    candidates,
    followed,
    get,
)


def test_manifest_meets_the_specification_and_its_addresses_answer(site: Datasette) -> None:
    manifest = answer(site, MANIFEST, "")

    asked = [(place, "?prefix=a") for place in manifest["suggest"].values()]
    for place, words in [*asked, (manifest["extend"]["propose_properties"], "?type=x&limit=9")]:
        address = place["service_url"] + place["service_path"] + words
        assert followed(site, address).status_code == 200
    for template in (manifest["view"]["url"], manifest["preview"]["url"]):
        assert followed(site, template.replace("{{id}}", "who")).status_code == 200


def test_posted_batch_is_answered_without_a_token(site: Datasette) -> None:
    queries = json.dumps({"a": {"query": "UNESCO"}, "b": {"query": "世卫组织", "limit": 1}})

    response = asyncio.run(
        site.client.post(HERE, data={"queries": queries}, cookies={"ds_csrftoken": "x"})
    )

    jsonschema.validate(response.json(), RESULTS)
    assert [response.json()[name]["result"][0]["id"] for name in "ab"] == ["unesco", "who"]


def test_every_name_in_either_language_matches_its_own_body(site: Datasette, root: Path) -> None:
    with (root / "data/names.csv").open(encoding="utf-8") as file:
        names = list(csv.DictReader(file))

    for start in range(0, len(names), MAX_QUERIES):
        part = names[start : start + MAX_QUERIES]
        batch = {str(number): {"query": row["name"]} for number, row in enumerate(part)}
        found = answer(site, RESULTS, "", queries=json.dumps(batch))
        for number, row in enumerate(part):
            best = found[str(number)]["result"][0]
            assert (best["id"], best["match"]) == (row["org_id"], True), row["name"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("联合国气候变化框架公约", "unfccc"),
        ("World Health Organisation", "who"),
        ("Intergovernmental Panel on Climate Change (IPCC)", "ipcc"),
        ("the Green Climate Fund", "green-climate-fund"),
        ("un women", "un-women"),
        ("Framework Convention on Climate Change, UN", "unfccc"),
        ("paris-agreement", "paris-agreement"),
    ],
)
def test_name_in_another_spelling_finds_the_body_first(
    site: Datasette, written: str, meant: str
) -> None:
    assert candidates(site, written)[0]["id"] == meant


def test_every_identifier_and_name_of_an_organization_is_its_match(
    site: Datasette, root: Path
) -> None:
    """Every printed name and acronym, in each language, that no other organization has."""
    names, bodies = (
        [*csv.DictReader((root / f"data/{name}.csv").read_text("utf-8").splitlines())]
        for name in ("names", "organizations")
    )
    every = [(row["name"], row["org_id"]) for row in names]
    every += [(row["org_id"], row["org_id"]) for row in bodies]
    meant: dict[str, set[str]] = {}
    for name, key in every:
        meant.setdefault(normalize.key(name), set()).add(key)
    asked = [(name, key) for name, key in every if len(meant[normalize.key(name)]) == 1]

    assert len(asked) > 425
    for start in range(0, len(asked), MAX_QUERIES):
        batch = asked[start : start + MAX_QUERIES]
        queries = {str(n): {"query": text, "limit": 1} for n, (text, _) in enumerate(batch)}
        found = answer(site, RESULTS, "", queries=json.dumps(queries))
        best = [found[str(n)]["result"][0] for n in range(len(batch))]
        assert [(one["id"], one["match"]) for one in best] == [(key, True) for _, key in batch]


def test_it_matches_what_intake_matches(site: Datasette, root: Path) -> None:
    package = load(root)
    declared = form(package)
    index = index_of(list(names(package, declared)))
    spoiled = [
        one.text
        for one in samples([(one.body, one.text) for one in names(package, declared)], 200, 66)
    ]
    texts = [*spoiled, "International Trade Center", "International Tropical Timber Organisation"]
    taken = {
        text: outcome.body
        for text in texts
        for outcome in decide([Item(named(text), "", "")], index)
        if outcome.body
    }

    for start in range(0, len(taken), MAX_QUERIES):
        batch = list(taken)[start : start + MAX_QUERIES]
        queries = {str(n): {"query": text, "limit": 1} for n, text in enumerate(batch)}
        found = answer(site, RESULTS, "", queries=json.dumps(queries))
        best = [found[str(n)]["result"][0] for n in range(len(batch))]
        assert [(one["id"], one["match"]) for one in best] == [
            (taken[text], True) for text in batch
        ]
    assert len(taken) > 100


def test_value_from_extension_is_equal_when_sent_back(site: Datasette) -> None:
    everybody = [
        found["id"]
        for found in candidates(site, "", properties=[{"pid": "kind", "v": ""}], limit=99)
    ]
    kinds = [item["id"] for item in answer(site, PROPOSED, "/properties")["properties"]]
    wanted = {"ids": everybody, "properties": [{"id": name} for name in kinds]}
    rows = answer(site, EXTENSION, "", extend=json.dumps(wanted))["rows"]
    asked = [
        (key, [{"pid": name, "v": sent[turn % len(sent)]} for name, sent in few])
        for key, row in rows.items()
        if (sendable := [(name, _as_clients_send(held)) for name, held in row.items() if held])
        if (forms := sorted(sendable, key=lambda item: len(item[1])))
        for few in (forms[n : n + MAX_PROPERTIES] for n in range(0, len(forms), MAX_PROPERTIES))
        for turn in range(min(12, max(len(sent) for _, sent in few)))
    ]
    refused = []
    for start in range(0, len(asked), 10):
        batch = dict(enumerate(asked[start : start + 10]))
        queries = {
            str(n): {"query": key, "limit": 1, "properties": properties}
            for n, (key, properties) in batch.items()
        }
        found = answer(site, RESULTS, "", queries=json.dumps(queries))
        best = {n: found[str(n)]["result"][0] for n in batch}
        refused += [
            batch[n] for n, one in best.items() if not one["match"] or one["id"] != batch[n][0]
        ]

    assert refused == []
    assert len(rows) == 73
    assert sum(len(held) for row in rows.values() for held in row.values()) > 1000


def _as_clients_send(held: list[dict[str, Any]]) -> list[Any]:
    """Values as given, and as OpenRefine sends them from a column: their content."""
    sent: list[Any] = []
    for value in held:
        (kind,) = {"id", "str", "int", "float", "date"} & value.keys()
        sent += [value, value[kind]]
        sent += [value[kind] == "true"] if value[kind] in ("true", "false") else []
        sent += [value["name"]] if kind == "id" else []
    return sent


def test_similar_name_alone_is_not_a_match(site: Datasette) -> None:
    assert not any(found["match"] for found in candidates(site, "World Heritage Organization"))
    assert not any(found["match"] for found in candidates(site, "Energy Forum"))
    assert all(found["score"] < 50 for found in candidates(site, "Zentralrat der Fliesenleger"))


def test_property_that_differs_lowers_the_candidate(site: Datasette) -> None:
    plain = candidates(site, "Green Climate Fund")[0]
    same = candidates(site, "Green Climate Fund", properties=[{"pid": "kind", "v": "fund"}])[0]
    other = candidates(site, "Green Climate Fund", properties=[{"pid": "kind", "v": ["treaty"]}])[0]

    assert plain["score"] == same["score"] > other["score"]
    assert (same["match"], other["match"]) == (True, False)


def test_extension_gives_dates_figures_identifiers_and_bodies(site: Datasette) -> None:
    names = ["announced_on", "position", "wikidata", "parent_org_id", "on_list", "status_zh"]
    asked = {
        "ids": ["unfccc", "economic-commission-for-africa", "nobody"],
        "properties": [{"id": name} for name in names],
    }

    found = answer(site, EXTENSION, "", extend=json.dumps(asked))

    assert [item["id"] for item in found["meta"]] == names
    row = found["rows"]["unfccc"]
    assert row["announced_on"] == [{"date": "2026-01-07T00:00:00Z"}]
    assert row["position"] == [{"int": 57}]
    assert row["wikidata"][0]["str"].startswith("Q")
    assert row["on_list"] == [{"str": "true"}]
    assert found["rows"]["nobody"] == {name: [] for name in names}
    parent = found["rows"]["economic-commission-for-africa"]["parent_org_id"]
    assert parent[0]["id"] == "ecosoc"


def test_every_proposed_property_can_be_extended(site: Datasette) -> None:
    offered = answer(site, PROPOSED, "/properties")["properties"]
    asked = {"ids": ["who", "unfccc"], "properties": [{"id": item["id"]} for item in offered]}

    found = answer(site, EXTENSION, "", extend=json.dumps(asked))

    assert len(offered) > 30
    assert all(any(found["rows"][key].values()) for key in asked["ids"])


@pytest.mark.parametrize(
    ("what", "prefix", "first"),
    [
        ("entity", "聯合國兒", {}),
        ("entity", "Green", {"id": "green-climate-fund", "name": "Green Climate Fund"}),
        ("entity", "unes", {"id": "unesco"}),
        ("property", "wiki", {"id": "wikidata"}),
        ("type", "org", {"id": "organizations", "name": "Organizations"}),
    ],
)
def test_suggestions_begin_with_what_was_typed(
    site: Datasette, what: str, prefix: str, first: dict[str, str]
) -> None:
    found = answer(site, SUGGESTED, f"/suggest/{what}", prefix=prefix)["result"]

    assert first.items() <= (found or [{}])[0].items()


def test_properties_are_proposed_for_the_type_that_is_asked_for(site: Datasette) -> None:
    few = answer(site, PROPOSED, "/properties", type="organizations", limit="2")
    others = answer(site, PROPOSED, "/properties", type="Q5")

    assert (few["type"], len(few["properties"])) == ("organizations", 2)
    assert (others["type"], others["properties"]) == ("Q5", [])


def test_post_without_a_form_is_refused(site: Datasette) -> None:
    as_json = asyncio.run(site.client.post(HERE, json={"queries": {}}))
    empty = asyncio.run(site.client.post(HERE, data={"other": "1"}))

    assert (as_json.status_code, empty.status_code) == (400, 400)
    assert "application/x-www-form-urlencoded" in as_json.json()["error"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(site: Datasette, method: str) -> None:
    refused = asyncio.run(site.client.request(method, HERE))

    assert refused.status_code == 405
    assert "POST" in refused.headers["allow"]
    assert refused.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("cursor", ["٣", "x", "9" * 12])
def test_cursor_that_is_not_a_number_is_refused(site: Datasette, cursor: str) -> None:
    assert get(site, "/suggest/entity", prefix="a", cursor=cursor).status_code == 400


def test_cursor_continues_after_the_last_suggestion(site: Datasette) -> None:
    pages = [
        answer(site, SUGGESTED, "/suggest/entity", prefix="international", cursor=cursor)["result"]
        for cursor in ("0", "10")
    ]

    assert len(pages[0]) == 10
    assert not {item["id"] for item in pages[0]} & {item["id"] for item in pages[1]}


def test_preview_may_be_framed_and_shows_the_status(site: Datasette) -> None:
    response = get(site, "/preview", id="who")

    assert "frame-ancestors *" in response.headers["content-security-policy"]
    assert "reported in effect on 22 January 2026" in response.text
    assert get(site, "/preview", id="nobody").status_code == 404


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"queries": "{"}, "`queries` is not JSON"),
        ({"queries": "[" * 9000}, "`queries` is not JSON"),
        ({"queries": "[]"}, "`queries` is not a JSON object"),
        ({"queries": '{"a": 1}'}, "a query is not an object"),
        ({"queries": '{"a": {}}'}, "a query needs `query` or `properties`"),
        ({"queries": '{"a": {"query": 1}}'}, "the `query` of a query is not text"),
        ({"queries": '{"a": {"query": "a", "limit": "x"}}'}, "not a number above 0"),
        ({"queries": '{"a": {"query": "a", "limit": 1e999}}'}, "not a number above 0"),
        ({"queries": '{"a": {"query": "a", "limit": NaN}}'}, "not a number above 0"),
        ({"queries": '{"a": {"query": "a", "properties": [{}]}}'}, "no property 'None'"),
        ({"queries": json.dumps({str(n): {} for n in range(51)})}, "this service takes 50"),
        (
            {"queries": json.dumps({"a": {"query": "", "properties": [{"pid": "kind"}] * 21}})},
            "21 properties at once",
        ),
        (
            {"queries": json.dumps({"a": {"properties": [{"pid": "kind", "v": ["x"] * 101}]}})},
            "101 values of a property",
        ),
        ({"extend": json.dumps({"ids": ["who"] * 1001, "properties": []})}, "1001 ids at once"),
        (
            {
                "extend": '{"ids": [], "properties": ['
                + '{"id": "kind"},' * 100
                + '{"id": "kind"}]}'
            },
            "101 properties at once",
        ),
        ({"queries": '{"a": {"query": "\\ud800"}}'}, "an unpaired surrogate"),
        ({"extend": '{"ids": ["\\udfff"], "properties": []}'}, "an unpaired surrogate"),
        ({"extend": '{"ids": ["who"]}'}, "`properties` is not a list"),
        ({"extend": '{"ids": [], "properties": [{"id": "x\'"}]}'}, 'no property "x\'"'),
    ],
)
def test_invalid_request_is_refused_with_the_reason(
    site: Datasette, parameters: dict[str, str], said: str
) -> None:
    response = get(site, "", **parameters)

    assert response.status_code == 400
    assert said in response.json()["error"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=12)), max_size=8), st.text())
def test_own_name_scores_100_and_nothing_scores_more(
    names: list[tuple[str, str]], asked: str
) -> None:
    index = Index(names)

    for key, name in names:
        found = index.find(name)
        assert not found or (key, 100.0) in [(item.key, item.score) for item in found]
    for item in index.find(asked):
        assert 0 < item.score <= 100


def test_chinese_service_has_the_same_records_in_chinese(
    site: Datasette,
) -> None:
    def ask(path: str, **parameters: str) -> httpx.Response:
        return asyncio.run(site.client.get(f"/zh{HERE}{path}", params=parameters))

    manifest = ask("").json()
    queries = json.dumps({"q": {"query": "WHO"}})
    (found, *_) = ask("", queries=queries).json()["q"]["result"]
    preview = ask("/preview", id="who")

    jsonschema.Draft202012Validator(MANIFEST).validate(manifest)
    assert manifest["identifierSpace"] == get(site, "").json()["identifierSpace"]
    assert manifest["view"]["url"] == "http://localhost/zh/organizations/{{id}}"
    assert (found["id"], found["name"]) == ("who", "世界衞生組織")
    assert '<html lang="zh-Hant-HK"' in preview.text
    assert "據報" in preview.text
    assert "reported in effect" not in preview.text
    assert {"id": "wikidata", "name": "維基數據"} in ask("/properties").json()["properties"]
