"""Mail on the wire, into a real SMTP server: one mail to one address, whatever it holds (security.md 15, 16)."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select

from app import db, queue
from app.domain.access import SYSTEM
from app.jobs import runner
from app.jobs.registry import KINDS
from app.models.clock import now
from app.models.job import Job
from app.models.record import Notice
from app.models.user import User
from app.services import jobs, mail
from app.services.fields import Fields
from tests.support import statements
from tests.support.clock import TestClock
from tests.support.databases import Database
from tests.support.jobs import SETTINGS, do_mail
from tests.support.stage import Stage


@dataclass
class Sink:
    """A mail server that keeps what it gets; it knows nobody at «nowhere.example»."""

    got: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.endswith("nowhere.example"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.got.append(envelope)
        return "250 OK"

    def mails(self) -> list[EmailMessage]:
        """What came in, read."""
        return [message_from_bytes(envelope.original_content, policy=default) for envelope in self.got]


@pytest.fixture
def sink() -> Iterator[tuple[Sink, str]]:
    """The server and its address."""
    sink = Sink()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    yield sink, f"smtp://127.0.0.1:{port}"
    controller.stop()


def notice(stage: Stage, subject: str, text: str, email: str | None = None) -> int:
    """A notice that waits to be mailed to the coach."""
    case_id = stage.register()
    with db.transaction() as session:
        session.execute(Notice.__table__.update().values(mail_status="none"))
        if email is not None:
            session.get_one(User, stage.coach.user_id).email = email
        row = Notice(
            case_id=case_id, role="coach", user_id=stage.coach.user_id, subject=subject, text=text,
            created_at=now(session),
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


@pytest.fixture
def mailing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation that mails: each mail that is asked for is four statements more."""
    monkeypatch.setattr(statements, "MOST", statements.MOST + 2 * 4)
    mail.configure(on=True)
    yield
    mail.configure(on=False)


def job_states() -> set[tuple[str, int, str | None]]:
    with db.reading() as session:
        return {(row.state, row.attempts, row.last_error) for row in session.scalars(select(Job))}


def status_of(notice_id: int) -> str:
    with db.reading() as session:
        return session.scalars(select(Notice.mail_status).where(Notice.id == notice_id)).one()


def test_s16__line_breaks_in_subject_and_text_make_no_headers_and_no_second_mail(
    stage: Stage, sink: tuple[Sink, str]
) -> None:
    kept, address = sink
    text = (
        "Beste\r\n.\r\nMAIL FROM:<evil@evil.example>\r\nRCPT TO:<b@evil.example>\n\nBcc: c@evil.example\n.\n\u2028einde"
    )
    notice(stage, "Plan\r\nBcc: evil@evil.example\r\n\r\nInhoud\u2028X-Evil: 1", text)
    assert do_mail(address) == 1
    (envelope,), (got,) = kept.got, kept.mails()
    assert envelope.rcpt_tos == ["coach@schakel.example"]
    assert set(got.keys()) <= {
        "From", "To", "Subject", "Message-ID", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
        "X-Peer", "X-MailFrom", "X-RcptTo",
    }  # fmt: skip
    assert got["Bcc"] is None and got["X-Evil"] is None
    assert str(got["Subject"]) == "Plan Bcc: evil@evil.example Inhoud X-Evil: 1"
    assert "MAIL FROM:<evil@evil.example>" in got.get_content()
    assert "einde" in got.get_content()


@pytest.mark.parametrize(
    "email",
    [
        "a@schakel.example\r\nBcc: evil@evil.example", "a@schakel.example, evil@evil.example",
        "a@schakel.example>\nRCPT TO:<evil@evil.example", "evil:b@evil.example,a@schakel.example;", "", "geen adres",
        "Naam <a@schakel.example>",
    ],
)  # fmt: skip
def test_s16__an_address_that_is_not_one_address_is_never_mailed_and_holds_up_nobody(
    stage: Stage, sink: tuple[Sink, str], email: str
) -> None:
    kept, address = sink
    wrong = notice(stage, "Plan", "Beste", email)
    stage.add("jan", next(iter(stage.coach.roles)), "schakel")
    with db.transaction() as session:
        session.add(
            Notice(
                case_id=stage.rows(Notice)[-1].case_id, role="coach", user_id=stage.jan.user_id, subject="Goed",
                text="Beste", created_at=now(session),
            )
        )  # fmt: skip
    assert do_mail(address) >= 1
    assert [got for envelope in kept.got for got in envelope.rcpt_tos if "evil" in got] == []
    assert "jan@schakel.example" in [got for envelope in kept.got for got in envelope.rcpt_tos]
    assert status_of(wrong) == "failed"


