"""Scenarios: kept, taken out with a reason, read from files, and asked for when a draft is published."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM, Actor, Role
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed, NotVisible
from app.models.audit import Audit
from app.models.scenario import Scenario
from app.sandbox import gate, looking, renewing, stepping
from app.sandbox.changed_stories import changed_stories
from app.sandbox.play import play
from app.services import (
    draft_in_hand,
    drafts,
    handing_in,
    publishing,
    scenario_files,
    scenarios,
    version_from_outside,
)
from app.services.definitions import bundle_of, current
from app.services.draft_parts import Part, contents, form_text
from app.services.scenario_files import Story
from app.services.trials import surroundings
from app.services.version_from_outside import Sent

BEGIN = datetime(2027, 1, 4, 8, tzinfo=UTC)


@pytest.fixture
def editor(world) -> Actor:
    return world.actor("petra@traject.example", Role.PROCESS_EDITOR, "traject", "operator")


@pytest.fixture
def administrator(world) -> Actor:
    return world.actor("noor@traject.example", Role.ADMINISTRATOR, "traject", "operator")


def draft_with(editor, process, old, new):
    drafts.open_draft(editor, process)
    with db.reading() as session:
        draft = draft_in_hand.live_draft(session, process)
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
        handing_in.hand_in(editor, simple, "Andere naam", "Overleg", None)
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


def test_a_version_of_a_program_passes_the_scenarios_too(simple, editor, administrator) -> None:
    draft = draft_with(editor, simple, 'name="Aanvraag invullen"', 'name="Aanvraag nakijken"')
    scenario = kept(editor, draft)
    with db.reading() as session:
        text = bundle_of(session, current(session, simple)).bpmn.decode()
    sent = Sent(simple, text.replace('name="Aanvraag invullen"', 'name="Vraag invullen"'), None, None)
    with pytest.raises(Conflict):  # nobody saw it pass
        version_from_outside.publish_version(administrator, sent, "Andere naam")
    assert gate.publish_version(administrator, sent, "Andere naam").number == 2
    with db.transaction() as session:
        row = session.get_one(Scenario, scenario)
        row.expected = row.expected | {"end": "elders"}
    with pytest.raises(AnswersInvalid) as refusal:
        gate.publish_version(administrator, Sent(simple, text, None, None), "Zoals het was")
    (said,) = refusal.value.errors["scenarios"]
    assert str(said).startswith("Scenario «Gewoon» gaat anders.")
    assert gate.otherwise_now([simple]) == [said], "as `workflows sync` tells it of what came from disk"


def test_files_are_kept_once_and_stay_out_when_taken_out(simple, editor, tmp_path) -> None:
    folder = tmp_path / "workflows" / simple / "scenarios"
    folder.mkdir(parents=True)
    script = {"process": simple, "begin": BEGIN.isoformat(), "start": {}, "lines": []}
    file = folder / "een_verhaal.json"
    file.write_bytes(scenario_files.as_file(Story(simple, "Een verhaal", script, {"end": None, "steps": []})))
    assert scenario_files.sync(SYSTEM, tmp_path / "workflows") == [(simple, "Een verhaal")]
    assert scenario_files.sync(SYSTEM, tmp_path / "workflows") == []
    written = publishing.export(simple, tmp_path / "out")
    (copy,) = (path for path in written if path.parent.name == "scenarios")
    assert copy.name == file.name
    assert copy.read_bytes() == file.read_bytes()
    with db.reading() as session:
        scenario = session.scalars(select(Scenario.id)).one()
    scenarios.remove(editor, scenario, "Niet meer nodig")
    assert scenario_files.sync(SYSTEM, tmp_path / "workflows") == []
    file.write_bytes(scenario_files.as_file(Story(simple, "Een verhaal", script, {"end": "done", "steps": []})))
    assert scenario_files.sync(SYSTEM, tmp_path / "workflows") == [(simple, "Een verhaal")]


def test_a_scenario_gets_another_name_and_a_note(simple, editor, coach) -> None:
    draft = draft_with(editor, simple, 'name="Aanvraag invullen"', 'name="Aanvraag nakijken"')
    scenario, other = kept(editor, draft), kept(editor, draft, "Anders")
    with pytest.raises(NotAllowed):
        scenarios.describe(coach, scenario, "Mijn naam", "")
    with pytest.raises(AnswersInvalid):
        scenarios.describe(editor, other, "gewoon", "")
    scenarios.describe(editor, scenario, " Een  gewone aanvraag ", "De weg die de meesten gaan.")
    with db.reading() as session:
        row = session.get_one(Scenario, scenario)
        assert (row.name, row.note) == ("Een gewone aanvraag", "De weg die de meesten gaan.")
        assert session.scalars(select(Audit.tag).order_by(Audit.number.desc()).limit(1)).one() == "scenario:changed"


FLOW = '<bpmn:sequenceFlow id="flow_begin__task_a" sourceRef="begin" targetRef="task_a"/>'
FIRST = (
    '<bpmn:userTask id="first" name="Eerst bellen" camunda:candidateGroups="coach"/>'
    '<bpmn:sequenceFlow id="flow_begin__first" sourceRef="begin" targetRef="first"/>'
    '<bpmn:sequenceFlow id="flow_first__task_a" sourceRef="first" targetRef="task_a"/>'
)
ASKED = {
    "type": "default",
    "id": "first",
    "schemaVersion": 19,
    "components": [{"type": "textfield", "id": "f", "key": "said", "label": "Wat?", "validate": {"required": True}}],
}


def with_a_new_task(editor, process) -> int:
    """A scenario of the process as it is, and a draft with a task before its first; the scenario goes otherwise."""
    drafts.open_draft(editor, process)
    with db.reading() as session:
        draft = draft_in_hand.live_draft(session, process)
        assert draft is not None
        text = contents(session, draft)[Part("bpmn")]
    scenario = kept(editor, draft.id)
    lane = "<bpmn:flowNodeRef>task_a</bpmn:flowNodeRef>"
    drawn = text.replace(FLOW, FIRST).replace(lane, lane + lane.replace("task_a", "first"))
    drafts.save(editor, process, Part("form", "first"), form_text(ASKED), 0)
    drafts.save(editor, process, Part("bpmn"), drawn, 1)
    return scenario


def test_a_scenario_is_renewed_with_a_reason_and_who_approves_reads_it(simple, editor, administrator, coach) -> None:
    scenario = with_a_new_task(editor, simple)
    (standing,) = gate.standings(editor, simple)
    assert standing.line == 0
    assert "Aanvraag invullen" in str(standing.text)
    with pytest.raises(AnswersInvalid):
        gate.hand_in(editor, simple, "Eerst bellen", "Overleg", None)
    with pytest.raises(NotAllowed):
        renewing.renewal(coach, simple, scenario)
    with pytest.raises(NotVisible):
        renewing.renewal(editor, simple, scenario + 1)
    found = renewing.renewal(editor, simple, scenario)
    assert [str(text) for text in found.differences] == ["«Eerst bellen» komt erbij."]
    with pytest.raises(Conflict, match="intussen gewijzigd"):
        renewing.keep(editor, simple, scenario, "another", "Er wordt eerst gebeld.")
    with pytest.raises(AnswersInvalid) as refusal:
        renewing.keep(editor, simple, scenario, found.content_hash, " ")
    assert set(refusal.value.errors) == {"reason"}
    renewed = renewing.keep(editor, simple, scenario, found.content_hash, "Er wordt eerst gebeld.")
    with pytest.raises(Conflict, match="niets te vernieuwen"):
        renewing.keep(editor, simple, renewed, found.content_hash, "Nog eens")
    gate.hand_in(editor, simple, "Eerst bellen", "Overleg", None)
    with db.reading() as session:
        draft = draft_in_hand.live_draft(session, simple)
        assert draft is not None
        (told,) = changed_stories(session, draft.id)
        new = session.get_one(Scenario, renewed)
        assert (new.name, new.replaces) == ("Gewoon", scenario)
        tags = set(session.scalars(select(Audit.tag)))
    assert (told.by, told.reason, told.replaced_by) == (editor.name, "Er wordt eerst gebeld.", renewed)
    assert [str(text) for text in told.differences] == ["«Eerst bellen» komt erbij."]
    assert "scenario:renewed" in tags
    assert gate.approve(administrator, simple)[0].number == 2


def test_who_takes_a_scenario_out_does_not_approve_without_it(simple, editor, administrator, world) -> None:
    """Else one person could let go of what a second person should watch."""
    scenario = with_a_new_task(editor, simple)
    scenarios.remove(administrator, scenario, "Het gaat nu anders.")
    gate.hand_in(editor, simple, "Eerst bellen", "Overleg", None)
    with pytest.raises(NotAllowed):
        gate.approve(administrator, simple)
    other = world.actor("jo@traject.example", Role.ADMINISTRATOR, "traject", "operator")
    assert gate.approve(other, simple)[0].number == 2


def test_a_scenario_is_renewed_by_stepping_on_from_where_it_stops(simple, editor) -> None:
    scenario = with_a_new_task(editor, simple)
    rehearsal = stepping.begin(editor, simple, renews=scenario)
    with stepping.entered(editor, simple, rehearsal) as open_now:
        assert open_now.otherwise is not None
        assert open_now.script.lines == ()
        (task,) = looking.look(open_now).tasks
        assert (task.element, open_now.complete(task.id, {"said": "Dag"}).ok) == ("first", True)
    with pytest.raises(AnswersInvalid):
        stepping.keep_renewed(editor, simple, rehearsal, "")
    renewed = stepping.keep_renewed(editor, simple, rehearsal, "Er wordt eerst gebeld.")
    with db.reading() as session:
        row = session.get_one(Scenario, renewed)
    assert [step["element"] for step in row.expected["steps"]] == ["first"]
    assert row.replaces == scenario


def test_a_file_whose_scenario_got_another_name_is_not_kept_twice(simple, editor, tmp_path) -> None:
    script = {"process": simple, "begin": BEGIN.isoformat(), "start": {}, "lines": []}
    folder = tmp_path / "workflows" / simple / "scenarios"
    folder.mkdir(parents=True)
    story = Story(simple, "Een verhaal", script, {"end": None, "steps": []}, "Waarom het er is.")
    (folder / "een_verhaal.json").write_bytes(scenario_files.as_file(story))
    scenario_files.sync(SYSTEM, tmp_path / "workflows")
    with db.reading() as session:
        row = session.scalars(select(Scenario)).one()
    assert row.note == "Waarom het er is."
    scenarios.describe(editor, row.id, "Een ander verhaal", row.note)
    assert scenario_files.sync(SYSTEM, tmp_path / "workflows") == []
