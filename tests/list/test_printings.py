"""Six papers that printed the list, or part of it, as intake reads them: the names as printed, in
the order printed, cut where the stored copy of the page ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from revisioned.descriptor.load import load
from revisioned.intake import pipeline
from revisioned.intake.mapping import form

TEXTS = Path(__file__).parent / "printings"
# By file: the bodies that are matched, in order, and how many items are asked about.
PRINTED = {
    "deutschlandfunk_en-de.txt": (
        """24-7-carbon-free-energy-compact colombo-plan-council
        commission-for-environmental-cooperation education-cannot-wait
        european-centre-of-excellence-for-countering-hybrid-threats
        forum-of-european-national-highway-research-laboratories freedom-online-coalition
        global-community-engagement-and-resilience-fund global-counterterrorism-forum
        global-forum-on-cyber-expertise global-forum-on-migration-and-development
        inter-american-institute-for-global-change-research""",
        1,
    ),
    "lechelif_fr.txt": ("", 12),
    "ltn_zh-Hant-TW_partial.txt": (
        """unfccc 24-7-carbon-free-energy-compact un-university
        international-cotton-advisory-committee international-tropical-timber-organization
        partnership-for-atlantic-cooperation pan-american-institute-of-geography-and-history
        international-federation-of-arts-councils-and-culture-agencies
        international-lead-and-zinc-study-group""",
        0,
    ),
    "nmas_es.txt": ("", 6),
    "press-lv_ru.txt": (
        """international-solar-alliance international-tropical-timber-organization
        24-7-carbon-free-energy-compact colombo-plan-council education-cannot-wait
        european-centre-of-excellence-for-countering-hybrid-threats""",
        1,
    ),
    "soy502_es.txt": ("", 6),
}


@pytest.mark.parametrize("file", PRINTED)
def test_no_name_is_matched_wrongly_and_what_is_odd_is_asked_about(root: Path, file: str) -> None:
    package = load(root)
    bodies, questions = PRINTED[file]

    taken = pipeline.take(TEXTS / file, package, form(package))

    assert [o.body for o in taken.outcomes if o.body] == bodies.split()
    assert sum(o.result != "matched" for o in taken.outcomes) == questions


def test_every_text_is_read_here() -> None:
    assert {path.name for path in TEXTS.iterdir()} == set(PRINTED)


def test_number_that_was_misprinted_is_kept_as_printed(root: Path) -> None:
    package = load(root)

    taken = pipeline.take(TEXTS / "lechelif_fr.txt", package, form(package))

    numbers = [o.item.number for o in taken.outcomes]
    assert numbers == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "19", "11", "12"]
