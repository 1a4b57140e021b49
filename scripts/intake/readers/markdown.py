"""Markdown as the HTML that it becomes, where everything stays on the line that it has in the
file."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import replace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from . import Given, Reader, html
from ._line import Line
from ._text import refuse

# Anything nested deeper is not read.
MAX_DEPTH = 100
# The most characters of a paragraph, and characters and lines of a file, that are parsed within
# seconds.
MAX_PARAGRAPH_CHARS, MAX_CHARACTERS, MAX_LINES = 50_000, 400_000, 20_000
NOTE = "footnote_reference_open"


def lines(given: Given) -> Iterator[Line]:
    """The lines of a Markdown text as a reader sees them. Raises InputError where that would take
    long."""
    if len(given.text) > MAX_CHARACTERS or given.text.count("\n") > MAX_LINES:
        raise refuse(given.file, "too long for a list; cut the list out, and give that")
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH}, renderer_cls=_InPlace)
    parser.enable(["table", "strikethrough"])
    parser.use(front_matter_plugin).use(tasklists_plugin).use(footnote_plugin)
    # Notes stay where they are.
    parser.disable("footnote_tail")
    parser.core.ruler.before("inline", "long", _refuse_long)
    tokens = parser.parse(given.text, {"file": given.file})
    page = parser.renderer.render(tokens, parser.options, {})
    notes = {
        f"{given.file}:{number}"
        for token in tokens
        if token.type == NOTE and token.map
        for number in range(token.map[0] + 1, token.map[1] + 1)
    }
    for line in html.lines(Given(given.path, given.file, page.encode())):
        yield replace(line, mark="aside") if line.text and line.place in notes else line


def _refuse_long(state: StateCore) -> None:
    """Raise InputError for a paragraph so long that brackets in it would take minutes."""
    for token in state.tokens:
        if token.type == "inline" and len(token.content) > MAX_PARAGRAPH_CHARS:
            line = token.map[0] + 1 if token.map else None
            size = f"a paragraph of over {MAX_PARAGRAPH_CHARS:,} characters"
            reason = f"{size}; cut the list out, and give that"
            raise refuse(str(state.env["file"]), reason, line)


class _InPlace(RendererHTML):
    """Ends a line where the file ends one, and nowhere else."""

    def render(
        self, tokens: Sequence[Token], options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        parts, line = [], 0
        for index, token in enumerate(tokens):
            if token.type == "inline":
                part = self.renderInline(token.children or [], options, env)
            elif token.type in self.rules:
                part = self.rules[token.type](tokens, index, options, env).removesuffix("\n")
            else:
                part = self.renderToken(tokens, index, options, env).replace("\n", "")
            first = token.map[0] + (token.type == "fence") if token.map else line
            ends = max(first - line, 0) if token.nesting >= 0 else 0
            parts += ["\n" * ends, part]
            line += ends + part.count("\n")
        return "".join(parts)

    def text(self, tokens: Sequence[Token], index: int, *_: object) -> str:
        """Text; an address in angle brackets names nothing."""
        is_address = index > 0 and tokens[index - 1].markup == "autolink"
        return "" if is_address else escapeHtml(tokens[index].content)

    def softbreak(self, *_: object) -> str:
        """A line of the file is a line."""
        return "\n<br>"

    def hardbreak(self, *_: object) -> str:
        """A line of the file is a line."""
        return "\n<br>"

    def footnote_reference_open(self, *_: object) -> str:
        """A note, as a paragraph of its own."""
        return "<div>"

    def footnote_reference_close(self, *_: object) -> str:
        """The end of a note."""
        return "</div>"


READER = Reader("Markdown", (".md", ".markdown"), lines)
