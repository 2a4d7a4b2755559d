"""Texts in forms: a small Markdown to escaped HTML. Nothing in it is ever evaluated (security row 4).

Known: paragraphs, ``#`` to ``###`` headings, ``-`` and ``1.`` lists, ``**strong**``, ``*stressed*`` and
``[words](address)`` with https, mailto or a path of our own. Everything else is shown as it stands.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_LINK = re.compile(r"\[([^\[\]]{1,300})\]\(((?:https://|mailto:|/(?!/))[^\s()<>\\]{0,500})\)")
_STRONG = re.compile(r"\*\*(?=\S)([^*]{1,500})(?<=\S)\*\*")
_STRESSED = re.compile(r"(?<![\w*])\*(?=\S)([^*]{1,500})(?<=\S)\*(?![\w*])")
_HEADING = re.compile(r"(#{1,3})\s+(.+)")
_BULLET = re.compile(r"[-*]\s+(.+)")
_NUMBER = re.compile(r"\d{1,3}[.)]\s+(.+)")


def to_html(text: str) -> Markup:
    """The text as HTML in the classes of the design system. Headings start at level 3: the page has 1 and 2."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return Markup("\n").join(_block(block) for block in blocks if block.strip())


def _block(block: str) -> Markup:
    lines = [line.strip() for line in block.split("\n")]
    heading = _HEADING.fullmatch(lines[0])
    if heading and len(lines) == 1:
        level = min(len(heading[1]) + 2, 4)
        return Markup('<h{0} class="govuk-heading-s">{1}</h{0}>').format(level, _inline(heading[2]))
    for pattern, tag, style in ((_BULLET, "ul", "bullet"), (_NUMBER, "ol", "number")):
        items = [pattern.fullmatch(line) for line in lines]
        if all(items):
            inside = Markup("").join(Markup("<li>{}</li>").format(_inline(item[1])) for item in items if item)
            return Markup('<{0} class="govuk-list govuk-list--{1}">{2}</{0}>').format(tag, style, inside)
    return Markup('<p class="govuk-body">{}</p>').format(Markup("<br>").join(_inline(line) for line in lines))


def _inline(text: str) -> Markup:
    html = str(escape(text))
    html = _LINK.sub(r'<a class="govuk-link" href="\2">\1</a>', html)
    html = _STRONG.sub(r"<strong>\1</strong>", html)
    html = _STRESSED.sub(r"<em>\1</em>", html)
    return Markup(html)  # noqa: S704  # escaped first; only our own tags were put in after
