"""The tests of F-UJI (https://www.f-uji.net, metrics 0.8) that concern a page and its links, each
under its name there, on the pages and files of a site that is asked without a network.

F-UJI itself is on no package registry. What requires a registered identifier fails here as it
does there, and lowers the score.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from rdflib import Graph
from signposting.linkheader import find_signposting_http_link
from signposting.signpost import Signposting

Get = Callable[[str], Any]
NO_PID_AUTHORITY = "FsF-F1-02MD"
CORE = ("creator", "name", "identifier", "publisher", "datePublished")
DESCRIPTIVE = (*CORE, "description", "keywords")
LASTING = "text/csv"
"""The format of the data, which F-UJI lists as open and long-term."""


def checks(get: Get, address: str) -> dict[str, bool]:
    """By the name of each test, whether the page at the address passes."""
    page = get(address)
    (text,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL
    )
    told = json.loads(text)
    links = find_signposting_http_link([page.headers["link"]], address)
    graph = _graph(get, links)
    files = told.get("distribution", [])
    first = get(files[0]["contentUrl"]) if files else None
    return {
        "FsF-F1-01MD": all(":" in item for item in told["identifier"]),
        NO_PID_AUTHORITY: any("doi.org" in item for item in told["identifier"]),
        "FsF-F2-01M core": all(told.get(name) for name in CORE),
        "FsF-F2-01M descriptive": all(told.get(name) for name in DESCRIPTIVE),
        "FsF-F3-01M": bool(files) and all("://" in file["contentUrl"] for file in files),
        "FsF-F4-01M": told["@type"] == "Dataset",
        "FsF-A1-01M": bool(told.get("conditionsOfAccess") and told.get("license")),
        "FsF-A1-02MD metadata": get(told["@id"]).status_code == 200,
        "FsF-A1-02MD data": first is not None and first.status_code == 200,
        "FsF-A1.1-01MD": told["@id"].startswith("http")
        and files[0]["contentUrl"].startswith("http"),
        "FsF-I1-01M embedded": bool(told),
        "FsF-I1-01M typed link": len(graph) > 100,
        "FsF-I2-01M": {"dcat", "dcterms", "prov"} <= {prefix for prefix, _ in graph.namespaces()},
        "FsF-I3-01M": any(item.get("url") for item in told.get("isBasedOn", [])),
        "FsF-R1-01M type": told["@type"] == "Dataset" and bool(links.types),
        "FsF-R1-01M size": all(
            file.get("contentSize") and file.get("encodingFormat") for file in files
        ),
        "FsF-R1-01M variables": bool(told.get("variableMeasured")),
        "FsF-R1.1-01M": bool(links.license) and bool(told.get("license")),
        "FsF-R1.2-01M dates": bool(told.get("dateModified") and told.get("creator")),
        "FsF-R1.2-01M prov": "http://www.w3.org/ns/prov#wasDerivedFrom"
        in map(str, graph.predicates()),
        "FsF-R1.3-01M": "http://www.w3.org/ns/dcat#Dataset" in map(str, graph.objects()),
        "FsF-R1.3-02D": LASTING in {file["encodingFormat"] for file in files},
    }


def score(found: dict[str, bool]) -> float:
    """The share of tests that pass, in percent."""
    return 100 * sum(found.values()) / len(found)


def _graph(get: Get, links: Signposting) -> Graph:
    for link in links.describedBy:
        if str(link.type) == "application/ld+json":
            answer = get(str(link.target))
            assert answer.headers["content-type"] == "application/ld+json"
            return Graph().parse(data=answer.text, format="json-ld")
    return Graph()
