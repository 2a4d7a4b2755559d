"""Definitions: bundles ready to run. Parsed once per content and shared by all threads (architecture.md promise 4)."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from app.domain.expressions import ExpressionError
from app.domain.text import say
from app.engine.bundle import Bundle
from app.engine.check import check_structure
from app.engine.decisions import DecisionTable, read_decisions
from app.engine.diagram import Diagram
from app.engine.diagram_reading import read_diagram
from app.engine.drawn_elements import Element, elements_of
from app.engine.errors import BundleError, Problem
from app.engine.meta import MessageMeta, ProcessMeta, VariableType
from app.engine.parser import parse_process
from app.engine.xml import XmlRefused, read_xml

_LIMIT = 500


class Definition:
    """A bundle with its specifications. Read-only; compared by identity."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.process = bundle.process
        self.content_hash = bundle.content_hash
        self.meta: ProcessMeta = bundle.meta
        self.elements: dict[tuple[str, str], Element] = {}
        self.specs: dict[str, Any] = {}
        self._bundles = bundle.all()
        self._decisions: dict[tuple[str, str], DecisionTable] = {}
        for key, part in self._bundles.items():
            self._read(key, part)

    def _read(self, key: str, bundle: Bundle) -> None:
        diagram = _diagram(bundle)
        problems = check_structure(diagram, f"{key}.bpmn", key)
        if problems:
            raise BundleError(problems)
        process = diagram.process(key)
        if process is None:
            text = say("In dit bestand staat geen proces met de naam «%(name)s».", name=key)
            raise BundleError([_problem(bundle, "", "process.missing", text)])
        elements = elements_of(process)
        self.elements.update({(key, element.id): element for element in elements.values()})
        for element in elements.values():
            if element.kind == "callActivity" and element.calls not in bundle.calls:
                text = say("Het opgeroepen proces «%(process)s» bestaat niet.", process=element.calls)
                raise BundleError([_problem(bundle, element.id, "call.unknown", text)])
        for name, content in bundle.dmn.items():
            for table in read_decisions(content, name):
                self._decisions[key, table.id] = table
        try:
            self.specs.update(parse_process(diagram.root, key))
        except ValidationException as error:
            text = say("De motor kan dit diagram niet lezen.")
            raise BundleError([_problem(bundle, error.id or "", "parse.failed", text)]) from error
        except (ExpressionError, RecursionError) as error:
            text = error.text if isinstance(error, ExpressionError) else say("Het diagram is te groot.")
            raise BundleError([_problem(bundle, "", "parse.failed", text)]) from error

    @property
    def spec(self) -> Any:
        """The specification of the process itself."""
        return self.specs[self.process]

    @cached_property
    def variables(self) -> Mapping[str, VariableType]:
        """Every variable that this process and those it calls declare."""
        return {name: kind for bundle in self._bundles.values() for name, kind in bundle.meta.variables.items()}

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles that have work in this process or in those it calls."""
        return frozenset(element.role for element in self.elements.values() if element.role)

    def variables_of(self, process: str) -> Mapping[str, VariableType]:
        """The variables one process of the bundle declares."""
        return self._bundles[process].meta.variables

    def form(self, process: str, element: str) -> dict[str, Any]:
        """The form of a user task (or `start`) of a process of the bundle. KeyError when there is none."""
        drawn = self.elements.get((process, element))
        return self._bundles[process].forms[drawn.form if drawn is not None else element]

    def message(self, name: str) -> MessageMeta | None:
        """A message a person may send: of this process, or of one it calls."""
        found = (bundle.meta.messages.get(name) for bundle in self._bundles.values())
        return next((message for message in found if message is not None), None)

    def decision(self, process: str, name: str) -> DecisionTable | None:
        """A decision table of a process of the bundle."""
        return self._decisions.get((process, name))


def _diagram(bundle: Bundle) -> Diagram:
    try:
        return read_diagram(read_xml(bundle.bpmn))
    except XmlRefused as error:
        raise BundleError([_problem(bundle, "", error.code, error.text)]) from None


def _problem(bundle: Bundle, element: str, code: str, text: Any) -> Problem:
    return Problem(f"{bundle.process}.bpmn", element, "error", code, text)


_cache: OrderedDict[str, Definition] = OrderedDict()
_lock = threading.Lock()


def compile(bundle: Bundle) -> Definition:  # the door's word; nothing here needs the builtin
    """The bundle ready to run, parsed on first use. Raises BundleError when the engine cannot run it."""
    with _lock:
        found = _cache.get(bundle.content_hash)
        if found is None:
            found = _cache[bundle.content_hash] = Definition(bundle)
            while len(_cache) > _LIMIT:
                _cache.popitem(last=False)
        else:
            _cache.move_to_end(bundle.content_hash)
        return found
