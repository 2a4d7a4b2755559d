"""Cases: start, list, look at, send a message."""

from __future__ import annotations

from typing import Any

from flask import request

from app.api import asked, schemas, shown
from app.api.blueprint import endpoint
from app.db import reading
from app.domain.access import Actor, Permission
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.queries import case_state, timeline
from app.queries import cases as queries
from app.services import cases, messaging


@endpoint(
    "POST",
    "/cases",
    permission=Permission.CASE_START,
    body=asked.StartCase,
    returns=schemas.Case,
    status=201,
    refusals=(404, 409),
    headers=("Idempotency-Key",),
)
def start_case(actor: Actor, body: asked.StartCase) -> dict[str, Any]:
    """Start a case. The same Idempotency-Key gives the same case."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and len(key) > 200:
        raise AnswersInvalid({"Idempotency-Key": [say("Deze sleutel is te lang: hoogstens 200 tekens.")]})
    started = cases.begin(actor, body.process, body.subject, body.data, key)
    return shown.case(started.state) if started.state else _case(actor, started.case_id)


@endpoint("GET", "/cases", permission=Permission.CASE_READ, query=asked.CaseQuery, returns=schemas.Cases)
def list_cases(actor: Actor, query: asked.CaseQuery) -> dict[str, Any]:
    """The cases one sees, newest first."""
    wanted = queries.CaseFilter(q=query.q, process=query.process, status=query.status)
    with reading() as session:
        page = queries.page(session, actor, wanted, query.cursor, query.limit)
    return {"items": [shown.listed_case(row) for row in page.items], "next": page.next}


@endpoint("GET", "/cases/<number:case_id>", permission=Permission.CASE_READ, returns=schemas.Case, refusals=(404,))
def get_case(actor: Actor, case_id: int) -> dict[str, Any]:
    """One case."""
    return _case(actor, case_id)


@endpoint(
    "GET",
    "/cases/<number:case_id>/timeline",
    permission=Permission.CASE_READ,
    query=asked.PageQuery,
    returns=schemas.Events,
    refusals=(404,),
)
def case_timeline(actor: Actor, case_id: int, query: asked.PageQuery) -> dict[str, Any]:
    """What happened in a case, newest last."""
    with reading() as session:
        page = timeline.page(session, actor, case_id, query.cursor, query.limit)
    return {"items": [shown.event(row) for row in page.items], "next": page.next}


@endpoint(
    "POST",
    "/cases/<number:case_id>/messages",
    permission=Permission.MESSAGE_SEND,
    body=asked.SendMessage,
    returns=schemas.Case,
    refusals=(404, 409),
)
def send_message(actor: Actor, case_id: int, body: asked.SendMessage) -> dict[str, Any]:
    """Send a message to a case; 409 when nothing waits for it."""
    messaging.send(actor, case_id, body.name, body.data)
    return _case(actor, case_id)


def _case(actor: Actor, case_id: int) -> dict[str, Any]:
    with reading() as session:
        return shown.case(case_state.of(session, actor, case_id))
