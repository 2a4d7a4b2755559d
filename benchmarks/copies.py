"""Open tasks by the thousand for the worklist: one case is started by the real code, the others are copies of its rows.

A copy has a case, its parties, its open task, its subject with a number of its own; onlookers and search index come
from the SQL of the database's own triggers, for all at once (bulk.py). An enterprise has 200 open tasks (a quarter
unclaimed), however many there are in all; each of eight regions of VDAB takes part in an eighth of all cases; the
administrator sees everything.
"""

from __future__ import annotations

import sys
import time

from app.models.base import Base
from app.models.case import Case, CaseParty
from app.models.organisation import Organisation
from app.models.task import Task
from benchmarks import bulk
from benchmarks.stage import EMAIL

PER_ENTERPRISE, REGIONS = 200, 8
# Each task has a number of nine digits in its subject, mixed as in a register, no two the same: steps through a prime.
_STEP, _PRIME, _NINE_DIGITS = 387_420_489, 899_999_963, 100_000_000
#: The one whose number is searched for, at every size: of the coach's enterprise and of the counsellor's region.
SOUGHT = 82
NUMBER = _NINE_DIGITS + SOUGHT * _STEP % _PRIME
_FIRST = 1_000_000_000  # identifiers of copies: far below those that real rows get


def fill(start: int, end: int) -> None:
    """Copy the newest case for the numbers `start` to `end`, and say how long that took."""
    began = time.monotonic()
    bulk.fill(_COPIES, {"first": start, "end": end, "base": _FIRST})
    told = f"{end - start:,} copies of the rows of a case, made in bulk, took {time.monotonic() - began:.0f} s;"
    print(told, end=" ", file=sys.stderr, flush=True)


_NUMBERS = """WITH RECURSIVE numbers(n) AS (
    SELECT CAST(:first AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :end
)"""
#: Enterprise 0 is the coach's own; the others are new.
_ENTERPRISE = f"""CASE WHEN n < {PER_ENTERPRISE} THEN (SELECT id FROM organisation WHERE key = 'schakel')
    ELSE :base + n / {PER_ENTERPRISE} END"""


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
        f"WHERE n % {PER_ENTERPRISE} = 0 AND n >= {PER_ENTERPRISE}",
        id=f":base + n / {PER_ENTERPRISE}",
        key=f"'enterprise-' || (n / {PER_ENTERPRISE})",
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
    _party(4, "vdab_counsellor", f"(SELECT id FROM organisation WHERE key = 'vdab-' || (n % {REGIONS}))"),
    _copy(
        Task,
        "(SELECT * FROM task ORDER BY id DESC LIMIT 1) AS model",
        id=":base + n",
        case_id=":base + n",
        organisation_id=_ENTERPRISE,
        assignee_id="CASE WHEN n % 4 = 0 THEN NULL"
        f" WHEN n % 4 = 1 AND n < {PER_ENTERPRISE} THEN (SELECT id FROM \"user\" WHERE email = '{EMAIL}')"
        " ELSE (SELECT id FROM \"user\" WHERE email = 'jan@benchmark.example') END",
        subject="'Persoon ' || n",
        search_subject=f"'persoon ' || ({_NINE_DIGITS} + CAST(n AS bigint) * {_STEP} % {_PRIME}) || ' vraag invullen'",
    ),
)
