"""Scripts of the static edition with addresses and browsers that are not what they expect."""

from __future__ import annotations

import json

import pytest

from revisioned.site import STATIC
from tests.site.tab_scripts import TAB, node

MISSING = f"""
  const root = new URL("../", "{STATIC.as_uri()}/");
  const field = {{}}, told = {{ missing: true, prefixes: ["zh"] }};
  const chinese = {{ documentElement: {{ lang: "zh" }}, title: "找不到此頁" }};
  globalThis.document = {{
    body: {{ replaceWith() {{}} }}, documentElement: {{}}, title: "There is no such page",
    getElementById: () => ({{ textContent: JSON.stringify(told) }}), querySelector: () => field,
  }};
  globalThis.location = {{ search: "", pathname: new URL(ADDRESS, root).pathname, replace() {{}} }};
  globalThis.fetch = async ({{ pathname }}) => (
    {{ ok: pathname.endsWith("/zh/404.html"), text: () => "" }});
  globalThis.DOMParser = class {{ parseFromString() {{ return chinese; }} }};
  await import("{STATIC.as_uri()}/edition/address.js");
  console.log(JSON.stringify([document.title, field.value]));"""
OLD = f"""
  delete Array.prototype.toReversed;
  const offered = [];
  const element = {{ textContent: "{{}}", append: (...options) => offered.push(...options) }};
  globalThis.document = {{
    getElementById: () => element,
    createElement: () => ({{ setAttribute() {{}}, append(text) {{ this.text = text; }} }}),
  }};
  const {{ offer }} = await import("{TAB}/page.js");
  const releases = [{{ version: "1.0.0" }}, {{ version: "2.0.0" }}];
  offer(releases);
  console.log(JSON.stringify([offered.map(one => one.text), releases[0].version]));"""

FOUND = f"""
  const linked = [], about = {{ own: [], prefix: "", languages: ["en"], words: {{}} }};
  const element = () => ({{
    append() {{}}, replaceWith() {{}},
    setAttribute(name, value) {{ if (name === "href") linked.push(value); }},
  }});
  globalThis.document = {{
    getElementById: () => ({{ textContent: JSON.stringify(about) }}), createElement: element,
  }};
  const {{ entries }} = await import("{TAB}/entries.js");
  const {{ ROOT }} = await import("{TAB}/edition.js");
  const rows = [["A/1", "/records/A%2F1"]];
  entries({{ name: "found" }}, {{ columns: ["text", "text_url"], rows }});
  console.log(JSON.stringify(linked.map(one => one.replace(ROOT.href, ""))));"""


@pytest.mark.parametrize(
    ("address", "asked"), [("zh/100%", "100%"), ("zh/%ff", "%ff"), ("zh/a%20b", "a b")]
)
def test_page_that_is_not_there_is_in_the_language_of_any_address(address: str, asked: str) -> None:
    script = MISSING.replace("ADDRESS", json.dumps(address))

    assert json.loads(node(script)) == ["找不到此頁", asked]


def test_releases_are_offered_by_a_browser_of_2022() -> None:
    assert json.loads(node(OLD)) == [["2.0.0", "1.0.0"], "1.0.0"]


def test_search_in_the_browser_leads_to_the_folder_of_a_key_with_a_slash() -> None:
    assert json.loads(node(FOUND)) == ["records/A%252F1/"]
