"""Texts in forms: a small Markdown to escaped HTML. Nothing in it is ever evaluated (security row 4).

Known: paragraphs, ``#`` to ``###`` headings, ``-`` and ``1.`` lists, ``**strong**``, ``*stressed*`` and
``[words](address)`` with https, mailto or a path of our own. Everything else is shown as it stands.
"""

from __future__ import annotations

import re
from itertools import groupby

from markupsafe import Markup, escape

_LINK = re.compile(r"\[([^\[\]]{1,300})\]\(((?:https://|mailto:|/(?!/))[^\s()<>*\\]{0,500})\)")
_STRONG = re.compile(r"\*\*(?=\S)([^*]{1,500})(?<=\S)\*\*")
_STRESSED = re.compile(r"(?<![\w*])\*(?=\S)([^*]{1,500})(?<=\S)\*(?![\w*])")
_KINDS = {
    "heading": re.compile(r"(#{1,3})\s+(.+)"),
    "ul": re.compile(r"[-*]\s+(.+)"),
    "ol": re.compile(r"\d{1,3}[.)]\s+(.+)"),
}


def to_html(text: str) -> Markup:
    """The text as HTML in the classes of the design system. Headings start at level 2: the title of the page is 1."""
    lines = text.replace("\r\n", "\n").strip().split("\n")
    blocks = groupby((line.strip() for line in lines), key=_kind)
    return Markup("\n").join(_block(kind, list(found)) for kind, found in blocks if kind != "gap")


def _kind(line: str) -> str:
    if not line:
        return "gap"
    return next((kind for kind, pattern in _KINDS.items() if pattern.fullmatch(line)), "p")


def _block(kind: str, lines: list[str]) -> Markup:
    if kind == "p":
        return Markup('<p class="govuk-body">{}</p>').format(Markup("<br>").join(_inline(line) for line in lines))
    found = [match for match in map(_KINDS[kind].fullmatch, lines) if match]
    if kind == "heading":
        heading = Markup('<h{0} class="govuk-heading-s">{1}</h{0}>')
        return Markup("\n").join(heading.format(min(len(match[1]) + 1, 4), _inline(match[2])) for match in found)
    items = Markup("").join(Markup("<li>{}</li>").format(_inline(match[1])) for match in found)
    style = "bullet" if kind == "ul" else "number"
    return Markup('<{0} class="govuk-list govuk-list--{1}">{2}</{0}>').format(kind, style, items)


def _inline(text: str) -> Markup:
    html = str(escape(text))
    html = _LINK.sub(r'<a class="govuk-link" href="\2">\1</a>', html)
    html = _STRONG.sub(r"<strong>\1</strong>", html)
    html = _STRESSED.sub(r"<em>\1</em>", html)
    return Markup(html)  # noqa: S704  # escaped first; only our own tags were put in after
