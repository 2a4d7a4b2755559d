"""Notes and documents: for who sees the case, and nobody else."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM, Role
from app.domain.errors import AnswersInvalid, NotAllowed, NotVisible
from app.models.audit import Audit
from app.models.record import Note
from app.services import case_in_hand, cases, documents, notes, parties


def test_a_note_is_kept_as_written_and_the_trail_does_not_repeat_it(coach, simple) -> None:
    case_id = cases.start(coach, "simple")
    note_id = notes.add(coach, case_id, "  Gebeld.\r\n{{ 7*7 }} <b>morgen</b>  ")
    with db.reading() as session:
        note = session.get_one(Note, note_id)
        assert (note.text, note.author_id) == ("Gebeld.\n{{ 7*7 }} <b>morgen</b>", coach.user_id)
        assert "Gebeld" not in "".join(session.scalars(select(Audit.payload)))


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5001, "a\x00b"])
def test_an_empty_or_endless_note_is_refused(coach, simple, text) -> None:
    with pytest.raises(AnswersInvalid):
        notes.add(coach, cases.start(coach, "simple"), text)


def test_s09__notes_need_sight_of_the_case_and_the_right_to_write(coach, outsider, simple, world) -> None:
    case_id = cases.start(coach, "simple")
    with pytest.raises(NotVisible):
        notes.add(outsider, case_id, "Ik was hier")
    inspector = world.actor("iris@inspectie.example", Role.INSPECTOR, "inspectie", "department")
    for reader in (inspector, SYSTEM):
        with pytest.raises(NotAllowed):
            notes.add(reader, case_id, "Ik was hier")


def test_a_document_is_read_as_it_was_kept_by_who_sees_the_case(coach, outsider, simple, world) -> None:
    case_id = cases.start(coach, "simple")
    with db.transaction() as session:
        document = documents.store(
            case_in_hand.locked_work(session, coach, case_id), "letter", "Een brief", "<p>Dag</p>"
        )
    with db.reading() as session:
        assert documents.read(session, coach, document.id).body == "<p>Dag</p>"
        assert document.digest == hashlib.sha256(b"<p>Dag</p>").hexdigest()
        with pytest.raises(NotVisible):
            documents.read(session, outsider, document.id)
    commissioner = world.actor("stad@leuven.example", Role.COMMISSIONER, "leuven", "authority")
    with db.transaction() as session:
        case = case_in_hand.locked_work(session, coach, case_id).case
        parties.set_party(session, case, Role.COMMISSIONER, world.organisation("leuven"))
    with db.reading() as session, pytest.raises(NotAllowed):
        documents.read(session, commissioner, document.id)
