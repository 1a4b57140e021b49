"""What catalogues, search engines and reference managers find on the pages that people cite."""

from __future__ import annotations

import asyncio
import json
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from datasette.app import Datasette
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, PROV, RDF
from signposting.linkheader import find_signposting_http_link
from signposting.linkset import LinksetJSON, _parse_linkset_json

from revisioned.descriptor.load import load
from revisioned.release import serve_store, store
from tests.release.conftest import FIRST, LAST
from tests.site import fair
from tests.site.conftest import BASE

SPDX = Namespace("http://spdx.org/rdf/terms#")
PAGES = ["/", f"/cite/{FIRST}", f"/cite/{LAST}"]


def get(site: Datasette, address: str) -> httpx.Response:
    """The answer at an address of the site, absolute or not."""
    response: httpx.Response = asyncio.run(site.client.get(address.removeprefix(BASE)))
    return response


def graph(site: Datasette, address: str) -> Graph:
    return Graph().parse(data=get(site, address).text, format="json-ld")


@pytest.mark.parametrize("path", PAGES)
def test_links_in_the_header_follow_signposting(here: Datasette, path: str) -> None:
    page = get(here, path)
    found = find_signposting_http_link([page.headers["link"]], BASE + path)

    version = path.rpartition("/")[2] or LAST
    assert str(found.citeAs.target) == f"{BASE}/cite/{version}"
    assert {str(link.target) for link in found.types} == {
        "https://schema.org/Dataset",
        "https://schema.org/AboutPage",
    }
    assert len(found.describedBy) >= 4
    assert len(page.headers["link"]) < 4000
    for link in [*found.describedBy, *found.linksets, *found.items]:
        assert get(here, str(link.target)).status_code == 200, link


@pytest.mark.parametrize("path", PAGES)
def test_head_and_link_set_have_every_file(here: Datasette, released: Path, path: str) -> None:
    page = get(here, path)
    in_header = find_signposting_http_link([page.headers["link"]], BASE + path)
    (place,) = in_header.linksets
    listed = get(here, str(place.target))
    linkset = _parse_linkset_json(
        LinksetJSON(
            listed.text, listed.headers["content-type"], str(place.target), str(place.target)
        )
    )

    assert listed.headers["content-type"] == "application/linkset+json"
    items = {str(link.target) for link in linkset.for_context(BASE + path).items}
    assert len(items) == len(load(released).resources) if path == "/" else len(items) > 20
    for address in items:
        assert f'<link rel="item" href="{address}"' in page.text
        assert get(here, address).status_code == 200


def test_dcat_of_a_release_has_each_file_with_the_hash_of_the_manifest(
    here: Datasette, released: Path
) -> None:
    manifest = store.manifest(released, LAST)
    found = graph(here, f"/cite/{LAST}/dcat.jsonld")
    itself = URIRef(f"{BASE}/cite/{LAST}")

    stated = {
        str(found.value(file, DCAT.downloadURL)): (
            int(str(found.value(file, DCAT.byteSize))),
            str(found.value(found.value(file, SPDX.checksum), SPDX.checksumValue)).lower(),
        )
        for file in found.objects(itself, DCAT.distribution)
    }
    assert (itself, RDF.type, DCAT.Dataset) in found
    assert str(found.value(itself, DCAT.version)) == LAST
    assert (itself, DCAT.isVersionOf, URIRef(f"{BASE}/")) in found
    for item in manifest.files:
        address = f"{BASE}/releases/{LAST}/{item.path}"
        assert stated[address] == (item.bytes, item.sha256)
        assert get(here, address).headers["etag"].removeprefix("W/") == f'"{item.sha256}"'


def test_each_version_links_to_the_previous_one(here: Datasette, released: Path) -> None:
    versions = serve_store.served(released)
    whole = graph(here, "/dcat.jsonld")
    itself = URIRef(f"{BASE}/")

    told = {str(item).rpartition("/")[2] for item in whole.objects(itself, DCAT.hasVersion)}
    assert told == set(versions)
    assert (itself, DCAT.hasCurrentVersion, URIRef(f"{BASE}/cite/{LAST}")) in whole
    for before, after in pairwise(versions):
        found = graph(here, f"/cite/{after}/dcat.jsonld")
        previous = found.value(URIRef(f"{BASE}/cite/{after}"), DCAT.previousVersion)
        assert str(previous) == f"{BASE}/cite/{before}"


def test_provenance_and_rights_are_stated(here: Datasette) -> None:
    found = graph(here, f"/cite/{LAST}/dcat.jsonld")
    itself = URIRef(f"{BASE}/cite/{LAST}")

    for predicate in (PROV.wasDerivedFrom, PROV.wasAttributedTo, DCTERMS.publisher):
        assert found.value(itself, predicate) is not None
    for predicate in (DCTERMS.license, DCTERMS.accessRights, DCTERMS.issued, DCTERMS.temporal):
        assert found.value(itself, predicate) is not None
    assert {str(title.language) for title in found.objects(itself, DCTERMS.title)} == {
        "en",
        "zh-hant",
    } or len(list(found.objects(itself, DCTERMS.title))) == 2


@pytest.mark.parametrize("path", PAGES)
def test_fair_tests_pass_as_far_as_they_can_without_a_registered_identifier(
    here: Datasette, path: str
) -> None:
    found = fair.checks(lambda address: get(here, address), BASE + path)

    assert [name for name, passed in found.items() if not passed] == [fair.NO_PID_AUTHORITY]
    assert fair.score(found) >= 95


def test_a_citation_of_a_part_describes_the_part(here: Datasette) -> None:
    page = get(here, f"/cite/{LAST}?revision=lists/2020-first").text
    described = json.loads(
        page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    )

    assert described["name"].endswith("revision lists/2020-first")


def test_a_release_that_is_not_there_has_no_description(here: Datasette) -> None:
    for path in ("/cite/9.9.9/dcat.jsonld", "/cite/9.9.9/linkset.json"):
        assert get(here, path).status_code == 404
    assert "link" not in get(here, "/cite/9.9.9").headers


def test_other_pages_are_about_something_else(here: Datasette) -> None:
    page = get(here, "/organizations/who")

    assert "application/ld+json" not in page.text
    assert "cite-as" not in page.headers.get("link", "")


def test_only_files_of_a_release_are_cached_for_a_year(here: Datasette, released: Path) -> None:
    forever = "public, max-age=31536000, immutable"
    name = store.manifest(released, LAST).archive

    for path in ("manifest.json", "SHA256SUMS", "data/wells.csv", "datapackage.json", name):
        answer = get(here, f"/releases/{LAST}/{path}")
        assert answer.status_code == 200, path
        assert answer.headers["cache-control"] == forever
    for path in (
        "/",
        f"/cite/{LAST}",
        f"/releases/{LAST}/",
        "/releases/latest.json",
        "/feed.atom",
        "/data/wells.csv",
        "/datapackage.json",
        "/wells.db",
        f"/releases/{LAST}/nope",
    ):
        assert "immutable" not in get(here, path).headers.get("cache-control", "")
