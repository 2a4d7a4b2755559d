"""Referral: chosen with reasons, asked, answered, tried again, followed up."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app import db, queue
from app.models.record import DocumentPdf
from app.models.referral import Referral
from tests.support.field import Field, publish
from tests.support.jobs import do_waiting
from tests.support.letters import words_of_pdf

REASONS = "Begeleiding op een gewone werkplek past het best bij wat we de voorbije jaren zagen."


@pytest.fixture
def case_id(field: Field, tmp_path) -> int:
    publish(tmp_path, "referral")
    return field.start("referral", field.counsellor)


def choose(field: Field, case_id: int, measure: str = "IMW") -> None:
    field.do(case_id, "choose_measure", measure=measure, reasons=REASONS, body="Team individueel maatwerk")


def test_an_accepted_referral_is_followed_up_after_six_weeks(field: Field, case_id: int) -> None:
    choose(field, case_id)
    letter = f"/documents/{field.row(Referral).letter_id}"
    assert letter in [panel.href for panel in field.view(case_id, "inform_body").panels]
    field.do(case_id, "inform_body")
    field.do(case_id, "record_answer", answer="ACCEPTED", starts_on=date(2027, 1, 18))
    assert field.open(case_id) == []
    field.travel(date(2027, 2, 28))
    assert field.open(case_id) == []
    field.travel(date(2027, 3, 1))
    assert field.open(case_id) == ["follow_up"]
    field.do(case_id, "follow_up", follow_up="GOED", next="done")
    case = field.case(case_id)
    assert (case.status, case.end_event, case.variables["referral_outcome"]) == ("ended", "referred", "accepted")
    referral = field.row(Referral)
    assert (referral.measure, referral.answer, referral.starts_on) == ("IMW", "ACCEPTED", date(2027, 1, 18))
    assert referral.closed_at is not None and referral.letter_id is not None


def test_the_letter_says_what_is_asked_and_why(field: Field, case_id: int) -> None:
    choose(field, case_id)
    letter = field.letter(case_id)
    assert '<html lang="nl">' in letter
    assert "Amina Yildiz" in letter and "Individueel maatwerk" in letter and REASONS in letter
    assert "90.01.01" not in letter and "90010199794" not in letter


def test_the_letter_is_there_as_pdf(field: Field, case_id: int) -> None:
    choose(field, case_id)
    do_waiting()
    queue.close()
    with db.reading() as session:
        said = words_of_pdf(session.scalars(select(DocumentPdf.content)).one())
    assert "VDAB zoekt voor Amina Yildiz een meer passende maatregel" in said and REASONS in said


def test_a_refusal_leads_to_another_measure_and_not_to_the_same(field: Field, case_id: int) -> None:
    choose(field, case_id)
    field.do(case_id, "inform_body")
    field.do(
        case_id,
        "record_answer",
        answer="REFUSED_BY_WORKER",
        answer_reason="Te ver van huis, zonder auto.",
        next="another",
    )
    refused = field.refused(case_id, "choose_measure", measure="IMW", reasons=REASONS)
    assert refused == {"measure": "Deze maatregel is al geprobeerd (de werknemer weigert). Kies een andere."}
    assert any("Al geprobeerd" in str(panel.title) for panel in field.view(case_id, "choose_measure").panels)
    choose(field, case_id, "WIJK")
    assert field.open(case_id) == ["inform_body"]
    assert [row.measure for row in field.rows(Referral)] == ["IMW", "WIJK"]


def test_without_a_measure_the_referral_ends_on_a_persons_word(field: Field, case_id: int) -> None:
    choose(field, case_id)
    field.do(case_id, "inform_body")
    field.do(
        case_id, "record_answer", answer="REFUSED_BY_BODY", answer_reason="Er is geen plaats meer vrij.", next="stop"
    )
    case = field.case(case_id)
    assert (case.status, case.end_event, case.variables["referral_outcome"]) == ("ended", "no_measure", "none")


def test_who_did_not_start_is_not_done(field: Field, case_id: int) -> None:
    choose(field, case_id)
    field.do(case_id, "inform_body")
    field.do(case_id, "record_answer", answer="ACCEPTED", starts_on=date(2027, 1, 18))
    field.travel(date(2027, 3, 1))
    refused = field.refused(case_id, "follow_up", follow_up="NIET_GESTART", next="done")
    assert refused["next"].startswith("De werknemer is niet aan de slag.")
    field.do(case_id, "follow_up", follow_up="NIET_GESTART", next="another")
    refused = field.refused(case_id, "choose_measure", measure="IMW", reasons=REASONS)
    assert "gestart, daarna gestopt" in refused["measure"]


def test_no_answer_is_remembered_once_after_fourteen_days(field: Field, case_id: int) -> None:
    choose(field, case_id)
    field.do(case_id, "inform_body")
    field.later(days=13)
    assert field.notices(case_id) == []
    field.later(days=40)
    assert field.notices(case_id) == [("vdab_counsellor", "Nog geen antwoord op de doorverwijzing")]
    assert field.open(case_id) == ["record_answer"]


@pytest.mark.parametrize(
    ("answers", "where", "why"),
    [
        ({"measure": "ARBZ"}, "measure", "oude regeling"),
        ({"measure": "RAKET"}, "measure", "lijst"),
        ({"measure": "IMW", "reasons": ""}, "reasons", ""),
        ({"measure": "IMW", "body": "x" * 201}, "body", "200"),
        ({"measure": "IMW", "_x": "1"}, "_x", ""),
    ],
)
def test_what_cannot_be_is_told_at_the_field(field: Field, case_id: int, answers, where, why) -> None:
    refused = field.refused(case_id, "choose_measure", **({"reasons": REASONS} | answers))
    assert where in refused and why in refused[where]


def test_dates_are_checked(field: Field, case_id: int) -> None:
    choose(field, case_id)
    assert "toekomst" in field.refused(case_id, "inform_body", informed_on=date(2027, 1, 5))["informed_on"]
    field.do(case_id, "inform_body")
    refused = field.refused(case_id, "record_answer", answer="ACCEPTED", starts_on=date(2026, 12, 31))
    assert "04/01/2027" in refused["starts_on"]
