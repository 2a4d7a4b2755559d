"""Bundles: a diagram with its decision tables, forms and process.toml, and the bundles it calls (contract §5)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from app.domain.text import say
from app.engine.errors import BundleError, Problem
from app.engine.meta import FILE as META_FILE
from app.engine.meta import ProcessMeta
from app.engine.meta_reading import read_meta
from app.engine.xml import BPMN, MAX_BYTES, XmlRefused, canonical, read_xml


@dataclass(frozen=True, eq=False)
class Bundle:
    """One version of a process: everything it runs on. `calls` holds the bundles of the processes it calls."""

    process: str
    meta: ProcessMeta = field(repr=False)
    meta_text: str = field(repr=False)
    bpmn: bytes = field(repr=False)
    dmn: Mapping[str, bytes] = field(repr=False)
    forms: Mapping[str, dict[str, Any]] = field(repr=False)
    calls: Mapping[str, Bundle] = field(repr=False)

    @cached_property
    def content_hash(self) -> str:
        """Hash of the content, called bundles included. Formatting of the XML, JSON and TOML does not count."""
        parts = {
            "process": self.process,
            "meta": _meta_content(self.meta),
            "bpmn": _canonical(self.bpmn),
            "dmn": {name: _canonical(content) for name, content in self.dmn.items()},
            "forms": dict(self.forms),
            "calls": {key: bundle.content_hash for key, bundle in self.calls.items()},
        }
        return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()

    def all(self) -> dict[str, Bundle]:
        """This bundle and every one it calls, near or far, by process key."""
        found = {self.process: self}
        for called in self.calls.values():
            found.update(called.all())
        return found


_NO_TITLES = ',"variable_titles":{}}'


def _meta_content(meta: ProcessMeta) -> str:
    """The settings as they count. Titles of variables are left out where there are none: versions from before there
    were any keep their hash, and running cases are bound to the hash of their version."""
    told = orjson.dumps(meta, option=orjson.OPT_SORT_KEYS).decode()
    return told.removesuffix(_NO_TITLES) + "}" if told.endswith(_NO_TITLES) else told


def make_bundle(
    process: str,
    meta: str,
    bpmn: bytes,
    dmn: Mapping[str, bytes],
    forms: Mapping[str, dict[str, Any]],
    calls: Mapping[str, Bundle],
) -> Bundle:
    """A bundle from its parts; `meta` is the text of process.toml. Raises BundleError when that cannot be read."""
    return Bundle(process, read_meta(meta), meta, bpmn, dict(dmn), dict(forms), dict(calls))


def read_bundle(workflows: Path, forms: Path, key: str) -> Bundle:
    """Read a bundle from its folders, with the bundles it calls from the folders beside it.

    Raises BundleError naming the file, the element and the reason of everything that could not be read.
    """
    return _Reader(workflows, forms).read(key, ())


class _Reader:
    def __init__(self, workflows: Path, forms: Path) -> None:
        self.workflows, self.forms = workflows, forms
        self.done: dict[str, Bundle] = {}

    def read(self, key: str, path: tuple[str, ...]) -> Bundle:
        if key in self.done:
            return self.done[key]
        problems: list[Problem] = []
        folder = self.workflows / key
        diagram = folder / f"{key}.bpmn"
        bpmn = read_content(diagram, problems)
        meta = self._meta(folder / META_FILE, problems)
        dmn = {file.name: read_content(file, problems) for file in sorted(folder.glob("*.dmn"))}
        forms = {file.stem: _form(file, problems) for file in sorted((self.forms / key).glob("*.json"))}
        calls = self._calls(diagram, bpmn, (*path, key), problems) if not problems else {}
        if problems:
            raise BundleError(problems)
        self.done[key] = Bundle(key, meta[0], meta[1], bpmn, dmn, forms, calls)
        return self.done[key]

    def _meta(self, file: Path, problems: list[Problem]) -> tuple[ProcessMeta, str]:
        content = read_content(file, problems)
        if problems:
            return ProcessMeta(""), ""
        try:
            text = content.decode()
            return read_meta(text), text
        except UnicodeDecodeError:
            problems.append(Problem(str(file), "", "error", "meta.syntax", say("Dit bestand is geen UTF-8-tekst.")))
        except BundleError as error:
            problems += [Problem(str(file), p.element, p.severity, p.code, p.text) for p in error.problems]
        return ProcessMeta(""), ""

    def _calls(self, file: Path, bpmn: bytes, path: tuple[str, ...], problems: list[Problem]) -> dict[str, Bundle]:
        calls: dict[str, Bundle] = {}
        for element, called in _called(file, bpmn, problems):
            if called in path:
                text = say("Dit proces roept zichzelf op, rechtstreeks of via een ander proces.")
                problems.append(Problem(str(file), element, "error", "call.recursive", text))
            elif not called or not (self.workflows / called / f"{called}.bpmn").is_file():
                text = say("Het opgeroepen proces «%(process)s» bestaat niet.", process=called)
                problems.append(Problem(str(file), element, "error", "call.unknown", text))
            else:
                try:
                    calls[called] = self.read(called, path)
                except BundleError as error:
                    problems += error.problems
        return calls


def _called(file: Path, bpmn: bytes, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    try:
        root = read_xml(bpmn)
    except XmlRefused as error:
        problems.append(Problem(str(file), "", "error", error.code, error.text))
        return
    for call in root.iter(BPMN + "callActivity"):
        yield call.get("id") or "", (call.get("calledElement") or "").strip()


def called_processes(bpmn: bytes) -> list[str]:
    """The keys of the processes a diagram calls, in order of their elements; none when it cannot be read."""
    return list(dict.fromkeys(called for _, called in _called(Path(), bpmn, []) if called))


def read_content(file: Path, problems: list[Problem]) -> bytes:
    """The bytes of an ordinary file of bounded size; what is wrong with it is added to `problems`."""
    try:
        if not file.is_file():  # a device or a pipe might never end
            raise OSError
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError:
        text = say("Dit bestand is er niet of is niet te lezen.")
        problems.append(Problem(str(file), "", "error", "file.missing", text))
        return b""
    if len(content) > MAX_BYTES:
        text = say("Het bestand is te groot. Meer dan 1 MB lezen we niet.")
        problems.append(Problem(str(file), "", "error", "file.too_large", text))
        return b""
    return content


def _form(file: Path, problems: list[Problem]) -> dict[str, Any]:
    content = read_content(file, problems)
    try:
        form = orjson.loads(content)
    except orjson.JSONDecodeError:
        form = None
    if not isinstance(form, dict):
        text = say("Dit formulier is geen geldige JSON.")
        problems.append(Problem(str(file), file.stem, "error", "form.syntax", text))
        return {}
    return form


def _canonical(content: bytes) -> str:
    try:
        return canonical(read_xml(content))
    except XmlRefused:
        return hashlib.sha256(content).hexdigest()
