"""Files of employees are taken over by jobs: killed, stopped, offered twice, overtaken; each employee once."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from app import db
from app.domain.access import Role
from app.domain.audit import Tag
from app.domain.errors import Conflict, NotAllowed, NotVisible
from app.jobs import registry, retention
from app.jobs.perform import perform
from app.models.audit import Audit
from app.models.case import Case
from app.models.definition import Definition
from app.models.job import Job
from app.models.takeover import TakeoverRow
from app.models.user import User
from app.services import audit, takeover_rows, takeovers
from tests.support import busy
from tests.support.databases import Database
from tests.support.jobs import SETTINGS, do_waiting
from tests.support.staff import as_file, remarks, rows, somebody, takeover
from tests.support.stage import Stage

TODAY = date(2026, 3, 2)
TWO_YEARS_AGO = date(2024, 2, 12)


def looked_at(stage: Stage, numbers: range) -> int:
    """A file looked through; nobody is taken over yet."""
    stage.travel(max(stage.today, TODAY))
    staff = [somebody(stage, nth, TWO_YEARS_AGO) for nth in numbers]
    takeover_id = takeovers.hand_in(stage.employer, as_file(*staff))
    do_waiting()
    return takeover_id


def begun(stage: Stage, numbers: range) -> int:
    """A file with the go-ahead given; nobody is taken over yet."""
    takeover_id = looked_at(stage, numbers)
    takeovers.begin(stage.employer, takeover_id)
    return takeover_id


def states(takeover_id: int) -> list[str]:
    """The states of the rows."""
    return [row.state for row in rows(takeover_id)]


def newest_job() -> Job:
    """The job asked for last."""
    with db.reading() as session:
        return session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()


def each_once(employees: int) -> None:
    """So many employees were taken over, none twice, and the trail is whole."""
    with db.reading() as session:
        people = session.scalars(select(Case.person_id).where(Case.process == "trajectory")).all()
        entries = session.scalar(select(func.count()).where(Audit.tag == Tag.PERSON_TAKEN_OVER))
    assert Counter(people) == dict.fromkeys(people, 1)
    assert len(people) == entries == employees
    assert audit.verify().broken_at is None


@pytest.mark.parametrize(("point", "nth"), [(busy.BEFORE_COMMIT, 5), (busy.AFTER_COMMIT, 4)], ids=str)
def test_s28__killed_on_its_way_it_takes_everybody_over_once(
    stage: Stage, database: Database, point: str, nth: int
) -> None:
    takeover_id = begun(stage, range(4))
    worker = busy.FORKS.Process(target=busy.do_job, args=(database.url, newest_job().id, point, nth), daemon=True)
    worker.start()
    worker.join()
    assert worker.exitcode == -signal.SIGKILL
    assert 0 < states(takeover_id).count("done") < 4
    do_waiting()
    assert states(takeover_id) == ["done"] * 4
    row = takeover(takeover_id)
    assert (row.state, row.done, row.failed, row.chosen) == ("done", 4, 0, 4)
    each_once(4)


def test_stopped_it_goes_no_further_and_resumed_it_goes_on_where_it_was(stage: Stage) -> None:
    takeover_id = begun(stage, range(3))
    with db.transaction() as session:
        takeover_rows.take_next(session, takeover_id)
    takeovers.stop(stage.employer, takeover_id)
    do_waiting()
    assert states(takeover_id) == ["done", "ready", "ready"]
    with pytest.raises(Conflict):
        takeovers.stop(stage.employer, takeover_id)
    takeovers.resume(stage.employer, takeover_id)
    do_waiting()
    assert takeover(takeover_id).state == "done"
    each_once(3)


def test_stopped_while_it_is_looked_through_it_is_looked_through_later(stage: Stage) -> None:
    stage.travel(TODAY)
    takeover_id = takeovers.hand_in(stage.employer, as_file(somebody(stage, 1, TWO_YEARS_AGO)))
    takeovers.stop(stage.employer, takeover_id)
    do_waiting()
    assert (takeover(takeover_id).state, states(takeover_id)) == ("stopped", ["unread"])
    takeovers.resume(stage.employer, takeover_id)
    do_waiting()
    assert (takeover(takeover_id).state, states(takeover_id)) == ("checked", ["ready"])


def test_the_same_file_twice_at_once_takes_everybody_over_once(stage: Stage) -> None:
    registry.load()
    both, turns = [looked_at(stage, range(4)) for _ in range(2)], []
    for each in both:
        takeovers.begin(stage.employer, each)
        turns.append(newest_job().id)
    workers = [threading.Thread(target=perform, args=(job, 1, "w", SETTINGS, lambda: False)) for job in turns]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    do_waiting()
    done, present = (sum(states(each).count(state) for each in both) for state in ("done", "present"))
    assert (done, present) == (4, 4)
    assert [takeover(each).state for each in both] == ["done", "done"]
    each_once(4)


def test_what_changed_since_it_was_looked_at_is_refused_with_the_reason(stage: Stage) -> None:
    takeover_id = begun(stage, range(2))
    with db.transaction() as session:
        session.execute(update(User).where(User.id == stage.coach.user_id).values(active=False))
    do_waiting()
    assert states(takeover_id) == ["failed", "failed"]
    assert "Geen jobcoach" in remarks(rows(takeover_id)[0])[0][1]
    with db.reading() as session:
        refused = session.scalars(select(Audit.payload).where(Audit.tag == Tag.TAKEOVER_ROW_REFUSED)).all()
        assert len(refused) == 2
        assert session.scalar(select(func.count()).select_from(Case)) == 0
    assert (takeover(takeover_id).failed, takeover(takeover_id).state) == (2, "done")


def test_one_that_breaks_holds_up_no_other(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    takeover_id = begun(stage, range(3))
    real, asked = takeover_rows.take_over, []

    def breaks_once(*given: Any) -> int:
        asked.append(given)
        case_id = real(*given)
        if len(asked) == 2:
            raise ZeroDivisionError("90.01.01")
        return case_id

    monkeypatch.setattr(takeover_rows, "take_over", breaks_once)
    do_waiting()
    assert states(takeover_id) == ["done", "failed", "done"]
    ((column, sentence),) = remarks(rows(takeover_id)[1])
    assert (column, sentence) == ("", "Deze regel kon niet overgenomen worden (ZeroDivisionError).")
    each_once(2)


def test_while_no_trajectory_is_in_force_nobody_is_taken_over(stage: Stage) -> None:
    stage.travel(TODAY)
    with db.transaction() as session:
        for definition in session.scalars(select(Definition).where(Definition.process == "trajectory")):
            definition.effective_from = definition.effective_from + timedelta(days=4000)
    takeover_id = takeovers.hand_in(stage.employer, as_file(somebody(stage, 1, TWO_YEARS_AGO)))
    do_waiting()
    assert (takeover(takeover_id).state, states(takeover_id)) == ("checked", ["refused"])
    with pytest.raises(Conflict, match="niemand om over te nemen"):
        takeovers.begin(stage.employer, takeover_id)


def test_who_left_takes_nobody_over_any_more(stage: Stage) -> None:
    takeover_id = begun(stage, range(1))
    with db.transaction() as session:
        session.execute(update(User).where(User.id == stage.employer.user_id).values(active=False))
    do_waiting()
    assert (takeover(takeover_id).state, states(takeover_id)) == ("stopped", ["ready"])


def test_only_who_may_and_only_their_own(stage: Stage) -> None:
    takeover_id = begun(stage, range(1))
    stage.organisations["groen"] = stage.organisations["fietsen-verbist"]
    stranger = stage.add("stranger", Role.EMPLOYER, "groen")
    for act in (takeovers.begin, takeovers.stop, takeovers.resume, takeovers.forget):
        with pytest.raises(NotVisible):
            act(stranger, takeover_id)
        for actor in (stage.coach, stage.counsellor, stage.worker, stage.expert):
            with pytest.raises(NotAllowed):
                act(actor, takeover_id)
    with pytest.raises(NotAllowed):
        takeovers.hand_in(stage.coach, b"")
    takeovers.stop(stage.official, takeover_id)


def test_the_rows_with_whole_numbers_are_fetched_by_who_may_see_those_and_it_is_audited(stage: Stage) -> None:
    takeover_id = looked_at(stage, range(1))
    stage.organisations["groen"] = stage.organisations["fietsen-verbist"]
    administrator = stage.add("administrator", Role.ADMINISTRATOR, "department")
    with pytest.raises(NotAllowed):
        takeovers.fetch(administrator, takeover_id)
    with pytest.raises(NotVisible):
        takeovers.fetch(stage.add("stranger", Role.EMPLOYER, "groen"), takeover_id)
    for actor in (stage.employer, stage.official):
        takeovers.fetch(actor, takeover_id)
    with db.reading() as session:
        fetched = session.scalars(select(Audit.actor_id).where(Audit.tag == Tag.TAKEOVER_FETCHED)).all()
    assert set(fetched) == {stage.employer.user_id, stage.official.user_id}


def test_s34__the_rows_are_forgotten_at_once_or_after_a_month(stage: Stage) -> None:
    first = begun(stage, range(1))
    with pytest.raises(Conflict):
        takeovers.forget(stage.employer, first)
    second = begun(stage, range(1, 2))
    do_waiting()
    takeovers.forget(stage.employer, first)
    assert rows(first) == [] and takeover(first).done == 1 and rows(second)
    stage.travel(TODAY + takeovers.KEPT)
    retention.run()
    assert rows(second)
    stage.travel(TODAY + takeovers.KEPT + timedelta(days=1))
    retention.run()
    assert rows(second) == [] and takeover(second).forgotten_at is not None
    each_once(2)
    with pytest.raises(Conflict):
        takeovers.begin(stage.employer, second)


def test_the_cells_are_sealed(stage: Stage) -> None:
    stage.travel(TODAY)
    takeovers.hand_in(stage.employer, as_file(somebody(stage, 1, TWO_YEARS_AGO, taal="geen")))
    do_waiting()
    with db.reading() as session:
        stored = session.connection().exec_driver_sql("SELECT cells, remarks FROM takeover_row").one()
        assert "Janssens" in session.scalars(select(TakeoverRow.cells)).one()
    assert "Janssens" not in str(stored) and "Kies" not in str(stored)
