"""What hosts of files read: the policy, headers, redirects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from .. import headers
from ..http.files import IMMUTABLE

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
"""Nothing from another host; WebAssembly is SQLite."""
NO_FRAMES = "frame-ancestors 'none'"
"""In headers alone: an element may not say it."""
HEAD = '<meta charset="utf-8">'


def with_policy(text: str) -> str:
    """The page with the policy in its head."""
    stated = f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
    return text.replace(HEAD, f"{HEAD}\n  {stated}", 1)


def headers_file(versions: Iterable[str]) -> str:
    """`_headers`, as several hosts of files read it."""
    fixed = {"Content-Security-Policy": f"{POLICY}; {NO_FRAMES}"}
    fixed |= {name.title(): value for name, value in headers.FIXED.items()}
    fixed["Access-Control-Allow-Origin"] = "*"
    lines = ["/*", *(f"  {name}: {value}" for name, value in fixed.items())]
    for version in versions:
        lines.append(f"/releases/{version}/data/*")
        lines.append(f"  Cache-Control: {IMMUTABLE}")
    return "\n".join(lines) + "\n"


def redirects_file(redirects: Mapping[str, str], versions: Sequence[str]) -> str:
    """`_redirects`, as several hosts of files read it."""
    lines = [f"{old} /{new} 301" for old, new in sorted(redirects.items())]
    if versions:
        lines.append(f"/releases/latest/* /releases/{versions[-1]}/:splat 302")
    return "".join(f"{line}\n" for line in lines)


def redirect(link: str, language: str) -> str:
    """A page that leads to another."""
    href = escape(link)
    return with_policy(
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n  {HEAD}\n'
        f"  <title>{href}</title>\n"
        f'  <meta name="robots" content="noindex">\n'
        f'  <meta http-equiv="refresh" content="0; url={href}">\n'
        f'</head>\n<body><main><h1><a href="{href}">{href}</a></h1></main></body>\n</html>\n'
    )
