"""Employees: registered once, changed, handed over, found; the national number stays behind a mask."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM, Actor, Role
from app.domain.audit import Tag
from app.domain.codes import RevealPurpose
from app.domain.errors import AnswersInvalid, NotAllowed, NotVisible
from app.domain.identifiers import format_national_number, synthetic_national_number
from app.models.audit import Audit
from app.models.case import Case, CaseParty
from app.models.person import Person
from app.models.record import Note
from app.models.task import Task
from app.queries import people as found
from app.services import audit, cases, national_numbers, parties, people, person_moves
from app.services.people import NewPerson

BORN = date(1990, 5, 17)
NUMBER = synthetic_national_number(BORN)


def new(organisation_id: int, nth: int = 0, **other: object) -> NewPerson:
    values = {
        "first_name": "Amina",
        "last_name": "Yildiz",
        "national_number": format_national_number(synthetic_national_number(BORN, nth)),
        "organisation_id": organisation_id,
    }
    return NewPerson(**(values | other))


def tags(tag: Tag) -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Audit.payload).where(Audit.tag == tag.value)))


@pytest.fixture
def amina(coach, world) -> int:
    return people.register(coach, new(world.organisation("schakel")))


def case_about(actor: Actor, person_id: int) -> int:
    """A running case about somebody, with the actor's team as its coaches."""
    case_id = cases.start(actor, "simple")
    with db.transaction() as session:
        case = session.get_one(Case, case_id)
        person = session.get_one(Person, person_id)
        case.person_id, case.title = person.id, person.name
        for task in session.scalars(select(Task).where(Task.case_id == case_id)):
            task.subject = person.name
        parties.set_party(session, case, Role.COACH, person.organisation_id, actor.user_id)
    return case_id


def test_registering_keeps_the_number_sealed_and_findable(coach, amina) -> None:
    with db.reading() as session:
        person = session.get_one(Person, amina)
        assert (person.national_number, person.number_masked) == (NUMBER, "90.05.17-***.**")
        assert person.birth_date == BORN
        raw = session.connection().exec_driver_sql("SELECT national_number FROM person").scalar_one()
        assert NUMBER not in raw
        assert [row.id for row in found.page(session, coach, q=format_national_number(NUMBER)).items] == [amina]
    assert NUMBER not in "".join(tags(Tag.PERSON_REGISTERED))


def test_t29_identifiers_a_bis_number_gives_no_birth_date(coach, world) -> None:
    schakel = world.organisation("schakel")
    assert people.register(coach, new(schakel, national_number="90010199794"))
    bis = people.register(coach, new(schakel, national_number="90410199783"))
    with db.reading() as session:
        assert session.get_one(Person, bis).birth_date is None
    with pytest.raises(AnswersInvalid) as refused:
        people.register(coach, new(schakel, national_number="90010199795"))
    assert set(refused.value.errors) == {"national_number"}


def test_everything_wrong_is_told_at_once(coach, world) -> None:
    with pytest.raises(AnswersInvalid) as refused:
        people.register(
            coach,
            new(
                world.organisation("schakel"),
                first_name="  ",
                last_name="Yildiz\r\nBcc: x",
                national_number="1",
                email="amina",
                language="de",
                phone="0" * 41,
            ),
        )
    assert set(refused.value.errors) == {"first_name", "last_name", "national_number", "email", "language", "phone"}
    with db.reading() as session:
        assert session.scalars(select(Person)).all() == []


def test_nobody_is_registered_twice(coach, amina, world) -> None:
    with pytest.raises(AnswersInvalid, match="niet juist") as refused:
        people.register(coach, new(world.organisation("schakel"), first_name="Ander"))
    assert "al geregistreerd" in str(refused.value.errors["national_number"][0])


def test_an_enterprise_registers_its_own_people_and_vdab_anybodys(coach, outsider, world) -> None:
    schakel = world.organisation("schakel")
    with pytest.raises(NotAllowed):
        people.register(outsider, new(schakel))
    counsellor = world.actor("vera@vdab.example", Role.VDAB_COUNSELLOR, "vdab-leuven", "vdab")
    assert people.register(counsellor, new(schakel))
    official = world.actor("wim@wse.example", Role.WSE_OFFICIAL, "wse", "department")
    with pytest.raises(NotAllowed):
        people.register(official, new(schakel, 1))


def test_only_enterprises_have_employees(world) -> None:
    with pytest.raises(AnswersInvalid) as refused:
        people.register(SYSTEM, new(world.organisation("vdab-leuven", "vdab")))
    assert set(refused.value.errors) == {"organisation_id"}


def test_s09__people_of_another_enterprise_are_not_there(coach, outsider, amina) -> None:
    with db.reading() as session:
        assert [row.id for row in found.page(session, coach).items] == [amina]
        assert found.page(session, outsider).items == []
        with pytest.raises(NotVisible):
            found.one(session, outsider, amina)
    for refused in (
        lambda: people.change(outsider, amina, phone="1"),
        lambda: person_moves.transfer(outsider, amina, outsider.user_id, "zomaar"),
        lambda: national_numbers.reveal_national_number(outsider, amina, RevealPurpose.CONTRACT),
    ):
        with pytest.raises(NotVisible):
            refused()


