"""The second look at a form: what one part says about another. Conditions, limits, defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.domain.text import Text, say
from app.forms.answers import unbound_field
from app.forms.feel import Formula
from app.forms.fields import Wrong
from app.forms.nodes import (
    Computed,
    FormTree,
    Group,
    Level,
    MomentQuestion,
    Node,
    Question,
    Rows,
)
from app.forms.options import MissingOptions

Report = Callable[[str, str, Text], None]


@dataclass
class Surroundings:
    """The keys one can name from a level: its own, and those around it."""

    own: dict[str, Node]
    outer: Surroundings | None = None

    def find(self, path: tuple[str, ...]) -> Node | None:
        """The node a path of a formula means."""
        if path[0] == "this":
            return self._own(path[1:])
        if path[0] == "parent":
            return self.outer.find(path[1:]) if self.outer and path[1:] else None
        return self._own(path) or (self.outer.find(path) if self.outer else None)

    def _own(self, path: tuple[str, ...]) -> Node | None:
        for length in range(len(path), 0, -1):
            node = self.own.get(".".join(path[:length]))
            if node is not None:
                rest = path[length:]
                if not rest:
                    return node
                return node if isinstance(node, Rows) and ".".join(rest) in keys_of(node) else None
        return None


def keys_of(level: Level) -> dict[str, Node]:
    """The nodes of a level that have a key."""
    return {node.key: node for node in level.nodes if isinstance(node, Question | Rows | Computed)}


def check_references(tree: FormTree, report: Report) -> None:
    """Report formulas that name what is not there, circles of conditions, limits and defaults that cannot be."""
    links: dict[str, set[str]] = {}
    _check_level(tree, Surroundings(keys_of(tree)), report, links)
    for path in sorted(links):
        if _in_circle(path, links):
            report(path, "bad_condition", say("Deze voorwaarde hangt van zichzelf af."))
            return


def _check_level(level: Level, around: Surroundings, report: Report, links: dict[str, set[str]]) -> None:
    for node, formulas in _with_formulas(level.items, ()):
        links.setdefault(node.path, set()).update(_named(formulas, around))
        for formula, code in _own_formulas(node):
            _check_formula(node, formula, code, around, report)
        if isinstance(node, Question):
            _check_default(node, report)
        if isinstance(node, MomentQuestion):
            _check_limits(node, around, report)
        if isinstance(node, Rows):
            _check_level(node, Surroundings(keys_of(node), around), report, links)


def _own_formulas(node: Node) -> Iterator[tuple[Formula, str]]:
    if node.hide:
        yield node.hide, "bad_condition"
    if isinstance(node, Computed):
        yield node.formula, "bad_expression"


def _with_formulas(items: tuple[Node, ...], outer: tuple[Formula, ...]) -> Iterator[tuple[Node, tuple[Formula, ...]]]:
    """Every node of a level with the formulas it hangs on: its own, and those of the groups around it."""
    for node in items:
        formulas = (*outer, *(formula for formula, _ in _own_formulas(node)))
        yield node, formulas
        if isinstance(node, Group):
            yield from _with_formulas(node.items, formulas)


def _named(formulas: tuple[Formula, ...], around: Surroundings) -> Iterator[str]:
    for path in (path for formula in formulas for path in formula.paths):
        found = around.find(path)
        if found:
            yield found.path


def _check_formula(node: Node, formula: Formula, code: str, around: Surroundings, report: Report) -> None:
    for path in formula.paths:
        if around.find(path) is None and not (path == ("i",) and around.outer):
            message = say("De formule noemt ‘%(name)s’, maar dat veld is er niet.", name=".".join(path))
            report(node.path, code, message)


def _in_circle(start: str, links: Mapping[str, set[str]]) -> bool:
    waiting, seen = list(links[start]), set()
    while waiting:
        path = waiting.pop()
        if path == start:
            return True
        if path not in seen:
            seen.add(path)
            waiting.extend(links.get(path, ()))
    return False


def _check_limits(question: MomentQuestion, around: Surroundings, report: Report) -> None:
    for limit in (question.not_before, question.not_after):
        if limit is None or not limit.key:
            continue
        other = around.find((limit.key,)) or around.find(tuple(limit.key.split(".")))
        if not isinstance(other, MomentQuestion) or (other.kind == "time") != (question.kind == "time"):
            message = say("De grens ‘%(key)s’ is geen datumveld van dit formulier.", key=limit.key)
            report(question.path, "bad_limit", message)


def _check_default(question: Question, report: Report) -> None:
    if question.default in (None, "", False):
        return
    try:
        field = unbound_field(question)
        value = field.from_known(question.default)
        if not isinstance(question, MomentQuestion):  # its limits look at other answers, which are not there yet
            field.check(value)
    except MissingOptions:
        report(question.path, "bad_default", say("Een lijst van buiten kan geen beginwaarde hebben."))
    except Wrong as wrong:
        message = say("De beginwaarde past niet: %(reason)s", reason=wrong.text)
        report(question.path, "bad_default", message)
