"""A decision table tried with values as people type them."""

from __future__ import annotations

import pytest

from app.domain.errors import AnswersInvalid
from app.services.trying_tables import Asked, asked, outcome

TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
<decision id="pace" name="Tempo"><decisionTable id="t" hitPolicy="UNIQUE">
<input id="i1" label="Dagen te laat">
<inputExpression id="e1" typeRef="number"><text>days</text></inputExpression></input>
<input id="i2"><inputExpression id="e2" typeRef="boolean"><text>agreed</text></inputExpression></input>
<input id="i3" label="Tegen"><inputExpression id="e3" typeRef="date"><text>due</text></inputExpression></input>
<output id="o1" name="pace" typeRef="string"/>
<rule id="r1"><inputEntry id="a1"><text>&lt; 2.5</text></inputEntry><inputEntry id="a2"><text>true</text></inputEntry>
<inputEntry id="a3"><text>&lt; date("2026-06-01")</text></inputEntry>
<outputEntry id="b1"><text>"slow"</text></outputEntry></rule>
<rule id="r2"><inputEntry id="c1"><text>&gt;= 2.5</text></inputEntry><inputEntry id="c2"><text>-</text></inputEntry>
<inputEntry id="c3"><text>-</text></inputEntry><outputEntry id="d1"><text>"fast"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def test_what_a_table_asks_is_told_as_its_columns_call_it() -> None:
    agreed, days, due = asked(TABLE)
    assert agreed == Asked("agreed", "agreed", "boolean")
    assert days == Asked("days", "Dagen te laat", "number")
    assert due == Asked("due", "Tegen", "date")


@pytest.mark.parametrize(
    ("values", "pace", "rows"),
    [
        ({"days": "2,4", "agreed": "ja", "due": "2026-05-31"}, "slow", [1]),
        ({"days": "2.4", "agreed": "true", "due": "2026-06-01"}, None, []),
        ({"days": "2.4", "agreed": "nee", "due": "2026-05-31"}, None, []),
        ({"days": " 3 "}, "fast", [2]),
    ],
)
def test_it_answers_with_the_rows_that_counted(values, pace, rows) -> None:
    tried = outcome(TABLE, values)
    assert (tried.outputs, tried.rows) == ({"pace": pace}, rows)


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("days", "drie", "een getal"),
        ("days", "nan", "een getal"),
        ("days", "1e999", "een getal"),
        ("agreed", "misschien", "ja of nee"),
        ("due", "1 mei", "een datum"),
        ("due", "2026-02-30", "een datum"),
    ],
)
def test_a_value_of_another_kind_is_told_at_its_field(name, typed, told) -> None:
    with pytest.raises(AnswersInvalid) as refusal:
        outcome(TABLE, {"days": "1", name: typed})
    (sentence,) = refusal.value.errors[f"value-{name}"]
    assert told in str(sentence)
