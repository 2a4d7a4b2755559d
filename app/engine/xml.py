"""Reading XML that strangers wrote. Every diagram and decision table comes through `read_xml` (security.md 5, 6, 8)."""

from __future__ import annotations

import re

from lxml import etree

from app.domain.text import Text, say
from app.engine.xml_habits import without_habits

MAX_BYTES = 1 << 20
MAX_DEPTH = 60
MAX_NODES = 40_000

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"

_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


class XmlRefused(ValueError):
    """A file we do not read; `code` and `text` say why, without a word of its content."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(str(text))
        self.code, self.text = code, text


def read_xml(content: bytes) -> etree._Element:
    """The root of a document without DOCTYPE, of bounded size and depth, comments dropped. Raises XmlRefused."""
    if len(content) > MAX_BYTES:
        raise XmlRefused("xml.too_large", say("Het bestand is te groot. Meer dan 1 MB lezen we niet."))
    # Zero bytes out first, so that a document in UTF-16 cannot hide what it declares.
    if _DOCTYPE.search(content.replace(b"\0", b"")):
        raise XmlRefused("xml.doctype", say("Het bestand heeft een DOCTYPE. Dat laten we niet toe."))
    parser = _parser()
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        # In the log of this parser: that of the error is the thread's, and holds what earlier files met. The one limit
        # that a file of our size meets is that of depth.
        if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
            raise _too_deep() from None
        text = say("Dit is geen geldige XML (regel %(line)s).", line=error.lineno or 1)
        raise XmlRefused("xml.syntax", text) from None
    except (ValueError, LookupError, MemoryError):
        raise XmlRefused("xml.syntax", say("Dit is geen geldige XML.")) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefused("xml.doctype", say("Het bestand heeft een DOCTYPE. Dat laten we niet toe."))
    _ensure_bounded(root)
    return root


def _parser() -> etree.XMLParser:
    # A parser of its own for each document: lxml's parsers keep state and are not to be shared by threads.
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _too_deep() -> XmlRefused:
    return XmlRefused("xml.too_deep", say("Het bestand is te diep in elkaar genest."))


def _ensure_bounded(root: etree._Element) -> None:
    depth = 0
    for steps, (event, _) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise _too_deep()
        if steps > 2 * MAX_NODES:
            raise XmlRefused("xml.too_large", say("Het bestand heeft te veel onderdelen."))


def local_name(node: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(node).localname


def children_of(node: etree._Element, name: str) -> list[etree._Element]:
    """The children of an element with this name, in the namespace the element itself is in."""
    return list(node.iterchildren(node.tag[: node.tag.index("}") + 1] + name if "}" in node.tag else name))


def child_of(node: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of an element with this name; None without one."""
    return next(iter(children_of(node, name)), None) if node is not None else None


def text_of(node: etree._Element | None) -> str:
    """The text inside an element, trimmed; empty when there is none."""
    return (node.text or "").strip() if node is not None else ""


def canonical(root: etree._Element) -> str:
    """The content of a document apart from its formatting: white space, attribute order and prefixes do not count."""
    xsi_type = "{http://www.w3.org/2001/XMLSchema-instance}type"
    text: str = etree.canonicalize(root, strip_text=True, rewrite_prefixes=True, qname_aware_attrs=[xsi_type])
    return text


def same_xml(one: bytes, other: bytes) -> bool:
    """Whether two documents say the same, formatting apart. What is no XML is only the same when it is equal."""
    if one == other:
        return True
    try:
        return canonical(without_habits(read_xml(one))) == canonical(without_habits(read_xml(other)))
    except XmlRefused:
        return False
