"""Who writes in one SQLite file takes his turn: in the order in which they came, and nobody is told it is locked."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from sqlalchemy import text

from app import db
from app.models.organisation import Organisation
from app.turns import Turns
from config import ROOT

LONG = 30.0  # seconds; nobody waits so long


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    turns, order = Turns(patience=LONG), []

    def come(number: int) -> None:
        turns.take()
        order.append(number)
        turns.leave()

    turns.take()
    turns.take()  # one turn
    threads = [threading.Thread(target=come, args=(number,)) for number in range(8)]
    for number, thread in enumerate(threads):
        thread.start()
        until(lambda expected=number + 1: turns.waiting == expected)  # type: ignore[misc]  # its default is the type
    turns.leave()
    for thread in threads:
        thread.join(LONG)
    assert order == list(range(8))


def test_who_waited_too_long_goes_on_without_a_turn_and_gives_none_away() -> None:
    turns, done = Turns(patience=0.01), threading.Event()

    def impatient() -> None:
        turns.take()
        turns.leave()
        done.set()

    turns.take()
    threading.Thread(target=impatient).start()
    assert done.wait(LONG) and turns.waiting == 0
    later = threading.Thread(target=turns.take)
    later.start()
    turns.leave()
    later.join(LONG)
    assert not later.is_alive()


_ANOTHER_PROCESS = """
import sys
from pathlib import Path
from app.turns import Turns
from config import ROOT
turns = Turns(Path(sys.argv[1]))
turns.take()
print("mine", flush=True)
sys.stdin.read(1)
turns.leave()
print("yours", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("dies", [False, True])
def test_processes_take_turns_too_and_who_is_killed_keeps_none(tmp_path: Path, dies: bool) -> None:
    file, ours = tmp_path / "traject.db-turn", threading.Event()
    turns = Turns(file, patience=LONG)

    def come() -> None:
        turns.take()
        ours.set()
        turns.leave()

    with Popen([sys.executable, "-c", _ANOTHER_PROCESS, file], stdin=PIPE, stdout=PIPE, cwd=ROOT) as other:
        assert other.stdin is not None and other.stdout is not None
        assert other.stdout.readline() == b"mine\n"
        thread = threading.Thread(target=come)
        thread.start()
        assert not ours.wait(0.05)
        if dies:
            other.kill()
        else:
            other.stdin.write(b".")
            other.stdin.flush()
            assert other.stdout.readline() == b"yours\n"
        thread.join(LONG)
        assert ours.is_set()
    turns.close()


def test_where_no_file_can_be_made_only_threads_take_turns(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "nowhere" / "traject.db-turn", patience=LONG)
    turns.take()
    turns.leave()
    turns.take()
    turns.close()


@pytest.mark.parametrize("fails", [False, True])
def test_a_transaction_gives_its_turn_away_however_it_ends(database: object, fails: bool) -> None:
    for number in range(2):  # the second in another thread: it would wait for ever

        def write(number: int = number) -> None:
            with db.transaction() as session:
                session.add(Organisation(key=f"o{number}", name="Schakel", kind="enterprise"))
                session.flush()
                if fails:
                    raise LookupError

        def attempt() -> None:
            try:
                write()
            except LookupError:
                assert fails

        thread = threading.Thread(target=attempt)
        thread.start()
        thread.join(LONG)
        assert not thread.is_alive()
    assert db.writers_waiting() == 0
    with db.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM organisation")) == (0 if fails else 2)


def test_a_crowd_of_writers_is_served_in_the_order_in_which_they_came(database: object) -> None:
    order: list[int] = []

    def write(number: int) -> None:
        with db.transaction() as session:
            session.execute(text("UPDATE organisation SET name = name"))  # asks for the lock
            order.append(number)

    held = threading.Event()
    go_on = threading.Event()

    def hold() -> None:
        with db.transaction() as session:
            session.execute(text("UPDATE organisation SET name = name"))
            held.set()
            assert go_on.wait(LONG)

    first = threading.Thread(target=hold)
    first.start()
    assert held.wait(LONG)
    threads = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for number, thread in enumerate(threads):
        thread.start()
        if db.engine().dialect.name == "sqlite":
            until(lambda expected=number + 1: db.writers_waiting() == expected)  # type: ignore[misc]  # its default is the type
    go_on.set()
    for thread in [first, *threads]:
        thread.join(LONG)
    assert sorted(order) == list(range(12))
    if db.engine().dialect.name == "sqlite":
        assert order == list(range(12))
