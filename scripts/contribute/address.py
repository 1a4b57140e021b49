"""Where "Something wrong or new?" leads: the host's form with what is known filled in, and the same
form as a text to fill in and send, while there is no host.

    address(package, "error", "zh-Hant", {"page": …, "table": "acts", "record": …})
    as_text(package, "organization", "en", {"well_id": "a-1"})

The kinds are the files in .github/ISSUE_TEMPLATE: event, error, text, organization. What is known
is given by the names of the form's fields. Names that the form does not have are left out, so that
a page can pass on all that it knows. `contribute FILE` reads what comes back either way.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from ..descriptor.model import Package
from .contact import contact
from .forms import Form, find, read

ISSUES = "/issues"
# The longest address that a server takes, with room for its host.
MAX_ADDRESS_CHARS = 4000


def address(package: Package, kind: str, lang: str, known: Mapping[str, str]) -> str:
    """The address of the form on the host that the descriptor names in `bugs`, filled in; `bugs`
    itself where that is not a list of issues or the package has no such form; "" without `bugs`."""
    bugs = contact(package).bugs
    if urlsplit(bugs).scheme not in ("http", "https"):
        return ""
    form = find(read(package.root), kind, lang)
    if form is None or not bugs.endswith(ISSUES):
        return bugs
    texts = {field.name for field in form.fields if not field.options}
    filled = {name: value for name, value in known.items() if value and name in texts}
    while True:
        found = f"{bugs}/new?{urlencode({'template': form.file, **filled})}"
        if len(found) <= MAX_ADDRESS_CHARS or not filled:
            return found
        filled.popitem()


def as_text(package: Package, kind: str, lang: str, known: Mapping[str, str]) -> str:
    """The form as Markdown with a heading for each question and what is known filled in, as the
    host writes the answers; "" where the package has no such form."""
    form = find(read(package.root), kind, lang)
    return "" if form is None else render(form, known)


def render(form: Form, known: Mapping[str, str]) -> str:
    """The questions of the form as `as_text` gives them."""
    lines = [f"# {form.title}", "", form.introduction, ""]
    for field in form.fields:
        lines += [f"### {field.label}", ""]
        lines += [f"<!-- {field.help} -->", ""] if field.help else []
        if field.options:
            said = "; ".join(f"{word}: {meaning}" for word, meaning in field.options)
            lines += [f"<!-- {said} -->", ""]
        lines += [known.get(field.name, "").strip(), ""]
    return "\n".join(lines).rstrip("\n") + "\n"
