"""What a new form and a new decision table hold: no questions, and, as dmn-js begins one (DMN 1.3), one decision with
one input, one output and no rows."""

from __future__ import annotations

from app import engine
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.services.draft_parts import form_text

_EMPTY = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="definitions_{name}" name="{name}" \
namespace="http://camunda.org/schema/1.0/dmn">
  <decision id="{name}" name="{name}">
    <decisionTable id="table_{name}" hitPolicy="UNIQUE">
      <input id="input_{name}" label="">
        <inputExpression id="expression_{name}" typeRef="string"><text></text></inputExpression>
      </input>
      <output id="output_{name}" name="{name}_result" typeRef="string"/>
    </decisionTable>
  </decision>
</definitions>
"""


def empty_form(name: str) -> str:
    """The JSON of a form without questions for the task `name`."""
    return form_text({"type": "default", "id": name, "schemaVersion": 19, "components": []})


def empty_table(name: str) -> str:
    """The XML of an empty table whose decision is called `name`. AnswersInvalid for a name that could not be one."""
    if not engine.is_variable_name(name):
        raise AnswersInvalid(
            {"name": [say("Geef de tabel een naam: kleine letters, cijfers en _, met een letter vooraan.")]}
        )
    return _EMPTY.format(name=name)
