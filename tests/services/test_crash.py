"""Killed with -9 at any moment of a load of six years: every case is as its trail tells it, no job is lost or done
twice, and no mail is sent twice (security.md 28, 29).

25 kills on each database; `--kills 200` for more. On SQLite one process is everything, as with `make run`; on
PostgreSQL there is one for people and there are two workers, one of them is killed, and the others go on.
"""

from __future__ import annotations

import random
import signal
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Connection
from sqlalchemy import func, select

from app import db, queue
from app.domain.access import SYSTEM, Role
from app.domain.audit import Tag
from app.domain.errors import Conflict
from app.domain.jobs import UNFINISHED, JobState
from app.models.audit import Audit
from app.models.case import Case
from app.models.firing import Firing
from app.models.job import Job
from app.models.move import DONE, Move, MovedCase
from app.models.organisation import Organisation
from app.models.record import Notice
from app.services import audit, jobs
from app.services import clock as clocks
from tests.jobs.conftest import wait_until
from tests.security.test_mail import Sink
from tests.support import busy, years
from tests.support.databases import Database
from tests.support.whole import assert_whole

COACHES = ("els@schakel.example", "jan@schakel.example")
EDITOR = "ed@platform.example"
YEARS = 6
ANY_MOMENT = "any moment"


class DeadlySink(Sink):
    """A mail server; when `deadly`, who hands it a mail is killed before it hears that the mail was taken.

    A mail may come again only where who handed it over before died of it, and could not write down that it was sent.
    `twice` tells of those that came again for no such reason.
    """

    deadly = False

    def __init__(self) -> None:
        super().__init__()
        self.twice: list[str] = []
        self.living: Callable[[], list[int]] = list  # who may be speaking: pids; all of a machine's take too long
        self._from: dict[str, psutil.Process | None] = {}

    async def handle_DATA(self, server: SMTP, session: Connection, envelope: Envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        speaker, message_id = _who_speaks_from(session.peer[1], self.living()), _message_id(envelope)
        if _lives(self._from.get(message_id)):
            self.twice.append(f"{message_id}: by one while another has it in hand, or by one twice")
        elif message_id in self._from and message_id not in not_marked():
            self.twice.append(f"{message_id}: after it was marked as sent")
        self._from[message_id] = speaker
        if self.deadly and speaker is not None:
            self.deadly = False
            with suppress(psutil.NoSuchProcess):  # somebody was first
                speaker.kill()
        return answer


def _message_id(envelope: Envelope) -> str:
    """Of this one mail: to read all that came before again takes longer than the next one waits."""
    return str(message_from_bytes(envelope.original_content or b"")["Message-ID"])


def _lives(process: psutil.Process | None) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process is not None and process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def _who_speaks_from(port: int, living: list[int]) -> psutil.Process | None:
    """The process of ours with this end of a connection; None when it died meanwhile."""
    for pid in living:
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            if any(one.laddr.port == port for one in process.net_connections("tcp4")):
                return process
    return None


@pytest.fixture
def sink() -> Iterator[tuple[DeadlySink, str]]:
    kept = DeadlySink()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, f"smtp://127.0.0.1:{port}"
    controller.stop()


class Place(NamedTuple):
    """What a process of an installation is: its name, whether people work by it, whether it does background work."""

    role: str
    people: bool
    works: bool


PLACES = {
    "sqlite": [Place("web", people=True, works=True)],
    "postgresql": [
        Place("web", people=True, works=False),
        Place("worker", people=False, works=True),
        Place("worker", people=False, works=True),
    ],
}


class Traject:
    """The processes of one installation, which die and are started again."""

    def __init__(self, database: Database, mail_url: str, rng: random.Random, faults: Path) -> None:
        self._url, self._mail_url, self._rng, self._faults = database.url, mail_url, rng, faults
        self._places = PLACES[database.kind]
        self._running: dict[int, BaseProcess] = {}
        self.killed: Counter[str] = Counter()

    def _start(self, number: int, place: Place, point: str | None) -> None:
        nth = self._rng.randrange(1, 10 if point == busy.AFTER_ENQUEUE else 120)
        life = busy.Life(
            self._url, self._mail_url, *place, COACHES, EDITOR, self._rng.getrandbits(32), str(self._faults), point, nth
        )
        process = busy.FORKS.Process(target=busy.work, args=(life,), name=point or ANY_MOMENT, daemon=True)
        process.start()
        self._running[number] = process

    def live_until_one_is_killed(self) -> None:
        """Everybody works until one comes by the point where it kills itself, or its time is over."""
        for number, place in enumerate(self._places):
            if number not in self._running:
                self._start(number, place, self._rng.choice((None, *busy.POINTS)))
        if not self._somebody_dies(self._worked() + self._rng.uniform(0.05, 1.6)):
            chosen = self._rng.choice(list(self._running.values()))
            chosen.name = ANY_MOMENT
            chosen.kill()
            chosen.join()
        for number, process in list(self._running.items()):
            if not process.is_alive():
                assert process.exitcode == -signal.SIGKILL, self.faults()
                self.killed[process.name] += 1
                del self._running[number]

    def _somebody_dies(self, before: float) -> bool:
        """Whether one kills itself before they worked so long together; on a busy machine that takes longer."""
        while self._worked() < before:
            if wait([process.sentinel for process in self._running.values()], 0.02):
                return True
        return False

    def _worked(self) -> float:
        """Seconds of processor time of those who live."""
        worked = 0.0
        for process in self._running.values():
            with suppress(psutil.NoSuchProcess):
                times = psutil.Process(process.pid).cpu_times()
                worked += times.user + times.system
        return worked

    def finish(self) -> None:
        """Nobody acts any more; what is left to do in the background is done, and nobody is killed meanwhile."""
        self.end()
        for number, place in enumerate(self._places):
            if place.works:
                self._start(number, place._replace(people=False), None)
        wait_until(lambda: not let_go_on() and is_quiet(), seconds=300)  # a busy machine takes its time
        self.end()

    def living(self) -> list[int]:
        """The processes of now."""
        return [process.pid for process in list(self._running.values()) if process.pid is not None]

    def faults(self) -> str:
        """What went wrong in them, as far as they lived to tell."""
        return self._faults.read_text() if self._faults.exists() else ""

    def end(self) -> None:
        """Everybody is killed."""
        for process in self._running.values():
            process.kill()
        for process in self._running.values():
            process.join()
        self._running.clear()


@pytest.fixture
def lasting(world: Any, database: Database, sink: tuple[DeadlySink, str], tmp_path: Path) -> Iterator[Traject]:
    """Two coaches, somebody who moves cases, the process, and a clock on its way through six years."""
    for email in COACHES:
        world.actor(email, Role.COACH, "schakel")
    world.actor(EDITOR, Role.PROCESS_EDITOR, "platform", "platform")
    years.publish()
    queue.prepare()
    made = Traject(database, sink[1], random.Random(29), tmp_path / "faults.txt")
    sink[0].living = made.living
    yield made
    made.end()
    queue.close()


@pytest.mark.slow
@pytest.mark.timeout(3600)  # two hundred kills on a busy machine
def test_s28_s29__killed_at_any_moment_of_six_years_nothing_is_half_done_lost_or_done_twice(
    lasting: Traject, sink: tuple[DeadlySink, str], pytestconfig: pytest.Config
) -> None:
    kills = pytestconfig.getoption("--kills")
    walks: set[str] = set()  # who was asked to walk; a job that is done is forgotten after a month
    while lasting.killed.total() < kills:
        clocks.set_to(SYSTEM, clocks.show().now + max(timedelta(days=366 * YEARS) / kills, timedelta(days=30)))
        sink[0].deadly = lasting.killed.total() % 5 == 0
        lasting.live_until_one_is_killed()
        assert_whole()
        walks |= asked_to_walk()
    sink[0].deadly = False
    lasting.finish()
    print(f"\n{dict(lasting.killed)}; {how_much()}; {len(sink[0].got)} mails on the wire")
    assert_whole()
    assert audit.verify().broken_at is None
    assert_every_job_done_once(walks)
    assert_every_mail_sent_once(sink[0])
    assert not (faults := lasting.faults()), faults


def is_quiet() -> bool:
    travelling = clocks.is_travelling()  # first of all: on its way things fall due, and they ask for jobs
    with db.reading() as session:
        unfinished = session.scalar(select(func.count()).where(Job.state.in_(UNFINISHED)))
        due = session.scalar(select(func.count()).where(Case.next_due <= clocks.show().now))
    in_hand = queue.client().list_workflows(
        status=["PENDING", "ENQUEUED", "DELAYED"], limit=1, load_input=False, load_output=False
    )  # what a dead one had in hand, somebody took over
    return not travelling and not due and not unfinished and not in_hand


def let_go_on() -> int:
    """What waits, since it was in hand of many that died, a person lets go on now. Returns how many jobs."""
    delayed = queue.client().list_workflows(status=["DELAYED"], load_input=False, load_output=False)
    for waiting in delayed:
        _, job_id, _ = waiting.workflow_id.split("-")
        with suppress(Conflict):  # it goes on already
            jobs.reschedule(SYSTEM, int(job_id), timedelta(0))
    return len(delayed)


def asked_to_walk() -> set[str]:
    with db.reading() as session:
        return {arguments["name"] for arguments in session.scalars(select(Job.arguments).where(Job.kind == "walk"))}


def assert_every_job_done_once(walks: set[str]) -> None:
    with db.reading() as session:
        assert set(session.execute(select(Job.state, Job.last_error)).tuples()) <= {(JobState.DONE, None)}
        # One that failed is forgotten too, half a year later: the trail knows.
        assert not session.scalar(select(func.count()).where(Audit.tag == Tag.JOB_FAILED))
        left = Counter(session.scalars(select(Organisation.name).where(Organisation.name.startswith("walk "))))
        assert left == {f"{name}-{number}": 1 for name in walks for number in range(busy.ITEMS)}
        moved = Counter(session.execute(select(MovedCase.move_id, MovedCase.case_id)).tuples())
        assert set(moved.values()) <= {1}
        by_move = Counter(move for move, _ in moved)
        for move in session.scalars(select(Move)):
            assert (move.status, move.moved + move.refused) == (DONE, by_move[move.id])


def assert_every_mail_sent_once(sink: DeadlySink) -> None:
    """SMTP has no exactly-once: what was taken and not yet marked comes again, as the same mail to the letter."""
    with db.reading() as session:
        notices = session.scalars(select(Notice).where(Notice.user_id.is_not(None))).all()
    assert {notice.mail_status for notice in notices} == {"sent"}
    mails = delivered(sink)
    assert mails.keys() == {f"<notice-{notice.id}@traject>" for notice in notices}
    for message_id, copies in mails.items():
        assert len(set(copies)) == 1, message_id
    assert not sink.twice


def delivered(sink: Sink) -> dict[str, list[bytes]]:
    """What the mail server took, by Message-ID."""
    found: dict[str, list[bytes]] = {}
    for envelope, mail in zip(list(sink.got), sink.mails(), strict=False):
        found.setdefault(str(mail["Message-ID"]), []).append(envelope.original_content or b"")
    return found


def not_marked() -> set[str]:
    with db.reading() as session:
        waiting = session.scalars(select(Notice.id).where(Notice.mail_status != "sent"))
        return {f"<notice-{notice_id}@traject>" for notice_id in waiting}


def how_much() -> dict[str, int]:
    with db.reading() as session:
        kinds = session.execute(select(Job.kind, func.count()).group_by(Job.kind)).tuples()
        rows = {"cases": Case, "entries": Audit, "firings": Firing, "notices": Notice}
        counted = {name: session.scalar(select(func.count()).select_from(model)) or 0 for name, model in rows.items()}
        return counted | dict(kinds.all())
