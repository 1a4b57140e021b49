"""Deferred imports: nothing is imported before its first use, and everything then."""

from __future__ import annotations

import subprocess
import sys

import pytest

from revisioned.validate.deferred import deferred
from tests.conftest import ROOT


def test_deferred_module_is_imported_at_first_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("wsgiref", "wsgiref.util"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with deferred("wsgiref", "wsgiref.util"):
        from wsgiref import util

    assert "wsgiref" not in sys.modules
    assert util.guess_scheme({"HTTPS": "on"}) == "https"
    assert "wsgiref.util" in sys.modules


def test_missing_module_is_named_at_first_use() -> None:
    with deferred("no_such_module"):
        import no_such_module  # type: ignore[import-not-found]

    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        _ = no_such_module.anything


def test_distributions_are_compared_with_scipy_imported_only_for_them() -> None:
    code = """
import sys, scripts
from revisioned.validate import expectations
expectations.library()
print("scipy" in sys.modules)
from great_expectations.expectations.core import expect_column_kl_divergence_to_be_less_than as kl
print(float(kl.stats.entropy([0.5, 0.5], [0.5, 0.5])))
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True
    )

    assert (done.stdout, done.stderr) == ("False\n0.0\n", "")
