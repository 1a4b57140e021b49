"""The pages that every look at the site goes through: each kind of ours, and of Datasette's."""

from __future__ import annotations

PRINTINGS = "/diff/prints/2026-01-07-memorandum...2026-01-08-article"
DATES = "/diff/register/2026-01-08...2026-01-22"

OURS = (
    "/",
    "/organizations",
    "/organizations/unfccc",
    "/organizations/who",
    "/organizations/ecosoc",
    "/revisions",
    "/revisions/prints/2026-01-08-article",
    "/revisions/register/2026-02-10",
    PRINTINGS,
    f"{PRINTINGS}?column=name_zh",
    DATES,
    "/diff/register/2025-07-22...2026-01-07",
    "/diff/prints/2026-01-08-article...2026-01-08-article",
    "/claims",
    "/cite",
    "/cite?revision=register/2026-02-10&organization=unfccc",
    "/releases",
)
# What is not there, or asked for wrongly.
ERRORS = {
    "/nowhere": 404,
    "/organizations/unesca": 404,
    "/revisions/nothing": 404,
    "/diff/prints/2026-01-07-memorandum...nothing": 404,
    "/diff?series=prints": 400,
    "/revisions/prints/2026-01-08-article?page=9": 400,
}
# A visitor's statement that does not run.
MISTAKES = ("/withdrawals?sql=select+nothing",)
STOCK = (
    "/withdrawals",
    "/withdrawals/where_it_stands",
    "/withdrawals/withdrawals?_size=10",
    "/withdrawals/organizations?_search=climate",
    "/withdrawals/acts?_facet=step&_facet=actor&step=notified",
    "/withdrawals/register?_size=10",
    "/withdrawals/organizations/who",
    "/withdrawals/diff_prints?old=2026-01-07-memorandum&new=2026-01-08-article",
    "/withdrawals/is_it_on_the_list",
    "/withdrawals?sql=select+org_id,+name_en+from+organizations",
    *MISTAKES,
    "/withdrawals/organizations?_search=zzzzz",
    "/withdrawals?sql=select+1+where+0",
)
CHINESE = tuple(f"/zh{path}" for path in (*OURS, *ERRORS))
ALL = (*OURS, *ERRORS, *CHINESE, *STOCK)
WIDTHS = (1280, 390)
