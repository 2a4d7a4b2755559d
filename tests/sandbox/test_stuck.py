"""Where a trial cannot go on: never for answers nobody would hand in, else in a sentence that says where and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest

from app import engine
from app.domain.text import Text, say
from app.forms.mended import Mending
from app.models.base import configure_keys
from app.sandbox.faults import Stuck, counted
from app.sandbox.looking import look
from app.sandbox.play import Outcome, Plan, added, play, play_part, read_outcome, staged
from app.sandbox.rehearsal import rehearsed
from app.sandbox.script import Script
from app.sandbox.world import Stage
from tests.conftest import SECRET_KEY
from tests.sandbox.test_play import BEGIN, bundles

PROCESSES = sorted(bundles())
# With these numbers cases stood still while what a form refused was drawn again and not mended.
SEEDS = {"hiring": 1, "early_end": 2, "vdab_evaluation": 2, "trajectory": 1}
PLAN = Plan("trajectory", BEGIN, 2, 1, 1)


@pytest.fixture(scope="module", autouse=True)
def keys() -> None:
    """Sealed columns need a secret; no database of ours is connected."""
    configure_keys(SECRET_KEY)


@pytest.fixture(scope="module")
def stage(keys: None) -> Iterator[Stage]:
    """Where every process is tried: made once."""
    with staged(bundles(), PLAN) as made:
        yield made


@pytest.mark.parametrize("process", PROCESSES)
def test_no_random_case_of_any_process_gets_stuck(stage: Stage, process: str, request: pytest.FixtureRequest) -> None:
    cases = request.config.getoption("--trials")
    plan, outcome = replace(PLAN, process=process, cases=cases, seed=SEEDS.get(process, 1)), Outcome()
    for part in range(plan.parts):
        outcome = added(bundles(), outcome, play_part(stage, bundles(), plan, part))
    assert outcome.report.cases == cases, outcome.stuck
    assert outcome.stuck == ()


def changed(process: str, pattern: str, comes: str) -> dict[str, engine.Bundle]:
    """The bundles with one drawing of a process that nobody calls changed."""
    old = bundles()[process]
    bpmn, times = re.subn(pattern, comes, old.bpmn.decode(), flags=re.DOTALL)
    assert times
    return {process: engine.make_bundle(process, old.meta_text, bpmn.encode(), old.dmn, old.forms, old.calls)}


def test_a_task_that_lacks_what_a_step_before_must_write_down_says_so() -> None:
    draft = changed("early_end", 'name="record" value="early_end_report"', 'name="note" value="none"')
    one, two = (play(draft, "early_end", begin=BEGIN, years=1, cases=2, seed=3) for _ in range(2))
    assert [(stuck.name, str(stuck.said[0]), stuck.times) for stuck in one.stuck] == [
        ("Werknemer inlichten", "Deze taak zoekt iets dat een stap ervoor moest vastleggen, en dat is er niet.", 2)
    ]
    assert one == two  # a number at random in the sentence made one place as many as there were cases
    assert read_outcome(orjson.loads(orjson.dumps(one.as_json()))).stuck == one.stuck


def without_term() -> dict[str, engine.Bundle]:
    """A hiring whose reminder waits for as long as a variable says that nobody has set yet."""
    timer = "<bpmn:timeDuration[^>]*>'P14D'</bpmn:timeDuration>"
    return changed("hiring", timer, "<bpmn:timeDuration>hiring_outcome</bpmn:timeDuration>")


def test_a_step_that_fails_is_named() -> None:
    outcome = play(without_term(), "hiring", begin=BEGIN, years=1, cases=2)
    assert [(stuck.element, stuck.times) for stuck in outcome.stuck] == [("", 2)]
    assert "«Als het advies blijft liggen»" in str(outcome.stuck[0].said[0])


def test_who_steps_through_a_draft_that_cannot_begin_reads_why(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with rehearsed(without_term(), "one", Script("hiring", BEGIN)) as open_now:
        open_now.begin()
        seen = look(open_now)
    assert seen.otherwise is not None
    assert "«Als het advies blijft liggen»" in str(seen.otherwise.text)


def test_sentences_that_differ_in_a_day_only_are_one() -> None:
    over = [Stuck("a", "b", "B", (say("Verlopen op %(day)s.", day=date(2027, 1, day)),)) for day in (1, 2)]
    assert counted(over) == (replace(over[0], times=2),)


def mended(component: dict[str, Any], answers: dict[str, Any], **errors: Text) -> dict[str, Any]:
    schema = {"components": [component]}
    mending = Mending(schema, today=date(2027, 1, 4), rng=Random(1), context={})
    return mending.mended(answers, {name.replace("__", "-"): [text] for name, text in errors.items()})


def test_a_choice_that_is_refused_becomes_another() -> None:
    component = {"type": "radio", "key": "a", "values": [{"value": "x"}, {"value": "y"}]}
    assert mended(component, {"a": "x", "b": "stays"}, a=say("Dit kan niet.")) == {"a": "y", "b": "stays"}


def test_the_day_in_the_sentence_is_tried_before_long() -> None:
    component = {"type": "datetime", "subtype": "date", "key": "day"}
    mending = Mending({"components": [component]}, today=date(2027, 1, 4), rng=Random(1), context={})
    answers: dict[str, Any] = {"day": "2027-01-01"}
    for _ in range(10):
        if answers["day"] >= "2027-11-23":
            break
        answers = mending.mended(answers, {"day": [say("Niet voor %(day)s.", day=date(2027, 11, 23))]})
    assert answers["day"] >= "2027-11-23"


def test_a_row_is_mended_where_it_stands() -> None:
    row = {"type": "select", "key": "what", "values": [{"value": "x"}, {"value": "y"}]}
    rows = {"type": "dynamiclist", "path": "list", "components": [row]}
    answers = {"list": [{"what": "x"}, {"what": "x"}]}
    assert mended(rows, answers, list__1__what=say("Nee.")) == {"list": [{"what": "x"}, {"what": "y"}]}


def test_what_no_other_answer_helps_stays_as_it_is() -> None:
    assert mended({"type": "radio", "key": "a", "values": [{"value": "x"}]}, {"a": "x"}, a=say("Nee.")) == {"a": "x"}
    assert mended({"type": "text", "text": "-"}, {"a": 1}, c=say("Nee.")) == {"a": 1}
