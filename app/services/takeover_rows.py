"""The rows of a takeover, one after the other: judged, and after the go-ahead taken over. One transaction a row.

The row of the takeover is locked for the length of each: every row has its turn once, and a stop comes in between.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor
from app.domain.audit import Tag
from app.domain.errors import AnswersInvalid, Refusal
from app.domain.kept_text import keep
from app.domain.text import Text, say
from app.models.clock import now
from app.models.takeover import TO_DO, RowState, Takeover, TakeoverRow, TakeoverState
from app.queries.signed_in import account
from app.services import audit
from app.services.staff_cells import COLUMN_OF
from app.services.staff_judgement import Judgement
from app.services.staff_judging import judge
from app.services.taking_over import take_over

_UNREAD = (RowState.UNREAD.value,)


def look_at_next(session: Session, takeover_id: int) -> None:
    """Judge the next row that nobody looked at. Writes down what was found, and nothing else."""
    found = _next(session, takeover_id, TakeoverState.CHECKING)
    if found is not None:
        row, actor, each = found
        _looked_at(row, each, _first_look(session, row, actor, each))


def take_next(session: Session, takeover_id: int) -> None:
    """Take the next row over; or write down why not, where that shows now and did not when it was judged."""
    found = _next(session, takeover_id, TakeoverState.RUNNING)
    if found is None:
        return
    row, actor, each = found
    judged = judge(session, actor, cells_of(row, each))
    if judged.found is None:
        _not_taken(session, row, actor, each, judged)
        return
    each.case_id = take_over(session, actor, judged.found, row.id, _digest(each))
    each.state = RowState.DONE.value
    row.done += 1


def set_aside(session: Session, takeover_id: int, error: Exception) -> None:
    """Leave the row that is next: taking it over was refused or failed. A sentence says why, never a value."""
    found = _next(session, takeover_id, TakeoverState.RUNNING)
    if found is None:
        return
    row, actor, each = found
    judged = judge(session, actor, cells_of(row, each))
    if not judged.present:  # somebody else took him over in the very same moment
        for column, text in _why(error):
            judged.refuse(column, text)
    _not_taken(session, row, actor, each, judged)


def pass_over(session: Session, takeover_id: int, error: Exception) -> None:
    """Refuse the row that is next to be judged: judging it broke."""
    found = _next(session, takeover_id, TakeoverState.CHECKING)
    if found is not None:
        row, _, each = found
        judged = Judgement()
        for column, text in _why(error):
            judged.refuse(column, text)
        _looked_at(row, each, judged)


def goes_on(takeover_id: int, state: TakeoverState) -> bool:
    """Whether a row is left for a takeover in this state. One that has none has come to what follows."""
    with db.transaction() as session:
        if _next(session, takeover_id, state) is not None:
            return True
        row = session.get(Takeover, takeover_id)
        if row is not None and row.state == state:
            if account(session, _whose(row)) is None:  # who left takes nobody over any more
                row.state = TakeoverState.STOPPED.value
            elif state is TakeoverState.CHECKING:
                row.state = TakeoverState.CHECKED.value
            else:
                row.state, row.ended_at = TakeoverState.DONE.value, now(session)
        return False


def halt(session: Session, takeover_id: int) -> None:
    """The job has failed for good: the takeover waits for a person, who can let it go on."""
    row = session.scalars(select(Takeover).where(Takeover.id == takeover_id).with_for_update()).first()
    if row is not None and row.state in (TakeoverState.CHECKING, TakeoverState.RUNNING):
        row.state = TakeoverState.STOPPED.value


def cells_of(row: Takeover, each: TakeoverRow) -> dict[str, str]:
    """The cells of a row by column."""
    return dict(zip(row.headings, orjson.loads(each.cells), strict=False))


def _next(session: Session, takeover_id: int, state: TakeoverState) -> tuple[Takeover, Actor, TakeoverRow] | None:
    row = session.scalars(select(Takeover).where(Takeover.id == takeover_id).with_for_update()).first()
    if row is None or row.state != state:
        return None
    theirs = account(session, _whose(row))
    wanted = _UNREAD if state is TakeoverState.CHECKING else TO_DO
    each = session.scalars(
        select(TakeoverRow)
        .where(TakeoverRow.takeover_id == row.id, TakeoverRow.state.in_(wanted))
        .order_by(TakeoverRow.line)
        .limit(1)
    ).first()
    return (row, theirs.actor, each) if theirs is not None and each is not None else None


def _whose(row: Takeover) -> int:
    return row.begun_by or row.handed_in_by


def _first_look(session: Session, row: Takeover, actor: Actor, each: TakeoverRow) -> Judgement:
    judged = judge(session, actor, cells_of(row, each), partial(_before, session, each))
    if len(orjson.loads(each.cells)) > len(row.headings):
        judged.refuse("", say("Deze regel heeft meer vakken dan er kolommen zijn."))
    earlier = _earlier(session, each) if each.number_digest is not None else None
    if earlier is not None:
        judged.refuse("rijksregisternummer", say("Deze persoon staat ook op regel %(line)s.", line=earlier))
    return judged


def _earlier(session: Session, each: TakeoverRow) -> int | None:
    """The first line before it about the same person."""
    return session.scalar(
        select(func.min(TakeoverRow.line)).where(
            TakeoverRow.takeover_id == each.takeover_id,
            TakeoverRow.number_digest == each.number_digest,
            TakeoverRow.line < each.line,
        )
    )


def _before(session: Session, each: TakeoverRow, organisation_id: int) -> Decimal:
    """The full-time equivalents that the rows before it will take at an enterprise."""
    taken = session.scalar(
        select(func.sum(TakeoverRow.fraction)).where(
            TakeoverRow.takeover_id == each.takeover_id,
            TakeoverRow.organisation_id == organisation_id,
            TakeoverRow.state.in_(TO_DO),
            TakeoverRow.line < each.line,
        )
    )
    return Decimal(str(taken or 0))


def _looked_at(row: Takeover, each: TakeoverRow, judged: Judgement) -> None:
    each.state, each.remarks = judged.state.value, _kept(judged)
    each.organisation_id, each.fraction = judged.organisation_id, judged.fraction
    each.next_plan_on, each.last_day = judged.next_plan_on, judged.last_day
    row.looked_at += 1


def _not_taken(session: Session, row: Takeover, actor: Actor, each: TakeoverRow, judged: Judgement) -> None:
    each.remarks = _kept(judged)
    if judged.present:
        each.state = RowState.PRESENT.value
        row.chosen -= 1
        return
    each.state = RowState.FAILED.value
    row.failed += 1
    audit.record(
        session, Tag.TAKEOVER_ROW_REFUSED, actor=actor, takeover=row.id, line=each.line, row_digest=_digest(each)
    )


def _kept(judged: Judgement) -> str:
    return orjson.dumps([[column, keep(text)] for column, text in judged.remarks]).decode()


def _why(error: Exception) -> list[tuple[str, Text]]:
    if isinstance(error, AnswersInvalid):
        return [(COLUMN_OF.get(name, ""), text) for name, texts in error.errors.items() for text in texts]
    if isinstance(error, Refusal):
        return [("", error.text)]
    return [("", say("Deze regel kon niet overgenomen worden (%(kind)s).", kind=type(error).__name__))]


def _digest(each: TakeoverRow) -> str:
    return audit.digest(each.cells, str(each.id))
