"""Scenarios: kept, taken out with a reason, read from files, and asked for when a draft is published."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM, Actor, Role
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed, NotVisible
from app.models.scenario import Scenario
from app.sandbox import gate
from app.sandbox.play import play
from app.services import approving, drafts, publishing, scenarios
from app.services.draft_parts import Part, contents
from app.services.trials import surroundings

BEGIN = datetime(2027, 1, 4, 8, tzinfo=UTC)


@pytest.fixture
def editor(world) -> Actor:
    return world.actor("petra@traject.example", Role.PROCESS_EDITOR, "traject", "operator")


def draft_with(editor, process, old, new):
    drafts.open_draft(editor, process)
    with db.reading() as session:
        draft = drafts.live_draft(session, process)
        assert draft is not None
        text = contents(session, draft)[Part("bpmn")]
    assert old in text
    drafts.save(editor, process, Part("bpmn"), text.replace(old, new), 1)
    return draft.id


def kept(editor, draft_id, name="Gewoon"):
    with db.reading() as session:
        bundles, process = surroundings(session, draft_id)
    outcome = play(bundles, process, begin=BEGIN, years=1, seed=1)
    assert outcome.script is not None
    assert outcome.expected is not None
    return scenarios.keep(editor, process, name, outcome.script.as_json(), outcome.expected.as_json())


def test_a_draft_is_handed_in_when_its_scenarios_pass(simple, editor, coach) -> None:
    draft = draft_with(editor, simple, 'name="Aanvraag invullen"', 'name="Aanvraag nakijken"')
    scenario = kept(editor, draft)
    with pytest.raises(AnswersInvalid) as taken:
        kept(editor, draft, "gewoon")
    assert set(taken.value.errors) == {"name"}
    with pytest.raises(NotAllowed):
        scenarios.remove(coach, scenario, "zo maar")
    with pytest.raises(Conflict):  # nobody saw it pass
        approving.hand_in(editor, simple, "Andere naam", "Overleg", None)
    gate.hand_in(editor, simple, "Andere naam", "Overleg", None)


def test_a_scenario_that_goes_otherwise_holds_the_draft_back(simple, editor) -> None:
    draft = draft_with(editor, simple, 'name="Aanvraag invullen"', 'name="Aanvraag nakijken"')
    scenario = kept(editor, draft)
    with db.transaction() as session:
        row = session.get_one(Scenario, scenario)
        row.expected = row.expected | {"end": "elders"}
    with pytest.raises(AnswersInvalid) as refusal:
        gate.hand_in(editor, simple, "Andere naam", "Overleg", None)
    (said,) = refusal.value.errors[""]
    assert str(said).startswith("Scenario «Gewoon» gaat anders. Het einde is anders: verwacht was «elders»")
    with pytest.raises(AnswersInvalid):
        scenarios.remove(editor, scenario, " ")
    scenarios.remove(editor, scenario, "Het einde heet nu anders.")
    with pytest.raises(NotVisible):
        scenarios.remove(editor, scenario, "Nog eens")
    gate.hand_in(editor, simple, "Andere naam", "Overleg", None)


def test_files_are_kept_once_and_stay_out_when_taken_out(simple, editor, tmp_path) -> None:
    folder = tmp_path / "workflows" / simple / "scenarios"
    folder.mkdir(parents=True)
    script = {"process": simple, "begin": BEGIN.isoformat(), "start": {}, "lines": []}
    file = folder / "een_verhaal.json"
    file.write_bytes(scenarios.as_file("Een verhaal", script, {"end": None, "steps": []}))
    assert scenarios.sync(SYSTEM, tmp_path / "workflows") == [(simple, "Een verhaal")]
    assert scenarios.sync(SYSTEM, tmp_path / "workflows") == []
    written = publishing.export(simple, tmp_path / "out")
    (copy,) = (path for path in written if path.parent.name == "scenarios")
    assert copy.name == file.name
    assert copy.read_bytes() == file.read_bytes()
    with db.reading() as session:
        scenario = session.scalars(select(Scenario.id)).one()
    scenarios.remove(editor, scenario, "Niet meer nodig")
    assert scenarios.sync(SYSTEM, tmp_path / "workflows") == []
    file.write_bytes(scenarios.as_file("Een verhaal", script, {"end": "done", "steps": []}))
    assert scenarios.sync(SYSTEM, tmp_path / "workflows") == [(simple, "Een verhaal")]
