"""A national number that was typed in a form is as unreadable in the database as the person's own (domain.md §8)."""

from __future__ import annotations

import zlib
from datetime import timedelta

from sqlalchemy import select, text

from app import db
from app.domain.confidential import Confidential
from app.models.case import Case
from app.models.clock import now
from app.models.closed_rows import ClosedRows
from app.models.partly_sealed import seal_parts, unseal_parts
from app.models.person import Person
from app.models.task import Answers, Draft, Task
from app.models.user import User
from app.queries.closed_rows import answers_of
from app.services.closed_rows import pack_closed
from app.services.definitions import compiled, form_at
from tests.support.stage import Stage


def test_it_is_sealed_among_the_answers_and_when_they_are_packed(stage: Stage) -> None:
    case_id = stage.register()
    with db.reading() as session:
        people = session.scalars(select(Person.national_number)).all()
        stored = str(session.execute(text("SELECT \"values\" FROM answers WHERE element = 'start'")).all())
        kept = session.scalars(select(Answers.values).where(Answers.case_id == case_id)).one()
    number = kept["national_number"]
    assert number in people and number not in stored and "sealed:" in stored
    with db.transaction() as session:
        session.get_one(Case, case_id).ended_at = now(session) - timedelta(days=31)
    assert pack_closed() == 1
    with db.reading() as session:
        packed = zlib.decompress(session.scalars(select(ClosedRows.packed)).one()).decode()
        (again,) = [row.values for row in answers_of(session, case_id) if row.element == "start"]
    assert number not in packed
    assert again == kept


def test_it_is_sealed_in_a_draft_however_little_of_it_was_typed(stage: Stage) -> None:
    case_id = stage.register()
    with db.transaction() as session:
        task = session.scalars(select(Task).where(Task.case_id == case_id)).first()
        assert task is not None
        form = form_at(compiled(session, task.definition_id), "trajectory", "start")
        draft = form.clean_draft({"national_number": "850730", "first_name": "Amina"})
        user_id = session.scalars(select(User.id).order_by(User.id)).first()
        session.add(Draft(task_id=task.id, user_id=user_id, values=draft, saved_at=now(session)))
    with db.reading() as session:
        stored = str(session.execute(text('SELECT "values" FROM draft')).all())
        kept = session.scalars(select(Draft.values)).one()
    assert "Amina" in stored and "850730" not in stored
    assert kept == draft and form.prefill(draft=kept)["national_number"] == "850730"


def test_what_only_looks_sealed_stays_as_it_was_typed() -> None:
    typed = {"note": "sealed: bid", "rows": [{"a": 1, "b": None}], "number": Confidential("85073003328")}
    stored = seal_parts(typed)
    assert stored["note"] == "sealed: bid" and stored["number"] != "85073003328"
    assert unseal_parts(stored) == typed
