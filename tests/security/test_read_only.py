"""What a form only shows, or hides, is not the client's to change: left aside, and written down (security.md 19)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from app import db
from app.forms.sampling import answer_form
from app.models.audit import Audit
from app.models.task import Answers
from app.queries import start as starts
from config import ROOT
from tests.security.doors import Doors
from tests.support.field import publish
from tests.support.stage import Stage

FORGED = {"name": "Vals BV", "seat": "Elders 1", "number": "0123456789"}


@pytest.mark.parametrize("door", ["page", "api"])
def test_s19__what_a_start_form_only_shows_stays_as_it_is(
    stage: Stage, doors: Doors, tmp_path: Path, door: str
) -> None:
    publish(tmp_path / "stop", "project_stop")
    subject = str(stage.organisations["schakel"])
    with db.reading() as session:
        view = starts.one(session, stage.employer, "project_stop", subject)
    schema = json.loads((ROOT / "forms/project_stop/start.json").read_text(encoding="utf-8"))
    given = answer_form(schema, today=stage.today, rng=Random(1), known=view.known, context=view.context, decided={})
    given |= {"fte_stopped": 3, "late_reason": "De opdrachtgever besliste het pas vorige week."}
    if door == "page":
        page = doors.start_by_page(stage.employer, "project_stop", given, subject, **FORGED)
        assert page.status == 302, page.main
    else:
        answer = doors.start_by_api(stage.employer, "project_stop", given | FORGED, subject)
        assert answer.status_code == 201, answer.text
    with db.reading() as session:
        stored = session.scalars(select(Answers.values)).one()
        entry = session.scalars(select(Audit.payload).where(Audit.tag == "case:started")).one()
    assert not set(FORGED.values()) & {str(value) for value in stored.values()}
    assert stored["name"] == "Schakel"
    assert set(FORGED) <= set(json.loads(entry)["ignored"])


def test_s19__an_answer_to_a_hidden_question_is_left_aside(stage: Stage, doors: Doors) -> None:
    monday = date(2024, 2, 12)
    stage.travel(monday)
    case_id = stage.register()
    stage.do(case_id, "check_advice", advice_answer="valid", icf_result="JA")
    task = stage.task(case_id, "contract")
    actor = doors.whose(task)
    given = doors.answers(task.id, actor, **stage.contract(monday)) | {"ends_on": "2024-12-31"}
    assert doors.complete_by_api(actor, task.id, given).status_code == 200
    with db.reading() as session:
        stored = session.scalars(select(Answers.values).where(Answers.task_id == task.id)).one()
        entries = session.scalars(select(Audit.payload).where(Audit.tag == "task:completed")).all()
    assert "ends_on" not in stored, "only a contract with an end has one"
    assert "ends_on" in json.loads(entries[-1])["ignored"]