def test_an_inspector_sees_people_but_not_their_whole_number(amina, world) -> None:
    inspector = world.actor("iris@inspectie.example", Role.INSPECTOR, "inspectie", "department")
    with db.reading() as session:
        assert found.one(session, inspector, amina).row.number_masked == "90.05.17-***.**"
    with pytest.raises(NotAllowed):
        national_numbers.reveal_national_number(inspector, amina, RevealPurpose.CONTROLE)


def test_showing_the_number_is_written_down_each_time_with_its_purpose(coach, amina) -> None:
    for _ in range(2):
        assert national_numbers.reveal_national_number(coach, amina, "CONTRACT") == format_national_number(NUMBER)
    with pytest.raises(AnswersInvalid):
        national_numbers.reveal_national_number(coach, amina, "nieuwsgierig")
    shown = tags(Tag.PERSON_NUMBER_SHOWN)
    assert len(shown) == 2
    assert all('"purpose":"CONTRACT"' in payload and str(amina) in payload for payload in shown)


def test_a_corrected_name_is_corrected_on_cases_and_tasks(coach, amina, simple) -> None:
    case_id = case_about(coach, amina)
    people.change(coach, amina, first_name="Aminata", last_name="Yıldız-Peeters", phone="016 12 34 56")
    with db.reading() as session:
        assert session.get_one(Case, case_id).title == "Aminata Yıldız-Peeters"
        assert session.scalars(select(Task.subject)).all() == ["Aminata Yıldız-Peeters"]
        assert [row.name for row in found.page(session, coach, q="peeters aminata").items] == ["Aminata Yıldız-Peeters"]
    assert tags(Tag.PERSON_CHANGED)[0].count("phone") == 1


def test_a_change_that_changes_nothing_leaves_no_trace(coach, amina) -> None:
    people.change(coach, amina, first_name="Amina")
    assert tags(Tag.PERSON_CHANGED) == []


def test_handing_over_moves_the_open_work_and_keeps_the_reason(coach, colleague, amina, simple) -> None:
    case_id = case_about(coach, amina)
    assert person_moves.transfer(coach, amina, colleague.user_id, "Els gaat met pensioen.") == 1
    with db.reading() as session:
        assert session.get_one(Person, amina).coach_id == colleague.user_id
        assert session.scalars(select(Task.assignee_id)).all() == [colleague.user_id]
        party = session.scalars(select(CaseParty).where(CaseParty.case_id == case_id, CaseParty.role == "coach")).one()
        assert party.user_id == colleague.user_id
        assert session.scalars(select(Note.text)).all() == ["Els gaat met pensioen."]
    (payload,) = tags(Tag.PERSON_TRANSFERRED)
    assert "pensioen" not in payload
    assert audit.verify().broken_at is None


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001])
def test_handing_over_needs_a_reason(coach, colleague, amina, reason) -> None:
    with pytest.raises(AnswersInvalid) as refused:
        person_moves.transfer(coach, amina, colleague.user_id, reason)
    assert set(refused.value.errors) == {"reason"}


def test_only_a_coach_of_the_same_enterprise_takes_over(coach, outsider, amina) -> None:
    with pytest.raises(AnswersInvalid) as refused:
        person_moves.transfer(coach, amina, outsider.user_id, "zomaar")
    assert set(refused.value.errors) == {"coach_id"}


def test_going_over_to_another_enterprise_takes_cases_along(coach, outsider, amina, simple, world) -> None:
    case_id = case_about(coach, amina)
    with db.transaction() as session:
        person_moves.move_to_enterprise(session, SYSTEM, amina, world.organisation("groen"))
    with db.reading() as session:
        assert [row.id for row in found.page(session, outsider).items] == [amina]
        assert found.page(session, coach).items == []
        task = session.scalars(select(Task).where(Task.case_id == case_id)).one()
        assert (task.organisation_id, task.assignee_id) == (world.organisation("groen"), None)


def test_lists_go_by_key_and_miss_nobody(coach, world, statements) -> None:
    schakel = world.organisation("schakel")
    names = [f"{letter}naam" for letter in "BAEDC"] + ["Anaam"]
    made = [people.register(coach, new(schakel, nth, last_name=name)) for nth, name in enumerate(names)]
    seen: list[int] = []
    cursor = None
    with db.reading() as session:
        while True:
            with statements() as used:
                page = found.page(session, coach, after=cursor, limit=2)
            assert len(used) <= 2, used
            seen += [row.id for row in page.items]
            cursor = page.next
            if cursor is None:
                break
        assert [session.get_one(Person, each).last_name for each in seen] == sorted(names)
        with pytest.raises(AnswersInvalid):
            found.page(session, coach, after="niet van ons")
    assert sorted(seen) == sorted(made)


@pytest.mark.parametrize("q", ["%", "_", "yildiz%", "90010199795"])
def test_searching_takes_words_as_they_stand(coach, amina, q) -> None:
    with db.reading() as session:
        assert found.page(session, coach, q=q).items == []
