"""One small diagram for every element Traject runs: the files of this folder, named as docs/modelling.md names them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from app.engine import Bundle, make_bundle
from tests.engine.draw import meta

FOLDER = Path(__file__).parent
VARIABLES = {
    "n": "number", "who": "text", "until": "date", "approved": "boolean", "r1": "boolean", "r2": "boolean",
    "enough": "boolean", "names": "list", "advice": "text",
}  # fmt: skip


@cache
def element_bundles() -> dict[str, Bundle]:
    """The bundle of each diagram, by its name."""
    called = _bundle(FOLDER / "called" / "called.bpmn")
    return {file.stem: _bundle(file, called) for file in sorted(FOLDER.glob("*.bpmn"))}


def _bundle(file: Path, called: Bundle | None = None) -> Bundle:
    content = file.read_bytes()
    calls = {"called": called} if called is not None and b"calledElement" in content else {}
    dmn = {table.name: table.read_bytes() for table in file.parent.glob(f"{file.stem}.dmn")}
    return make_bundle(file.stem, meta(**VARIABLES), content, dmn, {}, calls)
