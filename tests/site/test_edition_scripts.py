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


@pytest.mark.parametrize(
    ("address", "asked"), [("zh/100%", "100%"), ("zh/%ff", "%ff"), ("zh/a%20b", "a b")]
)
def test_page_that_is_not_there_is_in_the_language_of_any_address(address: str, asked: str) -> None:
    script = MISSING.replace("ADDRESS", json.dumps(address))

    assert json.loads(node(script)) == ["找不到此頁", asked]


def test_releases_are_offered_by_a_browser_of_2022() -> None:
    assert json.loads(node(OLD)) == [["2.0.0", "1.0.0"], "1.0.0"]
