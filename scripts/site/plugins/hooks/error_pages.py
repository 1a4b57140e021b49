"""Errors that say what was wrong, without a traceback, and with the right status.

For some wrong requests Datasette answers 500: an unknown column in `_sort`, a word for a number,
half of a row's key.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from traceback import walk_tb
from typing import Any
from urllib.parse import unquote

from datasette import NotFound, Request, Response, hookimpl
from datasette.app import Datasette
from datasette.utils import await_me_maybe, sqlite3
from jinja2 import Environment

from ... import limits, search
from ...folder import on_database, site_of
from ...http.stock import ASKED
from ...locale.language import Language
from ...stock import ties

# The request that went wrong, for the error page: Datasette does not pass it on.
asked: ContextVar[Request | None] = ContextVar("asked", default=None)
OURS = Path(limits.__file__).parents[2]
# The whole address is one word.
ALONE = re.compile(r"/([^/.]+)/?")
LIMITS = Path(limits.__file__).parent
PATH = re.compile(r"(?<!\w)(/[\w.-]+){2,}")
UNKNOWN = (sqlite3.ProgrammingError, OSError, ValueError, KeyError)


@hookimpl
def startup() -> None:
    """Let Datasette's own handler run from ours, for the error that was meant."""
    ties.handle_errors_once()


@hookimpl(specname="handle_exception")
def answer(datasette: Datasette, request: Request, exception: Exception) -> Any:
    """The page or JSON that describes the error. An address of one word that names a record leads
    to the page of that record."""

    async def answered() -> Response:
        if isinstance(exception, NotFound) and (found := ALONE.fullmatch(request.path)):
            question = partial(search.address, site_of(datasette), unquote(found[1]))
            if address := await on_database(datasette, question):
                return Response.redirect(datasette.urls.path(address))
        meant = _meant(site_of(datasette).languages[0], request, exception)
        asked.set(request)
        return await await_me_maybe(ties.handled(datasette, request, meant))

    return answered


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """`asked()` is the request that went wrong."""
    env.globals["asked"] = asked.get


def _meant(language: Language, request: Request, exception: Exception) -> Any:
    if isinstance(exception, NotFound) and str(exception) in ties.NOT_THERE:
        path = request.scope.get(ASKED, request.path)
        return NotFound(language.say("no_such_page", path=path))
    if isinstance(exception, ties.DatasetteError):
        # It raises 500 only for something that was asked for.
        exception.status = 400 if exception.status == 500 else exception.status
    elif isinstance(exception, ties.Base400) or _is_ours(exception):
        return exception
    elif request.method not in ("GET", "HEAD"):
        return ties.DatasetteError(
            f"{request.method} is not allowed: this site is read-only", status=405
        )
    elif request.query_string:
        # The page exists without its parameters, so they are wrong.
        return ties.BadRequest(f"Invalid query string: {_message(exception)}")
    elif isinstance(exception, UNKNOWN):
        return NotFound(f"Not found: {_message(exception)}")
    return exception


def _message(exception: Exception) -> str:
    """The words of an error, without a path of this machine."""
    if isinstance(exception, OSError):
        return exception.strerror or "it cannot be read"
    return PATH.sub("…", str(exception))


def _is_ours(exception: Exception) -> bool:
    """Whether our code went wrong; the code that runs visitors' SQL counts as Datasette's."""
    files = (Path(frame.f_code.co_filename) for frame, _ in walk_tb(exception.__traceback__))
    return any(file.is_relative_to(OURS) and not file.is_relative_to(LIMITS) for file in files)
