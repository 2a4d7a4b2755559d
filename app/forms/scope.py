"""The levels of a filled-in form: the form itself, and each row of each list in it.

Fields live in one flat WTForms form under names as `acties-0-wat`; scopes say which of them stand together, so that
conditions and limits look in the own row first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wtforms.fields.core import UnboundField

from app.forms.binding import Binding, bare
from app.forms.feel import project
from app.forms.fields import AnswerField, field_class
from app.forms.nodes import Computed, Level, Node, Question, Rows


class Scope:
    """One level. `prefix` comes before the keys of its questions: "" or "acties-0-"."""

    def __init__(
        self,
        level: Level,
        binding: Binding,
        prefix: str = "",
        parent: Scope | None = None,
        index: int = 0,
        known: Any = None,
    ) -> None:
        self.level = level
        self.binding = binding
        self.prefix = prefix
        self.parent = parent
        self.index = index
        self.known = known
        self.fields: dict[str, AnswerField] = {}
        self.rows: dict[str, list[Scope]] = {}
        self.computed: dict[str, Any] = {}
        self.hidden: set[str] = set()  # paths of the nodes that do not count now
        self.paths: dict[str, str] = {}  # the path of each key

    def name(self, key: str) -> str:
        """The full name of a key: of its input, and of its errors."""
        return self.prefix + key

    def known_of(self, key: str) -> Any:
        """What is known under a key of this level."""
        if self.parent is None:
            return self.binding.find(key)
        row = bare(self.known)
        return Binding(known=row).find(key) if isinstance(row, Mapping) else None

    def known_rows(self, rows: Rows) -> list[Any]:
        """The rows known of a list."""
        found = bare(self.known_of(rows.key))
        return list(found) if isinstance(found, list | tuple) else []

    def hides(self, node: Node) -> bool:
        """Whether a node does not count now."""
        return node.path in self.hidden

    def other(self, key: str) -> AnswerField | None:
        """The field of another question, in this level or around it; None when it is hidden or not there."""
        if key in self.fields:
            return None if self.paths[key] in self.hidden else self.fields[key]
        return self.parent.other(key) if self.parent else None

    def look_up(self, path: tuple[str, ...]) -> object:
        """The value a formula means: own row first, then outward. `this`, `parent` and `i` as in form-js."""
        if path[0] == "this":
            return self._own(path[1:])[1]
        if path[0] == "parent":
            return self.parent.look_up(path[1:]) if self.parent and path[1:] else None
        if path == ("i",) and self.parent is not None and "i" not in self.paths:
            return self.parent.number_of(self)
        found, value = self._own(path)
        if found or self.parent is None:
            return value
        return self.parent.look_up(path)

    def _own(self, path: tuple[str, ...]) -> tuple[bool, object]:
        for length in range(len(path), 0, -1):
            key = ".".join(path[:length])
            if key not in self.paths:
                continue
            if self.paths[key] in self.hidden:
                return True, None
            return True, project(self._value(key), path[length:])
        return False, None

    def _value(self, key: str) -> object:
        if key in self.fields:
            field = self.fields[key]
            return None if field.process_errors else field.data
        if key in self.rows:
            return [row.plain() for row in self.counted(key)]
        return self.computed.get(key)

    def plain(self) -> dict[str, Any]:
        """The values of this level as nested dictionaries, hidden ones left out: what formulas see of a row."""
        values: dict[str, Any] = {}
        for key, path in self.paths.items():
            if path not in self.hidden:
                put(values, key, self._value(key))
        return values

    def counted(self, key: str) -> list[Scope]:
        """The rows of a list that count: a row nobody filled in is left out, on the page and in the API alike."""
        fixed = any(isinstance(node, Rows) and node.key == key and node.fixed for node in self.level.nodes)
        return [row for row in self.rows[key] if fixed or not row.is_blank()]

    def is_blank(self) -> bool:
        """Whether nobody filled in anything here that counts."""
        fields = all(self.paths[key] in self.hidden or field.untouched() for key, field in self.fields.items())
        return fields and all(self.paths[key] in self.hidden or not self.counted(key) for key in self.rows)

    def number_of(self, row: Scope) -> int:
        """The place of a row among those that count, from 1: ``i`` in a formula."""
        for key, rows in self.rows.items():
            if row in rows:
                counted = self.counted(key)
                return counted.index(row) + 1 if row in counted else len(counted) + 1
        return 0

    def asked(self) -> dict[str, Any]:
        """What stands in the fields now, hidden or not, as nested dictionaries."""
        values: dict[str, Any] = {}
        for key, field in self.fields.items():
            put(values, key, field.data)
        for key, rows in self.rows.items():
            put(values, key, [row.asked() for row in rows])
        return values

    def gather_fields(self, form: Any) -> None:
        """Take the fields of this level out of the flat form."""
        for node in self.level.nodes:
            if isinstance(node, Question):
                self.fields[node.key] = form[self.name(node.key)]

    def every(self) -> Iterator[Scope]:
        """This level and all rows below it."""
        yield self
        for rows in self.rows.values():
            for row in rows:
                yield from row.every()


Count = Callable[[Rows, Scope], int]


def lay_out(scope: Scope, count: Count) -> Iterator[tuple[str, UnboundField[Any]]]:
    """Make the rows of a level and give the unbound field of every question, in order, with its full name."""
    for node in scope.level.nodes:
        if isinstance(node, Question):
            scope.paths[node.key] = node.path
            unbound = UnboundField(
                field_class(node), question=node, binding=scope.binding, known=scope.known_of(node.key), scope=scope
            )
            yield scope.name(node.key), unbound
        elif isinstance(node, Computed):
            scope.paths[node.key] = node.path
        elif isinstance(node, Rows):
            scope.paths[node.key] = node.path
            known = scope.known_rows(node)
            scope.rows[node.key] = []
            for index in range(count(node, scope)):
                row = Scope(
                    node,
                    scope.binding,
                    prefix=f"{scope.name(node.key)}-{index}-",
                    parent=scope,
                    index=index,
                    known=known[index] if index < len(known) else None,
                )
                scope.rows[node.key].append(row)
                yield from lay_out(row, count)


def put(target: dict[str, Any], key: str, value: Any) -> None:
    """Set `value` under a key with dots, making the nested objects on the way."""
    *outer, last = key.split(".")
    for part in outer:
        target = target.setdefault(part, {})
    target[last] = value
