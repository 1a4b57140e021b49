"""Errors without a traceback: `rich`, which Frictionless brings along, would make Datasette print
one, with the locals of each frame, for every page that is not found."""

from datasette import handle_exception

handle_exception.rich = None
