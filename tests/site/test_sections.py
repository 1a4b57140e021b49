"""The ways to show a declared section."""

from __future__ import annotations

from revisioned.descriptor.pages import SECTION_KINDS
from revisioned.site import TEMPLATES

# Templates that are included by others.
PARTS = {"heading", "behind", "files"}


def test_each_way_to_show_a_section_is_a_template_and_no_other_is_there() -> None:
    templates = {file.stem for file in (TEMPLATES / "sections").glob("*.html")}

    assert {*SECTION_KINDS} | PARTS == templates
