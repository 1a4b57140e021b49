"""What a proposed change means: a comment on a pull request, and annotations on its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ...diff.formats import markdown
from .proposed import Proposed

# This identifies the comment, so that it can be replaced.
MARK = "<!-- revisioned: what this changes -->"
# Hosts look for names and numbers to link after Markdown is rendered: a backslash is gone by then,
# an invisible character is not.
APART = {"\\@": "@&#8288;", "\\#": "#&#8288;"}
# The most characters that a host takes, with some room.
MAX_COMMENT_CHARS = 60_000
LONGEST_LIST = 50


def render(proposed: Proposed) -> str:
    """The comment; no text of the proposal becomes markup."""
    text = f"{MARK}\n" + "\n".join(_parts(proposed)) + "\n"
    if len(text) <= MAX_COMMENT_CHARS:
        return text
    # A table may be cut anywhere, but a fence must be closed: this closes it.
    return (
        text[:MAX_COMMENT_CHARS].rpartition("\n")[0]
        + "\n````\n\n**Cut here: the rest is too long.**\n"
    )


def _parts(proposed: Proposed) -> Iterator[str]:
    yield "## What this changes\n"
    yield _verdict(proposed) + "\n"
    findings = [str(finding) for finding in proposed.report.findings]
    if not {*proposed.error.splitlines()} <= {*findings}:
        yield "This could not be compared:\n"
        yield from markdown.fenced(proposed.error)
    if proposed.version:
        for reason in proposed.reasons[:LONGEST_LIST]:
            yield _apart(f"- {reason.level.name}: {markdown.escaped(reason.what)}")
        yield ""
    if proposed.difference:
        for name, diff in proposed.difference.tables.items():
            if proposed.difference.edited(name):
                named = replace(diff, old=f"{name} before", new=f"{name} after")
                yield _apart("".join(markdown.render(named)))
    if proposed.follows:
        yield "## Derived changes\n"
        yield from markdown.fenced("\n".join(proposed.follows), "diff")
    if findings:
        yield "\n## What the check finds\n"
        yield from markdown.fenced(_listed(findings))
    if proposed.stale:
        yield (
            "\nDerived files are not up to date here"
            f" ({len(proposed.stale)}). Nothing to do: they are regenerated after the merge."
        )
    if proposed.unjudged:
        yield "\nChanged too, and not looked at here:\n"
        yield from markdown.fenced(_listed(proposed.unjudged))


def _apart(text: str) -> str:
    for sign, apart in APART.items():
        text = text.replace(sign, apart)
    return text


def _verdict(proposed: Proposed) -> str:
    if not proposed.report.passed:
        return "**The check fails: this cannot be released as it is.**"
    if proposed.error:
        return "**Which release this makes is not known.**"
    if proposed.version != proposed.alone:
        return (
            f"**This goes into release {proposed.version}**, with changes that wait for it already;"
            f" alone it would make {proposed.alone}:"
        )
    if proposed.version:
        return f"**This makes release {proposed.version}.**"
    return "**Nothing that a release holds has changed.**"


def _listed(lines: Iterable[str]) -> str:
    listed = list(lines)
    more = len(listed) - LONGEST_LIST
    return "\n".join(listed[:LONGEST_LIST] + ([f"… and {more} more"] if more > 0 else []))


def on_lines(proposed: Proposed, prefix: str) -> Iterator[str]:
    """The findings as the host puts them on lines of the change; `prefix` is the folder of the
    package in its repository.

    Format: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    """
    for finding in proposed.report.findings:
        place = f"file={_property(prefix + finding.file)}"
        if finding.line is not None:
            place += f",line={finding.line}"
        said = f"{finding.column}: {finding.reason}" if finding.column else finding.reason
        yield f"::{finding.severity} {place},title={_property(finding.rule)}::{_data(said)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
