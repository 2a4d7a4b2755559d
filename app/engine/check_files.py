"""The publish check over files: bundle folders, loose diagrams and tables, a whole folder. A verdict for any file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from lxml import etree

from app.domain.text import say
from app.engine.bundle import read_bundle, read_content
from app.engine.check import check, check_diagram
from app.engine.check_decisions import check_tables
from app.engine.errors import BundleError, Problem
from app.engine.findings import Findings
from app.engine.meta import FILE as META_FILE
from app.engine.xml import BPMN, XmlRefused, read_xml

_BPMN_ROOT = BPMN + "definitions"
_MODEL_ROOT = re.compile(rb"<([\w.-]+:)?definitions\b[^>]*omg\.org/spec/(BPMN|DMN)")


def check_path(path: Path, records: Collection[str] | None = None) -> list[Problem]:
    """Everything wrong with a file, a bundle folder, or all of them under a folder. Never raises, whatever the file."""
    return [problem for file in _files(path) for problem in _check_one(file, records)]


def _files(path: Path) -> Iterator[Path]:
    """The bundles and loose diagrams and tables under a path; a path that is a file stands for itself."""
    if not path.is_dir():
        yield path
        return
    if (path / META_FILE).is_file():
        yield path
        return
    try:
        entries = sorted(path.iterdir())
    except OSError:
        yield path  # not to be read: the verdict says so
        return
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink():
            yield from _files(entry)
        elif entry.suffix in (".bpmn", ".dmn") or (entry.suffix == ".xml" and _is_model(entry)):
            yield entry


def _is_model(file: Path) -> bool:
    """Does an .xml file hold a diagram or a decision table? Looks at its beginning only."""
    try:
        with file.open("rb") as stream:
            beginning = stream.read(4_000)
    except OSError:
        return False
    return bool(_MODEL_ROOT.search(beginning.replace(b"\0", b"")))  # also in UTF-16


def _check_one(path: Path, records: Collection[str] | None) -> list[Problem]:
    try:
        folder = path if path.is_dir() else path.parent
        if (folder / META_FILE).is_file() and (path.is_dir() or path.suffix == ".bpmn"):
            return _check_folder(folder, records)
        return _check_file(path)
    except Exception as error:  # the contract of `workflows check`: a verdict for any file, never a traceback
        text = say("Dit bestand konden we niet nakijken (%(kind)s).", kind=type(error).__name__)
        return [Problem(str(path), "", "error", "check.failed", text)]


def _check_folder(folder: Path, records: Collection[str] | None) -> list[Problem]:
    workflows = folder.resolve().parent
    try:
        bundle = read_bundle(workflows, workflows.parent / "forms", folder.resolve().name)
    except BundleError as error:
        return list(error.problems)
    return [_in_folder(folder, problem) for problem in check(bundle, records)]


def _in_folder(folder: Path, problem: Problem) -> Problem:
    return Problem(str(folder / problem.file), problem.element, problem.severity, problem.code, problem.text)


def _check_file(path: Path) -> list[Problem]:
    found = Findings(str(path))
    content = read_content(path, found.problems)
    if found.problems:
        return found.problems
    try:
        root = read_xml(content)
    except XmlRefused as error:
        found.error("", error.code, error.text)
        return found.problems
    if root.tag == _BPMN_ROOT:
        return check_diagram(root, str(path))
    if etree.QName(root).namespace and "/spec/DMN/" in str(etree.QName(root).namespace):
        return check_tables(content, str(path))[1]
    found.error("", "file.kind", say("Dit is geen BPMN-diagram en geen DMN-beslissingstabel."))
    return found.problems
