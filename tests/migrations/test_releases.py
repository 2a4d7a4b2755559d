"""A database of each earlier release, with cases that run, opens, migrates and goes on (security.md 36)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from click.testing import CliRunner
from sqlalchemy import func, select, text

from app import create_app, db, queue
from app.cli.database import alembic_config, seal, upgrade_schema
from app.domain.jobs import UNFINISHED, JobState
from app.jobs import mending
from app.models import case as cases
from app.models import task as tasks
from app.models.base import configure_keys
from app.models.case import Case, Timer
from app.models.closed_rows import ClosedRows
from app.models.job import Job
from app.models.person import Person
from app.models.task import Answers, Task
from app.queries import users
from app.queries.closed_rows import answers_of
from app.services import audit, closed_rows, sealing
from config import Environment, Settings
from tests.conftest import SECRET_KEY
from tests.support import releases
from tests.support.clock import TestClock
from tests.support.databases import Databases
from tests.support.field import Field
from tests.support.jobs import do_waiting
from tests.web.page_client import PageClient

RELEASES = sorted(releases.KEPT.glob("*.jsonl.xz"))


@pytest.fixture(params=RELEASES, ids=lambda file: file.name.split(".")[0])
def release(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def opened(release: Path, databases: Databases, database_kind: str) -> Iterator[Settings]:
    """What that release left, with the newest schema: exactly what `flask db upgrade` makes of it."""
    made = databases.create_empty(database_kind)
    configure_keys(SECRET_KEY)
    engine = db.configure(made.url, simulated_clock=True)
    command.upgrade(alembic_config(), releases.schema_of(release))
    with engine.begin() as connection:
        releases.load(release, connection)
    upgrade_schema()
    yield Settings(database_url=made.url, secret_key=SECRET_KEY, environment=Environment.TESTING)
    databases.remove(made)


def test_s36__a_database_of_an_earlier_release_opens_and_goes_on(opened):
    app = create_app(opened)
    clock = TestClock()
    clock.set(releases.LEFT)
    before = audit.verify()
    assert before.broken_at is None and before.entries > 1000
    running = open_cases()
    assert len(running) >= 15

    # Its people sign in with the passwords they had, and read.
    administrator = PageClient(app.test_client())
    page = administrator.get("/login")
    sign_in = {"email": "administrator@demo.example", "password": "traject-demo"}
    assert administrator.submit(page, 'form[action="/login"]', **sign_in).status == 302
    for address in ("/tasks?tab=others", "/cases", "/people", "/overview", "/processes"):
        administrator.get(address)
    for case_id in running:
        administrator.get(f"/cases/{case_id}")
        administrator.get(f"/cases/{case_id}/timeline")

    # Its open tasks are completed, on the forms of their version.
    field = Field()
    done = [complete(field, task) for task in open_tasks("prepare", "agree_through_coach")]
    assert len(done) >= 2

    # What it waited for happens, each at its moment, and opens work.
    due = timers_before(datetime(2027, 1, 20, tzinfo=UTC))
    field.travel(datetime(2027, 1, 20, tzinfo=UTC))
    assert due >= 10 and timers_before(datetime(2027, 1, 20, tzinfo=UTC)) == 0
    assert {"talk", "prepare"} <= {task.element for task in open_tasks()}

    # And the trail is one chain from that release to today.
    after = audit.verify((before.entries, before.last_hash))
    assert after.broken_at is None and after.entries > before.entries + due


def test_s36__every_row_it_had_is_still_there(release, opened):
    """Migrations add: what the earlier release wrote, it finds again (docs/operations.md, upgrades)."""
    kept = releases.counts(release)
    with db.reading() as session:
        found = {name: session.scalar(text(f'SELECT count(*) FROM "{name}"')) for name in kept}
    assert found == kept


@pytest.mark.parametrize("release", [releases.KEPT / "release-2.jsonl.xz"], ids=["release-2"])
def test_s36__what_it_had_asked_for_in_the_background_is_done(opened):
    """The queue itself is not kept with a release: it finds what waits by our own table."""
    with db.reading() as session:
        waiting = session.scalar(select(func.count()).where(Job.state.in_(UNFINISHED)))
    assert mending.run() == waiting == 7
    do_waiting()
    queue.close()
    with db.reading() as session:
        assert set(session.scalars(select(Job.state))) == {JobState.DONE}


@pytest.mark.parametrize("release", [releases.KEPT / "release-1.jsonl.xz"], ids=["release-1"])
def test_s36__national_numbers_it_kept_readable_among_answers_are_sealed(opened):
    """Release 1 did not seal them. The command is broken off half-way, and begun again (docs/operations.md)."""
    TestClock().set(releases.LEFT)
    assert closed_rows.pack_closed() > 0
    with db.reading() as session:
        numbers = set(session.scalars(select(Person.national_number)))
    before, read = audit.verify(), kept_answers()
    readable = readable_in(numbers)
    assert len(readable) == len(numbers) == 16

    next(sealing.seal_answers())
    half = len(readable_in(numbers))
    assert 0 < half < 16
    answer = CliRunner().invoke(seal)
    assert answer.exit_code == 0 and answer.output.endswith(f"; {half} were not yet.\n")
    assert readable_in(numbers) == set()
    assert kept_answers() == read
    assert sum(sealing.seal_answers()) == 0
    assert audit.verify() == before


def readable_in(numbers: set[str]) -> set[str]:
    """The national numbers that whoever reads the database finds among the answers."""
    with db.reading() as session:
        stored = str(session.execute(text('SELECT "values" FROM answers')).all())
        stored += "".join(zlib.decompress(packed).decode() for packed in session.scalars(select(ClosedRows.packed)))
    return {number for number in numbers if number in stored}


def kept_answers() -> list[dict[str, Any]]:
    """All answers as they are read, packed ones too."""
    with db.reading() as session:
        packed = [row for case_id in session.scalars(select(ClosedRows.case_id).order_by(ClosedRows.case_id))
                  for row in answers_of(session, case_id)]  # fmt: skip
        return [row.values for row in [*packed, *session.scalars(select(Answers).order_by(Answers.id))]]


def open_cases() -> list[int]:
    with db.reading() as session:
        return list(session.scalars(select(Case.id).where(Case.status == cases.OPEN).order_by(Case.id)))


def open_tasks(*elements: str) -> list[Task]:
    wanted = select(Task).where(Task.status == tasks.OPEN).order_by(Task.element, Task.id)
    with db.reading() as session:
        return list(session.scalars(wanted.where(Task.element.in_(elements)) if elements else wanted))


def complete(field: Field, task: Task) -> str:
    with db.reading() as session:
        assignee = users.actor_for(session, task.assignee_id or 0)
    field.do(task.case_id, task.element, by=assignee)
    return task.element


def timers_before(moment: datetime) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Timer).where(Timer.due_at <= moment)) or 0
