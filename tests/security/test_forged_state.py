"""State bytes that somebody damaged or forged: refused, told, and the case stays as it was (security.md 21)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import orjson
import pytest
from sqlalchemy import update

from app import db, engine
from app.engine import EngineError
from app.models.case import Case
from app.models.incident import Incident
from app.models.task import Task
from app.services import waking
from app.services.definitions import compiled
from tests.security.doors import Doors
from tests.support.stage import Stage

NOW = datetime(2019, 1, 7, 8, 0, tzinfo=UTC)
Change = Callable[[list[Any]], object]


def sealed(content: bytes) -> bytes:
    """Content with the digest that goes with it, as somebody who read our source would write it."""
    return blake2b(content, digest_size=8).digest() + content


def forged(state: bytes, change: Change) -> bytes:
    """The state with something changed, and a digest that fits."""
    content = orjson.loads(state[8:])
    change(content)
    return sealed(orjson.dumps(content))


def set_row(content: list[Any], part: int, value: object) -> None:
    content[4][-1][part] = value


DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda state: b"",
    "cut": lambda state: state[:-1],
    "one bit": lambda state: state[:40] + bytes([state[40] ^ 1]) + state[41:],
    "another digest": lambda state: b"\x00" * 8 + state[8:],
    "a pickle": lambda state: sealed(b"cos\nsystem\n(S'touch /tmp/traject-forged'\ntR."),
    "no JSON": lambda state: sealed(b"{"),
    "another shape": lambda state: sealed(b"[]"),
    "a class by name": lambda state: sealed(b'{"typename":"subprocess.Popen","args":["id"]}'),
    "deep": lambda state: sealed(b"[" * 100_000 + b"]" * 100_000),
}
FORGED: dict[str, Change] = {
    "another format": lambda content: content.__setitem__(0, 99),
    "another version": lambda content: content.__setitem__(1, "0" * 64),
    "an element that is not there": lambda content: set_row(content, 3, "os.system"),
    "a parent that is not there": lambda content: set_row(content, 1, 9999),
    "a state that is none": lambda content: set_row(content, 2, "READY"),
    "an inner process that is not there": lambda content: content[5].append([1, "os", []]),
    "a row that is none": lambda content: content[4].append("typename"),
    "no rows": lambda content: content.__setitem__(4, []),
}


@pytest.fixture
def started(stage: Stage) -> Case:
    """A trajectory that waits for its first task."""
    return stage.case(stage.register())


def state_of(case: Case) -> bytes:
    with db.reading() as session:
        return session.query(Case.state).filter(Case.id == case.id).scalar()  # type: ignore[no-any-return]  # bytes


def test_s21__a_forged_state_is_refused_by_the_engine(started: Case) -> None:
    state = state_of(started)
    with db.reading() as session:
        definition = compiled(session, started.definition_id)
    made = {how: damage(state) for how, damage in DAMAGED.items()}
    made |= {how: forged(state, change) for how, change in FORGED.items()}
    for how, evil in made.items():
        with pytest.raises(EngineError) as refused:
            engine.wake(definition, evil, facts=lambda name: None, now=NOW)
        assert "trajectory" in str(refused.value), how


def test_s21__who_works_on_such_a_case_is_told_and_loses_nothing(stage: Stage, doors: Doors, started: Case) -> None:
    stage.do(started.id, "check_advice", advice_answer="valid", icf_result="JA")
    task: Task = stage.task(started.id, "contract")
    actor, revision = doors.whose(task), stage.case(started.id).revision
    given = doors.answers(task.id, actor, **stage.contract(stage.today)) | {"job": "Lang getypt"}
    with db.transaction() as session:
        session.execute(update(Case).where(Case.id == started.id).values(state=state_of(started)[:-1]))
    answer = doors.complete_by_api(actor, task.id, given)
    page = doors.complete_by_page(actor, task.id, given)
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    number = answer.get_json()["reference"]
    assert number == stage.row(Incident).correlation_id, "one incident, with the number both doors tell"
    assert "Lang getypt" not in answer.text
    assert page.status == 409
    assert number in page.main and "Lang getypt" in page.text
    assert "Lang getypt" in doors.browser(actor).get(f"/tasks/{task.id}").text, "kept as draft"
    assert stage.open(started.id) == ["contract"] and stage.case(started.id).revision == revision


def test_s21__the_worker_sets_such_a_case_aside_and_says_why(stage: Stage, started: Case) -> None:
    with db.transaction() as session:
        session.execute(update(Case).where(Case.id == started.id).values(state=b"", next_due=NOW))
    assert waking.wake_due() == 0
    assert "beschadigd" in stage.row(Incident).reason
