"""An engine can be chosen by name, and gives the same result as the others."""

from __future__ import annotations

import pytest

from tests.diff.conftest import File, Run

OLD = "id,x,gone\n1,a,p\n2,b,\n"
NEW = "id,new,x\n2,n,b\n1,,A\n3,m,c\n"


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_it_finds_the_same(file: File, run: Run, engine: str) -> None:
    words = ("diff", file("a.csv", OLD).name, file("b.csv", NEW).name, "--key", "id")

    _, chosen, _ = run(*words, "--format", "csv")
    code, out, _ = run(*words, "--format", "csv", "--engine", engine)

    assert (code, out) == (0, chosen)


def test_a_file_that_it_would_read_differently_is_refused(file: File, run: Run) -> None:
    old = file("a.csv", "id,x\n1,a\n\n2,b\n")

    code, _, err = run("diff", old.name, old.name, "--key", "id", "--engine", "duckdb")

    assert code == 2
    assert err.endswith("does not read these files exactly as they are; leave --engine out\n")