def test_an_address_the_server_does_not_know_holds_up_nobody(stage: Stage, sink: tuple[Sink, str]) -> None:
    kept, address = sink
    gone = notice(stage, "Plan", "Beste", "weg@nowhere.example")
    with db.transaction() as session:
        session.add(
            Notice(
                case_id=stage.rows(Notice)[-1].case_id, role="employer", user_id=stage.employer.user_id,
                subject="Goed", text="Beste", created_at=now(session),
            )
        )  # fmt: skip
    assert do_mail(address) == 1
    assert status_of(gone) == "failed"
    assert [envelope.rcpt_tos for envelope in kept.got] == [["employer@schakel.example"]]
    assert ("failed", 0, "refused for good: SMTPRecipientsRefused") in job_states()


def test_while_the_server_is_away_mail_waits(stage: Stage) -> None:
    waiting = notice(stage, "Plan", "Beste")
    assert do_mail("smtp://127.0.0.1:9") == 0
    assert status_of(waiting) == "pending"
    assert job_states() == {("queued", 1, "ConnectionRefusedError")}


def test_s28__a_mail_that_was_given_up_says_so_and_goes_when_a_person_lets_it(
    stage: Stage, database: Database, sink: tuple[Sink, str]
) -> None:
    """The server was away for longer than anybody waits: the notice does not wait for ever for a job that has ended."""
    kept, address = sink
    given_up = notice(stage, "Plan", "Beste")
    for _ in KINDS["mail"].patience:
        do_mail("smtp://127.0.0.1:9")
        assert status_of(given_up) == "pending"
    do_mail("smtp://127.0.0.1:9")
    assert (status_of(given_up), job_states()) == ("failed", {("failed", 10, "ConnectionRefusedError")})
    jobs.resume(SYSTEM, stage.rows(Job)[-1].id)
    queue.close()
    assert do_mail(address) == 1
    assert (status_of(given_up), len(kept.got)) == ("sent", 1)


def test_s28__mail_is_asked_for_with_its_notice_and_sent_once(
    stage: Stage, database: Database, sink: tuple[Sink, str], mailing: None
) -> None:
    """Through the queue and a worker: as many mails as there are notices for somebody, and no second round."""
    kept, address = sink
    stage.hire(stage.today)
    waiting = {f"<notice-{row.id}@traject>" for row in stage.rows(Notice) if row.user_id}
    assert waiting
    settings = replace(SETTINGS, database_url=database.url, mail_url=address)
    for _ in range(2):
        runner.run_once(settings)
        queue.close()
    sent = [str(got["Message-ID"]) for got in kept.mails()]
    assert (len(sent), set(sent)) == (len(waiting), waiting)
    assert {state for state, _, _ in job_states()} == {"done"}


def test_old_notices_are_not_mailed_when_mail_is_switched_on(stage: Stage, clock: TestClock) -> None:
    notice(stage, "Plan", "Beste")
    clock.advance(days=31)
    assert mail.ask_for_waiting() == 0


@pytest.mark.parametrize("name", ["A\r\nBcc: evil@evil.example", "A\nB", "A\u2028B", "A\x00B", "A\x1bB"])
def test_s16__names_and_addresses_take_no_line_breaks(name: str) -> None:
    for refuse in (
        lambda fields: fields.line("name", name, 100),
        lambda fields: fields.email("name", f"{name}@x.example"),
        lambda fields: fields.email("name", f"a@x.example{name[1:]}"),
    ):
        fields = Fields()
        kept = refuse(fields)
        assert fields.errors or not set("\r\n\u2028\x00\x1b") & set(kept), kept


def test_s15__what_stands_in_double_braces_is_mailed_as_it_stands(stage: Stage, sink: tuple[Sink, str]) -> None:
    kept, address = sink
    notice(stage, "{{config}} ${7*7} %(x)s", "{{ config }} {% raw %} {0} {{secrets.SMTP}} =7*7")
    do_mail(address)
    (got,) = kept.mails()
    assert str(got["Subject"]) == "{{config}} ${7*7} %(x)s"
    assert got.get_content().strip() == "{{ config }} {% raw %} {0} {{secrets.SMTP}} =7*7"
