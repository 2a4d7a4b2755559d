"""The picture of a diagram, as the editor drew it: kept with the draft and, once published, shown without any script.

It comes from a browser, so only what a drawing needs is let through (security.md 25): shapes, texts, markers and plain
attributes. No script, no style sheet, no foreign content, no address other than of something in the same picture.
"""

from __future__ import annotations

import re

from lxml import etree
from sqlalchemy import select

from app import db
from app.domain.access import Actor
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.engine import XmlRefused, read_xml
from app.models.clock import now
from app.models.process_draft import DIAGRAM, PICTURE, DraftPart
from app.services.draft_in_hand import editable_draft

_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset(
    {
        "svg", "g", "defs", "marker", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
        "tspan", "title", "clipPath",
    }
)  # fmt: skip
_ATTRIBUTES = frozenset(
    {
        "id", "class", "transform", "viewBox", "version", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx",
        "cy", "r", "rx", "ry", "d", "points", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity",
        "opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "marker-start", "marker-mid", "marker-end",
        "markerWidth", "markerHeight", "refX", "refY", "orient", "font-family", "font-size", "font-weight",
        "font-style", "text-anchor", "dominant-baseline", "lineHeight", "data-element-id", "clip-path",
    }
)  # fmt: skip
# Values that name something: only a part of the same picture.
_INSIDE = re.compile(r"url\(\s*['\"]?#[\w.-]+['\"]?\s*\)")
_REACHES_OUT = re.compile(r"url\s*\(|image|expression|import|javascript|[\\@<>]|/\*", re.IGNORECASE)
# What bpmn-js says in `style`; written as attributes, for our pages refuse styles that come along with content.
_STYLES = frozenset(
    {
        "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "opacity", "stroke-dasharray",
        "stroke-linecap", "stroke-linejoin", "marker-start", "marker-mid", "marker-end", "font-family", "font-size",
        "font-weight", "font-style", "text-anchor",
    }
)  # fmt: skip


def keep_picture(actor: Actor, process: str, content: str, revision: int) -> bool:
    """Keep the picture of the diagram as it was saved at `revision`; False when that is not what stands any more.

    It follows the diagram and has no history of its own. Refusals: as for a save; AnswersInvalid (`content`).
    """
    clean = clean_picture(content)
    with db.transaction() as session:
        draft = editable_draft(session, actor, process)
        wanted = select(DraftPart).where(DraftPart.draft_id == draft.id, DraftPart.kind.in_((DIAGRAM, PICTURE)))
        parts = {part.kind: part for part in session.scalars(wanted)}
        if parts[DIAGRAM].revision != revision:
            return False
        picture = parts.get(PICTURE) or DraftPart(draft_id=draft.id, kind=PICTURE, name="")
        picture.content, picture.revision = clean, revision
        picture.saved_by, picture.saved_at = actor.user_id, now(session)
        session.add(picture)
        return True


def clean_picture(content: str) -> str:
    """The picture with only what a drawing needs. Raises AnswersInvalid (field `content`) when it is no SVG."""
    try:
        root = read_xml(content.encode())
    except XmlRefused as error:
        raise AnswersInvalid({"content": [error.text]}) from None
    if root.tag != _SVG + "svg":
        raise AnswersInvalid({"content": [say("Dit is geen SVG-tekening.")]})
    for node in list(root.iter()):
        if node is not root and not _is_drawn(node):
            _remove(node)
    for node in root.iter():
        _clean_attributes(node)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _is_drawn(node: etree._Element) -> bool:
    return str(node.tag).removeprefix(_SVG) in _ELEMENTS


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _clean_attributes(node: etree._Element) -> None:
    styles = str(node.attrib.pop("style", ""))
    for name, value in [(str(name), str(value)) for name, value in node.attrib.items()]:
        if name not in _ATTRIBUTES or not _stays_inside(value):
            del node.attrib[name]
    for rule in styles.split(";"):
        name, _, value = rule.partition(":")
        if name.strip() in _STYLES and _stays_inside(value):
            node.set(name.strip(), value.strip())


def _stays_inside(value: str) -> bool:
    return not _REACHES_OUT.search(_INSIDE.sub("", value))
