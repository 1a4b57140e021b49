"""Citations for people and machines: golden files, and the validators of the formats."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import yaml
from datacite import schema45

from revisioned.cite import formats, zenodo
from revisioned.cite.formats.bibtex import escaped
from revisioned.cite.model import Citation, Language, Source
from revisioned.cite.names import Makers, Name
from revisioned.core.errors import UsageError

HERE = Path(__file__).parent
FORMATS = formats.names()
FACT = Source(
    "whitehouse-memorandum-2026-01-07",
    "Withdrawing the United States from International Organizations",
    "The White House",
    "2026-01-07",
    "https://www.whitehouse.gov/presidential-actions/2026/01/",
    "en",
)
NAMELESS = Source("article-2026-01-08", "[新聞報道 & list_66]", "", "2026-01-08", "", "zh-Hant")
TITLES = {"en": "US withdrawals: the list of 66", "zh": "美國退出國際組織：六十六個組織名單"}
ENTRIES = {"en": "UN Framework Convention on Climate Change", "zh": "聯合國氣候變化框架公約"}


def citation(lang: Language, *, whole: bool = False) -> Citation:
    """A citation with everything except what nobody has given us yet; if `whole`, it cites no
    part."""
    return Citation(
        name="us-international-withdrawals",
        title=TITLES[lang],
        abstract="The list of 66 as each publication printed it, with the source of every name.",
        makers=Makers((Name("us-international-withdrawals contributors"),)),
        keywords=("treaties", "withdrawal"),
        license="CC0-1.0",
        license_url="https://creativecommons.org/publicdomain/zero/1.0/",
        version="1.0.0",
        released_on="2026-11-23",
        manifest_sha256="9f" * 32,
        swhid="swh:1:dir:" + "0123456789" * 4,
        archived=False,
        url="",
        doi="",
        revision="" if whole else "register/2026-02-10",
        record="" if whole else "unfccc",
        entry="" if whole else ENTRIES[lang],
        sources=() if whole else (FACT, NAMELESS),
        lang=lang,
    )


def rendered(name: str, of: Citation) -> str:
    return zenodo.render(of) if name == "zenodo" else formats.load(name).render(of)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", [*FORMATS, "zenodo"])
def test_citation_equals_its_golden_file(name: str, lang: Language) -> None:
    golden = HERE / f"golden/{name}.{lang}.txt"

    assert rendered(name, citation(lang)) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_citation_of_a_release_is_one_line(lang: Language) -> None:
    golden = HERE / f"golden/release.{lang}.txt"
    texts = [rendered(name, citation(lang, whole=True)) for name in ("apa", "chicago")]

    assert "".join(texts) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_version_and_revision_are_in_every_format(name: str) -> None:
    of = citation("en")
    text = rendered(name, of)

    assert of.version in text
    assert of.revision in text


@pytest.mark.parametrize("name", FORMATS)
def test_swhid_is_named_only_where_the_bytes_are_archived(name: str) -> None:
    of = citation("en")

    assert of.swhid not in rendered(name, of)
    assert of.swhid in rendered(name, replace(of, archived=True))


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_datacite_validates(lang: Language, whole: bool) -> None:
    document = json.loads(rendered("datacite", citation(lang, whole=whole)))

    assert list(schema45.validator.iter_errors(document)) == []


@pytest.mark.parametrize("whole", [True, False])
def test_citation_file_validates_by_the_schema_of_its_format(whole: bool) -> None:
    """The schema is that of the Citation File Format (by its authors, CC BY 4.0), copied from
    cffconvert. That tool itself requires a library that conflicts with Frictionless."""
    schema = json.loads((HERE / "cff-1.2.0.schema.json").read_text(encoding="utf-8"))
    document = yaml.safe_load(rendered("cff", citation("en", whole=whole)))

    jsonschema.validate(document, schema)


def test_citation_file_of_the_package_validates(root: Path) -> None:
    schema = json.loads((HERE / "cff-1.2.0.schema.json").read_text(encoding="utf-8"))
    document = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))

    jsonschema.validate(document, schema)


def test_minted_doi_is_in_every_format() -> None:
    of = replace(citation("en"), doi="10.5281/zenodo.1234567")

    assert [name for name in FORMATS if of.doi not in rendered(name, of)] == []


def test_address_is_in_every_format_once_there_is_one() -> None:
    of = replace(citation("en"), url="https://example.org/cite/1.0.0")

    assert [name for name in FORMATS if of.url not in rendered(name, of)] == []


def test_what_was_not_released_has_no_year_and_no_datacite() -> None:
    of = replace(citation("en"), released_on="")

    assert "(n.d.)" in rendered("apa", of)
    with pytest.raises(UsageError, match="nothing is released yet"):
        rendered("datacite", of)


def test_bibtex_escapes_latex_commands() -> None:
    assert escaped(r"50% of {a_b} \cmd & $x #1 ~^") == (
        r"50\% of \{a\_b\} \textbackslash{}cmd \& \$x \#1 \textasciitilde{}\textasciicircum{}"
    )


def test_ris_keeps_a_field_on_its_line() -> None:
    of = replace(citation("en"), title="One\nER  - \nTwo")

    assert "TI  - One ER - Two, revision" in rendered("ris", of)
