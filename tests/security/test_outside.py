"""What leaves this machine, and what it shows of itself (security.md 17, 20, 26, 28)."""

from __future__ import annotations

import re
import smtplib
import socket
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import db
from app.jobs import mail
from app.models.base import new_id
from app.models.record import Notice
from config import DEFAULT_SECRET_KEY, SettingsError, read_settings
from tests.security.doors import Doors, poisoned_start
from tests.security.test_mail import Sink, notice, sink  # noqa: F401 -- the same mail server
from tests.support.jobs import do_mail
from tests.support.stage import Stage
from tests.support.tree import below, imported, place

#: What can call somebody, and who may use it: the two addresses an operator sets, and (webhooks) one that an
#: administrator typed, as tests/security/test_webhooks.py shows it is done.
CALLERS = re.compile(
    r"^(socket|ssl|ftplib|http\.client|urllib\.request|urllib3|requests|httpx|aiohttp|smtplib|imaplib|telnetlib|"
    r"xmlrpc|authlib\.integrations|subprocess|asyncio|paramiko|dns)\b"
)
ALLOWED = {
    "app/jobs/mail.py": {"smtplib"},
    "app/jobs/outgoing.py": {
        "socket",
        "ssl",
        "http.client.HTTPConnection",
        "http.client.HTTPException",
        "http.client.HTTPSConnection",
    },
    "app/web/oidc.py": {"authlib.integrations.flask_client.OAuth", "requests.RequestException"},
}
ADDRESSES = [
    "http://127.0.0.1:8000/",
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "//evil.example",
]


def test_s17__only_mail_single_sign_on_and_webhooks_can_call_anybody() -> None:
    found = [
        f"{place(path, line)}: {name}"
        for path in below("app", "workflows")
        for name, line in imported(path)
        if CALLERS.match(name) and name not in ALLOWED.get(place(path), set())
    ]
    assert not found, "\n".join(found)


def test_s17__an_address_that_somebody_types_is_never_called(
    stage: Stage, doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[Any] = []

    def refuse(self: socket.socket, address: Any) -> None:
        called.append(address)
        raise OSError("nobody calls anybody here")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: called.append(args))
    for typed in ADDRESSES:
        page = poisoned_start(doors, stage.coach, stage.registration(), typed)
        assert page.status in (302, 422), page.status
        if page.status == 302:
            case_id = int(page.location.rpartition("/")[2])
            assert doors.browser(stage.coach).get(f"/cases/{case_id}").status == 200
    assert not called


def test_s20__identifiers_cannot_be_guessed_from_one_another() -> None:
    made = [new_id() for _ in range(3000)]
    assert len(set(made)) == len(made)
    assert len({number & (2**22 - 1) for number in made}) > 2900, "22 random bits"
    steps = Counter(later - earlier for earlier, later in pairwise(made))
    assert steps.most_common(1)[0][1] < 5, "no step from one to the next comes back"


def test_s26__nothing_of_a_debugger_answers(app: Flask, doors: Doors, stage: Stage) -> None:
    assert not app.debug
    client = app.test_client()
    for path in (
        "/console",
        "/?__debugger__=yes&cmd=resource&f=style.css",
        "/__debug__",
        "/api/v1/debug",
        "/graphql",
    ):
        answer = client.get(path)
        assert answer.status_code in (302, 401, 404), path
        assert b"werkzeug" not in answer.data.lower(), path


@pytest.mark.parametrize("value", ["1", "true", "on", "yes"])
def test_s26__production_refuses_the_debugger(value: str) -> None:
    environ = {
        "TRAJECT_ENV": "production",
        "SECRET_KEY": "x" * 40,
        "DATABASE_URL": "postgresql://nobody@localhost/none",
    }
    assert read_settings({**environ, "FLASK_DEBUG": "0"}).secret_key != DEFAULT_SECRET_KEY
    with pytest.raises(SettingsError, match="FLASK_DEBUG"):
        read_settings({**environ, "FLASK_DEBUG": value})


def test_s28__a_mail_that_was_sent_but_not_marked_is_recognised_the_second_time(
    stage: Stage,
    sink: tuple[Sink, str],  # noqa: F811 -- the fixture of that name
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The machine stops between the delivery and the mark: the mail goes out once more with the same Message-ID."""
    kept, address = sink
    notice_id = notice(stage, "Plan", "Beste")
    deliver = mail._deliver

    def and_stop(mail_url: str, message: Any) -> None:
        deliver(mail_url, message)
        raise KeyboardInterrupt

    monkeypatch.setattr(mail, "_deliver", and_stop)
    with pytest.raises(KeyboardInterrupt):
        do_mail(address)
    monkeypatch.setattr(mail, "_deliver", deliver)
    assert do_mail(address) == 1
    assert do_mail(address) == 0
    first, second = kept.mails()
    assert first["Message-ID"] == second["Message-ID"] == f"<notice-{notice_id}@traject>"
    with db.reading() as session:
        assert session.scalars(select(Notice.mail_status).where(Notice.id == notice_id)).one() == "sent"


def test_s28__mail_waits_until_the_transaction_that_asked_for_it_is_kept(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An act that fails sends nothing: mail is a row like all others."""

    def never(*args: Any, **more: Any) -> None:
        raise AssertionError("a mail server was called inside a request")

    monkeypatch.setattr(smtplib, "SMTP", never)
    stage.hire(stage.today)
    assert "pending" in {row.mail_status for row in stage.rows(Notice)}
