"""An answer without a text: an observation about the host, never news about the list."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .capture import Capture
from .extract import title
from .fetch import Response

RESULTS = {
    **dict.fromkeys((404, 410), "gone"),
    **dict.fromkeys((401, 402, 403, 405, 406, 407, 429, 451), "blocked"),
}
# Titles of pages that say so although their status is that of a normal page.
TITLE_WORDS = {
    "gone": r"\b404\b|(page|file|document) (was )?not found|no longer available"
    r"|找不到(此|該)?(網)?頁|頁面不存在",
    "blocked": r"just a moment|attention required|access denied|are you (a )?(human|robot)"
    r"|captcha|forbidden|checking your browser|establishing a secure connection|security check",
    "unreachable": r"service unavailable|bad gateway|gateway time-?out|under maintenance"
    r"|scheduled maintenance|temporarily unavailable|internal server error|系統維護|暫停服務",
}


def by_status(answer: Response) -> tuple[str, str] | None:
    """The result and a few words if the status says that no page came, else None."""
    if answer.status == 200:
        return None
    result = RESULTS.get(answer.status, "unreachable" if answer.status >= 500 else "broken")
    return result, f"the host answers {answer.status}"


def by_title(capture: Capture) -> tuple[str, str] | None:
    """The result and a few words if the title says that this is not the page that was asked for."""
    said = title(capture)
    for result, sign in TITLE_WORDS.items():
        if re.search(sign, said, re.IGNORECASE):
            return result, f"the page is titled “{said[:80]}”"
    return None


def has_moved(asked: str, answered: str) -> bool:
    """Whether another page answered; https for http, www, or a slash at the end do not count."""
    return _place(asked) != _place(answered)


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    host = (parts.netloc.lower()).removeprefix("www.")
    return host, parts.path.rstrip("/"), parts.query
