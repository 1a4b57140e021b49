"""The site as it is served, with limits of time that a test can wait for: `python -m
tests.impatient serve`. Those that readers have are tried by `python -m tests.prove.hostile_sql`."""

from __future__ import annotations

import sys

from revisioned.cli import main
from revisioned.site import app
from revisioned.site.masked import SQLITE, mask

# For a statement, for a request that waits for others, for one that is not finished, and
# for what was promised when the site ends.
STATEMENT_S, REQUEST_TIMEOUT_S, RECEIVE_TIMEOUT_S, SHUTDOWN_S = 0.5, 2.5, 3.0, 1


def hurry() -> None:
    """Put these limits in the place of the others."""
    # As `serve` has it, before Datasette is imported.
    mask(*SQLITE)
    from revisioned.site.limits import timeouts, visit

    app.SETTINGS["sql_time_limit_ms"] = int(STATEMENT_S * 1000)
    visit.REQUEST_TIMEOUT_S = REQUEST_TIMEOUT_S
    timeouts.RECEIVE_TIMEOUT_S, timeouts.SHUTDOWN_S = RECEIVE_TIMEOUT_S, SHUTDOWN_S


if __name__ == "__main__":
    hurry()
    sys.exit(main())
