"""The site with timeouts short enough for a test: `python -m tests.impatient serve`. `python -m
tests.prove.hostile_sql` tries the real ones."""

from __future__ import annotations

import sys

from revisioned.cli import main
from revisioned.site import app
from revisioned.site.masked import SQLITE, mask

# The timeouts of a statement, of a request that waits for others, of an unfinished request, and of
# running requests when the site stops.
STATEMENT_S, REQUEST_TIMEOUT_S, RECEIVE_TIMEOUT_S, SHUTDOWN_S = 0.5, 2.5, 3.0, 1


def shorten_timeouts() -> None:
    """Set these timeouts in place of the real ones."""
    # Before Datasette is imported, as in `serve`.
    mask(*SQLITE)
    from revisioned.site.limits import timeouts, visit

    app.SETTINGS["sql_time_limit_ms"] = int(STATEMENT_S * 1000)
    visit.REQUEST_TIMEOUT_S = REQUEST_TIMEOUT_S
    timeouts.RECEIVE_TIMEOUT_S, timeouts.SHUTDOWN_S = RECEIVE_TIMEOUT_S, SHUTDOWN_S


if __name__ == "__main__":
    shorten_timeouts()
    sys.exit(main())
