"""B5: the worklist with a thousand, a hundred thousand and a million open tasks: page, search, order, API.

One case is started by the real code; the others are copies of its rows, made by bulk inserts in the database: a case,
its parties, its open task, its subject with a number of its own; onlookers and search index come from the SQL of the
database's own triggers, for all at once (bulk.py). An enterprise has 200 open tasks (a quarter unclaimed), however many
there are in all; each of eight regions of VDAB takes part in an eighth of all cases; the administrator sees everything.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM, Role
from app.models.base import Base
from app.models.case import Case, CaseParty
from app.models.organisation import Organisation
from app.models.task import Task
from app.models.user import User
from app.services import tokens, users
from benchmarks import bulk
from benchmarks.measure import Asked, Result, in_turn
from benchmarks.stage import EMAIL, Stage, request, signed_in_as

SIZES = (1_000, 100_000, 1_000_000)
_PER_ENTERPRISE, _REGIONS = 200, 8
_REPETITIONS = 40
#: A page everybody may see, which does not know how many tasks there are.
_ANOTHER_PAGE = "/account"
_MOST_MILLISECONDS, _MOST_GROWTH = 10.0, 1.3
# Each task has a number of nine digits in its subject, mixed as in a register, no two the same: steps through a prime.
_STEP, _PRIME, _NINE_DIGITS = 387_420_489, 899_999_963, 100_000_000
#: The one whose number is searched for, at every size: of the coach's enterprise and of the counsellor's region.
_SOUGHT = 82
_NUMBER = _NINE_DIGITS + _SOUGHT * _STEP % _PRIME
_FIRST = 1_000_000_000  # identifiers of copies: far below those that real rows get


@dataclass
class Reader:
    """Somebody who looks at his worklist, and the views he looks at."""

    name: str
    app: Flask
    client: FlaskClient
    token: str
    views: tuple[str, ...]

    def ready(self, view: str) -> Callable[[], object]:
        """One request made ready."""
        by_token = view.startswith("/api")
        headers = {"Authorization": f"Bearer {self.token}"} if by_token else signed_in_as(self.client)
        return request(self.app, "GET", view, headers)


def run(stage: Stage, sizes: tuple[int, ...] = SIZES) -> list[Result]:
    """Every view of every reader at every size; told is the slowest view, and the one that grew most."""
    _set_the_stage(stage)
    readers = _readers(stage)
    found: list[Result] = []
    first: dict[tuple[str, str], float] = {}
    filled = 0
    for size in sizes:
        _fill(filled, size)
        filled = size
        for reader in readers:
            figures = {view: _figure(reader, view) for view in reader.views}
            slowest = max((figure for figure, _ in figures.values()), key=lambda figure: figure.milliseconds)
            found.append(replace(slowest, name=f"B5 {size:,} open tasks, {reader.name}: slowest view, {slowest.name}"))
            for view, (_, relative) in figures.items():
                first.setdefault((reader.name, view), relative)
            growth = max(relative / first[reader.name, view] for view, (_, relative) in figures.items())
            if size == sizes[-1]:
                name = f"B5 {size:,} over {sizes[0]:,}, {reader.name}: the view that grew most (ratio)"
                found.append(Result(name, growth, 0, 0, _MOST_GROWTH))
    return found


def _figure(reader: Reader, view: str) -> tuple[Result, float]:
    """A view, and how many times the other page it is: minutes lie between the sizes, and machines change."""
    views = (view, _ANOTHER_PAGE)
    asked = [Asked(each, partial(reader.ready, each), _MOST_MILLISECONDS) for each in views]
    figure, other = in_turn(asked, _REPETITIONS)
    return figure, figure.undisturbed / other.undisturbed


def _readers(stage: Stage) -> list[Reader]:
    def reader(name: str, email: str, *tabs: str) -> Reader:
        with db.reading() as session:
            user, salt = session.execute(select(User.id, User.session_salt).where(User.email == email)).one()
        client = stage.app.test_client()
        with client.session_transaction() as signed:
            signed.update(_user_id=f"{user}:{salt}", _fresh=True)
        views = [f"/tasks?tab={tab}" for tab in tabs]
        views += [f"/tasks?tab={tabs[-1]}&{more}" for more in (f"q={_NUMBER}", "q=vraag", "sort=-created_at")]
        return Reader(
            name,
            stage.app,
            client,
            tokens.issue_token(SYSTEM, user),
            (*views, "/api/v1/tasks", "/api/v1/tasks?q=vraag"),
        )

    return [
        reader("a coach", EMAIL, "mine", "team", "others"),
        reader("a VDAB counsellor", f"vdab{_SOUGHT % _REGIONS}@benchmark.example", "mine", "team", "others"),
        reader("an administrator", "administrator@benchmark.example", "others"),
    ]


def _set_the_stage(stage: Stage) -> None:
    for region in range(_REGIONS):
        email, key = f"vdab{region}@benchmark.example", f"vdab-{region}"
        users.create_at(SYSTEM, email, role=Role.VDAB_COUNSELLOR.value, organisation_key=key, name=f"Vera {region}")
    for name, role, key in (("administrator", Role.ADMINISTRATOR, "platform"), ("jan", Role.COACH, "schakel")):
        email = f"{name}@benchmark.example"
        users.create_at(SYSTEM, email, role=role.value, organisation_key=key, name=name.title())
    stage.start()


def _fill(start: int, end: int) -> None:
    began = time.monotonic()
    bulk.fill(_COPIES, {"first": start, "end": end, "base": _FIRST})
    told = f"{end - start:,} copies of the rows of a case, made in bulk, took {time.monotonic() - began:.0f} s;"
    print(told, end=" ", file=sys.stderr, flush=True)


_NUMBERS = """WITH RECURSIVE numbers(n) AS (
    SELECT CAST(:first AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :end
)"""
#: Enterprise 0 is the coach's own; the others are new.
_ENTERPRISE = f"""CASE WHEN n < {_PER_ENTERPRISE} THEN (SELECT id FROM organisation WHERE key = 'schakel')
    ELSE :base + n / {_PER_ENTERPRISE} END"""


def _copy(model: type[Base], source: str, **changed: str) -> str:
    """Rows of `model` for each number: as the real row, but for what is changed."""
    table = model.__table__
    columns = {column.name: f"model.{column.name}" for column in table.columns} | changed
    names, values = ", ".join(columns), ", ".join(columns.values())
    return f'INSERT INTO "{table.name}" ({names}) {_NUMBERS} SELECT {values} FROM numbers, {source}'


def _party(place: int, role: str, organisation: str) -> str:
    return _copy(
        CaseParty,
        "(SELECT NULL AS user_id) AS model",
        id=f"{_FIRST * place} + n",
        case_id=":base + n",
        role=f"'{role}'",
        organisation_id=organisation,
        user_id="NULL",
    )


_COPIES = (
    _copy(
        Organisation,
        "(SELECT * FROM organisation WHERE key = 'schakel') AS model "
        f"WHERE n % {_PER_ENTERPRISE} = 0 AND n >= {_PER_ENTERPRISE}",
        id=f":base + n / {_PER_ENTERPRISE}",
        key=f"'enterprise-' || (n / {_PER_ENTERPRISE})",
        number="NULL",
    ),
    _copy(
        Case,
        "(SELECT * FROM \"case\" WHERE process = 'simple' ORDER BY id DESC LIMIT 1) AS model",
        id=":base + n",
        organisation_id=_ENTERPRISE,
        title="'Persoon ' || n",
        search_title="'persoon ' || n",
    ),
    _party(2, "coach", _ENTERPRISE),
    _party(3, "employer", _ENTERPRISE),
    _party(4, "vdab_counsellor", f"(SELECT id FROM organisation WHERE key = 'vdab-' || (n % {_REGIONS}))"),
    _copy(
        Task,
        "(SELECT * FROM task ORDER BY id DESC LIMIT 1) AS model",
        id=":base + n",
        case_id=":base + n",
        organisation_id=_ENTERPRISE,
        assignee_id="CASE WHEN n % 4 = 0 THEN NULL"
        f" WHEN n % 4 = 1 AND n < {_PER_ENTERPRISE} THEN (SELECT id FROM \"user\" WHERE email = '{EMAIL}')"
        " ELSE (SELECT id FROM \"user\" WHERE email = 'jan@benchmark.example') END",
        subject="'Persoon ' || n",
        search_subject=f"'persoon ' || ({_NINE_DIGITS} + CAST(n AS bigint) * {_STEP} % {_PRIME}) || ' vraag invullen'",
    ),
)
