"""Letters as PDF: asked for with the letter or by who reads it, made by a job, once, whatever happens to its worker."""

from __future__ import annotations

import hashlib
import signal
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from app import db, queue
from app.domain.access import Actor
from app.domain.audit import Tag
from app.domain.errors import NotVisible
from app.domain.jobs import JobState
from app.jobs.perform import perform
from app.models.audit import Audit
from app.models.job import Job
from app.models.record import Document, DocumentPdf
from app.queries import document_pdfs as queries
from app.services import cases, document_pdfs, documents, jobs, letter_pdf
from app.services.case_in_hand import locked_work
from tests.support import busy
from tests.support.databases import Database
from tests.support.jobs import SETTINGS, do_waiting
from tests.support.letters import kept, words_of_pdf

Write = Callable[..., int]


@pytest.fixture
def case_id(coach: Actor, simple: str) -> Iterator[int]:
    """A case; the queue's own connections end with the database."""
    yield cases.start(coach, simple)
    queue.close()


@pytest.fixture
def write(coach: Actor, case_id: int) -> Write:
    """`write(body)`: a letter on the case, whose PDF is asked for with it; its id."""

    def write(body: str = kept("stop_accepted"), *, asks: bool = True) -> int:
        with db.transaction() as session:
            document = documents.store(locked_work(session, coach, case_id), "letter", "Brief", body)
            if asks:
                document_pdfs.have_made(session, document, new=True)
            return document.id

    return write


def pdfs() -> list[DocumentPdf]:
    with db.reading() as session:
        return list(session.scalars(select(DocumentPdf).options(undefer(DocumentPdf.content))))


def the_job() -> Job:
    with db.reading() as session:
        return session.scalars(select(Job)).one()


def told() -> list[str]:
    """What the trail says of PDFs and failures."""
    with db.reading() as session:
        wanted = (Tag.DOCUMENT_PDF_MADE, Tag.JOB_FAILED)
        return list(session.scalars(select(Audit.tag).where(Audit.tag.in_(wanted)).order_by(Audit.number)))


def assert_made_once(document_id: int) -> None:
    (pdf,) = pdfs()
    with db.reading() as session:
        document = session.get_one(Document, document_id, options=(undefer(Document.body),))
    assert pdf.content == letter_pdf.typeset(document.title, document.body, document.created_at)
    assert (pdf.document_id, pdf.digest) == (document_id, hashlib.sha256(pdf.content).hexdigest())
    assert told() == [Tag.DOCUMENT_PDF_MADE]
    assert the_job().state == JobState.DONE


def test_a_letter_has_its_pdf_a_moment_later(write: Write, coach: Actor, case_id: int) -> None:
    document_id = write()
    with db.reading() as session:
        assert queries.of_case(session, case_id)[document_id].state == JobState.QUEUED
        assert document_pdfs.read(session, coach, document_id) is None
    do_waiting()
    assert_made_once(document_id)
    with db.reading() as session:
        pdf = document_pdfs.read(session, coach, document_id)
        assert pdf is not None and "t.a.v." in words_of_pdf(pdf.content)
        assert queries.of_case(session, case_id) == {document_id: queries.Pdf(len(pdf.content))}


def test_a_letter_of_before_has_its_pdf_when_somebody_asks(
    write: Write, coach: Actor, outsider: Actor, case_id: int
) -> None:
    document_id = write(asks=False)
    with db.reading() as session:
        assert queries.of_case(session, case_id) == {}
    with pytest.raises(NotVisible):
        document_pdfs.ask(outsider, document_id)
    for _ in range(2):
        assert document_pdfs.ask(coach, document_id) == case_id
    assert the_job().requested_by == coach.user_id
    do_waiting()
    assert document_pdfs.ask(coach, document_id) == case_id
    assert_made_once(document_id)
    with db.reading() as session, pytest.raises(NotVisible):
        document_pdfs.read(session, outsider, document_id)


@pytest.mark.parametrize(
    ("point", "nth"), [(busy.AFTER_WRITE, 3), (busy.BEFORE_COMMIT, 2), (busy.AFTER_COMMIT, 2)], ids=str
)
def test_s28__killed_on_its_way_it_is_made_once(write: Write, database: Database, point: str, nth: int) -> None:
    """Between the PDF and its being kept, and between its being kept and the queue's hearing of it."""
    document_id = write()
    worker = busy.FORKS.Process(target=busy.do_job, args=(database.url, the_job().id, point, nth), daemon=True)
    worker.start()
    worker.join()
    assert worker.exitcode == -signal.SIGKILL
    assert len(pdfs()) == (point == busy.AFTER_COMMIT)
    do_waiting()
    assert_made_once(document_id)


def test_s28__two_workers_with_the_same_job_make_it_once(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that was thought dead made its own meanwhile: it keeps nothing."""
    document_id, job_id = write(), the_job().id
    typeset = letter_pdf.typeset

    def after_another(*letter: object) -> bytes:
        monkeypatch.undo()
        perform(job_id, 1, "worker@tests-1", SETTINGS, lambda: False)
        return typeset(*letter)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(letter_pdf, "typeset", after_another)
    perform(job_id, 1, "worker@tests-0", SETTINGS, lambda: False)
    assert_made_once(document_id)


def test_s28__a_job_that_is_put_in_the_queue_again_leaves_the_pdf_that_is_there(write: Write) -> None:
    document_id = write()
    do_waiting()
    before = pdfs()[0].made_at
    with db.transaction() as session:
        jobs.put_again(session, session.scalars(select(Job)).one())
    do_waiting()
    assert pdfs()[0].made_at == before
    assert_made_once(document_id)


def test_where_no_pdf_can_be_made_the_job_says_why_without_words_of_the_letter(
    write: Write, case_id: int, caplog: pytest.LogCaptureFixture
) -> None:
    document_id = write("<p>Amina Yildiz <em>zegt</em></p>")
    do_waiting()
    assert (the_job().state, the_job().last_error) == (JobState.FAILED, "<em> in <p>")
    assert (pdfs(), told()) == ([], [Tag.JOB_FAILED])
    assert "Amina" not in caplog.text
    with db.reading() as session:
        assert queries.of_case(session, case_id)[document_id].state == JobState.FAILED
        assert not session.scalar(select(func.count()).where(Audit.payload.contains("Amina")))
