"""Adding and removing rows without JavaScript: a button posts the form, and it comes back a row longer or shorter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from app.forms.filling import count_posted
from app.forms.nodes import MOST_ROWS, Level, Rows

ADD, REMOVE, MARK = "_add", "_remove", "_row"

_ROW_NAME = re.compile(r"(.+)-(\d{1,4})", re.ASCII)
_INDEX = re.compile(r"\d{1,4}", re.ASCII)


@dataclass(frozen=True)
class RowChange:
    """What became of the lists: `formdata` with the change made, `focus` the name of the row or list to go to."""

    formdata: MultiDict[str, str]
    focus: str


def apply_row_change(tree: Level, formdata: Any) -> RowChange | None:
    """Do what an add or remove button asked. None when no such button was pressed, or it names no list of the form."""
    if listed := formdata.get(ADD):
        rows = find_rows(tree, listed)
        if rows and not rows.fixed:
            return _with_row(formdata, listed, rows)
    if removed := _ROW_NAME.fullmatch(formdata.get(REMOVE) or ""):
        rows = find_rows(tree, removed[1])
        if rows and not rows.fixed:
            return _without_row(formdata, removed[1], int(removed[2]))
    return None


def find_rows(tree: Level, name: str) -> Rows | None:
    """The list under a full name as `acties` or `acties-0-stappen`."""
    level = tree
    found: Rows | None = None
    for key in re.split(r"-\d{1,4}-", name):
        found = next((node for node in level.nodes if isinstance(node, Rows) and node.key == key), None)
        if found is None:
            return None
        level = found
    return found


def _with_row(formdata: Any, listed: str, rows: Rows) -> RowChange:
    count = count_posted(formdata).get(listed, 0)
    changed = MultiDict(formdata)
    if count < min(rows.maximum, MOST_ROWS):
        changed[f"{listed}-{count}-{MARK}"] = "1"
    return RowChange(changed, f"{listed}-{count}")


def _without_row(formdata: Any, listed: str, gone: int) -> RowChange:
    changed: MultiDict[str, str] = MultiDict()
    start = f"{listed}-"
    for name, value in MultiDict(formdata).items(multi=True):
        index, separator, rest = name.removeprefix(start).partition("-")
        if name.startswith(start) and separator and _INDEX.fullmatch(index):
            if int(index) == gone:
                continue
            if int(index) > gone:
                name = f"{start}{int(index) - 1}-{rest}"
        changed.add(name, value)
    return RowChange(changed, listed)
