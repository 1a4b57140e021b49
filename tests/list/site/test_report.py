"""Each organization and source links to a form that is filled with what the page knows."""

from __future__ import annotations

import base64

import pytest
from lxml import html

from revisioned.contribute import answers, forms
from revisioned.descriptor.load import load
from revisioned.descriptor.model import Package
from revisioned.site.locale.language import languages
from revisioned.site.sections.report import ways
from tests.conftest import ROOT

PACKAGE = load(ROOT)
ENGLISH, CHINESE = languages(["en", "zh-Hant"], {})


async def links(site: object, address: str) -> dict[str, str]:
    """The links for reporting an error, by their text."""
    page = html.fromstring((await site.client.get(address)).text)  # type: ignore[attr-defined]
    return {link.text: link.get("href") for link in page.xpath("//*[@id='report']/a")}


@pytest.mark.parametrize("address", ["/organizations/irena", "/zh/organizations/irena"])
def test_an_organization_leads_to_three_forms(site: object, address: str) -> None:
    import asyncio

    found = asyncio.run(links(site, address))
    assert len(found) == 3
    data = [base64.b64decode(href.partition(",")[2]) for href in found.values()]
    filled = [answers.read(text, "form.md", forms.read(ROOT)) for text in data]
    assert [one.form.kind for one in filled] == ["error", "event", "organization"]
    assert {one.form.lang for one in filled} == {"zh-Hant" if "/zh/" in address else "en"}
    assert filled[0]["record"] == filled[1]["org_id"] == filled[2]["org_id"] == "irena"
    assert filled[0]["table"] == "organizations"
    assert filled[0]["page"] == address


def test_a_source_leads_to_two_forms(site: object) -> None:
    import asyncio

    found = asyncio.run(links(site, "/sources/am730-2026-01-08"))
    (text, *_) = [base64.b64decode(href.partition(",")[2]) for href in found.values()]
    filled = answers.read(text, "form.md", forms.read(ROOT))
    assert (filled["table"], filled["record"]) == ("sources", "am730-2026-01-08")
    assert len(found) == 2


def test_each_event_leads_to_a_form_on_it(site: object) -> None:
    import asyncio

    text = asyncio.run(site.client.get("/organizations/unesco")).text  # type: ignore[attr-defined]
    found = html.fromstring(text).xpath("//*[@id='acts']//details//p[contains(@class, 'tools')]/a")
    filled = [
        answers.read(
            base64.b64decode(link.get("href").partition(",")[2]), "form.md", forms.read(ROOT)
        )
        for link in found
    ]
    assert {one["table"] for one in filled} == {"acts"}
    assert "unesco-notified-2025-07-22" in {one["record"] for one in filled}


def test_with_a_host_the_links_lead_there(monkeypatch: pytest.MonkeyPatch) -> None:
    bugs = {"url": "https://example.org/a/b/issues"}
    monkeypatch.setitem(PACKAGE.descriptor, "bugs", bugs)
    found = ways(PACKAGE, CHINESE, {"org_id": "irena", "record": "irena"})
    assert [way.file for way in found] == ["", "", ""]
    assert found[1].href == (
        "https://example.org/a/b/issues/new?template=event.zh-Hant.yml&org_id=irena"
    )


def test_a_package_without_forms_offers_none(tmp_path: object) -> None:
    package = Package(tmp_path, PACKAGE.descriptor, (), (), ())  # type: ignore[arg-type]
    assert ways(package, ENGLISH, {"org_id": "x"}) == ()
