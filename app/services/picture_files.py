"""Pictures beside the diagrams on disk: `workflows/<key>/<key>.svg`, made by `make drawings`.

A picture is no part of a version's content: it says nothing that its diagram does not. Its first line says of which
diagram it is, and of any other it is no picture at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.domain.errors import AnswersInvalid
from app.engine import Bundle, BundleError, Problem, read_xml
from app.engine.xml import canonical
from app.models.definition import Definition
from app.services.pictures import clean_picture

_FIRST_LINE = "<!-- Drawn from a diagram whose SHA-256 is {}; make drawings -->\n"
_OF_DIAGRAM = re.compile(_FIRST_LINE.format("([0-9a-f]{64})"))


def file_of(workflows: Path, process: str) -> Path:
    """Where the picture of a process is."""
    return workflows / process / f"{process}.svg"


def file_text(picture: str, bpmn: bytes) -> str:
    """A picture as it is kept on disk."""
    return _FIRST_LINE.format(_digest(bpmn)) + picture + "\n"


def is_of(text: str, bpmn: bytes) -> bool:
    """Whether a file shows this diagram; how the diagram is written does not matter."""
    said = _OF_DIAGRAM.match(text)
    return said is not None and said[1] == _digest(bpmn)


def pictures(workflows: Path, bundles: Mapping[str, Bundle]) -> dict[str, str]:
    """The pictures on disk of these very diagrams, by process. BundleError when a file is no picture."""
    found: dict[str, str] = {}
    for process, bundle in bundles.items():
        file = file_of(workflows, process)
        text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
        if is_of(text, bundle.bpmn):
            try:
                found[process] = clean_picture(text)
            except AnswersInvalid as refused:
                problem = Problem(str(file), "", "error", "picture.syntax", refused.errors["content"][0])
                raise BundleError([problem]) from None
    return found


def complete(session: Session, bundles: Mapping[str, Bundle], found: Mapping[str, str]) -> None:
    """Give versions that are drawn just so their picture where they have none: they came before there was one."""
    for process, picture in found.items():
        alike = (Definition.process == process, Definition.bpmn == bundles[process].bpmn, Definition.svg.is_(None))
        session.execute(update(Definition).where(*alike).values(svg=picture))


def _digest(bpmn: bytes) -> str:
    return sha256(canonical(read_xml(bpmn)).encode()).hexdigest()
